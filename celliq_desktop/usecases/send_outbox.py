"""Drain the outbox: what is in doubt is checked first, what waits is sent, what needs a person waits for them."""

import logging
from dataclasses import replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import Cancelled, NeedsYou, Problem, Refused
from celliq_desktop.domain.syncing import OutboxCounts
from celliq_desktop.mirror import outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.operations import current, reconcile, recover, send

_log = logging.getLogger(__name__)

_DOUBTFUL = (OperationState.IN_DOUBT, OperationState.RECONCILING)
_WAITING = (OperationState.QUEUED, OperationState.WAITING)
_PERSON = (OperationState.NEEDS_USER, OperationState.NEEDS_PAYMENT)


def operations(desk: Desk) -> tuple[Operation, ...]:
    """Every operation, oldest first."""
    with desk.mirror.read() as session:
        return outbox.operations(session)


def send_outbox(desk: Desk, *, progress: Progress, cancel: CancelToken) -> tuple[OutboxCounts, Changes]:
    """Carry every active operation as far as it goes without a person."""
    recover(desk)
    due = [operation for operation in operations(desk) if operation.state.active]
    after: list[Operation] = []
    for number, operation in enumerate(due):
        cancel.check()
        progress(number, len(due), "changes")
        after.append(_tried(desk, operation))
    counts = OutboxCounts(
        sent=sum(operation.state is OperationState.DONE for operation in after),
        waiting=sum(operation.state in (*_DOUBTFUL, *_WAITING) for operation in after),
        needs_user=sum(operation.state in _PERSON for operation in after),
        failed=sum(operation.state in (OperationState.REJECTED, OperationState.FAILED) for operation in after),
    )
    changed = any(old.state is not new.state for old, new in zip(due, after, strict=True))
    return counts, Changes.of(Topic.OUTBOX, Topic.REPORTS) if changed else Changes()


def retry(desk: Desk, op_id: OperationId) -> Changes:
    """A person wants it sent again: it goes back into the queue; the next sync sends it."""
    operation = _known(desk, op_id)
    if operation.state not in _PERSON:
        raise Refused("not_waiting", "This change does not wait for you.", next_step="See its state in Activity.")
    _move(desk, operation, replace(operation, state=OperationState.QUEUED, not_before=None), "asked for again")
    return Changes.of(Topic.OUTBOX)


def cancel_operation(desk: Desk, op_id: OperationId) -> Changes:
    """Take back what was not sent; Refused while its outcome is unknown, because it may have happened."""
    operation = _known(desk, op_id)
    if not operation.state.active or operation.state in (*_DOUBTFUL, OperationState.SENDING):
        raise Refused(
            "cannot_cancel",
            "This change was sent already; it cannot be taken back.",
            next_step="Wait until the server has confirmed it or not.",
        )
    _move(desk, operation, replace(operation, state=OperationState.CANCELLED), "taken back")
    return Changes.of(Topic.OUTBOX)


def _move(desk: Desk, before: Operation, after: Operation, note: str) -> None:
    try:
        with desk.mirror.write() as session:
            outbox.change(session, before, after, note, desk.clock.now())
    except LookupError as error:
        raise Refused(
            "not_waiting", "This change has just moved on.", next_step="See its state in Activity."
        ) from error


def _tried(desk: Desk, operation: Operation) -> Operation:
    """One that cannot be carried on now stays as it is and does not hold up the others, nor the sync."""
    try:
        return _carried_on(desk, operation)
    except (NeedsYou, Cancelled):
        raise
    except Problem as problem:
        if problem.code == "offline":
            raise
        _log.warning("outbox: %s", problem.code)
        return current(desk, operation)


def _carried_on(desk: Desk, operation: Operation) -> Operation:
    if operation.state in _DOUBTFUL:
        return reconcile(desk, operation)
    ready = operation.not_before is None or operation.not_before <= desk.clock.now()
    return send(desk, operation)[0] if operation.state in _WAITING and ready else operation


def _known(desk: Desk, op_id: OperationId) -> Operation:
    with desk.mirror.read() as session:
        operation = outbox.operation(session, op_id)
    if operation is None:
        raise NeedsYou(
            "unknown_operation", f"There is no change {op_id}.", next_step="See “celliq-desktop outbox list”."
        )
    return operation
