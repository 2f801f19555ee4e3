"""Many operations of one kind moved at once by a person: held back, let go, taken back; each leaves its line of
history."""

from datetime import datetime

from sqlalchemy.orm import Session

from celliq_desktop.domain.outbox import HELD, OperationState
from celliq_desktop.mirror.rows import stamp

_WAITING = f"('{OperationState.QUEUED.value}', '{OperationState.WAITING.value}')"


def hold(session: Session, kind: str, now: datetime) -> int:
    """Nothing of this kind that waits is sent before ``let_go``; how many are held."""
    return _moved(session, kind, OperationState.QUEUED, stamp(HELD), "held back by a person", now, held=False)


def let_go(session: Session, kind: str, now: datetime) -> int:
    """What ``hold`` held may be sent; how many."""
    return _moved(session, kind, OperationState.QUEUED, None, "let go by a person", now, held=True)


def take_back(session: Session, kind: str, now: datetime) -> int:
    """What waits is not sent at all, held or not; how many. What is under way ends by itself."""
    return _moved(session, kind, OperationState.CANCELLED, None, "taken back", now, held=None)


def _moved(
    session: Session,
    kind: str,
    state: OperationState,
    not_before: str | None,
    note: str,
    now: datetime,
    *,
    held: bool | None,
) -> int:
    where = f"kind = ? AND state IN {_WAITING}"
    if held is not None:
        where += f" AND COALESCE(not_before, '') {'>=' if held else '<'} '{stamp(HELD)}'"
    connection = session.connection()
    connection.exec_driver_sql(
        "INSERT INTO outbox_events (op_id, at, from_state, to_state, note)"
        f" SELECT op_id, ?, state, ?, ? FROM outbox WHERE {where}",
        (stamp(now), state.value, note, kind),
    )
    result = connection.exec_driver_sql(
        f"UPDATE outbox SET state = ?, not_before = ? WHERE {where}", (state.value, not_before, kind)
    )
    return result.rowcount
