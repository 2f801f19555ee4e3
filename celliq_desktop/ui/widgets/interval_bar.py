"""The state of health as a bar: the interval as a band, the value as a mark, 70 % as the line warranties draw."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE
from celliq_desktop.viewmodels.words import N_, _

_FROM, _TO = 60.0, 105.0
"""The scale in percent: below 60 % no car is sold on its battery; readings over 100 % are shown, not clipped (report.md
section 1)."""
_WARRANTY = 70.0
_TICKS = ((_WARRANTY, N_("70 % usual warranty")), (80.0, ""), (90.0, "90 %"), (100.0, "100 %"))


class IntervalBar(QWidget):
    """``show_interval`` in percent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interval: tuple[float, float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("State of health with its interval"))

    def sizeHint(self) -> QSize:
        """A slim bar with room for its marks and their words."""
        theme = theme_of(self)
        words = QFontMetrics(sans(theme, TYPE.secondary)).height()
        return QSize(theme.px(SIZES.rail), theme.px(SIZES.gap6) + words)

    def show_interval(self, value: float | None, low: float | None, high: float | None) -> None:
        """Show value and interval, or an empty track when there is no number."""
        if value is None or low is None or high is None:
            self._interval = None
            self.setAccessibleDescription(_("not available"))
        else:
            self._interval = (value, low, high)
            self.setAccessibleDescription(
                _("{value:.1f} %, {low:.1f} to {high:.1f} %").format(value=value, low=low, high=high)
            )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, band, mark, and the scale below."""
        theme = theme_of(self)
        c = theme.colours
        thick, mark = float(theme.px(SIZES.gap2)), float(theme.px(SIZES.gap1))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.skeleton))
        painter.drawRoundedRect(QRectF(0, mark, self.width(), thick), mark, mark)
        painter.setPen(QPen(QColor(c.faint), SIZES.line))
        foot = int(thick + 2 * mark)
        for percent, _words in _TICKS:
            at = int(self._x(percent))
            painter.drawLine(at, 0 if percent == _WARRANTY else foot, at, foot + SIZES.gap1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._interval is not None:
            value, low, high = self._interval
            band = QColor(c.accent)
            band.setAlphaF(0.4)
            painter.setBrush(band)
            left, right = self._x(low), self._x(high)
            painter.drawRoundedRect(QRectF(left, mark, max(mark, right - left), thick), mark, mark)
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(QRectF(self._x(value) - mark / 2, 0, mark, thick + 2 * mark), mark / 2, mark / 2)
        painter.setFont(sans(theme, TYPE.secondary))
        painter.setPen(QColor(c.muted))
        metrics = painter.fontMetrics()
        for percent, words in _TICKS:
            width = metrics.horizontalAdvance(_(words))
            start = self._x(percent) - (0 if percent == _WARRANTY else width / 2)
            field = QRectF(start, foot + SIZES.gap1, width + 1, metrics.height())
            painter.drawText(field, int(Qt.AlignmentFlag.AlignLeft), _(words))

    def _x(self, percent: float) -> float:
        inside = min(max(percent, _FROM), _TO)
        return (inside - _FROM) / (_TO - _FROM) * self.width()
