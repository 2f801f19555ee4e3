"""A menu of things that may be combined: it stays open while they are ticked, so that three ticks are one visit."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu


class ChoiceMenu(QMenu):
    """A click or Space ticks and stays; Enter ticks and closes, Esc closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick what can be ticked."""
        if not _tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        if event.key() != Qt.Key.Key_Space or not _tick(self.activeAction()):
            super().keyPressEvent(event)


def _tick(action: QAction | None) -> bool:
    if action is None or not action.isCheckable() or not action.isEnabled():
        return False
    action.trigger()
    return True
