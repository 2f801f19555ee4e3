"""The fleet's table view: virtual rows, keyboard first, selection that survives a reload."""

from PySide6.QtCore import QElapsedTimer, QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.ui.bridge.rows_model import RowsModel
from celliq_desktop.ui.screens.fleet.delegate import FleetDelegate
from celliq_desktop.ui.screens.fleet.header import FleetHeader
from celliq_desktop.ui.screens.fleet.rows import FleetRows
from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.viewmodels.fleet.cells import Moment, car_title
from celliq_desktop.viewmodels.fleet.columns import COLUMNS
from celliq_desktop.viewmodels.fleet.query import FleetView
from celliq_desktop.viewmodels.words import _

_LOOKS = frozenset({QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange})
"""What changes how cells are drawn."""
_SELECT_ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class FleetTable(QTableView):
    """``opened`` a car (Enter, double click), ``picked`` when the selection changed, ``sorting`` a column's key."""

    opened = Signal(str)
    picked = Signal()
    sorting = Signal(str)

    def __init__(self, moment: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = FleetRows(moment)
        self._model = RowsModel(self.rows, self)
        self._typed = ""
        self._since = QElapsedTimer()
        self.columns = FleetHeader(self)
        self.setHorizontalHeader(self.columns)
        self.setModel(self._model)
        self.columns.start()
        self.columns.sectionClicked.connect(lambda section: self.sorting.emit(COLUMNS[section].key))
        self._delegate = FleetDelegate(self.rows, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.set_compact(False)
        self.setAccessibleName(_("Fleet"))
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_changed: self.picked.emit())

    def take(self, view: FleetView, moment: Moment) -> None:
        """Show another view; the cars that were selected stay selected where they still are, and the row that was on
        top stays in sight."""
        kept = {row.id for row in self.selected()}
        current = self.rows.row(self.currentIndex().row())
        top = self.verticalScrollBar().value()
        self._model.begin()
        self.rows.take(view, moment)
        self._model.end()
        if current is not None or kept:
            self._restore(view.lines(kept), view.lines([current.id]) if current is not None else ())
        self.verticalScrollBar().setValue(top)

    def reword(self, moment: Moment) -> None:
        """Time passed: ages are worded anew."""
        self.rows.reword(moment)
        self.viewport().update()

    def set_compact(self, compact: bool) -> None:
        """28 px rows instead of 36."""
        self.verticalHeader().setMinimumSectionSize(SIZES.row_compact)
        height = theme_of(self).px(SIZES.row_compact if compact else SIZES.row)
        self.verticalHeader().setDefaultSectionSize(height)

    def selected(self) -> tuple[FleetRow, ...]:
        """The selected cars, in the order shown."""
        parts = self.selectionModel().selection().toList()
        lines = sorted(line for part in parts for line in range(part.top(), part.bottom() + 1))
        found = (self.rows.row(line) for line in lines)
        return tuple(row for row in found if row is not None)

    def copy(self) -> None:
        """The selected cars as a table for a spreadsheet: visible columns, tabs between them, VINs without spaces."""
        lines = sorted(index.row() for index in self.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText(self.rows.table(lines, self.columns.shown_keys()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies; everything else as in any table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Type-ahead: the next car whose name or VIN begins with what was typed in one go."""
        pause = QGuiApplication.styleHints().keyboardInputInterval()
        fresh = not self._since.isValid() or self._since.elapsed() > pause
        self._since.restart() if self._since.isValid() else self._since.start()
        self._typed = search if fresh else self._typed + search
        wanted = self._typed.lower()
        total, start = len(self.rows), max(0, self.currentIndex().row()) + (1 if fresh else 0)
        for step in range(total):
            line = (start + step) % total
            row = self.rows.row(line)
            if row is not None and (car_title(row).lower().startswith(wanted) or row.vin.lower().startswith(wanted)):
                self.setCurrentIndex(self._model.index(line, max(0, self.currentIndex().column())))
                return

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line under the mouse is tinted as a whole."""
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No line under the mouse."""
        self._hover(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The flexible column takes what is left."""
        super().resizeEvent(event)
        self.columns.fill(self.viewport().width())

    def event(self, event: QEvent) -> bool:
        """A new theme, text scale or screen, beside all that a table does."""
        done = super().event(event)
        if event.type() in _LOOKS and hasattr(self, "_delegate"):
            self._delegate.take_theme()
        return done

    def _hover(self, line: int) -> None:
        if line != self._delegate.hovered:
            self._delegate.hovered = line
            self.viewport().update()

    def _open(self, line: int) -> None:
        row = self.rows.row(line)
        if row is not None:
            self.opened.emit(row.id)

    def _restore(self, kept: tuple[int, ...], current: tuple[int, ...]) -> None:
        """Select these lines again; the current line comes first, because making it current is a selection too."""
        last = len(COLUMNS) - 1
        for line in current:
            self.selectionModel().setCurrentIndex(
                self._model.index(line, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        selection = QItemSelection()
        for line in kept:
            selection.select(self._model.index(line, 0), self._model.index(line, last))
        self.selectionModel().select(selection, _SELECT_ROWS)
