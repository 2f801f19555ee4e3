"""Mirror the charging sessions: unfinished ones by themselves, the list newest first until all of a page is settled.

A final bill can still be corrected for thirty days, so those pages are read each time; a first read that was
interrupted goes on at the page where it stopped.
"""

from dataclasses import dataclass, field, replace

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.charging import PROVIDER, ChargingPage, ChargingSession
from celliq_desktop.domain.charging_ports import ChargingApi
from celliq_desktop.domain.problems import Cancelled, Problem, Refused
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import charging, checkpoints
from celliq_desktop.mirror.checkpoints import Stream
from celliq_desktop.usecases.charging_service import charging_service, pages
from celliq_desktop.usecases.providers import note_outcome
from celliq_desktop.usecases.sync_run import SyncRun

_NAME = "cariqa"


@dataclass(slots=True)
class _Tally:
    """``seen`` ids and what became of them."""

    seen: set[str] = field(default_factory=set)
    added: int = 0
    updated: int = 0
    held: int = 0


def charging_sessions(run: SyncRun) -> StepOutcome:
    """The step. Trouble with Cariqa is its own: it is noted with the connection and fails this step only."""
    tally = _Tally()
    try:
        with charging_service(run.desk) as service:
            _mirrored(run, service, tally)
    except Cancelled:
        raise
    except Problem as problem:
        note_outcome(run.desk, PROVIDER, problem)
        run.topics.add(Topic.PROVIDERS)
        return _outcome(run, tally, StepState.FAILED, f"Cariqa: {problem.message}")
    note_outcome(run.desk, PROVIDER, None)
    return _outcome(run, tally, StepState.DONE, None)


def _outcome(run: SyncRun, tally: _Tally, state: StepState, problem: str | None) -> StepOutcome:
    if tally.added or tally.updated:
        run.topics.add(Topic.CHARGING)
    seen = len(tally.seen)
    return StepOutcome(
        name=_NAME,
        state=state,
        seen=seen,
        added=tally.added,
        updated=tally.updated,
        held=tally.held,
        unchanged=max(0, seen - tally.added - tally.updated),
        problem=problem,
    )


def _mirrored(run: SyncRun, service: ChargingApi, tally: _Tally) -> None:
    with run.desk.mirror.read() as session:
        at = checkpoints.stream(session, _NAME)
    if run.full:
        at = Stream(name=_NAME)
    if at.last_id is not None:  # a first read was interrupted: its rest, then what is new since
        at = _walked(run, service, tally, at, at.last_id, to_the_end=True)
    _walked(run, service, tally, at, None, to_the_end=at.completed_at is None)
    _unfinished(run, service, tally)


def _walked(
    run: SyncRun, service: ChargingApi, tally: _Tally, at: Stream, after: str | None, *, to_the_end: bool
) -> Stream:
    """Page by page from ``after``; rows and cursor in one transaction."""
    run.cancel.check()
    for page in pages(service, after):
        with run.desk.mirror.read() as session:
            settled = _all_settled(run, page, {one.id: one for one in charging.sessions(session)})
        after = None if settled and not to_the_end else page.after
        if after is None:
            at = replace(at, last_id=None, completed_at=run.desk.clock.now())
        elif to_the_end:
            at = replace(at, last_id=after)
        _take(run, tally, page.items, page, at)
        run.progress(len(tally.seen), page.total, N_("charging sessions"))
        if after is None:
            break
        run.cancel.check()
    return at


def _take(
    run: SyncRun, tally: _Tally, found: tuple[ChargingSession, ...], page: ChargingPage | None, at: Stream | None
) -> None:
    with run.desk.mirror.write() as session:
        new, changed = charging.upsert(session, found)
        if page is not None:
            checkpoints.set_aside(session, _NAME, page.set_aside, run.desk.clock.now())
        if at is not None:
            checkpoints.save_stream(session, at)
    tally.seen |= {one.id for one in found}
    tally.added += new
    tally.updated += changed
    tally.held += len(page.set_aside) if page is not None else 0


def _all_settled(run: SyncRun, page: ChargingPage, known: dict[str, ChargingSession]) -> bool:
    now = run.desk.clock.now()
    unchanged = all(one.settled(now) and known.get(one.id) == one for one in page.items)
    return unchanged and not page.set_aside and not page.rising


def _unfinished(run: SyncRun, service: ChargingApi, tally: _Tally) -> None:
    """Those the list did not bring: it may be cut off, or sorted otherwise than promised."""
    with run.desk.mirror.read() as session:
        waiting = [one for one in charging.open_sessions(session) if one.id not in tally.seen]
    for one in waiting:
        run.cancel.check()
        try:
            found = service.session(one.id)
        except Refused:  # gone there; what was known of it stays readable here
            continue
        _take(run, tally, (found,), None, None)
