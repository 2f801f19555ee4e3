"""The notifications centre: a bell in the header with what was said in this session; each note opens what it tells
of."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from celliq_desktop.ui.chrome.toast_stack import ToastStack
from celliq_desktop.ui.theme.icons import Glyph, icon
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton
from celliq_desktop.ui.widgets.count_badge import CountBadge
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.ui.widgets.tones import ink_of
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.words import _, ngettext

_GLYPHS = {"good": Glyph.CHECK_CIRCLE, "fair": Glyph.WARNING, "poor": Glyph.X_CIRCLE}
_LONGEST = 90
"""Letters of a note in the menu; the whole of it is its tool tip."""


class NotesButton(IconButton):
    """Counts notes that nobody has looked at here; the menu shows them, newest first."""

    def __init__(self, toasts: ToastStack, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.BELL, _name(0), parent=parent)
        self._toasts = toasts
        self._unread = 0
        self._badge = CountBadge(self)
        self._list = QMenu(self)
        self._list.setToolTipsVisible(True)
        self._list.setAccessibleName(_("Notes of this session"))
        self._list.aboutToShow.connect(self._fill)
        self.setMenu(self._list)
        self.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        toasts.noted.connect(self._count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The number keeps its corner."""
        super().resizeEvent(event)
        self._badge.place()

    def _count(self) -> None:
        self._show_unread(min(self._unread + 1, len(self._toasts.kept)))

    def _fill(self) -> None:
        self._list.clear()
        theme = theme_of(self)
        for note in self._toasts.kept:
            words = note.words if len(note.words) <= _LONGEST else f"{note.words[:_LONGEST].rstrip()}…"
            ink, _ground = ink_of(theme.colours, note.tone)
            glyph = icon(_GLYPHS.get(note.tone, Glyph.INFO), ink, theme.px(SIZES.icon))
            action = self._list.addAction(glyph, words.replace("&", "&&"))
            action.setToolTip(plain_tip(note.words))
            action.setEnabled(note.open_it is not None)
            action.triggered.connect(lambda _on=False, note=note: note.open_it() if note.open_it else None)
        if not self._toasts.kept:
            self._list.addAction(_("Nothing was said in this session")).setEnabled(False)
        self._show_unread(0)

    def _show_unread(self, number: int) -> None:
        self._unread = number
        self._badge.show_count(number, "info")
        self.setAccessibleName(_name(number))


def _name(unread: int) -> str:
    return ngettext("Notes, {n} new", "Notes, {n} new", unread).format(n=whole(unread)) if unread else _("Notes")
