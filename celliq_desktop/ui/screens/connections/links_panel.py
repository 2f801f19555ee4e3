"""Remote cars in a table, and beside it the one that is looked at: linked to whom, or which car it may be."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.connections.garage_row import GarageRow
from celliq_desktop.ui.screens.screen import Navigator, Toasts
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.candidate_card import CandidateCard
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.lines_table import LineColumn, LinesModel, LinesTable
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.scrolling import scrolled
from celliq_desktop.ui.widgets.side_by_side import SideBySide
from celliq_desktop.viewmodels.connect import ConnectState, ConnectViewModel
from celliq_desktop.viewmodels.connections.links import LinksViewModel
from celliq_desktop.viewmodels.connections.states import ChosenState, LinksState, RemoteLine
from celliq_desktop.viewmodels.connections.words import told_candidates
from celliq_desktop.viewmodels.words import N_, _

_COLUMNS: tuple[LineColumn[RemoteLine], ...] = (
    LineColumn(N_("Car at ev.energy"), lambda line: line.title, lambda line: line.title, stretch=True),
    LineColumn(
        N_("Connection"), lambda line: line.connection, lambda line: line.connection, tone=lambda line: line.tone
    ),
    LineColumn(N_("Last report"), lambda line: line.last_report, lambda line: line.last_report_sort),
    LineColumn(N_("Samples"), lambda line: line.samples, lambda line: line.samples_sort, number=True, spare=True),
    LineColumn(N_("Your car"), lambda line: line.linked or N_("not linked"), lambda line: line.linked or "~"),
)

_BESIDE = 900
"""Pixels, at a text scale of 1, from which table and chosen car stand beside one another."""
_LEAST_HEIGHT = 320


class LinksPanel(QWidget):
    """Draws a ``LinksViewModel``, and waits for cars that are brought in; ``release`` it when the session ends."""

    def __init__(
        self,
        model: LinksViewModel,
        bringing_in: ConnectViewModel,
        garage: GarageRow,
        toasts: Toasts,
        navigator: Navigator,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._toasts, self._navigator = model, toasts, navigator
        self._bringing_in = bringing_in
        self.garage = garage
        self._told = ""
        self._shown: ChosenState | None = None
        self.problem = ProblemBanner()
        self.problem.closed.connect(model.forget_problem)
        self._lines: LinesModel[RemoteLine] = LinesModel(_COLUMNS)
        self.table = LinesTable(self._lines, _("Cars at ev.energy"), row_height=SIZES.row)
        self.table.moved.connect(self._choose)
        self.empty = EmptyState("", glyph=Glyph.CAR)
        self.add = button(_("Bring in a car"), name=_("Bring a car to ev.energy"))
        self.by_hand = button(_("Add by hand"), name=_("Add a car that cannot be connected"))
        self.awaited = Banner(closable=False)
        self.title = label(Role.HEADING, wrap=True)
        self.words = label(Role.SECONDARY, wrap=True)
        self.look = button(_("Find the car"), "primary")
        self.undo = button(_("Undo the link"))
        self.open_car = button(_("Open the car"), "quiet")
        self.candidates: list[CandidateCard] = []
        self._list = QVBoxLayout()
        self._arrange()
        self._show_chosen(None)
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)
        self._bindings.bind(bringing_in, self._show_awaited)

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()
        self.garage.release()
        self._model.close()

    def _show(self, state: LinksState) -> None:
        self.problem.show_problem(state.problem)
        self._lines.show(state.cars)
        self.table.fit(_COLUMNS)
        self.table.setVisible(bool(state.cars))
        self.empty.setVisible(not state.cars)
        for one in (self.add, self.by_hand):
            one.setVisible(state.connected)
        if state.connected:
            self.empty.show_words(_("No car at ev.energy yet"), _("Bring one in, or sync once more."), glyph=Glyph.CAR)
        else:
            self.empty.show_words(_("ev.energy is not connected"), _("Give its token above."), glyph=Glyph.CAR)
        if state.chosen is not self._shown:
            self._shown = state.chosen
            self._show_chosen(state.chosen)
        if state.told and state.told != self._told:
            self._toasts.say(state.told)
        self._told = state.told

    def _show_awaited(self, state: ConnectState) -> None:
        self.add.setEnabled(not state.waiting)
        self.awaited.hide()
        if state.waiting:
            words = _("The owner agrees in the browser; the car appears here by itself.")
            self.awaited.say("info", _("Waiting for the car"), words, _("Stop waiting"))
        if state.problem is not None:
            self.problem.show_problem(state.problem)
        if state.told:
            self._toasts.say(state.told)

    def _show_chosen(self, chosen: ChosenState | None) -> None:
        linked = chosen is not None and bool(chosen.line.linked)
        self.title.setText(chosen.line.title if chosen else _("Choose a car"))
        self.words.setText(_words(chosen))
        self.look.setVisible(chosen is not None and not linked)
        looking = chosen is not None and chosen.looking
        self.look.setEnabled(not looking)
        self.look.setText(_("Comparing…") if looking else _("Find the car"))
        self.undo.setVisible(linked)
        self.open_car.setVisible(linked)
        self.garage.show_car(chosen.line if chosen else None)
        for card in self.candidates:
            card.frame.deleteLater()
        self.candidates = [CandidateCard(one) for one in chosen.candidates] if chosen else []
        for card, one in zip(self.candidates, chosen.candidates if chosen else (), strict=True):
            card.confirm.clicked.connect(lambda _on=False, which=one.vehicle_id: self._model.confirm(which))
            self._list.addWidget(card.frame)

    def _choose(self, row: int) -> None:
        line = self._lines.line(row)
        if line is not None:
            self._model.choose(line.remote_id)

    def _open_car(self) -> None:
        chosen = self._model.state.chosen
        if chosen is not None and chosen.line.vehicle_id is not None:
            self._navigator.open_vehicle(chosen.line.vehicle_id)

    def _arrange(self) -> None:
        cars = Card(title=_("Cars at ev.energy"))
        for one in (self.by_hand, self.add):
            cars.head_actions.addWidget(one)
        cars.body.addWidget(self.table, 1)
        cars.body.addWidget(self.empty, 1)
        chosen = Card()
        chosen.body.addWidget(self.title)
        chosen.body.addWidget(self.words)
        actions = QHBoxLayout()
        actions.setSpacing(SIZES.gap2)
        for one in (self.look, self.undo, self.open_car):
            actions.addWidget(one)
        actions.addStretch(1)
        chosen.body.addLayout(actions)
        chosen.body.addWidget(self.garage)
        inside = QWidget()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(SIZES.gap2)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, SIZES.gap2, 0)
        outer.addLayout(self._list)
        outer.addStretch(1)
        chosen.body.addWidget(scrolled(inside, _("Cars it may be")), 1)
        row = SideBySide(_BESIDE)
        row.add(cars, 3)
        row.add(chosen, 2)
        for part in (cars, chosen):
            part.setMinimumHeight(_LEAST_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addWidget(self.problem)
        column.addWidget(self.awaited)
        column.addWidget(row, 1)
        self.add.clicked.connect(self._bringing_in.start)
        self.awaited.pressed.connect(self._bringing_in.stop)
        self.look.clicked.connect(self._model.look_for_car)
        self.undo.clicked.connect(self._model.undo)
        self.open_car.clicked.connect(self._open_car)


def _words(chosen: ChosenState | None) -> str:
    if chosen is None:
        return _("ev.energy knows no VIN. Say which of your cars each of these is; nothing is ever linked by itself.")
    if chosen.line.linked:
        return " ".join((_("This is {linked}.").format(linked=chosen.line.linked), *chosen.proof))
    if chosen.looked:
        return told_candidates(len(chosen.candidates))
    return _("Compare what it reported with your fleet: state of charge, odometer and charges.")
