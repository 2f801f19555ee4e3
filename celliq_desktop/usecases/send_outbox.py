"""Drain the outbox: what is in doubt is checked first, what waits is sent, what needs a person waits for them."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import Cancelled, NeedsYou, Problem, Refused
from celliq_desktop.domain.syncing import OutboxCounts
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.mirror import outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Kind
from celliq_desktop.usecases.kinds.registry import KINDS
from celliq_desktop.usecases.operations import DOUBTFUL, current, known, reconcile, recover, send

_log = logging.getLogger(__name__)

WAITING = (OperationState.QUEUED, OperationState.WAITING)
"""Not sent yet, and goes by itself."""
PERSON = (OperationState.NEEDS_USER, OperationState.NEEDS_PAYMENT)
"""Goes on when a person says so."""
_LATE = timedelta(days=1)
"""So long an effect is still looked for that should have been seen, where a repeated one would cost something."""


def operations(desk: Desk) -> tuple[Operation, ...]:
    """Every operation, oldest first."""
    with desk.mirror.read() as session:
        return outbox.operations(session)


def send_outbox(desk: Desk, *, progress: Progress, cancel: CancelToken) -> tuple[OutboxCounts, Changes]:
    """Carry every active operation as far as it goes without a person; look once more for those that failed."""
    recover(desk)
    with desk.mirror.read() as session:
        due = outbox.operations_in(
            session, [state for state in OperationState if state.active or state is OperationState.FAILED]
        )
    before = {operation.op_id: operation.state for operation in due}
    after: list[Operation] = []
    changed: set[Topic] = set()
    for kind in KINDS:
        for operation in _drained(desk, kind, [one for one in due if one.kind == kind.name], cancel):
            progress(len(after), len(due), "changes")
            after.append(operation)
            if operation.state is not before[operation.op_id]:
                changed |= {Topic.OUTBOX, *kind.topics}
    new = [one for one in after if one.state is not OperationState.FAILED or before[one.op_id] is not one.state]
    counts = OutboxCounts(
        sent=sum(operation.state is OperationState.DONE for operation in new),
        waiting=sum(operation.state in (*DOUBTFUL, *WAITING, OperationState.SENDING) for operation in new),
        needs_user=sum(operation.state in PERSON for operation in new),
        failed=sum(operation.state in (OperationState.REJECTED, OperationState.FAILED) for operation in new),
    )
    return counts, Changes(frozenset(changed))


def retry(desk: Desk, op_id: OperationId) -> Changes:
    """A person wants it sent, at the price the server asks now: it goes back into the queue with the same key; the
    next sync sends it."""
    operation = known(desk, op_id)
    if operation.state not in (*PERSON, OperationState.WAITING):
        raise Refused("not_waiting", "This change does not wait for you.", next_step="See its state in Activity.")
    again = replace(
        operation,
        state=OperationState.QUEUED,
        not_before=None,
        confirmed_price=operation.offered_price or operation.confirmed_price,
        offered_price=None,
    )
    _move(desk, operation, again, "asked for again")
    return Changes.of(Topic.OUTBOX)


def cancel_operation(desk: Desk, op_id: OperationId) -> Changes:
    """Take back what was not sent; Refused while its outcome is unknown, because it may have happened."""
    operation = known(desk, op_id)
    if not operation.state.active or operation.state in (*DOUBTFUL, OperationState.SENDING):
        raise Refused(
            "cannot_cancel",
            "This change was sent already; it cannot be taken back.",
            next_step="Wait until the server has confirmed it or not.",
        )
    _move(desk, operation, replace(operation, state=OperationState.CANCELLED), "taken back")
    return Changes.of(Topic.OUTBOX)


@dataclass(slots=True)
class _Halt:
    """Why the rest of a kind is not sent in this drain: a pause the server asks for, or a role without access."""

    paused: bool = False
    no_permission: str | None = None


def _drained(desk: Desk, kind: Kind, due: list[Operation], cancel: CancelToken) -> Iterator[Operation]:
    now = desk.clock.now()
    waits = [one for one in due if one.state is OperationState.WAITING and one.not_before and one.not_before > now]
    halt = _Halt(paused=kind.pauses_all and bool(waits))

    def work(operation: Operation) -> Operation:
        return _tried(desk, kind, operation, halt)

    if kind.workers == 1:
        for operation in due:
            cancel.check()
            yield work(operation)
        return
    for _operation, answer in fan_out(due, work, workers=kind.workers, cancel=cancel):
        if isinstance(answer, Exception):
            raise answer
        yield answer


def _tried(desk: Desk, kind: Kind, operation: Operation, halt: _Halt) -> Operation:
    """One that cannot be carried on now stays as it is and does not hold up the others, nor the sync."""
    try:
        return _carried_on(desk, kind, operation, halt)
    except (NeedsYou, Cancelled):
        raise
    except Problem as problem:
        if problem.code == "offline":
            raise
        _log.warning("outbox: %s", problem.code)
        return current(desk, operation)


def _carried_on(desk: Desk, kind: Kind, operation: Operation, halt: _Halt) -> Operation:
    if operation.state in DOUBTFUL or _may_turn_up(desk, kind, operation):
        operation = reconcile(desk, operation)
    ready = operation.not_before is None or operation.not_before <= desk.clock.now()
    if operation.state not in WAITING or not ready or halt.paused:
        return operation
    if halt.no_permission is not None:
        parked = replace(operation, state=OperationState.NEEDS_USER, last_error=halt.no_permission)
        return _moved(desk, operation, parked, "not sent: the role has no access")
    operation, problem = send(desk, operation)
    if problem is not None and problem.code == "no_permission":
        halt.no_permission = problem.message
    if problem is not None and problem.code == "rate_limited" and kind.pauses_all:
        halt.paused = True
    return operation


def _may_turn_up(desk: Desk, kind: Kind, operation: Operation) -> bool:
    """Given up on, and still worth a look: its effect may have landed late, or can be read by now."""
    if operation.state not in (OperationState.FAILED, OperationState.NEEDS_USER) or operation.last_sent_at is None:
        return False
    return kind.cost is not CostClass.FREE and desk.clock.now() - operation.last_sent_at <= _LATE


def _move(desk: Desk, before: Operation, after: Operation, note: str) -> None:
    try:
        with desk.mirror.write() as session:
            outbox.change(session, before, after, note, desk.clock.now())
    except LookupError as error:
        raise Refused(
            "not_waiting", "This change has just moved on.", next_step="See its state in Activity."
        ) from error


def _moved(desk: Desk, before: Operation, after: Operation, note: str) -> Operation:
    try:
        _move(desk, before, after, note)
    except Refused:
        return current(desk, before)
    return after
