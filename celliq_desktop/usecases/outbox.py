"""What stands in the outbox, as people look at it: single changes, batches with their counts, and the history of one;
and what a person may do with a whole batch."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Described, HistoryLine, Operation, OperationState, OutboxView
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import checkpoints, outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.registry import KINDS
from celliq_desktop.usecases.operations import known
from celliq_desktop.usecases.send_outbox import PERSON, WAITING, carry_on, retry, wanted_again
from celliq_desktop.usecases.sync_missing import LISTS

_RECENT = 200
"""Changes that are over and still listed; a batch counts as one."""


def outbox_view(desk: Desk) -> OutboxView:
    """Everything that waits, what ended lately, and the batches with their counts."""
    with desk.mirror.read() as session:
        return OutboxView(
            operations=_described(outbox.single_operations(session, _RECENT)),
            batches=outbox.batches(session),
            titles={kind.name: kind.title for kind in KINDS},
            held=checkpoints.held_back(session, LISTS),
        )


def batch_rows(desk: Desk, batch_id: str) -> tuple[Described, ...]:
    """Every row of one batch: first those that need somebody, then those that wait, then the others in their order."""
    with desk.mirror.read() as session:
        rows = outbox.batch(session, batch_id)
    return _described(sorted(rows, key=lambda row: (_urgency(row), row.seq)))


def history_of(desk: Desk, op_id: OperationId) -> tuple[HistoryLine, ...]:
    """Every step of one change, oldest first."""
    with desk.mirror.read() as session:
        return tuple(HistoryLine(*line) for line in outbox.history(session, op_id))


def continue_operation(desk: Desk, op_id: OperationId, *, progress: Progress, cancel: CancelToken) -> Changes:
    """A person wants it sent, now: "try again", "I have paid", "yes, at that price". Raises what stopped it; then it
    waits in the outbox with the same key."""
    changes = retry(desk, op_id)
    carried = carry_on(desk, (known(desk, op_id),), progress=progress, cancel=cancel)
    if carried.problem is not None:
        raise carried.problem
    return changes | carried.changes


def continue_batch(desk: Desk, batch_id: str, *, progress: Progress, cancel: CancelToken) -> Changes:
    """As ``continue_operation``, for every row of a batch that waits for somebody or for its turn."""
    return continue_rows(desk, _ids(desk, batch_id), progress=progress, cancel=cancel)


def continue_rows(desk: Desk, ids: Collection[OperationId], *, progress: Progress, cancel: CancelToken) -> Changes:
    """As ``continue_operation``, for those of ``ids`` that wait for somebody or for their turn; the others stay as they
    are."""
    with desk.mirror.write() as session:
        now = desk.clock.now()
        for row in _rows(session, ids):
            if row.state in PERSON or (row.state in WAITING and row.not_before is not None):
                outbox.change(session, row, wanted_again(row), N_("asked for again"), now)
    with desk.mirror.read() as session:
        rows = [row for row in _rows(session, ids) if row.state in WAITING]
    carried = carry_on(desk, rows, progress=progress, cancel=cancel)
    if carried.problem is not None:
        raise carried.problem
    return carried.changes


def cancel_batch(desk: Desk, batch_id: str) -> Changes:
    """Take back what was not sent; what is on its way, or may have arrived, finishes (research M7)."""
    return cancel_rows(desk, _ids(desk, batch_id))


def cancel_rows(desk: Desk, ids: Collection[OperationId]) -> Changes:
    """As ``cancel_batch``, for these."""
    with desk.mirror.write() as session:
        now = desk.clock.now()
        for row in _rows(session, ids):
            if row.state in (*WAITING, *PERSON):
                outbox.change(session, row, replace(row, state=OperationState.CANCELLED), N_("taken back"), now)
    return Changes.of(Topic.OUTBOX, Topic.INVITES)


def _ids(desk: Desk, batch_id: str) -> tuple[OperationId, ...]:
    with desk.mirror.read() as session:
        return tuple(row.op_id for row in outbox.batch(session, batch_id))


def _rows(session: Any, ids: Collection[OperationId]) -> tuple[Operation, ...]:
    """Those of ``ids`` that are active, oldest first."""
    wanted = frozenset(ids)
    active = outbox.operations_in(session, (*WAITING, *PERSON))
    return tuple(row for row in active if row.op_id in wanted)


def _described(operations: Iterable[Operation]) -> tuple[Described, ...]:
    """What each is about; one of a kind that this program does not know says nothing."""
    about = {kind.name: kind.about for kind in KINDS}
    return tuple(Described(one, about[one.kind](one) if one.kind in about else "") for one in operations)


def _urgency(row: Operation) -> int:
    if row.state in PERSON or row.state in (OperationState.REJECTED, OperationState.FAILED):
        return 0
    return 1 if row.state.active else 2
