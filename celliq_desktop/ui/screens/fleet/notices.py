"""What the fleet has to say above its table: a problem, what the list leaves out, and the questions before credits are
spent or many cars go."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import PAY_NOW, ScreenContext
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.car_changes import CarChangesState
from celliq_desktop.viewmodels.connect import ConnectState, ConnectViewModel
from celliq_desktop.viewmodels.fleet.issue import IssuePhase, IssueState
from celliq_desktop.viewmodels.fleet.state import FleetPhase, FleetState
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.problem import Help
from celliq_desktop.viewmodels.words import _, ngettext


class FleetNotices(QWidget):
    """Binds to the session's fleet and bulk-issue models."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._issue = context.models.issue
        self._cars = context.models.cars
        self._said: tuple[str, ...] = ()
        self.problem = ProblemBanner()
        self.notes = Banner()
        self.question = Banner()
        self.missing = Banner(closable=False)
        self.letting_go = Banner()
        self.connecting = Banner(closable=False)
        self.connector = ConnectViewModel(context.bench)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap2)
        for banner in self._banners:
            column.addWidget(banner)
        self.problem.helped.connect(self._help)
        self.problem.closed.connect(self._issue.dismiss)
        self.question.pressed.connect(self._issue.go)
        self.question.closed.connect(self._issue.dismiss)
        self.missing.pressed.connect(context.models.sync.remove_missing)
        self.missing.declined.connect(context.models.sync.keep_missing)
        self.letting_go.pressed.connect(self._cars.disconnect)
        self.letting_go.closed.connect(self._cars.dismiss)
        self.connecting.pressed.connect(self.connector.stop)
        self.bindings = Bindings(self)
        self.bindings.bind(self.connector, self._show_connect)
        self.bindings.bind(context.models.fleet, self._show_fleet)
        self.bindings.bind(self._issue, self._show_issue)
        self.bindings.bind(self._cars, self._show_cars)

    def put_question_away(self) -> bool:
        """Answer no to the question that is asked, if one is."""
        asked = self._issue.state.phase is IssuePhase.ASKING or self._cars.state.question is not None
        if asked:
            self._issue.dismiss()
            self._cars.dismiss()
        return asked

    @property
    def _banners(self) -> tuple[QWidget, ...]:
        return (self.problem, self.connecting, self.missing, self.notes, self.question, self.letting_go)

    def _show_fleet(self, state: FleetState) -> None:
        if self._issue.state.problem is None:
            self.problem.show_problem(state.problem if state.phase is not FleetPhase.FAILED else None)
        if state.notes != self._said:
            self._said = state.notes
            if state.notes:
                self.notes.say("info", state.notes[0], " ".join(state.notes[1:]))
            else:
                self.notes.hide()
        self._ask_about(state.missing)
        self._fold()

    def _show_connect(self, state: ConnectState) -> None:
        self.connecting.hide()
        if state.waiting:
            words = _("The owner agrees in the browser; the car appears here by itself.")
            self.connecting.say("info", _("Waiting for the car"), words, _("Stop waiting"))
        if state.problem is not None:
            self.problem.show_problem(state.problem)
        if state.told:
            self._context.toasts.say(state.told)
        self._fold()

    def _ask_about(self, missing: int) -> None:
        """Many cars at once are not taken for gone without a person (research/reliability.md N18)."""
        if not missing:
            self.missing.hide()
            return
        gone = count(missing, "car is", "cars are")
        self.missing.say(
            "fair",
            _("{gone} no longer at CellIQ. Remove from this list, too?").format(gone=gone),
            _(
                "So many at once may be a mistake. Before it goes, each is looked for once more; reports"
                " you sealed stay."
            ),
            action=ngettext("Remove {n} car", "Remove {n} cars", missing).format(n=whole(missing)),
            other=_("Keep"),
        )

    def _show_issue(self, state: IssueState) -> None:
        if state.problem is not None:
            self.problem.show_problem(state.problem)
        if state.phase is IssuePhase.ASKING:
            self._cars.dismiss()  # one question at a time
            self.question.say(state.tone, state.headline, state.detail, state.button)
        else:
            self.question.hide()
        self._fold()
        if state.phase is IssuePhase.DONE:
            screen, argument = ("billing", PAY_NOW) if state.unpaid else ("reports", "")
            self._context.toasts.say(
                f"{state.headline}. {state.detail}".strip(),
                tone=state.tone,
                action=_(Help.PAY.value) if state.unpaid else _("Reports"),
                open_it=lambda: self._context.navigator.open_screen(screen, argument),
            )

    def _show_cars(self, state: CarChangesState) -> None:
        asked = state.question
        if asked is None:
            self.letting_go.hide()
        else:
            self._issue.dismiss()
            self.letting_go.say("fair", asked.headline, asked.detail, asked.button)
            self.letting_go.take_keyboard()
        self._fold()

    def _help(self, wanted: Help) -> None:
        if wanted is Help.RETRY:
            self._context.models.fleet.load()
        elif wanted is Help.ACTIVITY:
            self._context.navigator.open_screen("activity")
        elif wanted is Help.PAY:
            self._context.navigator.open_screen("billing", PAY_NOW)

    def _fold(self) -> None:
        """No gap where nothing is said."""
        self.setVisible(not all(banner.isHidden() for banner in self._banners))
