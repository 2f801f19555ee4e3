"""Changing cars at the server through the outbox: fetch fresh readings now, let a car go."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import uuid4

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.outbox import Carried, OperationState, Wish
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.disconnect import disconnect_wish
from celliq_desktop.usecases.kinds.vehicle_sync import vehicle_sync_wish
from celliq_desktop.usecases.send_outbox import CarriedOut, carry_out


def fetch_vehicles(
    desk: Desk, ids: Sequence[VehicleId], *, progress: Progress, cancel: CancelToken
) -> tuple[Carried, Changes]:
    """Ask the server to fetch these cars' readings now; what cannot be asked now waits in the outbox."""
    return _carried(desk, ids, vehicle_sync_wish, progress, cancel)


def disconnect_vehicles(
    desk: Desk, ids: Sequence[VehicleId], *, progress: Progress, cancel: CancelToken
) -> tuple[Carried, Changes]:
    """Let these cars go; they stay in the fleet until the server has confirmed it."""
    return _carried(desk, ids, disconnect_wish, progress, cancel)


def _carried(
    desk: Desk,
    ids: Sequence[VehicleId],
    wish: Callable[[VehicleId], Wish],
    progress: Progress,
    cancel: CancelToken,
) -> tuple[Carried, Changes]:
    batch = uuid4().hex if len(ids) > 1 else None
    wishes = [replace(wish(one), batch_id=batch, seq=at) for at, one in enumerate(ids)]
    out = carry_out(desk, wishes, progress=progress, cancel=cancel)
    return _counted(out), out.changes


def _counted(out: CarriedOut) -> Carried:
    states = [operation.state for operation in out.operations]
    over = (OperationState.REJECTED, OperationState.FAILED, OperationState.CANCELLED)
    reasons = dict.fromkeys(one.last_error for one in out.operations if one.last_error)
    words = next(iter(reasons), None) or (out.problem.message if out.problem is not None else "")
    return Carried(
        done=states.count(OperationState.DONE),
        waiting=sum(state.active for state in states),
        refused=sum(state in over for state in states),
        reason=words,
    )
