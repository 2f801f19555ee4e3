"""The account, and how the window looks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.speech import Speech
from celliq_desktop.ui.theme.switch import SCALE_KEY, THEME_KEY, THEMES, ThemeChoice, ThemeSwitch
from celliq_desktop.ui.theme.tokens import SCALES, SIZES
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import LANGUAGES, _


class WindowPanel(QWidget):
    """Who is signed in, theme, text size and language; choices hold at once and are remembered."""

    def __init__(
        self,
        account: str,
        switch: ThemeSwitch,
        preferences: Preferences,
        speech: Speech,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._switch = switch
        self._preferences = preferences
        self._speech = speech
        self.theme = Choice(_("Theme"))
        for choice, words in THEMES.items():
            self.theme.addItem(_(words), choice.value)
        self.scale = Choice(_("Text size"))
        for scale in SCALES:
            self.scale.addItem(f"{scale:.0%}", scale)
        self.language = Choice(_("Language"))
        self.language.addItem(_("As the system"), "")
        for key, name in LANGUAGES.items():
            self.language.addItem(name, key)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(SIZES.gap4)
        form.setVerticalSpacing(SIZES.gap2)
        form.addRow(label(Role.BODY, _("Signed in as")), label(Role.STRONG, account))
        form.addRow(label(Role.BODY, _("Theme")), self.theme)
        form.addRow(label(Role.BODY, _("Text size")), self.scale)
        form.addRow(label(Role.BODY, _("Language")), self.language)
        card = Card(title=_("Account and window"))
        card.body.addLayout(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.show_choices()
        self.theme.activated.connect(self._choose_theme)
        self.scale.activated.connect(self._choose_scale)
        self.language.activated.connect(lambda: self._speech.choose(str(self.language.currentData())))

    def show_choices(self) -> None:
        """As it is now; the account menu may have changed it."""
        self.theme.setCurrentIndex(self.theme.findData(self._switch.choice.value))
        self.scale.setCurrentIndex(self.scale.findData(self._switch.theme.scale))
        self.language.setCurrentIndex(self.language.findData(self._speech.chosen))

    def _choose_theme(self) -> None:
        choice = ThemeChoice.read(str(self.theme.currentData()))
        self._switch.choose(choice)
        self._preferences.put(THEME_KEY, choice.value)

    def _choose_scale(self) -> None:
        scale = float(self.scale.currentData())
        self._switch.set_scale(scale)
        self._preferences.put(SCALE_KEY, scale)
