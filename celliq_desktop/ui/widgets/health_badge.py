"""The health badge: a letter in a shape in a colour, three ways to say the same."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE, Theme
from celliq_desktop.ui.widgets.tones import Shape, ink_of, shape_of
from celliq_desktop.viewmodels.words import _

_NO_GRADE = "–"
_TRIANGLE_DROP = 0.12
"""A letter sits lower in a triangle, where there is room for it: this share of the height."""


def shape_path(shape: Shape, rect: QRectF) -> QPainterPath:
    """The outline of ``shape`` filling ``rect``."""
    path = QPainterPath()
    middle = rect.center()
    match shape:
        case Shape.CIRCLE:
            path.addEllipse(rect)
        case Shape.DIAMOND:
            path.moveTo(middle.x(), rect.top())
            for point in (
                QPointF(rect.right(), middle.y()),
                QPointF(middle.x(), rect.bottom()),
                QPointF(rect.left(), middle.y()),
            ):
                path.lineTo(point)
            path.closeSubpath()
        case Shape.TRIANGLE:
            path.moveTo(middle.x(), rect.top())
            path.lineTo(rect.bottomRight())
            path.lineTo(rect.bottomLeft())
            path.closeSubpath()
        case Shape.SQUARE | Shape.DASH:
            path.addRoundedRect(rect, SIZES.line, SIZES.line)
    return path


def paint_badge(painter: QPainter, rect: QRectF, grade: str | None, tone: str, theme: Theme) -> None:
    """Draw the badge in ``rect`` (square); also used by the fleet's delegate."""
    ink, soft = ink_of(theme.colours, tone)
    shape = shape_of(tone)
    grown = rect.adjusted(-1, -1, 1, 1) if shape is Shape.DIAMOND else rect
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(soft))
    painter.setPen(QPen(QColor(ink), SIZES.line))
    painter.drawPath(shape_path(shape, grown))
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(rect.height() * TYPE.secondary / SIZES.badge)))
    font.setWeight(QFont.Weight(TYPE.bold))
    painter.setFont(font)
    painter.setPen(QColor(ink))
    drop = rect.height() * _TRIANGLE_DROP if shape is Shape.TRIANGLE else 0.0
    painter.drawText(rect.translated(0, drop), Qt.AlignmentFlag.AlignCenter, grade or _NO_GRADE)
    painter.restore()


class HealthBadge(QWidget):
    """One badge as a widget, twice the size of a table's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grade: str | None = None
        self._tone = "none"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_grade(None, "none")

    def show_grade(self, grade: str | None, tone: str) -> None:
        """``grade`` a letter or None when there is no number; ``tone`` good, fair, poor or none."""
        self._grade, self._tone = grade, tone
        self.setAccessibleName(_("Health grade {grade}").format(grade=grade) if grade else _("No health grade"))
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = theme_of(self).px(2 * SIZES.badge)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it with a margin for the outline."""
        painter = QPainter(self)
        margin = SIZES.gap_half
        side = min(self.width(), self.height()) - 2 * margin
        paint_badge(painter, QRectF(margin, margin, side, side), self._grade, self._tone, theme_of(self))
