"""The library: every issued report, searched and filtered while one types."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.ui.screens.reports.status_filter import STATUSES, StatusFilter
from celliq_desktop.ui.theme.icons import Glyph, icon
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import edged
from celliq_desktop.ui.widgets.chips import ChipRow
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.formats import count, share, whole
from celliq_desktop.viewmodels.reports.library import LibraryViewModel
from celliq_desktop.viewmodels.reports.states import LibraryPhase, LibraryRow, LibraryState
from celliq_desktop.viewmodels.words import N_, _

COLUMNS: tuple[LineColumn[LibraryRow], ...] = (
    LineColumn(N_("Car"), lambda row: row.car, lambda row: row.car, stretch=True),
    LineColumn(N_("Issued"), lambda row: row.generated, lambda row: row.generated_at, spare=True),
    LineColumn(N_("SoH"), lambda row: row.soh, lambda row: row.soh_percent, number=True),
    LineColumn(N_("Status"), lambda row: row.status_word, lambda row: row.status_word, tone=lambda row: row.tone),
    LineColumn(
        N_("Exports"),
        lambda row: str(row.exported or "–"),
        lambda row: row.exported,
        number=True,
        spare=True,
        tip=lambda row: N_("Sealed files made on this computer: {exported}").format(exported=row.exported),
    ),
)
_LARGE = 1.5
"""Text scale from which search and filter do not stand beside each other."""


class LibraryPanel(QWidget):
    """Draws a ``LibraryViewModel``; ``chosen`` carries a report id, ``fleet_asked`` leads to the cars, ``batch_asked``
    carries the ids of several reports to seal, ``prints_asked`` of several to print."""

    chosen = Signal(str)
    fleet_asked = Signal()
    batch_asked = Signal(object)
    prints_asked = Signal(object)

    def __init__(self, model: LibraryViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Car, VIN or report"))
        self.search.setAccessibleName(_("Search the reports"))
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("kind", "search")
        self._glass = QAction(self.search)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(model.search)
        self.status = StatusFilter()
        self.status.picked.connect(model.toggle_status)
        self.chips = ChipRow()
        self.chips.removed.connect(lambda key: model.toggle_status(ReportStatus(key)))
        self.chips.cleared.connect(model.show_every_status)
        self._lines: LinesModel[LibraryRow] = LinesModel(COLUMNS, lambda row: row.status is not ReportStatus.VALID)
        self.table = LinesTable(self._lines, _("Issued reports"), row_height=SIZES.row, several=True)
        self.table.moved.connect(self._moved)
        self.table.chosen.connect(self._count_chosen)
        self.batch, self.prints = button(""), button("")
        for several, asked in ((self.batch, self.batch_asked), (self.prints, self.prints_asked)):
            several.clicked.connect(
                lambda _on=False, asked=asked: asked.emit([line.id for line in self.table.chosen_lines()])
            )
            several.hide()
        self.search.returnPressed.connect(self.table.setFocus)
        self.empty = EmptyState("", glyph=Glyph.FILE)
        self.empty.pressed.connect(self._help)
        self.stack = QStackedWidget()
        for page in (Skeleton(_("Opening the reports")), self.table, self.empty):
            self.stack.addWidget(page)
        self._count = label(Role.SECONDARY)
        self._arrange()
        self._rows: tuple[LibraryRow, ...] = ()
        self._end = model.subscribe(self._show)

    def _arrange(self) -> None:
        bar = self._bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap2)
        bar.addWidget(self.status)
        bar.addWidget(self._count)
        above = self._above = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addLayout(above)
        column.addLayout(bar)
        column.addWidget(self.chips)
        column.addWidget(edged(self.stack), 1)
        below = QHBoxLayout()
        below.setSpacing(SIZES.gap2)
        below.addWidget(self.batch, 1)
        below.addWidget(self.prints, 1)
        column.addLayout(below)

    def release(self) -> None:
        """Stop listening."""
        self._end()

    def take_theme(self, theme: Theme) -> None:
        """Icons in the new colours, and a line of its own for the search where the text is large."""
        for row in (self._bar, self._above):
            row.removeWidget(self.search)
        (self._above if theme.scale >= _LARGE else self._bar).insertWidget(0, self.search, 1)
        self._glass.setIcon(icon(Glyph.SEARCH, theme.colours.faint, theme.px(SIZES.icon)))

    def choose(self, report_id: str) -> None:
        """Select this report's row; nothing happens when the search hides it."""
        row = self._lines.row_of(lambda line: line.id == report_id)
        if row >= 0:
            self.table.selectRow(row)

    def _count_chosen(self) -> None:
        """Several rows are sealed, or printed, with one press."""
        number = len(self.table.selectionModel().selectedRows())
        self.batch.setText(_("Export {number} sealed PDFs").format(number=whole(number)))
        self.prints.setText(_("Print {number} reports").format(number=whole(number)))
        for several in (self.batch, self.prints):
            several.setAccessibleName(several.text())
            several.setVisible(number > 1)

    def _moved(self, row: int) -> None:
        line = self._lines.line(row)
        if line is not None:
            self.chosen.emit(line.id)

    def _show(self, state: LibraryState) -> None:
        self.status.show_picked(state.statuses)
        self.chips.show_chips(
            [(status.value, status.value.capitalize()) for status in STATUSES if status in state.statuses]
        )
        if state.rows is not self._rows:
            self._rows = state.rows
            self._lines.show(state.rows)
            self.table.fit(COLUMNS)
        filtered = bool(state.search or state.statuses)
        self._count.setText(
            share(len(state.rows), state.total) if filtered else count(state.total, "report", "reports")
        )
        self._count.setHidden(state.phase is not LibraryPhase.READY)
        if state.phase is LibraryPhase.LOADING:
            self.stack.setCurrentIndex(0)
        else:
            self._show_empty(state, filtered=filtered)
            self.stack.setCurrentIndex(1 if state.rows else 2)

    def _show_empty(self, state: LibraryState, *, filtered: bool) -> None:
        if state.problem is not None:
            problem = state.problem
            detail = " ".join(part for part in (problem.safe, problem.next_step) if part)
            self.empty.show_words(problem.message, detail, glyph=Glyph.WARNING, action=_("Try again"))
        elif filtered:
            self.empty.show_words(
                _("Nothing fits"),
                _("No report fits search and filters."),
                glyph=Glyph.FUNNEL,
                action=_("Show all reports"),
            )
        else:
            self.empty.show_words(
                _("No report yet"),
                _("Open a car and issue its first Battery Condition Report."),
                glyph=Glyph.FILE,
                action=_("Open Fleet"),
            )

    def _help(self) -> None:
        state = self._model.state
        if state.problem is not None:
            self._model.load()
        elif state.search or state.statuses:
            self.search.clear()
            self._model.show_all()
        else:
            self.fleet_asked.emit()
