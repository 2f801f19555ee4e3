"""Seller lists as they were confirmed, and who was invited: precious, for nobody else remembers whom this desk mailed.

An invite is one car and one address; its newest operation in the outbox says where it stands, the fleet whether the
car is there now.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.invites import Invite, InviteState, SellerList
from celliq_desktop.domain.outbox import HELD, OperationState
from celliq_desktop.domain.sellers import JudgedList, RowVerdict, SellerRow
from celliq_desktop.mirror.rows import Row, stamp, unstamp, unstamp_known


class _ListRow(Row):
    __tablename__ = "seller_lists"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[str]
    created_by: Mapped[str]
    queued: Mapped[int]


class _SellerRow(Row):
    __tablename__ = "seller_rows"

    list_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    vin: Mapped[str]
    seller_email: Mapped[str]
    verdict: Mapped[str]
    reason: Mapped[str]
    invite_key: Mapped[str | None]


class _InviteRow(Row):
    __tablename__ = "invites"
    __table_args__ = (Index(None, "vin"), Index(None, "op_id"))

    key: Mapped[str] = mapped_column(primary_key=True)
    vin: Mapped[str]
    seller_email: Mapped[str]
    asked_at: Mapped[str]
    asked_by: Mapped[str]
    list_id: Mapped[str | None]
    op_id: Mapped[str]
    mails: Mapped[int]
    answer: Mapped[str | None]
    first_sent_at: Mapped[str | None]
    last_sent_at: Mapped[str | None]
    server_ref: Mapped[str | None]
    expires_at: Mapped[str | None]


_SELECT = """
SELECT i.*, o.state, o.not_before, o.last_error, l.name AS list_name,
       (SELECT v.id FROM vehicles v WHERE v.vin = i.vin AND v.deleted_at IS NULL
        ORDER BY v.status_raw = 'pending', v.updated_at DESC LIMIT 1) AS vehicle_id,
       (SELECT v.status_raw FROM vehicles v WHERE v.vin = i.vin AND v.deleted_at IS NULL
        ORDER BY v.status_raw = 'pending', v.updated_at DESC LIMIT 1) AS vehicle_status
