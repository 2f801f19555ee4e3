"""Bars by month: one idea, labelled directly, no axis to read."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE
from celliq_desktop.viewmodels.billing_words import Bar

_HEIGHT = 120
_WIDEST = 72
"""Pixels at a text scale of 1: of the whole, and of one month."""


class MonthBars(QWidget):
    """Draws ``Bar`` values; the number stands on its bar, the month below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Take other bars."""
        self._bars = bars
        self.setAccessibleDescription(", ".join(f"{bar.month} {bar.used}" for bar in bars))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it is allowed to be."""
        return QSize(SIZES.form, theme_of(self).px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars from left to right."""
        if not self._bars:
            return
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sans(theme, TYPE.secondary, TYPE.regular))
        line = painter.fontMetrics().height() + SIZES.gap1
        step = min(theme.px(_WIDEST), self.width() / len(self._bars))
        room = self.height() - 2 * line
        for at, bar in enumerate(self._bars):
            height = max(SIZES.gap_half, room * bar.share)
            field = QRectF(at * step, line + room - height, step - SIZES.gap2, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours.accent))
            painter.drawRoundedRect(field, SIZES.radius_s, SIZES.radius_s)
            painter.setPen(QColor(theme.colours.text))
            above = QRectF(field.left(), field.top() - line, field.width(), line)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(bar.used))
            painter.setPen(QColor(theme.colours.muted))
            below = QRectF(field.left(), self.height() - line, field.width(), line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, bar.month)
