"""The account menu: theme, text size, sign out."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from celliq_desktop.ui.theme.switch import THEMES, ThemeChoice, ThemeSwitch
from celliq_desktop.ui.theme.tokens import SCALES
from celliq_desktop.viewmodels.words import _


class AccountMenu(QMenu):
    """``theme_chosen`` and ``scale_chosen`` after the switch has taken them; ``left`` to sign out, ``data_asked``
    for what is kept here; ``screen_asked`` with a screen and its argument."""

    theme_chosen = Signal(object)
    scale_chosen = Signal(float)
    left = Signal()
    data_asked = Signal()
    screen_asked = Signal(str, str)

    def __init__(self, switch: ThemeSwitch, parent: QWidget) -> None:
        super().__init__(parent)
        self._switch = switch
        self.setAccessibleName(_("Account"))
        self.themes = QActionGroup(self)
        self.scales = QActionGroup(self)
        self._head(_("Theme"))
        for choice, words in THEMES.items():
            action = self.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(choice is switch.choice)
            action.triggered.connect(lambda _on=False, choice=choice: self.choose(choice))
            self.themes.addAction(action)
        self.addSeparator()
        self._head(_("Text size"))
        for scale in SCALES:
            action = self.addAction(f"{scale:.0%}")
            action.setCheckable(True)
            action.setChecked(scale == switch.theme.scale)
            action.triggered.connect(lambda _on=False, scale=scale: self.enlarge(scale))
            self.scales.addAction(action)
        self.addSeparator()
        self.data = self.addAction(_("Data on this computer…"))
        self.data.triggered.connect(self.data_asked)
        self.help = self.addAction(_("Help"))
        self.help.triggered.connect(lambda: self.screen_asked.emit("help", ""))
        self.about = self.addAction(_("About CellIQ Desktop"))
        self.about.triggered.connect(lambda: self.screen_asked.emit("settings", _("About")))
        self.addSeparator()
        self.sign_out = self.addAction(_("Sign out"))
        self.sign_out.triggered.connect(self.left)
        switch.changed.connect(self._tick)  # of this object, so that the switch forgets it when it goes

    def choose(self, choice: ThemeChoice) -> None:
        """Switch the theme and say so."""
        self._switch.choose(choice)
        self._tick()
        self.theme_chosen.emit(choice)

    def open_above(self, entry: QWidget) -> None:
        """Open over the entry of the rail that asks for it."""
        self.popup(entry.mapToGlobal(QPoint(0, -self.sizeHint().height())))

    def enlarge(self, scale: float) -> None:
        """Switch the text size and say so."""
        self._switch.set_scale(scale)
        self._tick()
        self.scale_chosen.emit(scale)

    def _head(self, words: str) -> None:
        """A heading that cannot be chosen; Qt's own sections show no words once a style sheet is on."""
        self.addAction(words).setEnabled(False)

    def _tick(self) -> None:
        for action, choice in zip(self.themes.actions(), THEMES, strict=True):
            action.setChecked(choice is self._switch.choice)
        for action, scale in zip(self.scales.actions(), SCALES, strict=True):
            action.setChecked(scale == self._switch.theme.scale)
