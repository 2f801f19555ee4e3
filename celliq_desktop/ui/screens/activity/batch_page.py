"""One batch, row by row: thousands of rows, those first that need somebody, and what can be done with any of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph, icon
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.cards import edged, strip
from celliq_desktop.ui.widgets.count_chips import CountChips
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.activity_batch import BatchState
from celliq_desktop.viewmodels.activity_lines import BatchLine
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.words import N_, _

COLUMNS: tuple[LineColumn[BatchLine], ...] = (
    LineColumn(N_("No."), lambda line: f"{line.number:,}", lambda line: line.number, number=True),
    LineColumn(N_("For"), lambda line: line.subject, lambda line: line.subject.casefold()),
    LineColumn(N_("State"), lambda line: line.state, lambda line: line.state, tone=lambda line: line.tone),
    LineColumn(N_("Why"), lambda line: line.reason, lambda line: line.reason, stretch=True),
)


class BatchPage(QWidget):
    """Draws a ``BatchState``; ``sent`` and ``taken_back`` carry ids."""

    back = Signal()
    searched = Signal(str)
    sent = Signal(object)
    taken_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[BatchLine, ...] | None = None
        self._back = IconButton(Glyph.ARROW_LEFT, _("Back to Activity"), _("Activity"))
        self._back.clicked.connect(self.back)
        self._title = label(Role.TITLE)
        self._facts = label(Role.SECONDARY)
        self.problem = ProblemBanner()
        self.chips = CountChips(_("Rows by state"))
        self.search = QLineEdit()
        self._glass = QAction(self.search)
        self._lines: LinesModel[BatchLine] = LinesModel(COLUMNS)
        self.table = LinesTable(self._lines, _("Rows of the batch"), row_height=SIZES.row_compact)
        self.pages = QStackedWidget()
        self._picked = label(Role.STRONG)
        self._then = label(Role.SECONDARY, wrap=True)
        self.no = button(_("Take back"))
        self.yes = button(_("Send again"))
        self._prepare()
        self._arrange()

    def show_state(self, state: BatchState) -> None:
        """Take another state of the batch."""
        self._title.setText(state.title)
        self._facts.setText(state.facts)
        self.problem.show_problem(state.problem)
        self.chips.show_chips(state.chips)
        if self.search.text() != state.search:
            self.search.setText(state.search)
        if state.lines is not self._shown:
            kept = {line.op_id for line in self.selected()}
            self._shown = state.lines
            self._lines.show(state.lines)
            self.table.fit(COLUMNS)
            self.table.select_rows(self._lines.rows_of(lambda line: line.op_id in kept))
            self._selected()
        self.pages.setCurrentIndex(0 if state.loading else 1 if state.lines else 2)

    def take_theme(self, theme: Theme) -> None:
        """Icons in the new colours."""
        self._glass.setIcon(icon(Glyph.SEARCH, theme.colours.faint, theme.px(SIZES.icon)))

    def selected(self) -> tuple[BatchLine, ...]:
        """The rows that are selected, top first."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(line for row in rows if (line := self._lines.line(row)) is not None)

    def _prepare(self) -> None:
        self.search.setPlaceholderText(_("Search these rows"))
        self.search.setAccessibleName(_("Search the rows of this batch"))
        self.search.setClearButtonEnabled(True)
        self.search.setProperty("kind", "search")
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.searched)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._selected())
        self.yes.clicked.connect(lambda: self.sent.emit(self._sendable()))
        self.no.clicked.connect(lambda: self.taken_back.emit(self._sendable()))
        empty = EmptyState(_("Nothing fits"), _("No row fits search and filters."), glyph=Glyph.FUNNEL)
        for page in (Skeleton(_("Opening the rows")), self.table, empty):
            self.pages.addWidget(page)
        self._selected()

    def _sendable(self) -> list[str]:
        return [line.op_id for line in self.selected() if line.sendable]

    def _selected(self) -> None:
        lines = self.selected()
        able = len(self._sendable())
        self._picked.setText(count(len(lines), "row selected", "rows selected") if lines else _("No row selected"))
        if able:
            self._then.setText(
                _("Send again: now, with the same key. Take back: never sent; what was sent stays sent.")
            )
        elif lines:
            self._then.setText(_("Nothing to decide: it is over, or on its way and being checked."))
        else:
            self._then.setText(_("Select rows to send them again or to take them back; Ctrl+A selects all shown."))
        for act in (self.yes, self.no):
            act.setEnabled(able > 0)
        self.yes.setText(_("Send {able} again").format(able=whole(able)) if able > 1 else _("Send again"))
        self.no.setText(_("Take {able} back").format(able=whole(able)) if able > 1 else _("Take back"))
        for act in (self.yes, self.no):
            act.setAccessibleName(act.text())

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap2)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self._facts, 1, Qt.AlignmentFlag.AlignVCenter)
        filters = QHBoxLayout()
        filters.setSpacing(SIZES.gap2)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.chips, 3)
        bar = strip(self._picked, self._then, self.no, self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addLayout(filters)
        column.addWidget(edged(self.pages), 1)
        column.addWidget(bar)
