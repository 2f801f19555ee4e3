"""A number on an entry of the rail: how much waits there for somebody."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE
from celliq_desktop.ui.widgets.tones import ink_of

_MOST = 99


class CountBadge(QWidget):
    """Hidden at zero; stands at the right edge of ``host``, or in its upper corner where there is no room beside the
    icon."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._text = ""
        self._tone = "fair"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_count(self, number: int, tone: str) -> None:
        """So many; more than 99 are "99+"."""
        self._text = f"{_MOST}+" if number > _MOST else str(number)
        self._tone = tone
        self.setVisible(number > 0)
        self.place()

    def place(self) -> None:
        """Where it belongs, now that the host has another size or text another scale."""
        size = self.sizeHint()
        self.resize(size)
        gap = theme_of(self).px(SIZES.gap2)
        beside = self._host.width() > 4 * size.width()
        top = (self._host.height() - size.height()) // 2 if beside else 0
        self.move(self._host.width() - size.width() - (gap if beside else 0), top)
        self.update()

    def sizeHint(self) -> QSize:
        """Round for one digit, a pill for more."""
        theme = theme_of(self)
        metrics = QFontMetrics(sans(theme, TYPE.secondary, TYPE.semibold))
        height = metrics.height() + SIZES.line
        return QSize(max(height, metrics.horizontalAdvance(self._text) + theme.px(SIZES.gap2)), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = theme_of(self)
        ink, soft = ink_of(theme.colours, self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft))
        field = QRectF(self.rect())
        painter.drawRoundedRect(field, field.height() / 2, field.height() / 2)
        painter.setFont(sans(theme, TYPE.secondary, TYPE.semibold))
        painter.setPen(QColor(ink))
        painter.drawText(field, int(Qt.AlignmentFlag.AlignCenter), self._text)
        painter.end()
