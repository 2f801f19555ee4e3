"""A calm, sortable table over a tuple of frozen lines; for hundreds of rows (the fleet has a model of its own)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from celliq_desktop.ui.theme.fonts import sans
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES, TYPE
from celliq_desktop.ui.widgets.pill import paint_pill, pill_width
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.words import _

Line = TypeVar("Line")
Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TEXT_ROLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole))
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_TONE = int(Qt.ItemDataRole.UserRole)
_LEAST_STRETCH = 140
"""Pixels, at a text scale of 1, that a stretching column needs."""


@dataclass(frozen=True, slots=True)
class LineColumn(Generic[Line]):
    """``text`` is shown, ``sort`` orders; ``number`` aligns right; ``stretch`` takes the room that is left;
    ``tone`` draws a pill; ``tip`` says more than ``text`` has room for; a
    ``spare`` column is left out where the stretching one would be too narrow to read."""

    title: str
    text: Callable[[Line], str]
    sort: Callable[[Line], Any] | None = None
    number: bool = False
    stretch: bool = False
    spare: bool = False
    tone: Callable[[Line], str] | None = None
    tip: Callable[[Line], str] | None = None


class LinesModel(QAbstractTableModel, Generic[Line]):
    """Rows are replaced as a whole; ``muted`` lines are drawn in the palette's placeholder colour."""

    def __init__(
        self,
        columns: Sequence[LineColumn[Line]],
        muted: Callable[[Line], bool] = lambda _line: False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._muted = muted
        self._lines: tuple[Line, ...] = ()
        self._order: tuple[int, Qt.SortOrder] | None = None

    def show(self, lines: Sequence[Line]) -> None:
        """Take new lines, in the order chosen last."""
        self.beginResetModel()
        self._lines = self._sorted(tuple(lines))
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """The line shown in ``row``; None when the row is gone."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rows_of(self, wanted: Callable[[Line], bool]) -> list[int]:
        """Every row whose line is wanted."""
        return [row for row, line in enumerate(self._lines) if wanted(line)]

    def row_of(self, wanted: Callable[[Line], bool]) -> int:
        """The first row whose line is wanted, or -1."""
        return next((row for row, line in enumerate(self._lines) if wanted(line)), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lines shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Text, alignment, a pill's tone and the muted colour."""
        line = self.line(index.row())
        if line is None:
            return None
        column = self._columns[index.column()]
        if role == _TEXT_ROLES[0]:
            return column.text(line)
        if role == _TEXT_ROLES[1]:
            return plain_tip((column.tip or column.text)(line))
        if role == _ALIGN:
            return _RIGHT if column.number else _LEFT
        if role == _TONE:
            return column.tone(line) if column.tone is not None else None
        if role == _FOREGROUND and self._muted(line):
            return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _TEXT_ROLES[0]:
            return _(self._columns[section].title)
        return (_RIGHT if self._columns[section].number else _LEFT) if role == _ALIGN else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column's ``sort`` value; a column without one keeps the order."""
        self._order = (column, order)
        self.show(self._lines)

    def _sorted(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        if self._order is None or not 0 <= self._order[0] < len(self._columns):
            return lines
        key = self._columns[self._order[0]].sort
        if key is None:
            return lines
        return tuple(sorted(lines, key=key, reverse=self._order[1] is Qt.SortOrder.DescendingOrder))


class _PillDelegate(QStyledItemDelegate):
    """Draws cells that have a tone as pills, and leaves out the focus rectangle: whole rows are chosen."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As Qt has it, without a word where a pill goes."""
        super().initStyleOption(option, index)
        if index.data(_TONE) is not None:
            option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, then its pill."""
        super().paint(painter, option, index)
        tone, view = index.data(_TONE), option.widget
        if not isinstance(tone, str) or not isinstance(view, QWidget):
            return
        theme = theme_of(view)
        font = sans(theme, TYPE.secondary, TYPE.semibold)
        words = str(index.data())
        field = QRectF(option.rect).adjusted(theme.px(SIZES.gap2), 0, 0, 0)
        field.setWidth(pill_width(words, QFontMetrics(font), theme))
        painter.setFont(font)
        paint_pill(painter, field, words, tone, theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the pill."""
        hint = super().sizeHint(option, index)
        view = option.widget
        if index.data(_TONE) is None or not isinstance(view, QWidget):
            return hint
        theme = theme_of(view)
        metrics = QFontMetrics(sans(theme, TYPE.secondary, TYPE.semibold))
        return QSize(pill_width(str(index.data()), metrics, theme) + 2 * theme.px(SIZES.gap2), hint.height())


class LinesTable(QTableView, Generic[Line]):
    """The view: whole rows, Enter or double click opens, arrows move."""

    opened = Signal(int)
    moved = Signal(int)
    chosen = Signal()

    def __init__(
        self,
        model: LinesModel[Line],
        name: str,
        *,
        row_height: int,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``several``: Shift and Ctrl choose more than one row, Ctrl+A all; ``chosen`` tells."""
        super().__init__(parent)
        self._lines = model
        self.setModel(model)
        self._row_height = row_height
        self._shown: tuple[LineColumn[Line], ...] = ()
        self.setItemDelegate(_PillDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda index, _before: self.moved.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.chosen.emit())

    def chosen_lines(self) -> list[Line]:
        """The lines of the chosen rows, as they stand."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [line for row in rows if (line := self._lines.line(row)) is not None]

    def fit(self, columns: Sequence[LineColumn[Line]]) -> None:
        """Give each column its room: the stretching ones share what is left."""
        header = self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(theme_of(self).px(self._row_height))
        for section in range(len(columns)):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
        self.resizeColumnsToContents()
        for section, column in enumerate(columns):
            if column.stretch:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self._shown = tuple(columns)
        self._make_room()

    def select_rows(self, rows: Sequence[int]) -> None:
        """Exactly these rows are selected."""
        chosen = QItemSelection()
        for row in rows:
            index = self.model().index(row, 0)
            chosen.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spare columns go first, from the right."""
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Rows and columns follow the text scale."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._shown:
            self.fit(self._shown)

    def _make_room(self) -> None:
        header = self.horizontalHeader()
        fixed = [at for at, column in enumerate(self._shown) if not column.stretch]
        if len(fixed) == len(self._shown):
            return
        for at in fixed:
            header.setSectionHidden(at, False)
        least = theme_of(self).px(_LEAST_STRETCH)
        left = self.viewport().width() - sum(header.sectionSize(at) for at in fixed)
        for at in reversed(fixed):
            if self._shown[at].spare and left < least:
                left += header.sectionSize(at)
                header.setSectionHidden(at, True)
        self._stretch(least, left)

    def _stretch(self, least: int, left: int) -> None:
        """The stretching columns share what is ``left``; each keeps its ``least``, and the table scrolls instead."""
        header = self.horizontalHeader()
        stretching = [at for at, column in enumerate(self._shown) if column.stretch]
        narrow = left < least * len(stretching)
        modes = QHeaderView.ResizeMode
        for at in stretching:
            header.setSectionResizeMode(at, modes.Interactive if narrow else modes.Stretch)
            if narrow:
                header.resizeSection(at, least)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
