"""Everybody who was invited: states, reminders, exports, and the ways to invite more."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from celliq_desktop.domain import vin as vins
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.ui.screens.invites.sending_strip import SendingStrip
from celliq_desktop.ui.theme.icons import Glyph, icon
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card, framed
from celliq_desktop.ui.widgets.count_chips import CountChips
from celliq_desktop.ui.widgets.drop_zone import DropZone
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.invites.lines import InviteLine
from celliq_desktop.viewmodels.invites.model import InvitesPhase, InvitesState
from celliq_desktop.viewmodels.words import N_, _, ngettext

COLUMNS: tuple[LineColumn[InviteLine], ...] = (
    LineColumn(N_("VIN"), lambda line: vins.grouped(line.invite.vin), lambda line: line.invite.vin),
    LineColumn(N_("Seller"), lambda line: line.invite.seller_email, lambda line: line.invite.seller_email.casefold()),
    LineColumn(N_("State"), lambda line: line.state, lambda line: line.state, tone=lambda line: line.tone),
    LineColumn(N_("Mailed"), lambda line: line.mails, lambda line: line.invite.mails),
    LineColumn(N_("Last mail"), lambda line: line.sent, lambda line: str(line.invite.last_sent_at or "")),
    LineColumn(N_("From"), lambda line: line.invite.list_name, lambda line: line.invite.list_name, spare=True),
    LineColumn(N_("Note"), lambda line: line.reason, lambda line: line.reason, stretch=True),
)


class ListPage(QWidget):
    """Draws an ``InvitesState``; every wish is a signal."""

    typed = Signal(str, str)
    paste_asked = Signal()
    searched = Signal(str)
    reminded = Signal(object)
    resent = Signal(object)
    taken_back = Signal(object)
    export_asked = Signal()
    result_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[InviteLine, ...] | None = None
        self.zone = DropZone(
            Glyph.ENVELOPE,
            _("Drop a list of sellers here, or paste its cells"),
            _("CSV or Excel, a VIN and an e-mail address in each row. Every row is looked at before anything is sent."),
            _("Choose a list"),
        )
        self.vin, self.email = QLineEdit(), QLineEdit()
        self._check = button(_("Check"))
        self.search = QLineEdit()
        self._glass = QAction(self.search)
        self.problem = ProblemBanner()
        self.strip = SendingStrip()
        self.chips = CountChips(_("Invites by state"))
        self._export = button(_("Export"))
        self.result = button(_("Result of the last list"))
        self._lines: LinesModel[InviteLine] = LinesModel(COLUMNS)
        self.table = LinesTable(self._lines, _("Invites"), row_height=SIZES.row)
        self.pages = QStackedWidget()
        self._empty = EmptyState(_("Nothing fits"), _("No invite fits search and filters."), glyph=Glyph.FUNNEL)
        self._again = button(
            _("Send again"), name=_("Send the selected invites again; their sellers may get them twice")
        )
        self.take_back = button(_("Take back"), "quiet", name=_("Take the selected invites back; they are not sent"))
        self._remind = button(_("Send a reminder"))
        self._picked = label(Role.STRONG)
        self._why = label(Role.SECONDARY)
        self._bar = framed("strip")
        self._card = Card()
        self._filters = QWidget()
        self._prepare()
        self._arrange()

    def show_state(self, state: InvitesState) -> None:
        """Take another state of the list."""
        first = state.phase is InvitesPhase.READY and not state.total
        self.zone.show_large(first)
        self.problem.show_problem(state.problem)
        self.chips.show_chips(state.chips)
        for widget in (self._card, self._filters):
            widget.setHidden(first)
        if state.lines is not self._shown:
            self._shown = state.lines
            self._lines.show(state.lines)
            self.table.fit(COLUMNS)
            self._selected()
        self.pages.setCurrentIndex(0 if state.phase is InvitesPhase.LOADING else 1 if state.lines else 2)
        self.result.setVisible(state.latest is not None)
        if state.latest is not None:
            self.result.setText(_("Result of {short}").format(short=_short(state.latest.name)))

    def take_theme(self, theme: Theme) -> None:
        """Icons in the new colours."""
        self._glass.setIcon(icon(Glyph.SEARCH, theme.colours.faint, theme.px(SIZES.icon)))

    def selected(self) -> tuple[InviteLine, ...]:
        """The lines that are selected, top first."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(line for row in rows if (line := self._lines.line(row)) is not None)

    def _prepare(self) -> None:
        for field, words, name in (
            (self.vin, _("VIN"), _("VIN of a car")),
            (self.email, _("Seller's e-mail"), _("E-mail of its seller")),
            (self.search, _("Search VIN, seller, list"), _("Search the invites")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(name)
            field.setClearButtonEnabled(True)
        self.search.setProperty("kind", "search")
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.searched)
        for entry in (self.vin, self.email):
            entry.returnPressed.connect(self._type)
        self._check.clicked.connect(self._type)
        self._export.clicked.connect(self.export_asked)
        self.result.clicked.connect(self.result_asked)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._selected())
        self._remind.clicked.connect(lambda: self.reminded.emit([line.key for line in self.selected()]))
        self._again.clicked.connect(lambda: self.resent.emit([line.key for line in self.selected()]))
        self.take_back.clicked.connect(lambda: self.taken_back.emit(self._unsent()))
        for page in (Skeleton(_("Opening the invites")), self.table, self._empty):
            self.pages.addWidget(page)

    def _arrange(self) -> None:
        one = QHBoxLayout()
        one.setSpacing(SIZES.gap2)
        one.addWidget(label(Role.CAPTION, _("One seller")))
        one.addWidget(self.vin, 2)
        one.addWidget(self.email, 2)
        one.addWidget(self._check)
        filters = QHBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(SIZES.gap2)
        filters.addWidget(self.search, 1)
        filters.addWidget(self.chips, 3)
        filters.addWidget(self.result)
        filters.addWidget(self._export)
        self._card.body.setContentsMargins(SIZES.line, SIZES.gap1, SIZES.line, SIZES.gap1)
        self._card.body.addWidget(self.pages)
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(SIZES.gap4, SIZES.gap2, SIZES.gap2, SIZES.gap2)
        line.setSpacing(SIZES.gap2)
        line.addWidget(self._picked)
        line.addWidget(self._why, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.take_back)
        line.addWidget(self._again)
        line.addWidget(self._remind)
        self._bar.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.problem)
        column.addWidget(self.zone, 1)
        column.addLayout(one)
        column.addWidget(self.strip)
        column.addWidget(self._filters)
        column.addWidget(self._card, 4)
        column.addWidget(self._bar)

    def _type(self) -> None:
        if self.vin.text().strip() and self.email.text().strip():
            self.typed.emit(self.vin.text(), self.email.text())
        else:
            (self.email if self.vin.text().strip() else self.vin).setFocus(Qt.FocusReason.OtherFocusReason)

    def _unsent(self) -> list[OperationId]:
        return [line.invite.op_id for line in self.selected() if line.can_take_back]

    def _selected(self) -> None:
        lines = self.selected()
        self._bar.setVisible(bool(lines))
        self._picked.setText(_picked(lines))
        ready = [line for line in lines if not line.why_no_reminder]
        stuck = [line for line in lines if line.can_resend]
        unsent = len(self._unsent())
        self.take_back.setVisible(unsent > 0)
        self.take_back.setText(_("Take {unsent} back").format(unsent=whole(unsent)) if unsent > 1 else _("Take back"))
        self._remind.setVisible(not (stuck or unsent) or bool(ready))
        self._remind.setEnabled(bool(ready))
        self._remind.setText(
            ngettext("Send {n} reminder", "Send {n} reminders", len(ready)).format(n=whole(len(ready)))
            if ready
            else _("Send a reminder")
        )
        self._again.setVisible(bool(stuck))
        self._why.setText(_why(lines, ready, stuck))


def _picked(lines: Sequence[InviteLine]) -> str:
    if len(lines) == 1:
        return lines[0].invite.seller_email
    return count(len(lines), "invite selected", "invites selected")


def _why(lines: Sequence[InviteLine], ready: Sequence[InviteLine], stuck: Sequence[InviteLine]) -> str:
    """How often they were mailed, or why nothing can be done."""
    if stuck:
        return stuck[0].reason
    if not ready and lines:
        return lines[0].why_no_reminder
    mails = sum(line.invite.mails for line in ready)
    return (
        ngettext("Mailed {n} time so far.", "Mailed {n} times so far.", mails).format(n=whole(mails))
        if len(ready) == 1
        else ""
    )


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
