"""Skeletons: the shape of what is coming, still, so that loading never looks like emptiness."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.viewmodels.words import N_

_SHARES = (0.10, 0.22, 0.26, 0.12, 0.14)
"""Widths of a row's bars as shares of the row; the rest is air."""


class Skeleton(QWidget):
    """Rows of soft bars, as many as there is room for."""

    def __init__(self, words: str = N_("Loading"), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        """A handful of rows."""
        return QSize(SIZES.form, 6 * SIZES.row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars, fading out downwards."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height, bar = theme.px(SIZES.row), theme.px(SIZES.gap3)
        rows = max(1, self.height() // height)
        room = self.width() - 2 * SIZES.gap4
        for row in range(rows):
            colour = QColor(theme.colours.skeleton)
            colour.setAlphaF(1.0 - row / rows)
            painter.setBrush(colour)
            left = float(SIZES.gap4)
            for at, share in enumerate(_SHARES):
                width = room * share * (0.8 if (row + at) % 3 == 0 else 1.0)
                painter.drawRoundedRect(
                    QRectF(left, row * height + (height - bar) / 2, width, bar), SIZES.radius_s, SIZES.radius_s
                )
                left += room * share + SIZES.gap6
