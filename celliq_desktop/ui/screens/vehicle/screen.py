"""The vehicle screen: header with its one primary action, verdict and facts, evidence in tabs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.held_lines import HeldLines
from celliq_desktop.ui.screens.screen import PAY_NOW, Screen, ScreenContext
from celliq_desktop.ui.screens.vehicle.buyer_card import BuyerCard
from celliq_desktop.ui.screens.vehicle.connection_tab import ConnectionTab
from celliq_desktop.ui.screens.vehicle.entry_card import EntryPanel
from celliq_desktop.ui.screens.vehicle.evidence_tabs import EvidenceTabs
from celliq_desktop.ui.screens.vehicle.header import VehicleHeader
from celliq_desktop.ui.screens.vehicle.log_drop import LogDrop
from celliq_desktop.ui.screens.vehicle.page import VehiclePage
from celliq_desktop.ui.screens.vehicle.question_card import QuestionCard
from celliq_desktop.ui.screens.vehicle.verdict_card import VerdictCard
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.plots import plot_colours
from celliq_desktop.ui.theme.tokens import SIZES, Theme
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import EmptyState
from celliq_desktop.ui.widgets.facts_grid import FactsGrid
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.ui.widgets.skeleton import Skeleton
from celliq_desktop.viewmodels.car_changes import Car, CarChangesState
from celliq_desktop.viewmodels.problem import Help
from celliq_desktop.viewmodels.vehicle.connection import ConnectionViewModel
from celliq_desktop.viewmodels.vehicle.entries import CarEntries, Entry
from celliq_desktop.viewmodels.vehicle.model import VehicleViewModel
from celliq_desktop.viewmodels.vehicle.states import GenerateQuestion, IssuedNote, Phase, VehicleState
from celliq_desktop.viewmodels.words import _


def _cars(state: VehicleState) -> list[Car]:
    return [] if state.vehicle_id is None else [Car(state.vehicle_id, state.title)]


class VehicleScreen(Screen):
    """Draws a ``VehicleViewModel``; asks it, never the mirror."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._buyer = False
        self._told: IssuedNote | None = None
        self._model = VehicleViewModel(context.bench, context.formats)
        self._entries = CarEntries(context.bench, lambda: self._model.state.vehicle_id)
        self._bindings = Bindings(self)
        self.header = VehicleHeader()
        self.banner = ProblemBanner()
        self.question = QuestionCard()
        self.letting_go = QuestionCard()
        self.held = HeldLines(context, lambda line: line.subject == self._model.state.vehicle_id and not self._buyer)
        self.entries = EntryPanel(
            self._entries, lambda words, undo: context.toasts.say(words, action=_("Undo") if undo else "", open_it=undo)
        )
        self.log = LogDrop(self, context, lambda: self._model.state.vehicle_id)
        self.verdict = VerdictCard()
        self.buyer_card = BuyerCard()
        self.facts = FactsGrid(3)
        self.tabs = EvidenceTabs(plot_colours(context.theme.theme))
        self.connection = ConnectionTab(ConnectionViewModel(context.bench, context.formats))
        self.tabs.addTab(self.connection, _("Connection"))
        self.empty = EmptyState("")
        self.stack = QStackedWidget()
        self._arrange()
        self._connect()
        self._bindings.bind(self._model, self._show)
        self._bindings.bind(context.models.cars, self._show_letting_go)
        self._bindings.bind(self._entries, self.entries.show_entries)
        self._bindings.bind(self.log.model, self.log.show_import)

    def enter(self, argument: str) -> None:
        """Open the car whose id ``argument`` is; the tabs have the keyboard."""
        self._entries.dismiss()
        self.log.model.dismiss()
        if argument:
            self._model.open(VehicleId(argument))
            self.connection.open(VehicleId(argument))
        self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def take_theme(self, theme: Theme) -> None:
        """Plots draw with the theme's colours."""
        self.tabs.apply(plot_colours(theme))

    def show_to_buyer(self) -> None:
        """F11: a buyer sees the verdict and the evidence, not the dealer's actions."""
        self._buyer = not self._buyer
        self._model.dismiss()
        self._entries.dismiss()
        self.log.show_to_buyer(self._buyer)
        self.header.show_to_buyer(self._buyer)
        self.verdict.show_to_buyer(self._buyer)
        self._model.show_buyer(self._buyer)
        self.held.look_again()
        self.tabs.setTabVisible(self.tabs.indexOf(self.connection), not self._buyer)

    def escape(self) -> bool:
        """Put the question away, or end the buyer's view."""
        if self._context.models.cars.state.question is not None:
            self._context.models.cars.dismiss()
            return True
        if self.entries.escape() or self.log.escape():
            return True
        if self._model.state.question is not None:
            self._model.dismiss()
            self.header.issue.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if self._buyer:
            self.show_to_buyer()
            return True
        return False

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()
        self.held.release()
        self.connection.release()
        self._model.close()

    def _arrange(self) -> None:
        facts = Card(title=_("This car"))
        facts.body.addWidget(self.facts)
        facts.body.addStretch(1)
        evidence = Card()
        evidence.body.setContentsMargins(SIZES.gap4, SIZES.gap2, SIZES.gap4, SIZES.gap4)
        evidence.body.addWidget(self.tabs, 1)
        loading = Card()
        loading.body.addWidget(Skeleton(_("Opening the car")))
        nothing = Card()
        nothing.body.addWidget(self.empty)
        for page in (nothing, loading, VehiclePage((self.verdict, self.buyer_card, facts), evidence)):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap4, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        above = (self.header, self.banner, self.held, self.question, self.letting_go, self.entries, self.log)
        for widget in above:
            column.addWidget(widget)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        model, context = self._model, self._context
        self.header.back.connect(context.navigator.back)
        self.header.issue_asked.connect(model.ask_generate)
        self.header.copied.connect(self._copy_vin)
        self.header.fetch_asked.connect(lambda: context.models.cars.fetch(_cars(model.state)))
        self.header.let_go_asked.connect(lambda: context.models.cars.ask_disconnect(_cars(model.state)))
        self.verdict.baseline_asked.connect(lambda: self._entries.ask(Entry.BASELINE))
        self.verdict.workshop_asked.connect(lambda: self._entries.ask(Entry.WORKSHOP))
        self.verdict.log_asked.connect(self.log.choose)
        self.tabs.charges.logs.removed.connect(self.log.model.remove)
        self.verdict.undo_asked.connect(lambda: self._entries.undo(Entry.BASELINE))
        self.letting_go.accepted.connect(context.models.cars.disconnect)
        self.letting_go.dismissed.connect(context.models.cars.dismiss)
        self.question.accepted.connect(model.generate)
        self.question.dismissed.connect(self.escape)
        self.banner.helped.connect(self._help)
        self.banner.closed.connect(model.forget_problem)
        self.empty.pressed.connect(self._help_empty)
        self.tabs.report_opened.connect(lambda key: context.navigator.open_screen("reports", key))
        self.tabs.charges.left_out.connect(model.leave_out)
        self.tabs.charges.put_back.connect(model.put_back)
        self.connection.told.connect(lambda words: context.toasts.say(words, tone="info"))
        self.connection.link_asked.connect(lambda: context.navigator.open_screen("connections"))
        self.tabs.told.connect(lambda words: context.toasts.say(words, tone="info"))

    def _show(self, state: VehicleState) -> None:
        self.header.show_state(state)
        self.held.look_again()
        self.banner.show_problem(None if state.phase is Phase.FAILED else state.problem)
        self.question.show_question(state.question)
        if state.phase is Phase.READY:
            if state.verdict is not None:
                self.verdict.show_verdict(state.verdict, state.flags)
            self.verdict.show_notes(state.baseline_entered, state.agreement)
            self.facts.show_facts(state.facts)
            self.buyer_card.show_link(state.link)
            self.tabs.show_state(state)
        else:
            self._show_empty(state)
        self.stack.setCurrentIndex({Phase.LOADING: 1, Phase.READY: 2}.get(state.phase, 0))
        told, self._told = self._told, state.issued  # first, because a sync shows the state again
        if state.issued is not None and state.issued is not told:
            self._tell(state.issued)
            self._context.models.sync.start()  # the report before it is superseded now

    def _show_letting_go(self, state: CarChangesState) -> None:
        asked = state.question
        mine = asked is not None and [car.id for car in asked.cars] == [self._model.state.vehicle_id]
        self.letting_go.show_question(
            GenerateQuestion(text=asked.headline, detail=asked.detail, button=asked.button, again=False)
            if mine and asked is not None
            else None
        )

    def _show_empty(self, state: VehicleState) -> None:
        match state.phase:
            case Phase.GONE:
                self.empty.show_words(
                    _("This car is gone"),
                    _("CellIQ no longer has it. Its reports stay in Reports."),
                    glyph=Glyph.CAR,
                    action=_("Back to the fleet"),
                )
            case Phase.FAILED:
                words = state.problem
                self.empty.show_words(
                    words.message if words else _("This car could not be opened"),
                    " ".join(part for part in (words.safe, words.next_step) if part) if words else "",
                    glyph=Glyph.WARNING,
                    action=_("Try again"),
                )
            case _:
                self.empty.show_words(
                    _("No car is open"),
                    _("Choose a car in Fleet, or scan its VIN."),
                    glyph=Glyph.CAR,
                    action=_("Open Fleet"),
                )

    def _tell(self, note: IssuedNote) -> None:
        self._context.toasts.say(
            note.words,
            action=_("Open report"),
            open_it=lambda: self._context.navigator.open_screen("reports", note.report),
        )

    def _copy_vin(self) -> None:
        QGuiApplication.clipboard().setText(self._model.state.vin)
        self._context.toasts.say(_("The VIN is on the clipboard."), tone="info")

    def _help(self, what: Help) -> None:
        if what is Help.RETRY:
            self._model.ask_generate()
        elif what is Help.ACTIVITY:
            self._context.navigator.open_screen("activity")
        elif what is Help.PAY:
            self._context.navigator.open_screen("billing", PAY_NOW)

    def _help_empty(self) -> None:
        if self._model.state.phase is Phase.FAILED:
            self._model.reload()
        else:
            self._context.navigator.open_screen("fleet")
