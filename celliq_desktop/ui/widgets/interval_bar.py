"""The state of health as a bar: the interval as a band, the value as a mark, 70 % as the line warranties draw."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

_FROM, _TO = 60.0, 105.0
"""The scale in percent: below 60 % no car is sold on its battery; readings over 100 % are shown, not clipped (report.md
section 1)."""
_WARRANTY = 70.0


class IntervalBar(QWidget):
    """``show_interval`` in percent; colours come from the palette: Mid for the track, Highlight for the band."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interval: tuple[float, float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("State of health with its interval")

    def sizeHint(self) -> QSize:
        """A slim bar with room for its marks."""
        return QSize(200, self.fontMetrics().height() + 14)

    def show_interval(self, value: float | None, low: float | None, high: float | None) -> None:
        """Show value and interval, or an empty track when there is no number."""
        if value is None or low is None or high is None:
            self._interval = None
            self.setAccessibleDescription("not available")
        else:
            self._interval = (value, low, high)
            self.setAccessibleDescription(f"{value:.1f} %, {low:.1f} to {high:.1f} %")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, band, mark, warranty line with its figure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, 4, self.width(), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().midlight())
        painter.drawRoundedRect(track, 4, 4)
        accent = self.palette().highlight().color()
        if self._interval is not None:
            value, low, high = self._interval
            band = QColor(accent)
            band.setAlpha(90)
            painter.setBrush(band)
            left, right = self._x(low), self._x(high)
            painter.drawRoundedRect(QRectF(left, 4, max(4.0, right - left), 8), 4, 4)
            painter.setBrush(accent)
            painter.drawRoundedRect(QRectF(self._x(value) - 2, 1, 4, 14), 2, 2)
        muted = self.palette().placeholderText().color()
        painter.setPen(QPen(muted, 1))
        line = self._x(_WARRANTY)
        painter.drawLine(int(line), 1, int(line), 15)
        painter.drawText(
            QRectF(line - 30, 16, 60, self.height() - 16), int(Qt.AlignmentFlag.AlignHCenter), f"{_WARRANTY:.0f} %"
        )

    def _x(self, percent: float) -> float:
        inside = min(max(percent, _FROM), _TO)
        return (inside - _FROM) / (_TO - _FROM) * self.width()
