"""A calm, sortable table over a tuple of frozen lines; for hundreds of rows (the fleet has a model of its own)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

Line = TypeVar("Line")
Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TEXT_ROLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole))
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)


@dataclass(frozen=True, slots=True)
class LineColumn(Generic[Line]):
    """``text`` is shown, ``sort`` orders; ``number`` aligns right; ``stretch`` takes the room that is left."""

    title: str
    text: Callable[[Line], str]
    sort: Callable[[Line], Any] | None = None
    number: bool = False
    stretch: bool = False


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
        self._muted_colour: object = None

    def set_muted_colour(self, colour: object) -> None:
        """The colour of muted lines, from the theme."""
        self._muted_colour = colour

    def show(self, lines: Sequence[Line]) -> None:
        """Take new lines, in the order chosen last."""
        self.beginResetModel()
        self._lines = self._sorted(tuple(lines))
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """The line shown in ``row``; None when the row is gone."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

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
        """Text, alignment and the muted colour; nothing else."""
        line = self.line(index.row())
        if line is None:
            return None
        column = self._columns[index.column()]
        if role in _TEXT_ROLES:
            return column.text(line)
        if role == _ALIGN:
            return _RIGHT if column.number else _LEFT
        if role == _FOREGROUND and self._muted(line):
            return self._muted_colour
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _TEXT_ROLES[0]:
            return self._columns[section].title
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


class LinesTable(QTableView, Generic[Line]):
    """The view: whole rows, Enter or double click opens, arrows move."""

    opened = Signal(int)
    moved = Signal(int)

    def __init__(self, model: LinesModel[Line], name: str, *, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda index, _before: self.moved.emit(index.row()))

    def fit(self, columns: Sequence[LineColumn[Line]]) -> None:
        """Give each column its room: the stretching ones share what is left."""
        header = self.horizontalHeader()
        self.resizeColumnsToContents()
        for section, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(section, mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
