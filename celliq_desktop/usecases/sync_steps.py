"""What a sync does, in order; each step ends with its counts and never takes the others down with it."""

from dataclasses import replace

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import billing, checkpoints, dealers
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.usecases.sync_billing import invoices
from celliq_desktop.usecases.sync_estimates import estimates
from celliq_desktop.usecases.sync_lists import ListStep, Tally, sweep
from celliq_desktop.usecases.sync_readings import readings
from celliq_desktop.usecases.sync_run import SyncRun, SyncStep

_HELD_SHARE = 0.2
_HELD_COUNT = 50
"""More confirmed deletes than this at once are held for a person (research/reliability.md N18)."""


def _settings(run: SyncRun) -> StepOutcome:
    found = run.desk.api.settings()
    with run.desk.mirror.write() as session:
        changed = dealers.save(session, found)
    return _single(run, "settings", Topic.SETTINGS, changed)


def _subscription(run: SyncRun) -> StepOutcome:
    found = run.desk.api.subscription()
    with run.desk.mirror.write() as session:
        changed = billing.save(session, found, run.desk.clock.now())
    return _single(run, "subscription", Topic.SUBSCRIPTION, changed)


def _single(run: SyncRun, name: str, topic: Topic, changed: bool) -> StepOutcome:
    if changed:
        run.topics.add(topic)
    return StepOutcome(name=name, state=StepState.DONE, seen=1, updated=int(changed), unchanged=int(not changed))


_VEHICLES: ListStep[Vehicle] = ListStep(
    name="vehicles",
    words="vehicles",
    fetch=lambda desk, page, size: desk.api.vehicles_page(page, size),
    upsert=vehicle_rows.upsert,
    id_of=lambda item: item.id,
    dealer_of=lambda item: item.dealer_id,
)

_REPORTS: ListStep[Report] = ListStep(
    name="reports",
    words="reports",
    fetch=lambda desk, page, size: desk.api.reports_page(page, size),
    upsert=report_rows.upsert,
    id_of=lambda item: item.id,
)


def _vehicles(run: SyncRun) -> StepOutcome:
    tally = Tally()
    at = sweep(run.desk, _VEHICLES, tally, full=run.full, progress=run.progress, cancel=run.cancel)
    removed, held = _confirm_missing(run, at.generation)
    with run.desk.mirror.write() as session:
        aside = checkpoints.aside(session, "vehicles")
        done = replace(at, completed_at=run.desk.clock.now(), held=held)
        checkpoints.save_stream(session, done)
    if tally.changed or removed:
        run.topics.add(Topic.VEHICLES)
    return _counted("vehicles", tally, removed=removed, held=held + aside)


def _confirm_missing(run: SyncRun, generation: int) -> tuple[int, int]:
    """Ask for each car the sweep did not meet, by itself; ``(removed, held)``."""
    with run.desk.mirror.read() as session:
        missing = vehicle_rows.unseen(session, generation)
        living = vehicle_rows.living(session)
    gone: list[VehicleId] = []
    for vehicle in missing[: _HELD_COUNT + 1]:
        run.cancel.check()
        found = run.desk.api.find_vehicle(vehicle)
        if found is None:
            gone.append(vehicle.id)
            continue
        with run.desk.mirror.write() as session:
            vehicle_rows.upsert(session, (found,), generation)
    few = len(missing) <= _HELD_COUNT and len(gone) <= max(1.0, _HELD_SHARE * living)
    if not few and not run.full:
        return 0, len(missing) if len(missing) > _HELD_COUNT else len(gone)
    with run.desk.mirror.write() as session:
        vehicle_rows.confirm_gone(session, gone, run.desk.clock.now())
    return len(gone), 0


def _reports(run: SyncRun) -> StepOutcome:
    tally = Tally()
    at = sweep(run.desk, _REPORTS, tally, full=run.full, progress=run.progress, cancel=run.cancel)
    with run.desk.mirror.write() as session:
        aside = checkpoints.aside(session, "reports")
        checkpoints.save_stream(session, replace(at, completed_at=run.desk.clock.now()))
    if tally.changed:
        run.topics.add(Topic.REPORTS)
    return _counted("reports", tally, held=aside)


def _counted(name: str, tally: Tally, *, removed: int = 0, held: int = 0) -> StepOutcome:
    return StepOutcome(
        name=name,
        state=StepState.HELD if held and removed == 0 and tally.seen == 0 else StepState.DONE,
        seen=tally.seen,
        added=tally.added,
        updated=tally.updated,
        removed=removed,
        held=held,
        unchanged=tally.unchanged,
    )


STEPS: tuple[SyncStep, ...] = (
    SyncStep("settings", _settings),
    SyncStep("subscription", _subscription),
    SyncStep("invoices", invoices),
    SyncStep("vehicles", _vehicles),
    SyncStep("reports", _reports),
    SyncStep("readings", readings),
    SyncStep("estimates", estimates),
)
