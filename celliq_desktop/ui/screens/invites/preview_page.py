"""A list before it is sent: its columns, a verdict for every row, and what sending would do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.domain import vin as vins
from celliq_desktop.domain.sellers import RowVerdict, SellerRow
from celliq_desktop.ui.screens.invites.mapping_card import MappingCard
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import IconButton, button
from celliq_desktop.ui.widgets.cards import edged, strip
from celliq_desktop.ui.widgets.count_chips import CountChips
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.invites.preview_state import VERDICTS, PreviewPhase, PreviewState
from celliq_desktop.viewmodels.words import N_, _, ngettext

_ORDER = tuple(RowVerdict)


def _why(row: SellerRow) -> str:
    """What asks for attention; what is merely worth knowing is in the tool tip."""
    return "" if row.verdict is RowVerdict.READY else row.reason


COLUMNS: tuple[LineColumn[SellerRow], ...] = (
    LineColumn(N_("Row"), lambda row: str(row.number), lambda row: row.number, number=True),
    LineColumn(N_("VIN"), lambda row: vins.grouped(row.vin), lambda row: row.vin, tip=lambda row: row.vin),
    LineColumn(N_("Seller"), lambda row: row.email, lambda row: row.email.casefold()),
    LineColumn(
        N_("Verdict"),
        lambda row: VERDICTS[row.verdict][0],
        lambda row: _ORDER.index(row.verdict),
        tone=lambda row: VERDICTS[row.verdict][1],
    ),
    LineColumn(N_("Why"), _why, _why, stretch=True, tip=lambda row: row.reason),
)


class PreviewPage(QWidget):
    """Draws a ``PreviewState``; every wish is a signal."""

    back = Signal()
    confirmed = Signal()
    suggestions_taken = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[SellerRow, ...] | None = None
        self._back = IconButton(Glyph.ARROW_LEFT, _("Back to the list of invites; nothing is sent"))
        self._back.clicked.connect(self.back)
        self._title = label(Role.TITLE)
        self._facts = label(Role.SECONDARY)
        self.problem = ProblemBanner()
        self.mapping = MappingCard()
        self.chips = CountChips(_("Rows by verdict"))
        self._suggest = button(_("Take the proposals"))
        self._suggest.clicked.connect(self.suggestions_taken)
        self._lines: LinesModel[SellerRow] = LinesModel(COLUMNS, lambda row: not row.verdict.sends)
        self.table = LinesTable(self._lines, _("Rows of the list"), row_height=SIZES.row_compact)
        self.pages = QStackedWidget()
        self._empty = EmptyState(_("Choose the columns"), glyph=Glyph.COLUMNS)
        for page in (Skeleton(_("Looking at every row")), self.table, self._empty):
            self.pages.addWidget(page)
        self.summary = label(Role.STRONG, wrap=True)
        self.save = button(_("Save verdicts"))
        self.save.clicked.connect(self.save_asked)
        self.send = button(_("Send"), "primary")
        self.send.clicked.connect(self.confirmed)
        self._arrange()

    def show_state(self, state: PreviewState) -> None:
        """Take another state of the list."""
        self._title.setText(state.name)
        self._facts.setText(state.facts)
        self.problem.show_problem(state.problem)
        self.mapping.show_state(state)
        self.chips.show_chips(state.chips)
        self._suggest.setVisible(state.suggested > 0)
        self._suggest.setText(
            ngettext("Take {n} proposed VIN", "Take {n} proposed VINs", state.suggested).format(
                n=whole(state.suggested)
            )
        )
        if state.rows is not self._shown:
            self._shown = state.rows
            self._lines.show(state.rows)
            self.table.fit(COLUMNS)
        self._show_page(state)
        self.summary.setText(state.summary)
        ready = state.phase is PreviewPhase.READY
        self.save.setEnabled(ready)
        self.send.setEnabled(ready and state.sends > 0)
        words = (
            ngettext("Send {n} invite", "Send {n} invites", state.sends).format(n=whole(state.sends))
            if state.sends
            else _("Nothing to send")
        )
        self.send.setText(_("Keeping the list…") if state.phase is PreviewPhase.KEEPING else words)
        self.send.setAccessibleName(self.send.text())

    def _show_page(self, state: PreviewState) -> None:
        if state.phase is PreviewPhase.READING:
            self.pages.setCurrentIndex(0)
        elif state.phase is PreviewPhase.COLUMNS:
            self._empty.show_words(
                _("Which columns hold the VIN and the e-mail?"),
                _("Choose both above. Then every row gets a verdict before anything is sent."),
                glyph=Glyph.COLUMNS,
            )
            self.pages.setCurrentIndex(2)
        elif not state.total:
            self._empty.show_words(_("The list has no rows"), _("Only its header was found."), glyph=Glyph.FILE)
            self.pages.setCurrentIndex(2)
        else:
            self.pages.setCurrentIndex(1)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap2)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self._facts, 1, Qt.AlignmentFlag.AlignVCenter)
        filters = QHBoxLayout()
        filters.setSpacing(SIZES.gap2)
        filters.addWidget(self.chips, 1)
        filters.addWidget(self._suggest)
        bar = strip(self.summary, self.save, self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(self.mapping)
        column.addLayout(filters)
        column.addWidget(edged(self.pages), 1)
        column.addWidget(bar)
