"""Charging sessions as the service told them last; energy and money are decimal text, never floats."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.charging import PROVIDER, ChargingId, ChargingSession, Cost, Prices, Station
from celliq_desktop.mirror import due
from celliq_desktop.mirror.rows import Row, stamp, unstamp

_COST_TEXTS = frozenset({"currency", "view_url", "download_url"})
_PRICE_PLAIN = frozenset({"currency", "blocking_fee", "grace_minutes"})


class _SessionRow(Row):
    __tablename__ = "charging_sessions"
    __table_args__ = (Index(None, "started_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    evse_id: Mapped[str]
    active: Mapped[bool]
    started_at: Mapped[str | None]
    ended_at: Mapped[str | None]
    duration_s: Mapped[int | None]
    energy_kwh: Mapped[str | None]
    rating: Mapped[int | None]
    station: Mapped[str]
    prices: Mapped[str]
    cost: Mapped[str | None]
    raw: Mapped[str]


def sessions(session: Session) -> tuple[ChargingSession, ...]:
    """All, newest first."""
    rows = session.execute(text("SELECT * FROM charging_sessions ORDER BY started_at IS NOT NULL, started_at DESC, id"))
    return tuple(_session(row) for row in rows)


def open_sessions(session: Session) -> tuple[ChargingSession, ...]:
    """Those without a final record, newest first."""
    return tuple(one for one in sessions(session) if not one.final)


def charging_session(session: Session, session_id: ChargingId) -> ChargingSession | None:
    """One session; None when it was never seen."""
    row = session.execute(text("SELECT * FROM charging_sessions WHERE id = :id"), {"id": session_id}).first()
    return None if row is None else _session(row)


def upsert(session: Session, found: Iterable[ChargingSession]) -> tuple[int, int]:
    """Take over what was read; ``(new, changed)``. A row that is final never becomes unfinished again by an answer
    that was late; a correction of the bill is taken. A linked car's estimate may change with it."""
    new = changed = 0
    for one in found:
        before = charging_session(session, one.id)
        if before == one or (before is not None and before.final and not one.final):
            continue
        new, changed = new + (before is None), changed + (before is not None)
        linked = session.execute(
            text("SELECT vehicle_id FROM links WHERE provider = :service AND remote_id = :id"),
            {"service": PROVIDER, "id": one.id},
        )
        due.mark(session, due.Work.ESTIMATE, [row[0] for row in linked])
        session.connection().exec_driver_sql(
            f"INSERT OR REPLACE INTO charging_sessions VALUES ({', '.join('?' * 12)})",
            (
                one.id,
                one.evse_id,
                one.active,
                stamp(one.started_at),
                stamp(one.ended_at),
                one.duration_s,
                None if one.energy_kwh is None else str(one.energy_kwh),
                one.rating,
                _text(one.station),
                _text(one.prices),
                None if one.cost is None else _text(one.cost),
                one.raw,
            ),
        )
    return new, changed


def _text(part: Station | Prices | Cost) -> str:
    known = {name: value for name, value in asdict(part).items() if value is not None}
    return json.dumps(known, default=str, ensure_ascii=False, separators=(",", ":"))


def _decimals(kept: str, plain: frozenset[str]) -> dict[str, Any]:
    return {name: value if name in plain else Decimal(value) for name, value in json.loads(kept).items()}


def _session(row: Any) -> ChargingSession:
    return ChargingSession(
        id=ChargingId(row.id),
        evse_id=row.evse_id,
        active=bool(row.active),
        started_at=unstamp(row.started_at),
        ended_at=unstamp(row.ended_at),
        duration_s=row.duration_s,
        energy_kwh=None if row.energy_kwh is None else Decimal(row.energy_kwh),
        rating=row.rating,
        station=Station(**json.loads(row.station)),
        prices=Prices(**_decimals(row.prices, _PRICE_PLAIN)),
        cost=None if row.cost is None else Cost(**_decimals(row.cost, _COST_TEXTS)),
        raw=row.raw,
    )
