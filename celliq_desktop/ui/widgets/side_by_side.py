"""Parts that stand beside one another where there is room, and below one another where there is not."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES


class SideBySide(QWidget):
    """``beside`` is the width in pixels, at a text scale of 1, from which the parts stand beside one another."""

    def __init__(self, beside: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beside = beside
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SIZES.gap3)

    def add(self, part: QWidget, share: int = 1) -> None:
        """One more part; ``share`` of the room."""
        self._row.addWidget(part, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or below."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme_of(self).px(self._beside)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
