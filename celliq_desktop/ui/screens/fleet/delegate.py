"""Paints the fleet's cells: text, figures, VINs, health badges, pills; from cached words, past Qt's data roles."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from celliq_desktop.ui.screens.fleet.rows import FleetRows
from celliq_desktop.ui.theme.fonts import mono, sans
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE, Theme
from celliq_desktop.ui.widgets.health_badge import paint_badge
from celliq_desktop.ui.widgets.pill import paint_pill, pill_width
from celliq_desktop.viewmodels.fleet.cells import Cell
from celliq_desktop.viewmodels.fleet.columns import COLUMNS, CellKind

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class _Brushes:
    """Fonts and colours of one theme, made once."""

    def __init__(self, theme: Theme) -> None:
        c = theme.colours
        self.theme = theme
        self.body = sans(theme)
        self.strong = sans(theme, weight=TYPE.semibold)
        self.small = sans(theme, TYPE.secondary)
        self.pill = sans(theme, TYPE.secondary, TYPE.semibold)
        self.vin = mono(theme)
        self.text = QColor(c.text)
        self.muted = QColor(c.muted)
        self.line = QColor(c.border)
        self.selected = QColor(c.row_selected)
        self.hover = QColor(c.row_hover)
        self.focus = QColor(c.focus)
        self.body_metrics = QFontMetrics(self.body)
        self.small_metrics = QFontMetrics(self.small)
        self.pill_metrics = QFontMetrics(self.pill)
        self.strong_metrics = QFontMetrics(self.strong)
        self.pad = theme.px(SIZES.gap2)
        self.badge = theme.px(SIZES.badge)


class FleetDelegate(QStyledItemDelegate):
    """``hovered`` is the line under the mouse, -1 for none."""

    def __init__(self, rows: FleetRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._view = parent
        self._brushes = _Brushes(theme_of(parent))
        self._elided: dict[tuple[str, int], str] = {}
        self.hovered = -1

    def take_theme(self) -> None:
        """Palette or text scale changed."""
        self._brushes = _Brushes(theme_of(self._view))
        self._elided.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell: ground, hairline, content."""
        brushes = self._brushes
        line, column = index.row(), index.column()
        rect: QRect = option.rect  # type: QRect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, brushes.selected)
        elif line == self.hovered:
            painter.fillRect(rect, brushes.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), SIZES.line, brushes.line)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), SIZES.focus_ring, rect.height(), brushes.focus)
        cell = self._rows.cell(line, column)
        inner = rect.adjusted(brushes.pad, 0, -brushes.pad, -SIZES.line)
        match COLUMNS[column].kind:
            case CellKind.PILL:
                self._pill(painter, inner, cell)
            case CellKind.HEALTH:
                self._health(painter, inner, cell)
            case CellKind.VIN:
                painter.setFont(brushes.vin)
                painter.setPen(brushes.text)
                painter.drawText(inner, _LEFT, cell.text)
            case CellKind.NUMBER:
                painter.setFont(brushes.body)
                painter.setPen(brushes.muted if cell.muted else brushes.text)
                painter.drawText(inner, _RIGHT, cell.text)
            case _:
                painter.setFont(brushes.body)
                painter.setPen(brushes.muted if cell.muted else brushes.text)
                painter.drawText(inner, _LEFT, self._elide(cell.text, inner.width()))

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """What "fit to content" makes of a column."""
        brushes = self._brushes
        text = self._rows.text(index.row(), index.column())
        metrics = QFontMetrics(brushes.vin) if COLUMNS[index.column()].kind is CellKind.VIN else brushes.body_metrics
        extra = brushes.badge if COLUMNS[index.column()].kind in (CellKind.PILL, CellKind.HEALTH) else 0
        return QSize(metrics.horizontalAdvance(text) + 4 * brushes.pad + extra, brushes.theme.px(SIZES.row_compact))

    def _pill(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        brushes = self._brushes
        painter.setFont(brushes.small if cell.quiet else brushes.pill)
        width = min(rect.width(), pill_width(cell.text, brushes.pill_metrics, brushes.theme))
        field = QRectF(rect.left(), rect.top(), width, rect.height())
        paint_pill(painter, field, cell.text, cell.tone, brushes.theme, ground=not cell.quiet)
        if cell.extra and width < rect.width():
            self._quiet(painter, rect.adjusted(width + brushes.pad, 0, 0, 0), cell.extra)

    def _health(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        brushes = self._brushes
        if cell.muted:
            painter.setFont(brushes.body)
            painter.setPen(brushes.muted)
            painter.drawText(rect, _LEFT, cell.text)
            return
        top = rect.center().y() - brushes.badge / 2 + SIZES.line
        painter.setFont(brushes.body)
        paint_badge(
            painter,
            QRectF(rect.left(), top, brushes.badge, brushes.badge),
            cell.mark or None,
            cell.tone,
            brushes.theme,
        )
        room = rect.adjusted(brushes.badge + brushes.pad, 0, 0, 0)
        painter.setFont(brushes.strong)
        painter.setPen(brushes.text)
        painter.drawText(room, _LEFT, cell.text)
        wide = brushes.strong_metrics.horizontalAdvance(cell.text) + brushes.pad
        self._quiet(painter, room.adjusted(wide, 0, 0, 0), cell.extra)

    def _quiet(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._brushes.small)
        painter.setPen(self._brushes.muted)
        painter.drawText(rect, _LEFT, text)

    def _elide(self, text: str, width: int) -> str:
        key = (text, width)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > 4 * SIZES.dialog:
                self._elided.clear()
            found = self._brushes.body_metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[key] = found
        return found


def header_font(theme: Theme) -> QFont:
    """The face of column titles."""
    return sans(theme, TYPE.secondary, TYPE.semibold)
