"""When the outbox wants to go on by itself."""

from datetime import datetime

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.send_outbox import operations, send_outbox

_WAITING = (OperationState.QUEUED, OperationState.WAITING)
_DOUBTFUL = (OperationState.IN_DOUBT, OperationState.RECONCILING)


def outbox_due(desk: Desk) -> datetime | None:
    """The earliest moment at which a change goes on without a person; None when none does."""
    return min((due for one in operations(desk) if (due := _due(one)) is not None), default=None)


def drain(desk: Desk, progress: Progress, cancel: CancelToken) -> Changes:
    """Send what is due, as at the beginning of a sync."""
    return send_outbox(desk, progress=progress, cancel=cancel)[1]


def _due(operation: Operation) -> datetime | None:
    if operation.state in _WAITING:
        return operation.not_before or operation.created_at
    if operation.state in _DOUBTFUL:
        return operation.settle_until or operation.created_at
    return None
