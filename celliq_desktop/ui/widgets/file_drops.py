"""Files dropped anywhere on a widget: said while they hang over it, handed on when they fall."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrops(QObject):
    """``over`` while local files hang over ``owner``; ``dropped`` carries their paths. Nothing else is taken."""

    over = Signal(bool)
    dropped = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        owner.setAcceptDrops(True)
        owner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drag and drop events of the owner; all others go their way."""
        if isinstance(event, QDragEnterEvent):
            if any(url.isLocalFile() for url in event.mimeData().urls()):
                event.acceptProposedAction()
                self.over.emit(True)
            return True
        if event.type() is QEvent.Type.DragLeave:
            self.over.emit(False)
            return True
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.over.emit(False)
            event.acceptProposedAction()
            self.dropped.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
            return True
        return super().eventFilter(watched, event)
