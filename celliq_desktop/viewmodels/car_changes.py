"""What a dealer does to cars at the server: fetch fresh readings now, let cars go. Fleet and Vehicle share it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.formats import count
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _, said

if TYPE_CHECKING:
    from celliq_desktop.domain.ids import VehicleId
    from celliq_desktop.domain.outbox import Carried
    from celliq_desktop.domain.ports import CancelToken, Progress
    from celliq_desktop.jobs.runner import Runner
    from celliq_desktop.viewmodels.hub import Hub

    CarVerb = Callable[[Sequence[VehicleId], Progress, CancelToken], tuple[Carried, Changes]]


_ONE = N_(
    "CellIQ stops reading from it and it leaves the fleet; its reports stay valid. Only its owner can connect it again."
)
_SEVERAL = N_(
    "CellIQ stops reading from them and they leave the fleet; their reports stay valid. Only"
    " their owners can connect them again."
)


@dataclass(frozen=True, slots=True)
class Car:
    """A car as it is named in a question."""

    id: VehicleId
    title: str


@dataclass(frozen=True, slots=True)
class CarVerbs:
    """Both run on a worker; what does not go now is in the outbox afterwards."""

    fetch: CarVerb
    disconnect: CarVerb


@dataclass(frozen=True, slots=True)
class CarQuestion:
    """Asked before cars are let go."""

    cars: tuple[Car, ...]
    headline: str
    detail: str
    button: str


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it; every one is a new object, so that the same words can be said twice."""

    words: str
    tone: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarChangesState:
    """``question`` while something is asked, ``told`` the latest outcome."""

    question: CarQuestion | None = None
    told: Told | None = None


class CarChangesViewModel(Observable[CarChangesState]):
    """One a session."""

    def __init__(self, verbs: CarVerbs, runner: Runner, hub: Hub) -> None:
        super().__init__(CarChangesState())
        self._verbs = verbs
        self._runner = runner
        self._hub = hub
        self._number = 0

    def fetch(self, cars: Sequence[Car]) -> None:
        """Ask CellIQ to fetch these cars' readings now."""
        if cars:
            self._run(tuple(cars), _("Fetch fresh readings"), self._verbs.fetch, _("Fresh readings fetched for"))

    def ask_disconnect(self, cars: Sequence[Car]) -> None:
        """Ask a person whether these cars are really to be let go."""
        if not cars:
            return
        several = count(len(cars), "car", "cars")
        question = CarQuestion(
            tuple(cars),
            _("Disconnect {several}?").format(several=several),
            _(_SEVERAL),
            _("Disconnect {several}").format(several=several),
        )
        if len(cars) == 1:
            question = CarQuestion(
                tuple(cars), _("Disconnect {title}?").format(title=cars[0].title), _(_ONE), _("Disconnect")
            )
        self.replace(CarChangesState(question=question, told=self.state.told))

    def disconnect(self) -> None:
        """Let go of the cars that were asked about."""
        question = self.state.question
        self.dismiss()
        if question is not None:
            self._run(question.cars, _("Disconnect"), self._verbs.disconnect, _("Disconnected"))

    def dismiss(self) -> None:
        """Put the question away; nothing is sent."""
        self.replace(CarChangesState(told=self.state.told))

    def _run(self, cars: tuple[Car, ...], name: str, verb: CarVerb, done_words: str) -> None:
        subject = cars[0].title if len(cars) == 1 else count(len(cars), "car", "cars")

        def work(context: JobContext) -> tuple[Carried, Changes]:
            return verb([car.id for car in cars], context.progress, context.cancel)

        def done(answer: tuple[Carried, Changes]) -> None:
            carried, changes = answer
            self._tell(*_outcome(carried, len(cars), subject, done_words))
            self._hub.publish(changes)

        self._runner.submit(
            Job(
                name=f"{name}: {subject}",
                lane=Lane.NETWORK,
                key=f"{name}:{','.join(sorted(car.id for car in cars))}",
                work=work,
                done=done,
                failed=self._failed,
            )
        )

    def _failed(self, problem: Problem) -> None:
        self._hub.publish(Changes.of(Topic.OUTBOX))
        if problem.kind is not ProblemKind.CANCELLED:
            self._tell(
                " ".join(said(part) for part in (problem.message, problem.safe, problem.next_step) if part), "poor"
            )

    def _tell(self, words: str, tone: str) -> None:
        self._number += 1
        self.replace(CarChangesState(question=self.state.question, told=Told(words, tone, self._number)))


_UNDER_WAY = {
    "disconnect": N_("Disconnecting"),
    "vehicle_sync": N_("Fetching readings"),
    "invite": N_("Inviting its seller"),
}
_HOW = {
    OperationState.QUEUED: N_("waiting to be sent"),
    OperationState.WAITING: N_("waiting to be sent"),
    OperationState.SENDING: N_("being sent"),
    OperationState.IN_DOUBT: N_("being checked"),
    OperationState.RECONCILING: N_("being checked"),
}


def change_words(kind: str, state: OperationState) -> str:
    """A change under way in a few words: ``Disconnecting: waiting to be sent``."""
    return f"{_(_UNDER_WAY.get(kind, N_('A change')))}: {_(_HOW.get(state, N_('needs you, see Activity')))}"


def _outcome(carried: Carried, asked: int, subject: str, done_words: str) -> tuple[str, str]:
    if carried.done == asked:
        return f"{done_words} {subject}.", "good"
    parts = [f"{done_words} {count(carried.done, 'car', 'cars')}."] if carried.done else []
    if carried.waiting:
        waits = subject if asked == 1 else count(carried.waiting, "car", "cars")
        parts.append(_("{waits}: waiting to be sent; Activity shows when.").format(waits=waits))
    if carried.refused:
        parts.append(
            _("{subject}: not done.").format(subject=subject if asked == 1 else count(carried.refused, "car", "cars"))
        )
    parts.append(said(carried.reason))
    return " ".join(part for part in parts if part), "poor" if carried.refused else "fair"
