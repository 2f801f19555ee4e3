"""Drain the outbox: what is in doubt is checked first, what waits is sent, what needs a person waits for them."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState, Wish
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import Cancelled, NeedsYou, Problem, Refused
from celliq_desktop.domain.syncing import OutboxCounts
from celliq_desktop.domain.text import N_
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.mirror import outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.import_sellers import queue_lists
from celliq_desktop.usecases.kinds.kind import Kind
from celliq_desktop.usecases.kinds.registry import KINDS, kind_named
from celliq_desktop.usecases.operations import DOUBTFUL, ask_all, current, known, reconcile, recover, send

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
    """Carry every active operation as far as it goes without a person; look once more for those that failed. What a
    confirmed list of sellers still lacks is queued first: a person said yes to it, and then the program ended."""
    recover(desk)
    queue_lists(desk, progress=progress, cancel=cancel)
    with desk.mirror.read() as session:
        due = outbox.operations_in(
            session, [state for state in OperationState if state.active or state is OperationState.FAILED]
        )
    before = {operation.op_id: operation.state for operation in due}
    _park_unknown(desk, due)
    after: list[Operation] = []
    for operation in drained(desk, due, cancel):
        progress(len(after), len(due), N_("changes"))
        after.append(operation)
    new = [one for one in after if one.state is not OperationState.FAILED or before[one.op_id] is not one.state]
    counts = OutboxCounts(
        sent=sum(operation.state is OperationState.DONE for operation in new),
        waiting=sum(operation.state in (*DOUBTFUL, *WAITING, OperationState.SENDING) for operation in new),
        needs_user=sum(operation.state in PERSON for operation in new),
        failed=sum(operation.state in (OperationState.REJECTED, OperationState.FAILED) for operation in new),
    )
    return counts, _changes(before, after)


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What became of wishes: their operations as they stand, in the order wished, and what stopped the sending."""

    operations: tuple[Operation, ...]
    problem: Problem | None
    changes: Changes


def carry_out(desk: Desk, wishes: Sequence[Wish], *, progress: Progress, cancel: CancelToken) -> CarriedOut:
    """Put wishes on the disk, all of them or none, then send what goes now. What does not is in the outbox and goes
    with the next sync; only a disk that cannot take the wishes raises."""
    asked = [operation for operation, _new in ask_all(desk, tuple(wishes))]
    return carry_on(desk, asked, progress=progress, cancel=cancel)


def carry_on(desk: Desk, asked: Sequence[Operation], *, progress: Progress, cancel: CancelToken) -> CarriedOut:
    """As ``carry_out``, for operations that are on the disk already."""
    before = {operation.op_id: operation.state for operation in asked}
    problem: Problem | None = None
    try:
        for done, operation in enumerate(drained(desk, asked, cancel)):
            progress(done + 1, len(asked), kind_named(operation.kind).title)
    except Problem as trouble:
        problem = trouble
    after = tuple(current(desk, operation) for operation in asked)
    return CarriedOut(after, problem, _changes(before, after) | Changes.of(Topic.OUTBOX))


def _changes(before: Mapping[OperationId, OperationState], after: Iterable[Operation]) -> Changes:
    topics: set[Topic] = set()
    for operation in after:
        if operation.state is not before[operation.op_id]:
            topics |= {Topic.OUTBOX, *kind_named(operation.kind).topics}
    return Changes(frozenset(topics))


def retry(desk: Desk, op_id: OperationId) -> Changes:
    """A person wants it sent, at the price the server asks now: it goes back into the queue with the same key; the
    next sync sends it."""
    operation = known(desk, op_id)
    if operation.state not in (*PERSON, *WAITING):
        raise Refused(
            "not_waiting", N_("This change does not wait for you."), next_step=N_("See its state in Activity.")
        )
    _move(desk, operation, wanted_again(operation), N_("asked for again"))
    return Changes.of(Topic.OUTBOX)


def wanted_again(operation: Operation) -> Operation:
    """As it stands after a person's word: at the front, at the price they were shown."""
    return replace(
        operation,
        state=OperationState.QUEUED,
        not_before=None,
        confirmed_price=operation.offered_price or operation.confirmed_price,
        offered_price=None,
    )


def cancel_operation(desk: Desk, op_id: OperationId) -> Changes:
    """Take back what was not sent; Refused while its outcome is unknown, because it may have happened."""
    operation = known(desk, op_id)
    if not operation.state.active or operation.state in (*DOUBTFUL, OperationState.SENDING):
        raise Refused(
            "cannot_cancel",
            N_("This change was sent already; it cannot be taken back."),
            next_step=N_("Wait until the server has confirmed it or not."),
        )
    _move(desk, operation, replace(operation, state=OperationState.CANCELLED), N_("taken back"))
    return Changes.of(Topic.OUTBOX)


@dataclass(slots=True)
class _Halt:
    """Why the rest of a kind is not sent in this drain: no network, a pause the server asks for, or a role without
    access."""

    paused: bool = False
    no_permission: str | None = None


def drained(desk: Desk, due: Sequence[Operation], cancel: CancelToken) -> Iterator[Operation]:
    """Kind by kind, as many at a time as the kind allows."""
    for kind in KINDS:
        mine = [operation for operation in due if operation.kind == kind.name]
        now = desk.clock.now()
        pauses = [
            one for one in mine if one.state is OperationState.WAITING and one.not_before and one.not_before > now
        ]
        work = partial(_tried, desk, kind, _Halt(paused=kind.pauses_all and bool(pauses)))
        if kind.workers == 1 or len(mine) < 2:
            for operation in mine:
                cancel.check()
                yield work(operation)
            continue
        for _operation, answer in fan_out(mine, work, workers=kind.workers, cancel=cancel):
            if isinstance(answer, Exception):
                raise answer
            yield answer


def _park_unknown(desk: Desk, due: Sequence[Operation]) -> None:
    """A kind this program does not know is never sent, and says so instead of waiting for ever."""
    words = N_("This program does not know this kind of change. Install the newest CellIQ Desktop.")
    names = {kind.name for kind in KINDS}
    for operation in due:
        if operation.kind not in names and operation.state in WAITING:
            parked = replace(operation, state=OperationState.NEEDS_USER, last_error=words)
            _moved(desk, operation, parked, N_("not known here"))


def _tried(desk: Desk, kind: Kind, halt: _Halt, operation: Operation) -> Operation:
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
        return _moved(desk, operation, parked, N_("not sent: the role has no access"))
    operation, problem = send(desk, operation)
    if problem is not None and problem.code == "signed_out":
        raise problem  # nobody else gets through either; all of it waits
    if problem is not None and problem.code == "no_permission":
        halt.no_permission = problem.message
    if problem is not None and problem.code in ("rate_limited", "offline") and kind.pauses_all:
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
            "not_waiting", N_("This change has just moved on."), next_step=N_("See its state in Activity.")
        ) from error


def _moved(desk: Desk, before: Operation, after: Operation, note: str) -> Operation:
    try:
        _move(desk, before, after, note)
    except Refused:
        return current(desk, before)
    return after
