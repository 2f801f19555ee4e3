"""The tour: a card over the window that leads from screen to screen, and can be skipped at every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.announcing import announce
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.help.tour import STEPS
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.ui.chrome.desk_view import DeskView
    from celliq_desktop.ui.chrome.toast_stack import ToastStack
    from celliq_desktop.ui.preferences import Preferences

_OFFERED = "window/tour"
"""Where the preferences remember that the tour was offered."""


def offer_tour(desk: DeskView, toasts: ToastStack, preferences: Preferences) -> None:
    """Offer the tour once to whoever works with this profile for the first time; putting the note away skips it."""
    if preferences.text(_OFFERED):
        return
    preferences.put(_OFFERED, "yes")
    toasts.say(
        _("New here? The tour shows five places in a minute."),
        tone="info",
        action=_("Take the tour"),
        open_it=lambda: start_tour(desk),
    )


def start_tour(desk: DeskView) -> None:
    """Begin at the first place; a tour that is under way ends."""
    frame = desk.parent()
    if isinstance(frame, QWidget):  # which hides, and the tour with it, when the desk closes
        for old in frame.findChildren(Tour):
            old.skip()
        Tour(frame, desk).show_step(0)


class Tour(QFrame):
    """One walk over ``over``; it takes itself away, and ends with the desk."""

    def __init__(self, over: QWidget, desk: DeskView) -> None:
        super().__init__(over)
        self.setProperty("surface", "dialog")
        self._over = over
        self._desk = desk
        self._at = 0
        self.title = label(Role.HEADING, wrap=True)
        self.words = label(Role.BODY, wrap=True)
        self._where = label(Role.SECONDARY)
        self.leave = button(_("Skip the tour"), "quiet")
        self.before = button(_("Back"))
        self.after = button(_("Next"), "primary")
        self.leave.clicked.connect(self.skip)
        self.before.clicked.connect(lambda: self.show_step(self._at - 1))
        self.after.clicked.connect(lambda: self.show_step(self._at + 1))
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        row.addWidget(self._where)
        row.addStretch(1)
        for one in (self.leave, self.before, self.after):
            row.addWidget(one)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap2)
        for part in (self.title, self.words):
            column.addWidget(part)
        column.addLayout(row)
        over.installEventFilter(self)
        desk.destroyed.connect(self.skip)

    def show_step(self, at: int) -> None:
        """Go to a place and say what it is for; after the last one the tour ends."""
        if at >= len(STEPS):
            self.skip()
            return
        self._at = max(0, at)
        step = STEPS[self._at]
        self._desk.open_screen(step.screen)
        self.title.setText(_(step.title))
        self.words.setText(_(step.words))
        self._where.setText(_("{at} of {most}").format(at=self._at + 1, most=len(STEPS)))
        self.before.setEnabled(self._at > 0)
        self.after.setText(_("Done") if self._at == len(STEPS) - 1 else _("Next"))
        self.setAccessibleName(_(step.title))
        self.setAccessibleDescription(_(step.words))
        self._place()
        self.show()
        self.after.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.title.text()}. {self.words.text()}")

    def skip(self) -> None:
        """No more of it."""
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Right and Left walk on and back."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.show_step(self._at + step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle, low."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(theme_of(self).px(SIZES.dialog), self._over.width() - 2 * SIZES.gap6)
        self.resize(width, self._column.heightForWidth(width))
        left = (self._over.width() - width) // 2
        self.move(left, self._over.height() - self.height() - SIZES.gap6)
        self.raise_()
