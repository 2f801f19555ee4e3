"""What the person asked for, durable before any byte is sent; every change of state leaves a line behind.

At most one active operation per (kind, natural key) is kept by a partial unique index, so a double click, two windows
and a crash in between all end in the same row (research/reliability.md 4.2).
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, exc, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import Batch, CostClass, Operation, OperationState, Wish, fingerprint
from celliq_desktop.mirror.rows import Row, stamp, unstamp, unstamp_known

_ACTIVE = tuple(state.value for state in OperationState if state.active)
_ACTIVE_SQL = "state IN (" + ", ".join(f"'{state}'" for state in _ACTIVE) + ")"
_STATES_SQL = "state IN (" + ", ".join(f"'{state.value}'" for state in OperationState) + ")"


class _OperationRow(Row):
    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(text(_STATES_SQL), name="state"),
        Index(
            "outbox_one_active",
            "kind",
            "natural_key",
            unique=True,
            sqlite_where=text(_ACTIVE_SQL),
            postgresql_where=text(_ACTIVE_SQL),
        ),
        Index(None, "batch_id"),
        Index(None, "state"),
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
    first_sent_at: Mapped[str | None]
    last_sent_at: Mapped[str | None]
    settle_until: Mapped[str | None]
    result_ref: Mapped[str | None]
    checkout_url: Mapped[str | None]
    last_status: Mapped[int | None]
    last_error: Mapped[str | None]
    batch_id: Mapped[str | None]
    seq: Mapped[int]
    payload_sha: Mapped[str]
    confirmed_price: Mapped[str | None]
    offered_price: Mapped[str | None]
    lease_owner: Mapped[str | None]
    epoch: Mapped[int]


class _EventRow(Row):
    __tablename__ = "outbox_events"
    __table_args__ = (Index(None, "op_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[str]
    at: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    note: Mapped[str]


_ASKED = (
    "op_id",
    "kind",
    "natural_key",
    "payload",
    "payload_sha",
    "cost_class",
    "created_at",
    "batch_id",
    "seq",
    "epoch",
)
"""Written once, with the wish; only ``amend`` touches a payload afterwards."""
_MOVED = (
    "state",
    "attempts",
    "pre_marker",
    "not_before",
    "first_sent_at",
    "last_sent_at",
    "settle_until",
    "result_ref",
    "checkout_url",
    "last_status",
    "last_error",
    "confirmed_price",
    "offered_price",
    "lease_owner",
)
"""Written by every change of state."""
_TIMES = frozenset({"not_before", "first_sent_at", "last_sent_at", "settle_until"})
_SELECT = f"SELECT {', '.join([*_ASKED, *_MOVED])} FROM outbox"
_INSERT = (
    f"INSERT INTO outbox ({', '.join(_ASKED)}, state, attempts, confirmed_price)"
    f" VALUES ({', '.join('?' * len(_ASKED))}, ?, 0, ?)"
)
_UPDATE = f"UPDATE outbox SET {', '.join(f'{name} = ?' for name in _MOVED)} WHERE op_id = ? AND state = ?"
_ORDER = "ORDER BY created_at, rowid"


def enqueue(session: Session, wish: Wish, now: datetime) -> tuple[Operation, bool]:
    """The active operation for this key: a new one (True), or the one that is under way already (False)."""
    op_id = OperationId(str(uuid.uuid4()))
    asked = (
        op_id,
        wish.kind,
        wish.natural_key,
        wish.payload,
        fingerprint(wish.payload),
        wish.cost_class.value,
        stamp(now),
        wish.batch_id,
        wish.seq,
        wish.epoch,
    )
    try:
        with session.begin_nested():
            session.connection().exec_driver_sql(_INSERT, (*asked, OperationState.QUEUED.value, wish.confirmed_price))
            _note(session, op_id, None, OperationState.QUEUED, "asked for", now)
    except exc.IntegrityError:
        known = active(session, wish.kind, wish.natural_key)
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
    return _read(session, _ORDER, {})


def operations_in(session: Session, states: Iterable[OperationState]) -> tuple[Operation, ...]:
    """Those in one of ``states``, oldest first."""
    wanted = ", ".join(f"'{state.value}'" for state in states)
    return _read(session, f"WHERE state IN ({wanted}) {_ORDER}", {})


def batch(session: Session, batch_id: str) -> tuple[Operation, ...]:
    """What was asked for together, in its order."""
    return _read(session, f"WHERE batch_id = :batch {_ORDER}", {"batch": batch_id})


def single_operations(session: Session, recent: int) -> tuple[Operation, ...]:
    """Those outside of batches: all that are active, and the ``recent`` newest of the others; oldest first."""
    over = _read(
        session,
        f"WHERE batch_id IS NULL AND NOT ({_ACTIVE_SQL}) ORDER BY created_at DESC, rowid DESC LIMIT :most",
        {"most": recent},
    )
    return (*reversed(over), *_read(session, f"WHERE batch_id IS NULL AND {_ACTIVE_SQL} {_ORDER}", {}))


def batches(session: Session) -> tuple[Batch, ...]:
    """Every batch with its counts, oldest first."""
    found: dict[str, Batch] = {}
    rows = session.execute(
        text(
            "SELECT batch_id, kind, state, count(*) AS number, min(created_at) AS created_at,"
            " min(CASE WHEN state IN ('queued', 'waiting') THEN not_before END) AS next_at,"
            f" max(CASE WHEN {_ACTIVE_SQL} THEN last_error END) AS reason"
            " FROM outbox WHERE batch_id IS NOT NULL GROUP BY batch_id, kind, state"
            " ORDER BY min(created_at), min(rowid)"
        )
    )
    for row in rows:
        before = found.get(row.batch_id) or Batch(row.batch_id, row.kind, unstamp_known(row.created_at), {})
        nexts = [one for one in (before.next_at, unstamp(row.next_at)) if one is not None]
        found[row.batch_id] = Batch(
            row.batch_id,
            row.kind,
            before.created_at,
            {**before.counts, OperationState(row.state): row.number},
            min(nexts, default=None),
            before.reason or row.reason,
        )
    return tuple(found.values())


def waiting_for(session: Session) -> dict[str, list[tuple[str, OperationState]]]:
    """``{natural key without its kind: [(kind, state), ...]}`` of everything under way: what views lay over mirrored
    rows."""
    found: dict[str, list[tuple[str, OperationState]]] = {}
    rows = session.execute(text(f"SELECT kind, natural_key, state FROM outbox WHERE {_ACTIVE_SQL} {_ORDER}"))
    for row in rows:
        subject = row.natural_key.removeprefix(f"{row.kind}:")
        found.setdefault(subject, []).append((row.kind, OperationState(row.state)))
    return found


def latest(session: Session, kind: str, natural_key: str) -> Operation | None:
    """The newest operation for this key, whatever its state."""
    where = "WHERE kind = :kind AND natural_key = :key ORDER BY created_at DESC, rowid DESC LIMIT 1"
    return next(iter(_read(session, where, {"kind": kind, "key": natural_key})), None)


def change(session: Session, before: Operation, after: Operation, note: str, now: datetime) -> None:
    """Write ``after`` over ``before`` with a line of history; LookupError when somebody else was faster."""
    values = tuple(_stored(name, getattr(after, name)) for name in _MOVED)
    result = session.connection().exec_driver_sql(_UPDATE, (*values, before.op_id, before.state.value))
    if result.rowcount != 1:
        raise LookupError(before.op_id)
    _note(session, before.op_id, before.state, after.state, note, now)


def amend(session: Session, before: Operation, payload: str, note: str, now: datetime) -> None:
    """Put another payload into an active operation; the state stays as it is, and the history says so."""
    session.connection().exec_driver_sql(
        "UPDATE outbox SET payload = ?, payload_sha = ? WHERE op_id = ?", (payload, fingerprint(payload), before.op_id)
    )
    _note(session, before.op_id, before.state, before.state, note, now)


def history(session: Session, op_id: OperationId) -> tuple[tuple[datetime, str, str], ...]:
    """``(when, state, note)`` of every change, oldest first."""
    rows = session.execute(
        text("SELECT at, to_state, note FROM outbox_events WHERE op_id = :id ORDER BY id"), {"id": op_id}
    )
    return tuple((unstamp_known(row[0]), row[1], row[2]) for row in rows)


def times_in(session: Session, op_id: OperationId, state: OperationState) -> int:
    """How often an operation has come into this state from another one."""
    found = session.execute(
        text(
            "SELECT count(*) FROM outbox_events WHERE op_id = :id AND to_state = :state"
            " AND (from_state IS NULL OR from_state <> to_state)"
        ),
        {"id": op_id, "state": state.value},
    )
    return int(found.scalar_one())


def _note(
    session: Session, op_id: str, before: OperationState | None, after: OperationState, note: str, now: datetime
) -> None:
    session.connection().exec_driver_sql(
        "INSERT INTO outbox_events (op_id, at, from_state, to_state, note) VALUES (?, ?, ?, ?, ?)",
        (op_id, stamp(now), before.value if before else None, after.value, note),
    )


def _stored(name: str, value: Any) -> Any:
    if name in _TIMES:
        return stamp(value)
    return value.value if isinstance(value, OperationState) else value


def _read(session: Session, where: str, values: dict[str, object]) -> tuple[Operation, ...]:
    return tuple(_operation(row) for row in session.execute(text(f"{_SELECT} {where}"), values))


def _operation(row: Any) -> Operation:
    known: dict[str, Any] = dict(row._mapping)
    known |= {name: unstamp(known[name]) for name in _TIMES}
    known |= {
        "created_at": unstamp_known(row.created_at),
        "state": OperationState(row.state),
        "cost_class": CostClass(row.cost_class),
    }
    return Operation(**known)
