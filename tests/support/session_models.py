"""The shared view-models of a session over hand-made answers, single-threaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.fleet import FleetSnapshot
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.outbox import (
    Batch,
    Carried,
    Described,
    HistoryLine,
    Operation,
    OperationState,
    OutboxView,
)
from celliq_desktop.domain.ports import CancelToken, Progress, Waiting
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Validation
from celliq_desktop.domain.syncing import HeldBack, OutboxCounts, SyncSummary, SyncWish
from celliq_desktop.jobs.runner import InlineRunner, Runner
from celliq_desktop.usecases.buy_credits import CreditsLook
from celliq_desktop.viewmodels.activity import OutboxVerbs
from celliq_desktop.viewmodels.car_changes import CarVerbs
from celliq_desktop.viewmodels.data import DataVerbs
from celliq_desktop.viewmodels.fleet.issue import Issued, IssueVerbs
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.outbox_drain import DrainVerbs
from celliq_desktop.viewmodels.session_models import SessionModels, SessionVerbs, models_of
from celliq_desktop.viewmodels.sync import SyncVerbs
from celliq_desktop.viewmodels.updates import ProgramVerbs
from tests.support.clocks import FakeClock
from tests.support.fleet_rows import fleet
from tests.support.jobs import no_bug

_SUMMARY = SyncSummary(complete=True, steps=(), outbox=OutboxCounts(), duration_s=1.0, requests=3)


@dataclass
class FakeDealership:
    """What the use cases would answer. Set ``problem`` and every verb raises it; ``snapshot`` is the mirror's fleet,
    and becomes ``after_sync`` when a sync ends."""

    snapshot: FleetSnapshot = field(default_factory=lambda: fleet(40))
    after_sync: FleetSnapshot | None = None
    operations: tuple[Operation, ...] = ()
    batches: tuple[Batch, ...] = ()
    rows: tuple[Described, ...] = ()
    held: HeldBack = field(default_factory=HeldBack)
    histories: dict[str, tuple[HistoryLine, ...]] = field(default_factory=dict)
    fetched: list[VehicleId] = field(default_factory=list)
    disconnected: list[VehicleId] = field(default_factory=list)
    carried: Carried | None = None
    prices: list[int | None] = field(default_factory=list)
    problem: Problem | None = None
    validations: dict[VehicleId, Validation] = field(default_factory=dict)
    refusals: dict[VehicleId, Problem] = field(default_factory=dict)
    issued: list[VehicleId] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    syncs: list[bool] = field(default_factory=list)
    wishes: list[SyncWish] = field(default_factory=list)
    summary: SyncSummary = _SUMMARY
    credits_there: int = 0
    looks: list[int | None] = field(default_factory=list)
    kept: int = 0
    drained: int = 0
    months: int = 0
    noticed: str = ""
    feedback: list[tuple[str, Path]] = field(default_factory=list)
    shared: bool = False
    forgotten: list[str] = field(default_factory=list)
    outbox_due: datetime | None = None
    program: ProgramVerbs = field(default_factory=ProgramVerbs)
    during_sync: Callable[[Progress], None] = lambda _progress: None

    def verbs(self) -> SessionVerbs:
        """The port the view-models are given."""
        return SessionVerbs(
            fleet=self._fleet,
            sync=SyncVerbs(
                sync=self._sync,
                keep=self._keep,
                outbox=DrainVerbs(due=lambda: self.outbox_due, drain=self._drain),
            ),
            outbox=OutboxVerbs(
                view=lambda: OutboxView(
                    tuple(Described(one, "") for one in self.operations),
                    self.batches,
                    {"report": "Issue a report", "invite": "Invite"},
                    self.held,
                ),
                send=lambda name, _progress, _cancel: self._all(self.retried, [name]),
                cancel=lambda name: self._all(self.cancelled, [name]),
                history=lambda one: self.histories[one],
                batch=lambda _name: self.rows,
                send_rows=lambda ids, _progress, _cancel: self._all(self.retried, ids),
                cancel_rows=lambda ids: self._all(self.cancelled, ids),
                send_batch=lambda name, _progress, _cancel: self._all(self.retried, [name]),
                cancel_batch=lambda name: self._all(self.cancelled, [name]),
            ),
            data=DataVerbs(
                upkeep=self._upkeep,
                forget=self._forget,
                months=lambda: self.months,
                set_months=lambda months: setattr(self, "months", months),
                empty=self._empty,
                diagnostics=lambda: '{"checks": []}',
                feedback=lambda words, target: self.feedback.append((words, target)),
                shared=self.shared,
            ),
            program=self.program,
            look_for_credits=self._look_for_credits,
            cars=CarVerbs(fetch=self._fetch, disconnect=self._disconnect),
            issue=IssueVerbs(lambda one: self.validations.get(one, Validation(one, valid=True)), self._generate),
        )

    def _upkeep(self) -> tuple[str, Changes]:
        self._answer()
        return self.noticed, Changes()

    def _forget(self, email: str) -> tuple[str, Changes]:
        self._answer()
        self.forgotten.append(email)
        return "Forgotten in 3 places.", Changes.of(Topic.VEHICLES)

    def _empty(self) -> Changes:
        self._answer()
        return Changes.of(Topic.VEHICLES)

    def _answer(self) -> None:
        if self.problem is not None:
            raise self.problem

    def _fleet(self) -> FleetSnapshot:
        self._answer()
        return self.snapshot

    def _sync(self, wish: SyncWish, progress: Progress, _cancel: CancelToken) -> tuple[SyncSummary, Changes]:
        self._answer()
        self.syncs.append(wish.full)
        self.wishes.append(wish)
        self.during_sync(progress)
        if self.after_sync is not None:
            self.snapshot = self.after_sync
        return self.summary, Changes.of(Topic.VEHICLES)

    def _keep(self) -> Changes:
        self._answer()
        self.kept += 1
        return Changes.of(Topic.VEHICLES)

    def _drain(self, _progress: Progress, _cancel: CancelToken) -> Changes:
        self._answer()
        self.drained += 1
        return Changes()

    def _generate(
        self, vehicle: VehicleId, price: int | None, _progress: Progress, _cancel: CancelToken
    ) -> tuple[Issued, Changes]:
        self._answer()
        self.prices.append(price)
        if vehicle in self.refusals:
            raise self.refusals[vehicle]
        self.issued.append(vehicle)
        return Issued(reused=False), Changes.of(Topic.REPORTS, ids=frozenset({vehicle}))

    def _all(self, noted: list[str], names: Sequence[str]) -> Changes:
        self._answer()
        noted += names
        return Changes.of(Topic.OUTBOX)

    def _look_for_credits(self, tried: int | None, _progress: Progress, _cancel: Waiting) -> CreditsLook:
        self._answer()
        self.looks.append(tried)
        if not self.credits_there or self.credits_there == tried:
            return CreditsLook(self.credits_there, 0, Changes())
        paid = [one for one in self.operations if one.state is OperationState.NEEDS_PAYMENT][: self.credits_there]
        self.operations = tuple(
            replace(one, state=OperationState.DONE) if one in paid else one for one in self.operations
        )
        return CreditsLook(self.credits_there, len(paid), Changes.of(Topic.OUTBOX, Topic.SUBSCRIPTION))

    def _fetch(self, ids: Sequence[VehicleId], _progress: Progress, _cancel: CancelToken) -> tuple[Carried, Changes]:
        self._answer()
        self.fetched += ids
        return self.carried or Carried(len(ids), 0, 0), Changes.of(Topic.OUTBOX)

    def _disconnect(
        self, ids: Sequence[VehicleId], _progress: Progress, _cancel: CancelToken
    ) -> tuple[Carried, Changes]:
        self._answer()
        self.disconnected += ids
        return self.carried or Carried(len(ids), 0, 0), Changes.of(Topic.OUTBOX)


@dataclass(frozen=True)
class Session:
    """View-models with everything a test turns."""

    models: SessionModels
    dealership: FakeDealership
    clock: FakeClock
    hub: Hub
    runner: Runner


def session(
    dealership: FakeDealership | None = None, *, start: datetime | None = None, sample: bool = False
) -> Session:
    """A session whose jobs end before ``submit`` returns; nothing is loaded yet."""
    house = dealership or FakeDealership()
    clock = FakeClock(start) if start is not None else FakeClock()
    hub, runner = Hub(), InlineRunner(clock, no_bug)
    models = models_of(house.verbs(), runner, hub, clock, Formats(), account="Alex Moreau", sample=sample)
    return Session(models, house, clock, hub, runner)