FROM invites i
LEFT JOIN outbox o ON o.op_id = i.op_id
LEFT JOIN seller_lists l ON l.id = i.list_id
"""
_HELD = stamp(HELD) or ""
_UNDER_WAY = {
    OperationState.QUEUED: InviteState.WAITING,
    OperationState.WAITING: InviteState.WAITING,
    OperationState.SENDING: InviteState.SENDING,
    OperationState.IN_DOUBT: InviteState.CHECKING,
    OperationState.RECONCILING: InviteState.CHECKING,
    OperationState.NEEDS_USER: InviteState.NEEDS_YOU,
    OperationState.NEEDS_PAYMENT: InviteState.NEEDS_YOU,
}


def stage(session: Session, list_id: str, judged: JudgedList, keys: Mapping[int, str], by: str, now: datetime) -> None:
    """Keep a confirmed list, every row with its verdict; ``keys`` are the invites of the rows that are to be sent, by
    row number."""
    connection = session.connection()
    connection.exec_driver_sql(
        "INSERT INTO seller_lists (id, name, created_at, created_by, queued) VALUES (?, ?, ?, ?, 0)",
        (list_id, judged.name, stamp(now), by),
    )
    connection.exec_driver_sql(
        "INSERT INTO seller_rows (list_id, number, vin, seller_email, verdict, reason, invite_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (list_id, row.number, row.vin, row.email, row.verdict.value, row.reason, keys.get(row.number))
            for row in judged.rows
        ],
    )


def not_queued(session: Session, list_id: str, most: int) -> tuple[SellerRow, ...]:
    """The next rows of a staged list that have no operation yet, in their order."""
    found = session.execute(
        text(
            "SELECT r.number, r.vin, r.seller_email, r.verdict, r.reason FROM seller_rows r"
            " LEFT JOIN invites i ON i.key = r.invite_key AND i.list_id = r.list_id"
            " WHERE r.list_id = :id AND r.verdict IN ('ready', 'look') AND i.key IS NULL AND r.invite_key IS NOT NULL"
            " ORDER BY r.number LIMIT :most"
        ),
        {"id": list_id, "most": most},
    )
    return tuple(SellerRow(row[0], row[1], row[2], RowVerdict(row[3]), row[4]) for row in found)


def keep(
    session: Session, invites: Iterable[tuple[str, str, str, str, str | None, OperationId]], now: datetime
) -> None:
    """Note that these are asked for: ``(key, vin, e-mail, by whom, list, operation)``. One that was asked for before
    keeps its history and gets the new operation and list."""
    session.connection().exec_driver_sql(
        "INSERT INTO invites (key, vin, seller_email, asked_at, asked_by, list_id, op_id, mails)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (key) DO UPDATE SET op_id = excluded.op_id,"
        " list_id = excluded.list_id, asked_at = excluded.asked_at, asked_by = excluded.asked_by",
        [(key, vin, email, stamp(now), by, list_id, op_id) for key, vin, email, by, list_id, op_id in invites],
    )


def all_queued(session: Session, list_id: str) -> None:
    """Every row of this list that is to be sent has its operation."""
    session.connection().exec_driver_sql("UPDATE seller_lists SET queued = 1 WHERE id = ?", (list_id,))


def answered(
    session: Session, key: str, answer: str, *, mailed: bool, at: datetime, ref: str | None, expires_at: datetime | None
) -> None:
    """What the server said to an invite: ``sent``, ``already`` or ``found``. ``mailed``: the seller got an e-mail."""
    session.connection().exec_driver_sql(
        "UPDATE invites SET answer = CASE WHEN answer = 'sent' THEN answer ELSE ? END, mails = mails + ?,"
        " first_sent_at = COALESCE(first_sent_at, ?), last_sent_at = CASE WHEN ? = 1 THEN ? ELSE last_sent_at END,"
        " server_ref = COALESCE(?, server_ref), expires_at = COALESCE(?, expires_at) WHERE key = ?",
        (answer, int(mailed), stamp(at), int(mailed), stamp(at), ref, stamp(expires_at), key),
    )


def invites(session: Session, now: datetime) -> tuple[Invite, ...]:
    """Everybody who was invited, newest first."""
    return _read(session, "ORDER BY i.asked_at DESC, i.key", {}, now)


def invites_of(session: Session, list_id: str, now: datetime) -> tuple[Invite, ...]:
    """The invites of one list."""
    return _read(session, "WHERE i.list_id = :id ORDER BY i.key", {"id": list_id}, now)


def invite(session: Session, key: str, now: datetime) -> Invite | None:
    """One invite."""
    return next(iter(_read(session, "WHERE i.key = :key", {"key": key}, now)), None)


def witness(session: Session, other_than: str, since: datetime) -> tuple[str, str] | None:
    """``(vin, e-mail)`` of the newest invite that the server confirmed in so many words since ``since``: if its lists
    show that one, they show invites."""
    row = session.execute(
        text(
            "SELECT vin, seller_email FROM invites WHERE answer = 'sent' AND key <> :key AND last_sent_at >= :since"
            " ORDER BY last_sent_at DESC LIMIT 1"
        ),
        {"key": other_than, "since": stamp(since)},
    ).first()
    return (row[0], row[1]) if row is not None else None


def lists(session: Session) -> tuple[SellerList, ...]:
    """Every confirmed list, newest first."""
    rows = session.execute(
        text(
            "SELECT l.*, (SELECT count(*) FROM seller_rows r WHERE r.list_id = l.id) AS size"
            " FROM seller_lists l ORDER BY l.created_at DESC"
        )
    )
    return tuple(
        SellerList(
            id=row.id,
            name=row.name,
            created_at=unstamp_known(row.created_at),
            created_by=row.created_by,
            rows=row.size,
            queued=bool(row.queued),
        )
        for row in rows
    )


def rows_of(session: Session, list_id: str) -> tuple[tuple[SellerRow, str | None], ...]:
    """Every row of a list as it was judged when it was confirmed, with the key of its invite."""
    found = session.execute(
        text(
            "SELECT number, vin, seller_email, verdict, reason, invite_key FROM seller_rows"
            " WHERE list_id = :id ORDER BY number"
        ),
        {"id": list_id},
    )
    return tuple((SellerRow(row[0], row[1], row[2], RowVerdict(row[3]), row[4]), row[5]) for row in found)


def forget(session: Session, seller_email: str) -> int:
    """Remove a seller from lists and invites; how many rows went."""
    gone = 0
    for table in ("seller_rows", "invites"):
        result = session.connection().exec_driver_sql(
            f"DELETE FROM {table} WHERE lower(seller_email) = lower(?)", (seller_email,)
        )
        gone += result.rowcount
    return gone


def connected_vins(session: Session) -> dict[str, tuple[str, str]]:
    """``(status, seller's e-mail or empty)`` of every living car by VIN; a connected one wins over a pending one."""
    rows = session.execute(
        text(
            "SELECT vin, status_raw, COALESCE(seller_email, '') FROM vehicles WHERE deleted_at IS NULL"
            " ORDER BY status_raw <> 'pending'"
        )
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _read(session: Session, where: str, values: dict[str, object], now: datetime) -> tuple[Invite, ...]:
    return tuple(_invite(row, now) for row in session.execute(text(f"{_SELECT} {where}"), values))


def _invite(row: Any, now: datetime) -> Invite:
    expires_at = unstamp(row.expires_at)
    state = _state_of(row, expires_at, now)
    return Invite(
        key=row.key,
        vin=row.vin,
        seller_email=row.seller_email,
        state=state,
        asked_at=unstamp_known(row.asked_at),
        asked_by=row.asked_by,
        op_id=OperationId(row.op_id),
        mails=row.mails,
        first_sent_at=unstamp(row.first_sent_at),
        last_sent_at=unstamp(row.last_sent_at),
        expires_at=expires_at,
        reason=row.last_error or "",
        list_id=row.list_id,
        list_name=row.list_name or "",
        vehicle_id=VehicleId(row.vehicle_id) if row.vehicle_id else None,
    )


def _state_of(row: Any, expires_at: datetime | None, now: datetime) -> InviteState:
    operation = OperationState(row.state) if row.state else OperationState.DONE
    if row.vehicle_id and row.vehicle_status != "pending":
        return InviteState.CONNECTED
    if operation.active:
        held = row.not_before is not None and row.not_before >= _HELD
        return InviteState.PAUSED if held else _UNDER_WAY[operation]
    if row.answer is None:
        return InviteState.CANCELLED if operation is OperationState.CANCELLED else InviteState.REFUSED
    if expires_at is not None and expires_at <= now:
        return InviteState.EXPIRED
    return InviteState.ALREADY if row.answer == "already" else InviteState.SENT


def counts(found: Sequence[Invite]) -> dict[InviteState, int]:
    """Invites by state."""
    result: dict[InviteState, int] = {}
    for one in found:
        result[one.state] = result.get(one.state, 0) + 1
    return result
