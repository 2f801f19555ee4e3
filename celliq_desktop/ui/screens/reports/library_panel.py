"""The library: every issued report, searched and filtered while one types."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.formats import count
from celliq_desktop.viewmodels.reports.library import LibraryViewModel
from celliq_desktop.viewmodels.reports.states import LibraryPhase, LibraryRow, LibraryState

_CHIPS = (ReportStatus.VALID, ReportStatus.SUPERSEDED, ReportStatus.REVOKED, ReportStatus.EXPIRED)

COLUMNS: tuple[LineColumn[LibraryRow], ...] = (
    LineColumn("Car", lambda row: row.car, lambda row: row.car, stretch=True),
    LineColumn("Issued", lambda row: row.generated, lambda row: row.generated_at),
    LineColumn("SoH", lambda row: row.soh, lambda row: row.soh_percent, number=True),
    LineColumn("Status", lambda row: row.status_word, lambda row: row.status_word),
    LineColumn("Handed out", lambda row: str(row.exported or ""), lambda row: row.exported, number=True),
)


class LibraryPanel(QWidget):
    """Draws a ``LibraryViewModel``; ``chosen`` carries a report id."""

    chosen = Signal(str)

    def __init__(self, model: LibraryViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.search = QLineEdit()
        self.search.setPlaceholderText("Car, VIN or report")
        self.search.setAccessibleName("Search the reports")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(model.search)
        self._chips = {status: self._chip(status) for status in _CHIPS}
        self._lines: LinesModel[LibraryRow] = LinesModel(COLUMNS, lambda row: row.status is not ReportStatus.VALID)
        self.table = LinesTable(self._lines, "Issued reports", row_height=SIZES.row)
        self.table.moved.connect(self._moved)
        self._empty = EmptyState("No report yet", "Open a car and issue its first Battery Condition Report.")
        self._stack = QStackedWidget()
        for page in (Skeleton(), self.table, self._empty):
            self._stack.addWidget(page)
        self._count = label(Role.SECONDARY)
        chips = QHBoxLayout()
        for chip in self._chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        chips.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addLayout(chips)
        column.addWidget(self._stack, 1)
        self._rows: tuple[LibraryRow, ...] = ()
        self._end = model.subscribe(self._show)

    def release(self) -> None:
        """Stop listening."""
        self._end()

    def choose(self, report_id: str) -> None:
        """Select this report's row; nothing happens when the search hides it."""
        row = self._lines.row_of(lambda line: line.id == report_id)
        if row >= 0:
            self.table.selectRow(row)

    def _chip(self, status: ReportStatus) -> QPushButton:
        chip = button(status.value.capitalize(), "quiet", name=f"Only {status.value} reports")
        chip.setCheckable(True)
        chip.clicked.connect(lambda _checked: self._model.toggle_status(status))
        return chip

    def _moved(self, row: int) -> None:
        line = self._lines.line(row)
        if line is not None:
            self.chosen.emit(line.id)

    def _show(self, state: LibraryState) -> None:
        for status, chip in self._chips.items():
            chip.setChecked(status in state.statuses)
        if state.rows is not self._rows:
            self._rows = state.rows
            self._lines.show(state.rows)
            self.table.fit(COLUMNS)
        filtered = state.search or state.statuses
        if filtered:
            self._empty.show_words("Nothing fits", "Take a filter away, or search for another word.")
        else:
            self._empty.show_words("No report yet", "Open a car and issue its first Battery Condition Report.")
        self._count.setText(
            f"{len(state.rows):,} of {state.total:,}" if filtered else count(state.total, "report", "reports")
        )
        if state.phase is LibraryPhase.LOADING:
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentIndex(1 if state.rows else 2)
