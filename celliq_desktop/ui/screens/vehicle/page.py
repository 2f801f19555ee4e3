"""Verdict and facts beside the evidence; below one another where the window is narrow, and never cut off."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.viewmodels.words import _

_BESIDE = 880
"""Pixels, at a text scale of 1, from which two columns fit."""
_EVIDENCE = 420
"""The least height of the evidence, in pixels at a text scale of 1."""


class _Holder(QWidget):
    """As tall as its wrapped words are at its width; not as tall as they would be at the least width."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class VehiclePage(QScrollArea):
    """``left`` widgets in a column of two fifths, ``right`` in three fifths."""

    def __init__(self, left: tuple[QWidget, ...], right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The car"))
        self._right = right
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SIZES.gap3)
        column = QVBoxLayout()
        column.setSpacing(SIZES.gap3)
        for widget in left[:-1]:
            column.addWidget(widget)
        column.addWidget(left[-1], 1)
        self._row.addLayout(column, 2)
        self._row.addWidget(right, 3)
        holder = _Holder()
        holder.setLayout(self._row)
        self.setWidget(holder)
        self.setWidgetResizable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or below."""
        theme = theme_of(self)
        beside = event.size().width() >= theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._right.setMinimumHeight(theme.px(_EVIDENCE))
        super().resizeEvent(event)
