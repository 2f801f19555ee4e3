"""Paints the fleet's cells: text, figures, VINs, health badges, pills; from cached words, past Qt's data roles."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from celliq_desktop.ui.screens.fleet.rows import FleetRows
from celliq_desktop.ui.screens.fleet.stamps import Stamps
from celliq_desktop.ui.theme.fonts import mono, sans
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE, Theme
from celliq_desktop.viewmodels.fleet.cells import Cell
from celliq_desktop.viewmodels.fleet.columns import COLUMNS, CellKind

_Field = tuple[int, int, int, int]
"""Left, top, width, height."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
_KINDS = tuple(column.kind for column in COLUMNS)
_ELIDED = 4_096
"""Texts kept in the width they were cut to."""


class _Brushes:
    """Fonts, colours and pictures of one theme, made once."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        c = theme.colours
        self.theme = theme
        self.stamps = Stamps(theme, ratio)
        self.body = sans(theme)
        self.strong = sans(theme, weight=TYPE.semibold)
        self.small = sans(theme, TYPE.secondary)
        self.vin = mono(theme)
        self.text = QColor(c.text)
        self.muted = QColor(c.muted)
        self.line = QColor(c.border)
        self.selected = QColor(c.row_selected)
        self.hover = QColor(c.row_hover)
        self.focus = QColor(c.focus)
        self.body_metrics = QFontMetrics(self.body)
        self.strong_metrics = QFontMetrics(self.strong)
        self.pad = theme.px(SIZES.gap2)
        self.badge = theme.px(SIZES.badge)


class FleetDelegate(QStyledItemDelegate):
    """``hovered`` is the line under the mouse, -1 for none. A frame paints some hundred cells, so nothing is made for
    one that could be kept, and Qt's flags are compared as plain integers."""

    def __init__(self, rows: FleetRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._view = parent
        self._brushes = _Brushes(theme_of(parent), parent.devicePixelRatioF())
        self._elided: dict[tuple[str, int], str] = {}
        self.hovered = -1

    def take_theme(self) -> None:
        """Palette, text scale or screen changed."""
        self._brushes = _Brushes(theme_of(self._view), self._view.devicePixelRatioF())
        self._elided.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell: ground, hairline, content."""
        brushes = self._brushes
        line, column = index.row(), index.column()
        area: QRect = option.rect
        left, top, width, height = area.x(), area.y(), area.width(), area.height()
        state = option.state.value
        if state & _SELECTED:
            painter.fillRect(left, top, width, height, brushes.selected)
        elif line == self.hovered:
            painter.fillRect(left, top, width, height, brushes.hover)
        height -= SIZES.line
        painter.fillRect(left, top + height, width, SIZES.line, brushes.line)
        if state & _FOCUSED:
            painter.fillRect(left, top, SIZES.focus_ring, height + SIZES.line, brushes.focus)
        cell = self._rows.cell(line, column)
        left, width = left + brushes.pad, width - 2 * brushes.pad
        kind = _KINDS[column]
        if kind is CellKind.PILL:
            self._pill(painter, (left, top, width, height), cell)
        elif kind is CellKind.HEALTH and not cell.muted:
            self._health(painter, (left, top, width, height), cell)
        elif kind is CellKind.VIN:
            painter.setFont(brushes.vin)
            painter.setPen(brushes.text)
            painter.drawText(left, top, width, height, _LEFT, cell.text)
        else:
            painter.setFont(brushes.body)
            painter.setPen(brushes.muted if cell.muted else brushes.text)
            if kind is CellKind.NUMBER:
                painter.drawText(left, top, width, height, _RIGHT, cell.text)
            else:
                painter.drawText(left, top, width, height, _LEFT, self._elide(cell.text, width))

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """What "fit to content" makes of a column."""
        brushes = self._brushes
        text = self._rows.text(index.row(), index.column())
        metrics = QFontMetrics(brushes.vin) if COLUMNS[index.column()].kind is CellKind.VIN else brushes.body_metrics
        extra = brushes.badge if COLUMNS[index.column()].kind in (CellKind.PILL, CellKind.HEALTH) else 0
        return QSize(metrics.horizontalAdvance(text) + 4 * brushes.pad + extra, brushes.theme.px(SIZES.row_compact))

    def _pill(self, painter: QPainter, field: _Field, cell: Cell) -> None:
        brushes = self._brushes
        left, top, width, height = field
        picture = brushes.stamps.pill(cell.text, cell.tone, quiet=cell.quiet, room=width)
        painter.drawPixmap(left, top + (height - brushes.stamps.height) // 2, picture)
        if cell.extra:
            taken = round(picture.width() / brushes.stamps.ratio) + brushes.pad
            self._quiet(painter, (left + taken, top, width - taken, height), cell.extra)

    def _health(self, painter: QPainter, field: _Field, cell: Cell) -> None:
        brushes = self._brushes
        left, top, width, height = field
        margin = (brushes.stamps.height - brushes.badge) // 2
        painter.drawPixmap(
            left - margin, top + (height - brushes.stamps.height) // 2, brushes.stamps.badge(cell.mark, cell.tone)
        )
        left, width = left + brushes.badge + brushes.pad, width - brushes.badge - brushes.pad
        painter.setFont(brushes.strong)
        painter.setPen(brushes.text)
        painter.drawText(left, top, width, height, _LEFT, cell.text)
        taken = brushes.strong_metrics.horizontalAdvance(cell.text) + brushes.pad
        self._quiet(painter, (left + taken, top, width - taken, height), cell.extra)

    def _quiet(self, painter: QPainter, field: _Field, text: str) -> None:
        if field[2] > 0:
            painter.setFont(self._brushes.small)
            painter.setPen(self._brushes.muted)
            painter.drawText(*field, _LEFT, text)

    def _elide(self, text: str, width: int) -> str:
        key = (text, width)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) >= _ELIDED:
                self._elided.clear()
            found = self._brushes.body_metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._elided[key] = found
        return found


def header_font(theme: Theme) -> QFont:
    """The face of column titles."""
    return sans(theme, TYPE.secondary, TYPE.semibold)
