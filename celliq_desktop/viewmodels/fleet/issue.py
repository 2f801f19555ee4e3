"""Reports for several cars at once: first what it would cost and which cars cannot, then one by one, and what became
of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import NeedsYou, Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.fleet.cells import car_title
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_n, _, ngettext, said

if TYPE_CHECKING:
    from celliq_desktop.domain.fleet import FleetRow
    from celliq_desktop.domain.ids import VehicleId
    from celliq_desktop.domain.ports import CancelToken, Progress
    from celliq_desktop.domain.reports import Validation
    from celliq_desktop.jobs.runner import Runner
    from celliq_desktop.viewmodels.hub import Hub

_NAMED = 5
"""Cars named in a sentence; more are counted."""


class IssuePhase(Enum):
    """Where the bulk action stands."""

    IDLE = "idle"
    CHECKING = "checking"
    ASKING = "asking"
    ISSUING = "issuing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of one car: a new report, or the one that was in force already."""

    reused: bool


@dataclass(frozen=True, slots=True)
class IssueVerbs:
    """Both run on a worker and raise ``Problem`` kinds."""

    validate: Callable[[VehicleId], Validation]
    generate: Callable[[VehicleId, int | None, Progress, CancelToken], tuple[Issued, Changes]]
    """The number is the price in credits a person agreed to; None where the server named none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueState:
    """``headline`` and ``detail`` are the question while ASKING and the outcome when DONE; ``prices`` in credits, one
    for each car in ``ready``. ``unpaid``: some reports wait for credits now."""

    phase: IssuePhase = IssuePhase.IDLE
    ready: tuple[FleetRow, ...] = ()
    prices: tuple[int | None, ...] = ()
    headline: str = ""
    detail: str = ""
    button: str = ""
    tone: str = "info"
    unpaid: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    ready: tuple[FleetRow, ...]
    prices: tuple[int | None, ...]
    refused: tuple[FleetRow, ...]
    credits: int | None
    balance: int | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    issued: int
    reused: int
    not_issued: tuple[tuple[FleetRow, Problem], ...]
    changes: Changes


class IssueViewModel(Observable[IssueState]):
    """One bulk action at a time."""

    def __init__(self, verbs: IssueVerbs, runner: Runner, hub: Hub) -> None:
        super().__init__(IssueState())
        self._verbs = verbs
        self._runner = runner
        self._hub = hub

    def check(self, rows: Sequence[FleetRow]) -> None:
        """Ask the server about every car; ends in ASKING, or back in IDLE with a problem."""
        if self.state.phase in (IssuePhase.CHECKING, IssuePhase.ISSUING) or not rows:
            return
        cars = tuple(rows)
        self.replace(IssueState(phase=IssuePhase.CHECKING))
        self._runner.submit(
            Job(
                name=N_n("Check {n:,} car for reports", "Check {n:,} cars for reports", len(cars)).format(n=len(cars)),
                lane=Lane.NETWORK,
                key="issue-check",
                work=lambda context: self._check_all(cars, context),
                done=self._ask,
                failed=self._failed,
            )
        )

    def go(self) -> None:
        """Issue what was asked about."""
        cars, prices = self.state.ready, self.state.prices
        if self.state.phase is not IssuePhase.ASKING or not cars:
            return
        self.replace(IssueState(phase=IssuePhase.ISSUING))
        self._runner.submit(
            Job(
                name=N_n("Issue {n:,} report", "Issue {n:,} reports", len(cars)).format(n=len(cars)),
                lane=Lane.NETWORK,
                key="issue",
                work=lambda context: self._issue_all(cars, prices, context),
                done=self._tell,
                failed=self._failed,
            )
        )

    def dismiss(self) -> None:
        """Put question, outcome or problem away."""
        if self.state.phase in (IssuePhase.ASKING, IssuePhase.DONE, IssuePhase.IDLE):
            self.replace(IssueState())

    def _check_all(self, cars: tuple[FleetRow, ...], context: JobContext) -> _Checked:
        ready: list[FleetRow] = []
        refused: list[FleetRow] = []
        prices: list[int | None] = []
        balance: int | None = None
        for at, car in enumerate(cars):
            context.cancel.check()
            context.progress(at, len(cars), car_title(car))
            validation = self._verbs.validate(car.id)
            (ready if validation.valid else refused).append(car)
            balance = validation.credits_balance if validation.credits_balance is not None else balance
            if validation.valid:
                prices.append(validation.credits_required)
        known = [price for price in prices if price is not None]
        needed = sum(known) if len(known) == len(prices) else None
        return _Checked(tuple(ready), tuple(prices), tuple(refused), needed, balance)

    def _ask(self, checked: _Checked) -> None:
        if not checked.ready:
            problem = NeedsYou(
                "insufficient_data",
                _("CellIQ cannot issue a report for any of these cars yet."),
                safe=_("No credit was used."),
                next_step=_("Open a car to see what it still needs."),
            )
            self.replace(IssueState(problem=problem))
            return
        reports = count(len(checked.ready), "report", "reports")
        cost = _("The server does not say what they cost.")
        if checked.credits is not None:
            cost = ngettext("This uses {n} credit.", "This uses {n} credits.", checked.credits).format(
                n=whole(checked.credits)
            )
        balance = _("You have {balance}.").format(balance=whole(checked.balance)) if checked.balance is not None else ""
        left_out = _("Not yet possible: {names}.").format(names=_names(checked.refused)) if checked.refused else ""
        short = checked.credits is not None and checked.balance is not None and checked.credits > checked.balance
        warning = _("That is not enough for all of them; the rest will wait for credits.") if short else ""
        self.replace(
            IssueState(
                phase=IssuePhase.ASKING,
                ready=checked.ready,
                prices=checked.prices,
                headline=_("Issue {reports}?").format(reports=reports),
                detail=" ".join(part for part in (cost, balance, warning, left_out) if part),
                button=_("Issue {reports}").format(reports=reports),
                tone="fair" if short else "info",
            )
        )

    def _issue_all(self, cars: tuple[FleetRow, ...], prices: tuple[int | None, ...], context: JobContext) -> _Outcome:
        issued = reused = 0
        not_issued: list[tuple[FleetRow, Problem]] = []
        changes = Changes.of(Topic.OUTBOX)
        for at, car in enumerate(cars):
            context.progress(at, len(cars), car_title(car))
            try:
                context.cancel.check()
                result, changed = self._verbs.generate(car.id, prices[at], lambda *_progress: None, context.cancel)
            except Problem as problem:
                not_issued.append((car, problem))
                if problem.kind is ProblemKind.CANCELLED:
                    break
            else:
                changes = changes | changed
                issued, reused = issued + (not result.reused), reused + result.reused
        return _Outcome(issued, reused, tuple(not_issued), changes)

    def _tell(self, outcome: _Outcome) -> None:
        headline = ngettext("{n} report issued", "{n} reports issued", outcome.issued).format(n=whole(outcome.issued))
        parts = []
        if outcome.reused:
            parts.append(
                ngettext(
                    "{n} car had one in force already; no credit was used.",
                    "{n} cars had one in force already; no credit was used.",
                    outcome.reused,
                ).format(n=whole(outcome.reused))
            )
        parts += [f"{car_title(car)}: {said(problem.message)}" for car, problem in outcome.not_issued[:_NAMED]]
        if len(outcome.not_issued) > _NAMED:
            parts.append(
                ngettext(
                    "And {n} car more; see Activity.",
                    "And {n} cars more; see Activity.",
                    len(outcome.not_issued) - _NAMED,
                ).format(n=whole(len(outcome.not_issued) - _NAMED))
            )
        tone = "fair" if outcome.not_issued else "good"
        unpaid = any(problem.code == "payment_required" for _car, problem in outcome.not_issued)
        self.replace(
            IssueState(phase=IssuePhase.DONE, headline=headline, detail=" ".join(parts), tone=tone, unpaid=unpaid)
        )
        self._hub.publish(outcome.changes)

    def _failed(self, problem: Problem) -> None:
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(IssueState(problem=shown))
        self._hub.publish(Changes.of(Topic.OUTBOX))


def _names(cars: tuple[FleetRow, ...]) -> str:
    named = ", ".join(car_title(car) for car in cars[:_NAMED])
    rest = len(cars) - _NAMED
    return _("{named} and {rest} more").format(named=named, rest=rest) if rest > 0 else named
