"""What stands in the outbox, as people look at it: single changes, batches with their counts, and the history of one;
and what a person may do with a whole batch."""

from dataclasses import replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import HistoryLine, Operation, OperationState, OutboxView
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.mirror import outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.registry import KINDS
from celliq_desktop.usecases.operations import known
from celliq_desktop.usecases.send_outbox import PERSON, WAITING, carry_on, retry, wanted_again

_RECENT = 200
"""Changes that are over and still listed; a batch counts as one."""
_ROWS = 200
"""Rows of an opened batch, those first that need somebody."""


def outbox_view(desk: Desk) -> OutboxView:
    """Everything that waits, what ended lately, and the batches with their counts."""
    with desk.mirror.read() as session:
        return OutboxView(
            operations=outbox.single_operations(session, _RECENT),
            batches=outbox.batches(session),
            titles={kind.name: kind.title for kind in KINDS},
        )


def batch_rows(desk: Desk, batch_id: str) -> tuple[Operation, ...]:
    """Rows of one batch: first those that need somebody, then those that wait, then the others in their order."""
    with desk.mirror.read() as session:
        rows = outbox.batch(session, batch_id)
    return tuple(sorted(rows, key=lambda row: (_urgency(row), row.seq))[:_ROWS])


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
    with desk.mirror.write() as session:
        now = desk.clock.now()
        for row in outbox.batch(session, batch_id):
            if row.state in PERSON:
                outbox.change(session, row, wanted_again(row), "asked for again with its batch", now)
    with desk.mirror.read() as session:
        rows = [row for row in outbox.batch(session, batch_id) if row.state in WAITING]
    carried = carry_on(desk, rows, progress=progress, cancel=cancel)
    if carried.problem is not None:
        raise carried.problem
    return carried.changes


def cancel_batch(desk: Desk, batch_id: str) -> Changes:
    """Take back what was not sent; what is on its way, or may have arrived, finishes (research M7)."""
    with desk.mirror.write() as session:
        now = desk.clock.now()
        for row in outbox.batch(session, batch_id):
            if row.state in (*WAITING, *PERSON):
                outbox.change(session, row, replace(row, state=OperationState.CANCELLED), "taken back", now)
    return Changes.of(Topic.OUTBOX)


def _urgency(row: Operation) -> int:
    if row.state in PERSON or row.state in (OperationState.REJECTED, OperationState.FAILED):
        return 0
    return 1 if row.state.active else 2
