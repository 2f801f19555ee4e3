"""Toasts in the corner of the window, newest lowest; each stays until it is read or three newer ones came. What they
said is kept for the session, for whoever was away."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.announcing import announce
from celliq_desktop.ui.widgets.toast import Toast
from celliq_desktop.viewmodels.words import _

_MOST = 3
_KEPT = 30
"""Notes of the session that can be read again."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a toast said, and what its action opens."""

    words: str
    tone: str
    open_it: Callable[[], None] | None


class ToastStack(QWidget):
    """Implements ``screens.screen.Toasts`` over ``parent``'s lower right corner. ``kept`` are the notes of the
    session, the newest first; ``noted`` when one was added, or all went."""

    noted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SIZES.gap2)
        self._toasts: list[Toast] = []
        self.kept: deque[Note] = deque(maxlen=_KEPT)
        self.setAccessibleName(_("Notes"))
        parent.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> tuple[str, ...]:
        """What the toasts say, oldest first."""
        return tuple(toast.words for toast in self._toasts)

    def say(
        self, words: str, *, tone: str = "good", action: str = "", open_it: Callable[[], None] | None = None
    ) -> None:
        """Show a note, and have it spoken."""
        toast = Toast(words, tone, action, open_it, self)
        toast.gone.connect(lambda: self._remove(toast))
        self._toasts.append(toast)
        self._column.addWidget(toast)
        toast.show()  # the layout counts shown widgets only
        for old in self._toasts[:-_MOST]:
            self._remove(old)
        self.show()
        self._place()
        self.kept.appendleft(Note(words, tone, open_it))
        self.noted.emit()
        announce(toast, words, urgent=tone == "poor")

    def clear(self) -> None:
        """Put all away, and keep nothing: the next session is another's."""
        self.kept.clear()
        self.noted.emit()
        for toast in tuple(self._toasts):
            self._remove(toast)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner, also when the text becomes larger or the notes need more room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._column.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
        self.setVisible(bool(self._toasts))
        self._place()

    def _place(self) -> None:
        parent = self._over
        width = max((toast.width() for toast in self._toasts), default=0)
        self.resize(width, max(0, self._column.heightForWidth(width)))
        self.move(parent.width() - self.width() - SIZES.gap6, parent.height() - self.height() - SIZES.gap6)
        self.raise_()
