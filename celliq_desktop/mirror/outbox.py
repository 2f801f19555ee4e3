"""What the person asked for, durable before any byte is sent; every change of state leaves a line behind.

At most one active operation per (kind, natural key) is kept by a partial unique index, so a double click, two windows
and a crash in between all end in the same row (research/reliability.md 4.2).
"""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, exc, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState
from celliq_desktop.mirror.rows import Row, stamp, unstamp, unstamp_known

_ACTIVE = tuple(state.value for state in OperationState if state.active)
_ACTIVE_SQL = "state IN (" + ", ".join(f"'{state}'" for state in _ACTIVE) + ")"
_STATES_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OperationState) + ")"


class _OperationRow(Row):
    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(text(_STATES_SQL), name="state"),
        Index("outbox_one_active", "kind", "natural_key", unique=True, sqlite_where=text(_ACTIVE_SQL)),
    )

    op_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    natural_key: Mapped[str]
    payload: Mapped[str]
    cost_class: Mapped[str]
    state: Mapped[str]
    created_at: Mapped[str]
    attempts: Mapped[int]
    pre_marker: Mapped[str | None]
    not_before: Mapped[str | None]
    last_sent_at: Mapped[str | None]
    settle_until: Mapped[str | None]
    result_ref: Mapped[str | None]
    checkout_url: Mapped[str | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]


class _EventRow(Row):
    __tablename__ = "outbox_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[str]
    at: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    note: Mapped[str]


_COLUMNS = (
    "op_id kind natural_key payload cost_class state created_at attempts pre_marker not_before last_sent_at"
    " settle_until result_ref checkout_url last_status last_error"
)
_SELECT = f"SELECT {_COLUMNS.replace(' ', ', ')} FROM outbox"


def enqueue(
    session: Session, *, kind: str, natural_key: str, payload: str, cost: CostClass, now: datetime
) -> tuple[Operation, bool]:
    """The active operation for this key: a new one (True), or the one that is under way already (False)."""
    op_id = OperationId(str(uuid.uuid4()))
    try:
        with session.begin_nested():
            session.connection().exec_driver_sql(
                "INSERT INTO outbox (op_id, kind, natural_key, payload, cost_class, state, created_at, attempts)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                (op_id, kind, natural_key, payload, cost.value, OperationState.QUEUED.value, stamp(now)),
            )
            _note(session, op_id, None, OperationState.QUEUED, "asked for", now)
    except exc.IntegrityError:
        known = active(session, kind, natural_key)
        if known is None:
            raise
        return known, False
    found = operation(session, op_id)
    if found is None:
        raise LookupError(op_id)
    return found, True


def active(session: Session, kind: str, natural_key: str) -> Operation | None:
    """The operation under way for this key."""
    where = f"WHERE kind = :kind AND natural_key = :key AND {_ACTIVE_SQL}"
    return next(iter(_read(session, where, {"kind": kind, "key": natural_key})), None)


def operation(session: Session, op_id: OperationId) -> Operation | None:
    """One operation."""
    return next(iter(_read(session, "WHERE op_id = :id", {"id": op_id})), None)


def operations(session: Session) -> tuple[Operation, ...]:
    """All, oldest first."""
    return _read(session, "ORDER BY created_at, op_id", {})


def latest(session: Session, kind: str, natural_key: str) -> Operation | None:
    """The newest operation for this key, whatever its state."""
    where = "WHERE kind = :kind AND natural_key = :key ORDER BY created_at DESC LIMIT 1"
    return next(iter(_read(session, where, {"kind": kind, "key": natural_key})), None)


def change(session: Session, before: Operation, after: Operation, note: str, now: datetime) -> None:
    """Write ``after`` over ``before`` with a line of history; LookupError when somebody else was faster."""
    result = session.connection().exec_driver_sql(
        "UPDATE outbox SET state = ?, attempts = ?, pre_marker = ?, not_before = ?, last_sent_at = ?, settle_until = ?,"
        " result_ref = ?, checkout_url = ?, last_status = ?, last_error = ? WHERE op_id = ? AND state = ?",
        (
            after.state.value,
            after.attempts,
            after.pre_marker,
            stamp(after.not_before),
            stamp(after.last_sent_at),
            stamp(after.settle_until),
            after.result_ref,
            after.checkout_url,
            after.last_status,
            after.last_error,
            before.op_id,
            before.state.value,
        ),
    )
    if result.rowcount != 1:
        raise LookupError(before.op_id)
    _note(session, before.op_id, before.state, after.state, note, now)


def history(session: Session, op_id: OperationId) -> tuple[tuple[datetime, str, str], ...]:
    """``(when, state, note)`` of every change, oldest first."""
    rows = session.execute(
        text("SELECT at, to_state, note FROM outbox_events WHERE op_id = :id ORDER BY id"), {"id": op_id}
    )
    return tuple((unstamp_known(row[0]), row[1], row[2]) for row in rows)


def _note(
    session: Session, op_id: str, before: OperationState | None, after: OperationState, note: str, now: datetime
) -> None:
    session.connection().exec_driver_sql(
        "INSERT INTO outbox_events (op_id, at, from_state, to_state, note) VALUES (?, ?, ?, ?, ?)",
        (op_id, stamp(now), before.value if before else None, after.value, note),
    )


def _read(session: Session, where: str, values: dict[str, object]) -> tuple[Operation, ...]:
    return tuple(
        Operation(
            op_id=OperationId(row.op_id),
            kind=row.kind,
            natural_key=row.natural_key,
            payload=row.payload,
            cost_class=CostClass(row.cost_class),
            state=OperationState(row.state),
            created_at=unstamp_known(row.created_at),
            attempts=row.attempts,
            pre_marker=row.pre_marker,
            not_before=unstamp(row.not_before),
            last_sent_at=unstamp(row.last_sent_at),
            settle_until=unstamp(row.settle_until),
            result_ref=row.result_ref,
            checkout_url=row.checkout_url,
            last_status=row.last_status,
            last_error=row.last_error,
        )
        for row in session.execute(text(f"{_SELECT} {where}"), values)
    )
