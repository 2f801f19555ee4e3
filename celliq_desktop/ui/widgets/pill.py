"""Pills: a shape and a word on a soft ground, for states."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE, Theme
from celliq_desktop.ui.widgets.health_badge import shape_path
from celliq_desktop.ui.widgets.tones import Shape, ink_of, shape_of


def pill_width(text: str, metrics: QFontMetrics, theme: Theme) -> int:
    """Pixels a pill with ``text`` takes."""
    return metrics.horizontalAdvance(text) + theme.px(SIZES.gap2) * 2 + theme.px(SIZES.gap3)


def paint_pill(painter: QPainter, rect: QRectF, text: str, tone: str, theme: Theme, *, ground: bool = True) -> None:
    """Draw a pill as wide as ``rect``, centred in its height, with the painter's font; without ``ground`` its mark
    stands at the left edge."""
    ink, soft = ink_of(theme.colours, tone)
    height = min(rect.height(), float(theme.px(SIZES.badge)))
    field = QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), height)
    lead = float(theme.px(SIZES.gap2)) if ground else 0.0
    side = float(theme.px(SIZES.gap2) - 1)
    mark = QRectF(field.left() + lead, field.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if ground:
        if theme.colours.outlined:
            painter.setPen(QPen(QColor(ink), SIZES.line))
            field.adjust(0.5, 0.5, -0.5, -0.5)  # a hairline is sharp between two pixels
        painter.setBrush(QColor(soft))
        painter.drawRoundedRect(field, height / 2, height / 2)
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    if shape_of(tone) is Shape.DASH:
        painter.drawRect(QRectF(mark.left(), mark.center().y() - SIZES.line, side, 2 * SIZES.line))
    else:
        painter.drawPath(shape_path(shape_of(tone), mark))
    painter.setPen(QPen(QColor(ink)))
    words = field.adjusted(lead + theme.px(SIZES.gap3), 0, 0, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
    painter.restore()


class Pill(QWidget):
    """One state as a widget."""

    def __init__(self, text: str = "", tone: str = "none", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: str) -> None:
        """A word and its tone."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        theme = theme_of(self)
        metrics = QFontMetrics(sans(theme, TYPE.secondary, TYPE.semibold))
        return QSize(pill_width(self._text, metrics, theme), theme.px(SIZES.badge))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        theme = theme_of(self)
        painter.setFont(sans(theme, TYPE.secondary, TYPE.semibold))
        paint_pill(painter, QRectF(self.rect()), self._text, self._tone, theme)
