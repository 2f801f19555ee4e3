"""Telemetry of every car, from where each was left; several cars in flight, one writer.

An unchanged car costs no request: what the server's list says of it (its last sync, its number of readings) is
remembered when its end was reached.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Cancelled, NeedsYou, NotOffered, Problem
from celliq_desktop.domain.readings import ReadingPage
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.mirror import checkpoints
from celliq_desktop.mirror import due as due_rows
from celliq_desktop.mirror import readings as rows
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.mirror.due import Work
from celliq_desktop.usecases.sync_run import SyncRun

_IN_FLIGHT = 6
"""Latency decides, not the client: eight in flight were 6.6 times faster at 50 ms (research/performance.md 3)."""
_MOST_PAGES = 2_000
_LACKING = 3
"""So many cars in a row without the endpoint, and none with it: the server does not offer readings."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A car to read; ``marker`` is what the list said of it when that was decided."""

    vehicle: Vehicle
    marker: str


def readings(run: SyncRun) -> StepOutcome:
    """Mirror what is new. NotOffered when no car has readings to give; a single car that fails is tried again next
    time."""
    due, telling = _due(run)
    seen = added = failed = lacking = 0
    offered = False
    problem: Problem | None = None

    def moved(one: _Due) -> None:
        """Said after each page, too: a car with years of readings takes minutes, and is not stuck."""
        run.progress(seen, len(due), f"readings of {one.vehicle.make} {one.vehicle.model}")

    for car, answer in fan_out(due, lambda one: _read_car(run, one, moved), workers=_IN_FLIGHT, cancel=run.cancel):
        seen += 1
        if isinstance(answer, int):
            offered, added = True, added + answer
        elif isinstance(answer, NotOffered):
            lacking += 1
            if not offered and lacking >= telling:
                raise answer
        elif isinstance(answer, (NeedsYou, Cancelled)) or not isinstance(answer, Problem):
            raise answer
        else:
            failed, problem = failed + 1, answer
        moved(car)
    _settle(run)
    if offered:
        _note_offered(run)
    if added:
        run.topics.add(Topic.READINGS)
    return StepOutcome(
        name="readings",
        state=StepState.FAILED if failed else StepState.DONE,
        seen=seen,
        added=added,
        problem=None
        if problem is None
        else f"{failed} {'car' if failed == 1 else 'cars'} could not be read: {problem.message}",
    )


def _due(run: SyncRun) -> tuple[tuple[_Due, ...], int]:
    """Cars with something new, and how many of them must lack readings before that says something of the server."""
    with run.desk.mirror.read() as session:
        markers = dict(due_rows.with_news(session, everything=run.full))
        if not markers:
            return (), _LACKING
        cars = vehicle_rows.with_ids(session, list(markers))
        had_some = due_rows.any_readings(session)
    first = {one: at for at, one in enumerate(run.wish.first)}
    cars = tuple(sorted(cars, key=lambda car: first.get(car.id, len(first))))  # who is looked at comes first
    return tuple(_Due(car, markers[car.id]) for car in cars), _LACKING if had_some else min(_LACKING, len(cars))


def _settle(run: SyncRun) -> None:
    """Cars without news need no look until they change; nothing is written where none was marked."""
    with run.desk.mirror.read() as session:
        marked = due_rows.any_marked(session, Work.READINGS)
    if marked:
        with run.desk.mirror.write() as session:
            due_rows.settle_readings(session)


def _note_offered(run: SyncRun) -> None:
    with run.desk.mirror.write() as session:
        at = checkpoints.stream(session, "readings")
        if not at.offered:
            checkpoints.save_stream(session, replace(at, offered=True))


def _read_car(run: SyncRun, car: _Due, moved: Callable[[_Due], None]) -> int:
    """Page by page until the end; each page is on the disk before the next is asked for. Returns new samples."""
    desk = run.desk
    vehicle_id = car.vehicle.id
    with desk.mirror.read() as session:
        at = rows.progress_of_car(session, vehicle_id)
    added = 0
    cursor, since_s = at.cursor, at.newest_s
    for _page in range(_MOST_PAGES):
        run.cancel.check()
        page = _fetch(run, vehicle_id, cursor, since_s)
        end = page.next_cursor is None or page.next_cursor == cursor
        with desk.mirror.write() as session:
            added += rows.append(
                session,
                vehicle_id,
                page.readings,
                cursor=None if end else page.next_cursor,
                marker=car.marker if end else None,
            )
        if end:
            break
        moved(car)
        cursor = page.next_cursor
    return added


def _fetch(run: SyncRun, vehicle_id: VehicleId, cursor: str | None, since_s: float | None) -> ReadingPage:
    since = None if since_s is None or cursor is not None else datetime.fromtimestamp(since_s, UTC)
    return run.desk.api.readings_page(vehicle_id, cursor=cursor, since=since)
