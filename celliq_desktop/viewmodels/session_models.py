"""The view-models that all screens of a session share, wired to the use cases once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.viewmodels.activity import ActivityViewModel, OutboxVerbs, SyncChoices
from celliq_desktop.viewmodels.activity_batch import BatchViewModel
from celliq_desktop.viewmodels.activity_lines import Worder
from celliq_desktop.viewmodels.car_changes import CarChangesViewModel, CarVerbs
from celliq_desktop.viewmodels.credits_watch import CreditsWatch
from celliq_desktop.viewmodels.data import DataVerbs, DataViewModel
from celliq_desktop.viewmodels.fleet.cells import car_title
from celliq_desktop.viewmodels.fleet.issue import Issued, IssueVerbs, IssueViewModel
from celliq_desktop.viewmodels.fleet.model import FleetViewModel
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.group_news import GroupNews
from celliq_desktop.viewmodels.outbox_drain import DrainVerbs
from celliq_desktop.viewmodels.sync import SyncPhase, SyncVerbs, SyncViewModel
from celliq_desktop.viewmodels.updates import ProgramVerbs, UpdatesViewModel

if TYPE_CHECKING:
    from celliq_desktop.domain.changes import Changes
    from celliq_desktop.domain.fleet import FleetSnapshot
    from celliq_desktop.domain.ports import Clock
    from celliq_desktop.jobs.runner import Runner
    from celliq_desktop.usecases.forget_seller import Forgotten
    from celliq_desktop.usecases.generate_report import GenerateResult
    from celliq_desktop.viewmodels.credits_watch import LookVerb
    from celliq_desktop.viewmodels.group_news import NewsVerb
    from celliq_desktop.viewmodels.hub import Hub
    from celliq_desktop.viewmodels.workbench import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionVerbs:
    """What the shared view-models ask of the use cases; every call runs on a worker."""

    fleet: Callable[[], FleetSnapshot]
    sync: SyncVerbs
    outbox: OutboxVerbs
    look_for_credits: LookVerb
    issue: IssueVerbs
    cars: CarVerbs
    data: DataVerbs
    program: ProgramVerbs
    listen: NewsVerb | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionModels:
    """One set a session; ``close`` when it ends."""

    fleet: FleetViewModel
    sync: SyncViewModel
    activity: ActivityViewModel
    batch: BatchViewModel
    credits: CreditsWatch
    issue: IssueViewModel
    cars: CarChangesViewModel
    data: DataViewModel
    updates: UpdatesViewModel
    group: GroupNews
    account: str
    owner: bool
    sample: bool

    def load(self) -> None:
        """Read what the first screens need."""
        self.fleet.load()
        self.activity.load()
        self.group.tick()

    def tick(self) -> None:
        """Time passed."""
        self.fleet.tick()
        self.sync.tick()
        self.activity.tick()
        self.data.tick()
        self.group.tick()
        if self.sync.state.phase is not SyncPhase.SYNCING:
            self.credits.tick()

    def somebody_is_back(self) -> None:
        """The window came to the front."""
        self.sync.somebody_is_back()
        self.credits.somebody_is_back()

    def close(self) -> None:
        """Stop listening."""
        for model in (self.fleet, self.sync, self.activity, self.batch, self.group):
            model.close()


def models_of(
    verbs: SessionVerbs,
    runner: Runner,
    hub: Hub,
    clock: Clock,
    formats: Formats,
    *,
    account: str,
    owner: bool = False,
    sample: bool,
) -> SessionModels:
    """View-models over ``verbs``."""
    fleet = FleetViewModel(verbs.fleet, runner, hub, clock, formats)
    sync = SyncViewModel(verbs.sync, lambda: fleet.index.snapshot.as_of, runner, hub, clock, formats)
    fleet.subscribe(lambda _state: sync.tick())

    def name_of(natural_key: str) -> str:
        row = fleet.index.with_id(VehicleId(natural_key.partition(":")[2]))
        return f"{row.year} {car_title(row)}" if row is not None else ""

    choices = SyncChoices(remove=sync.remove_missing, keep=sync.keep_missing, again=sync.start)
    worder = Worder(name_of, formats)
    activity = ActivityViewModel(verbs.outbox, choices, worder, runner, hub, clock)
    return SessionModels(
        fleet=fleet,
        sync=sync,
        activity=activity,
        credits=CreditsWatch(verbs.look_for_credits, lambda: activity.state.unpaid > 0, runner, hub, clock),
        batch=BatchViewModel(verbs.outbox, worder, runner, hub, clock),
        issue=IssueViewModel(verbs.issue, runner, hub),
        cars=CarChangesViewModel(verbs.cars, runner, hub),
        data=DataViewModel(verbs.data, lambda: sync.start(full=True), runner, hub, clock),
        updates=UpdatesViewModel(verbs.program, runner),
        group=GroupNews(verbs.listen, runner, hub),
        account=account,
        owner=owner,
        sample=sample,
    )


def open_models(bench: Workbench, formats: Formats) -> SessionModels:
    """View-models over the use cases of ``bench``."""
    from celliq_desktop.usecases import (
        buy_credits,
        change_vehicles,
        forget_seller,
        generate_report,
        group_news,
        outbox,
        reports,
        send_outbox,
        sync,
        sync_due,
        sync_missing,
        upkeep,
        vehicles,
    )

    desk = bench.desk
    verbs = SessionVerbs(
        fleet=lambda: vehicles.fleet(desk),
        sync=SyncVerbs(
            sync=lambda wish, progress, cancel: sync.sync(desk, wish, progress=progress, cancel=cancel),
            keep=lambda: sync_missing.keep_missing(desk),
            outbox=DrainVerbs(
                due=lambda: sync_due.outbox_due(desk),
                drain=lambda progress, cancel: sync_due.drain(desk, progress, cancel),
            ),
        ),
        outbox=OutboxVerbs(
            view=lambda: outbox.outbox_view(desk),
            send=lambda name, progress, cancel: outbox.continue_operation(
                desk, OperationId(name), progress=progress, cancel=cancel
            ),
            cancel=lambda operation: send_outbox.cancel_operation(desk, operation),
            history=lambda operation: outbox.history_of(desk, operation),
            batch=lambda name: outbox.batch_rows(desk, name),
            send_batch=lambda name, progress, cancel: outbox.continue_batch(
                desk, name, progress=progress, cancel=cancel
            ),
            cancel_batch=lambda name: outbox.cancel_batch(desk, name),
            send_rows=lambda ids, progress, cancel: outbox.continue_rows(desk, ids, progress=progress, cancel=cancel),
            cancel_rows=lambda ids: outbox.cancel_rows(desk, ids),
        ),
        look_for_credits=lambda tried, progress, cancel: buy_credits.look_for_credits(
            desk, tried, progress=progress, cancel=cancel
        ),
        issue=IssueVerbs(
            validate=lambda vehicle: reports.validate(desk, vehicle),
            generate=lambda vehicle, price, progress, cancel: _issued(
                generate_report.generate_report(desk, vehicle, price=price, progress=progress, cancel=cancel)
            ),
        ),
        data=DataVerbs(
            upkeep=lambda: upkeep.upkeep(desk),
            forget=lambda email: _forgotten(forget_seller.forget_seller(desk, email)),
            months=lambda: forget_seller.months(desk),
            set_months=lambda number: forget_seller.set_months(desk, number),
            empty=lambda: upkeep.empty_mirror(desk),
            diagnostics=bench.diagnostics,
            feedback=bench.feedback,
            shared=desk.mirror.group.shared,
        ),
        cars=CarVerbs(
            fetch=lambda ids, progress, cancel: change_vehicles.fetch_vehicles(
                desk, ids, progress=progress, cancel=cancel
            ),
            disconnect=lambda ids, progress, cancel: change_vehicles.disconnect_vehicles(
                desk, ids, progress=progress, cancel=cancel
            ),
        ),
        program=bench.program,
        listen=partial(group_news.group_news, desk) if desk.mirror.group.shared else None,
    )
    user = desk.account.user
    return models_of(
        verbs,
        bench.runner,
        bench.hub,
        desk.clock,
        formats,
        account=user.name or user.email,
        owner=user.is_owner,
        sample=desk.sample,
    )


def _issued(answer: tuple[GenerateResult, Changes]) -> tuple[Issued, Changes]:
    return Issued(reused=answer[0].reused), answer[1]


def _forgotten(answer: tuple[Forgotten, Changes]) -> tuple[str, Changes]:
    return answer[0].words, answer[1]
