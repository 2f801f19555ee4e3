"""A table model over rows that exist elsewhere: it holds no data, only a source it asks for what is on the screen.

Roles are compared as plain integers and nothing is made per call: with Qt's enums and fresh objects a scroll frame
costs seven times as much (research/performance.md 4).
"""

from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from celliq_desktop.ui.widgets.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RowsSource(Protocol):
    """Rows by line, columns by number; a line beyond the end gives empty texts (rows vanish under a view)."""

    def __len__(self) -> int: ...

    @property
    def columns(self) -> int: ...

    def text(self, line: int, column: int) -> str: ...

    def tip(self, line: int, column: int) -> str: ...

    def spoken(self, line: int, column: int) -> str: ...

    def title(self, column: int) -> str: ...

    def title_tip(self, column: int) -> str: ...

    def right(self, column: int) -> bool: ...


class RowsModel(QAbstractTableModel):
    """The source may change between ``begin`` and ``end`` only."""

    def __init__(self, source: RowsSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Lines of the source."""
        return 0 if parent.isValid() else len(self._source)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Columns of the source."""
        return 0 if parent.isValid() else self._source.columns

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, tool tip, alignment and what a screen reader says."""
        if role == _DISPLAY:
            return self._source.text(index.row(), index.column())
        if role == _ALIGNMENT:
            return _RIGHT if self._source.right(index.column()) else _LEFT
        if role == _TOOL_TIP:
            return plain_tip(self._source.tip(index.row(), index.column())) or None
        if role == _SPOKEN:
            return self._source.spoken(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Titles and their explanations."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self._source.title(section)
        if role == _TOOL_TIP:
            return plain_tip(self._source.title_tip(section))
        if role == _ALIGNMENT:
            return _RIGHT if self._source.right(section) else _LEFT
        return None

    def begin(self) -> None:
        """The source is about to change altogether."""
        self.beginResetModel()

    def end(self) -> None:
        """The source has changed."""
        self.endResetModel()
