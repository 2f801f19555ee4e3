"""What a sync does, in order; each step ends with its counts and never takes the others down with it."""

from dataclasses import replace

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import billing, checkpoints, dealers
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.mirror.checkpoints import Stream
from celliq_desktop.usecases.charging_service import connected as charging_connected
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.sync_billing import invoices
from celliq_desktop.usecases.sync_charging import charging_sessions
from celliq_desktop.usecases.sync_estimates import estimates
from celliq_desktop.usecases.sync_lists import Swept, sweep
from celliq_desktop.usecases.sync_missing import Missing, settle_missing
from celliq_desktop.usecases.sync_news import take_news, watermark
from celliq_desktop.usecases.sync_page import PAGE_SIZE, Item, ListStep, Tally
from celliq_desktop.usecases.sync_readings import readings
from celliq_desktop.usecases.sync_run import SyncRun, SyncStep
from celliq_desktop.usecases.sync_telemetry import connected, ev_energy
from celliq_desktop.usecases.timestamp_exports import stamp_pending

_SEARCH_PAGES = 20


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


def _find_vehicle(desk: Desk, vehicle_id: str) -> Vehicle | None:
    with desk.mirror.read() as session:
        known = vehicle_rows.vehicle(session, VehicleId(vehicle_id))
    return None if known is None else desk.api.find_vehicle(known)


def _find_report(desk: Desk, report_id: str) -> Report | None:
    """In the list of its car; as it is known when the list has no end or the row cannot be read."""
    with desk.mirror.read() as session:
        known = report_rows.report(session, ReportId(report_id))
    if known is None:
        return None
    seen = 0
    for number in range(1, _SEARCH_PAGES + 1):
        page = desk.api.reports_page(number, PAGE_SIZE, vehicle_id=known.vehicle_id)
        for one in page.items:
            if one.id == report_id:
                return one
        if any(row.item_id in (None, report_id) for row in page.set_aside):
            return known
        rows = len(page.items) + len(page.set_aside)
        seen += rows
        if not rows or (page.said_total and seen == page.total):
            return None
    return known


_VEHICLES: ListStep[Vehicle] = ListStep(
    name="vehicles",
    words="vehicles",
    topic=Topic.VEHICLES,
    table=vehicle_rows.SWEPT,
    fetch=lambda desk, page, size, since, etag: desk.api.vehicles_page(page, size, updated_since=since, etag=etag),
    find=_find_vehicle,
)

_REPORTS: ListStep[Report] = ListStep(
    name="reports",
    words="reports",
    topic=Topic.REPORTS,
    table=report_rows.SWEPT,
    fetch=lambda desk, page, size, since, etag: desk.api.reports_page(page, size, updated_since=since, etag=etag),
    find=_find_report,
)


def _list(run: SyncRun, step: ListStep[Item]) -> StepOutcome:
    """Only what is new where that is enough, else a sweep and what it did not meet."""
    tally, started = Tally(), run.desk.clock.now()
    news = take_news(run, step, tally)
    missing, swept = Missing(), None
    if news is not None:
        at, seen = news
    else:
        swept = sweep(run, step, tally)
        missing = settle_missing(run, step, swept.at)
        if missing.found:  # the list left out what is there: it moved under the sweep
            tally.again()
            swept = sweep(run, step, tally)
            missing = missing.then(settle_missing(run, step, swept.at))
        started, seen = swept.at.started_at or started, len(tally.met)
        at = replace(
            swept.at, swept_at=run.desk.clock.now(), held=missing.held, kept=swept.at.kept if missing.held else 0
        )
    at = replace(
        at,
        completed_at=run.desk.clock.now(),
        watermark=watermark(run, step, started),
        since_ignored=at.since_ignored and not run.full,
    )
    with run.desk.mirror.write() as session:
        aside = checkpoints.aside(session, step.name)
        checkpoints.save_stream(session, at)
    if tally.new or tally.updated or missing.removed:
        run.topics.add(step.topic)
    state, problem = _verdict(step, at, swept, missing)
    return StepOutcome(
        name=step.name,
        state=state,
        seen=seen,
        added=len(tally.new),
        updated=len(tally.updated),
        removed=missing.removed,
        held=at.held + aside,
        unchanged=seen - len(tally.new) - len(tally.updated),
        problem=problem,
    )


def _verdict(step: ListStep[Item], at: Stream, swept: Swept | None, missing: Missing) -> tuple[StepState, str | None]:
    """What is left open. Whom a person decided to keep is no longer."""
    if at.held and at.held != at.kept:
        return StepState.HELD, N_("{held:,} {words} are no longer on the server; they stay until you decide.").format(
            held=at.held, words=step.words
        )
    if swept is not None and swept.total is not None and swept.listed + missing.found != swept.total:
        return StepState.MISMATCH, N_("The server counts {total:,} {words}, but lists {listed:,}.").format(
            total=swept.total, words=step.words, listed=swept.listed
        )
    return StepState.DONE, None


def _timestamps(run: SyncRun) -> StepOutcome:
    """What reports that are handed out are still owed."""
    done = stamp_pending(run.desk, cancel=run.cancel)
    if done:
        run.topics.add(Topic.EXPORTS)
    return StepOutcome(name="timestamps", state=StepState.DONE, seen=done, updated=done)


STEPS: tuple[SyncStep, ...] = (
    SyncStep("settings", _settings),
    SyncStep("subscription", _subscription),
    SyncStep("invoices", invoices),
    SyncStep("vehicles", lambda run: _list(run, _VEHICLES)),
    SyncStep("reports", lambda run: _list(run, _REPORTS)),
    SyncStep("readings", readings),
    SyncStep("ev_energy", ev_energy, wanted=connected),
    SyncStep("cariqa", charging_sessions, wanted=charging_connected),
    SyncStep("estimates", estimates),
    SyncStep("timestamps", _timestamps, wanted=lambda desk: desk.timestamps.facts() is not None),
)
