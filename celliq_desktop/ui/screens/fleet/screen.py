"""The fleet screen: summary strip, search and filters, the table, and what to do with several cars."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.fleet.layout import FleetLayout
from celliq_desktop.ui.screens.fleet.notices import FleetNotices
from celliq_desktop.ui.screens.fleet.pages import FleetPages
from celliq_desktop.ui.screens.fleet.row_menu import RowMenu
from celliq_desktop.ui.screens.fleet.saving import save_fleet
from celliq_desktop.ui.screens.fleet.selection_bar import SelectionBar
from celliq_desktop.ui.screens.fleet.summary import SummaryStrip
from celliq_desktop.ui.screens.fleet.table import FleetTable
from celliq_desktop.ui.screens.fleet.toolbar import FleetToolbar
from celliq_desktop.ui.screens.fleet.views_button import ViewsButton
from celliq_desktop.ui.screens.owners import argument_of
from celliq_desktop.ui.screens.screen import Screen, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.chips import ChipRow
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.car_changes import Car
from celliq_desktop.viewmodels.fleet.cells import car_title
from celliq_desktop.viewmodels.fleet.issue import IssuePhase, IssueState
from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.fleet.state import FleetPhase, FleetState
from celliq_desktop.viewmodels.words import N_, _


def _owners(rows: tuple[FleetRow, ...]) -> str:
    return argument_of(row.id for row in rows)


def _cars(rows: tuple[FleetRow, ...]) -> list[Car]:
    return [Car(row.id, f"{row.year} {car_title(row)}") for row in rows]


_BUSY = {IssuePhase.CHECKING: N_("Checking…"), IssuePhase.ISSUING: N_("Issuing…")}


class FleetScreen(Screen):
    """Draws the session's ``FleetViewModel``."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._model = context.models.fleet
        self._shown: FleetState | None = None
        self._asking = False
        self.notices = FleetNotices(context)
        self.summary = SummaryStrip()
        dealer = not context.models.owner
        self.toolbar = FleetToolbar(ViewsButton(context.preferences), sellers=dealer)
        self.chips = ChipRow()
        self.table = FleetTable(self._model.moment)
        self.table.columns.left_out = frozenset() if dealer else frozenset({"seller"})
        self.pages = FleetPages(self.table)
        self.menu = RowMenu(self.table, invites=dealer)
        self.selection = SelectionBar(invites=dealer)
        self._as_of = label(Role.SECONDARY)
        self.connect_car = button(_("Connect a car"))
        self._layout = FleetLayout(context.preferences, self.table)
        self._layout.restore()
        self._arrange()
        self._connect()
        self.toolbar.compact.setChecked(self._layout.compact)
        self._model.ask(self._layout.query())
        self._bindings = Bindings(self)
        self._bindings.bind(self._model, self._show)
        self._bindings.bind(context.models.sync, self.pages.show_sync)
        self._bindings.bind(context.models.issue, self._show_issue)
        self._bindings.bind(self.notices.connector, lambda state: self.connect_car.setEnabled(not state.waiting))

    def enter(self, _argument: str) -> None:
        """The table has the keyboard."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_theme(self, theme: Theme) -> None:
        """Icons and row heights."""
        self.summary.take_theme(theme)
        self.toolbar.take_theme(theme)
        self.table.columns.take_scale(theme.scale)
        self.table.set_compact(self.toolbar.compact.isChecked())

    def focus_filter(self) -> None:
        """Ctrl+F: the search field, with its words selected."""
        self.toolbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.search.selectAll()

    def escape(self) -> bool:
        """Esc: first the question, then the selection, then search and filters."""
        if self.notices.put_question_away():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if len(self.table.selected()) > 1:
            self.table.clearSelection()
            return True
        query = self._model.state.query
        self._model.ask(query.cleared())
        return query.narrows

    def show_to_buyer(self) -> None:
        """F11 belongs to a car."""
        self._context.toasts.say(_("Open a car, then press F11 to show it to a buyer."), tone="info")

    def release(self) -> None:
        """Remember the layout."""
        self._bindings.release()
        self.notices.bindings.release()
        self._layout.save_columns()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(Role.TITLE, _("Fleet")))
        head.addStretch(1)
        head.setSpacing(SIZES.gap3)
        head.addWidget(self._as_of)
        head.addWidget(self.connect_car)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addLayout(head)
        for widget in (self.notices, self.summary, self.toolbar, self.chips):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        column.addWidget(self.selection)
        self.summary.make_room_in(self)

    def _connect(self) -> None:
        ask = self._model.ask
        self.summary.picked.connect(lambda picks: ask(self._query.only(picks)))
        self.toolbar.searched.connect(lambda text: ask(self._query.saying(text)))
        self.toolbar.toggled_option.connect(lambda key: ask(self._query.toggled(key)))
        self.toolbar.views.wanted.connect(ask)
        self.toolbar.left_search.connect(self._to_table)
        self.toolbar.columns_asked.connect(lambda: self.table.columns.ask_below(self.toolbar.columns))
        self.toolbar.compact_asked.connect(self._layout.set_compact)
        self.toolbar.export_asked.connect(lambda: save_fleet(self, self._context, self._model.state.view))
        self.connect_car.clicked.connect(self.notices.connector.start)
        self.chips.removed.connect(lambda facet: ask(self._query.without(facet)))
        self.chips.cleared.connect(lambda: ask(self._query.cleared()))
        self.table.sorting.connect(self._sort)
        self.table.opened.connect(lambda key: self._context.navigator.open_vehicle(VehicleId(key)))
        self.table.picked.connect(lambda: self.selection.show_rows(self.table.selected()))
        self.table.columns.chosen.connect(self._layout.save_columns)
        self.selection.cleared.connect(self.table.clearSelection)
        self.selection.copy_rows.connect(self.table.copy)
        for source in (self.selection, self.menu):
            source.issue.connect(lambda: self._context.models.issue.check(self.table.selected()))
            source.fetch.connect(lambda: self._context.models.cars.fetch(_cars(self.table.selected())))
            source.invite.connect(
                lambda: self._context.navigator.open_screen("invites", _owners(self.table.selected()))
            )
            source.let_go.connect(lambda: self._context.models.cars.ask_disconnect(_cars(self.table.selected())))
        self.menu.copied.connect(lambda words: self._context.toasts.say(words, tone="info"))
        self.pages.pressed.connect(self._help_empty)

    @property
    def _query(self) -> FleetQuery:
        return self._model.state.query

    def _show(self, state: FleetState) -> None:
        before, self._shown = self._shown, state
        self.toolbar.show_state(state)
        self.chips.show_chips([(chip.key, chip.words) for chip in state.chips])
        self._as_of.setText(_("Updated {as_of}").format(as_of=state.as_of) if state.as_of else "")
        self.summary.show_figures(state.figures)
        self.table.columns.show_sorted(state.query.sort, descending=state.query.descending)
        if before is None or before.view is not state.view:
            self.table.take(state.view, self._model.moment)
            self.selection.show_rows(self.table.selected())
        else:
            self.table.reword(self._model.moment)
        self.pages.show_state(state)

    def _show_issue(self, state: IssueState) -> None:
        asked = self._asking and state.phase is not IssuePhase.ASKING
        self._asking = state.phase is IssuePhase.ASKING
        self.selection.set_busy(_(_BUSY.get(state.phase, "")))
        if asked:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._asking:
            self.notices.question.take_keyboard()

    def _sort(self, key: str) -> None:
        query = self._query
        asked = query.sorted_by(key, descending=query.sort == key and not query.descending)
        self._layout.save_sort(asked)
        self._model.ask(asked)

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _help_empty(self) -> None:
        phase = self._model.state.phase
        if phase is FleetPhase.FAILED:
            self._model.load()
        elif phase is FleetPhase.READY:
            self._model.ask(self._query.cleared())
        elif phase is FleetPhase.EMPTY:
            self.notices.connector.start()
        else:
            self._context.models.sync.start()
