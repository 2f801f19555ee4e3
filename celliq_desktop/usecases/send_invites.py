"""Sends what waits to be invited: at most four at a time, within the server's pauses, until all is told or a person
stops it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.outbox import HELD, Operation, OperationState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import outbox, outbox_bulk
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.import_sellers import queue_lists
from celliq_desktop.usecases.kinds.invites import INVITE, INVITE_KIND
from celliq_desktop.usecases.operations import DOUBTFUL, MOST_DOUBTS, reconcile, recover
from celliq_desktop.usecases.send_outbox import WAITING, drained

PATIENCE = timedelta(minutes=3)
"""So long a run waits by itself for a pause to end or a doubt to settle (90 s); what takes longer is left to the next
sync."""
_BREATH = timedelta(seconds=2)
"""Between two looks for the same doubt."""
_CHANGED = Changes.of(Topic.INVITES, Topic.OUTBOX)


def send_invites(desk: Desk, *, progress: Progress, cancel: CancelToken, pause: Callable[[float], None]) -> Changes:
    """Send every invite that waits, and look for those in doubt, until nothing more can be done now. One that cannot
    be sent never holds up the rest. ``pause(seconds)`` waits, and raises ``Cancelled`` when somebody stops it.

    Raises NeedsYou ``signed_out`` and TryAgain ``offline``; what was sent until then is kept, and the rest waits.
    """
    recover(desk)
    queue_lists(desk, progress=progress, cancel=cancel)
    _reconsider(desk, cancel)
    done = 0
    total = len(_due(desk, desk.clock.now()))
    give_up = desk.clock.now() + PATIENCE
    while due := _due(desk, desk.clock.now()):
        moved = 0
        for operation in drained(desk, due, cancel):
            if not operation.state.active:
                moved += 1
                progress(done + moved, max(total, done + len(due)), "invites")
        done += moved
        if moved:
            _reconsider(desk, cancel)
        moment = _next_moment(desk, moved=moved)
        if moment is None or moment > give_up:
            break
        if moved:
            give_up = desk.clock.now() + PATIENCE
        progress(done, max(total, done), N_("waiting for CellIQ"))
        _wait_for(desk, moment, pause)
    return _CHANGED


def hold_invites(desk: Desk) -> Changes:
    """Pause: nothing that waits is sent before ``resume_invites``, not by a sync either; what is under way ends."""
    with desk.mirror.write() as session:
        outbox_bulk.hold(session, INVITE_KIND, desk.clock.now())
    return _CHANGED


def resume_invites(desk: Desk) -> Changes:
    """Let go what was held; ``send_invites`` sends it."""
    with desk.mirror.write() as session:
        outbox_bulk.let_go(session, INVITE_KIND, desk.clock.now())
    return _CHANGED


def cancel_invites(desk: Desk) -> tuple[int, Changes]:
    """Take back what was not sent; what was sent stays sent. How many will not be mailed."""
    with desk.mirror.write() as session:
        count = outbox_bulk.take_back(session, INVITE_KIND, desk.clock.now())
    return count, _CHANGED


def _reconsider(desk: Desk, cancel: CancelToken) -> None:
    """What was left to a person because nothing could be proved: another invite, confirmed since, may prove it now."""
    with desk.mirror.read() as session:
        parked = [one for one in outbox.operations_in(session, (OperationState.NEEDS_USER,)) if one.kind == INVITE_KIND]
        doubts = {one.op_id: outbox.times_in(session, one.op_id, OperationState.IN_DOUBT) for one in parked}
    for one in parked:
        cancel.check()
        if not 0 < doubts[one.op_id] < MOST_DOUBTS:
            continue
        try:
            looked = reconcile(desk, one)
            if looked.state is not OperationState.NEEDS_USER or not INVITE.resend(desk, looked):
                continue
        except TryAgain:  # it stays with the person until the server can be asked
            return
        again = replace(looked, state=OperationState.QUEUED, not_before=None)
        note = N_("the server's lists show invites, and not this one; queued again")
        with suppress(LookupError), desk.mirror.write() as session:
            outbox.change(session, looked, again, note, desk.clock.now())


def _wait_for(desk: Desk, moment: datetime, pause: Callable[[float], None]) -> None:
    """Until then, as the clock says now; a look at it every second finds a computer that slept meanwhile."""
    left_s = max(0.2, (moment - desk.clock.now()).total_seconds())
    while left_s > 0:
        pause(min(1.0, left_s))
        left_s = min(left_s - 1.0, (moment - desk.clock.now()).total_seconds())


def _active(desk: Desk) -> tuple[Operation, ...]:
    states = (*WAITING, *DOUBTFUL)
    with desk.mirror.read() as session:
        return tuple(one for one in outbox.operations_in(session, states) if one.kind == INVITE_KIND)


def _due(desk: Desk, now: datetime) -> list[Operation]:
    """What may be carried on now: doubts are always worth a look."""
    return [one for one in _active(desk) if one.state in DOUBTFUL or one.not_before is None or one.not_before <= now]


def _next_moment(desk: Desk, *, moved: int) -> datetime | None:
    """When something that is left can go on by itself; None when nothing can. What could not be sent at all (offline)
    is tried again only while others get through."""
    now = desk.clock.now()
    active = _active(desk)
    pauses = [one.not_before for one in active if one.state is OperationState.WAITING and one.not_before]
    if pauses:
        return max(pauses)
    moments = [max(now + _BREATH, one.settle_until or now) for one in active if one.state in DOUBTFUL]
    if moved:
        moments += [
            max(now, one.not_before or now) for one in active if one.state in WAITING and one.not_before != HELD
        ]
    return min(moments, default=None)
