"""Links between cars of other services and ours: local and precious, one for each remote car."""

import json

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.links import Link
from celliq_desktop.mirror import due
from celliq_desktop.mirror.due import Work
from celliq_desktop.mirror.rows import Row, stamp, unstamp_known


class _LinkRow(Row):
    __tablename__ = "links"
    __table_args__ = (Index(None, "vehicle_id"),)

    provider: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str] = mapped_column(primary_key=True)
    vehicle_id: Mapped[str]
    vin: Mapped[str]
    linked_by: Mapped[str]
    linked_at: Mapped[str]
    confidence: Mapped[float | None]
    evidence: Mapped[str]


_COLUMNS = "provider, remote_id, vehicle_id, vin, linked_by, linked_at, confidence, evidence"


def save(session: Session, link: Link) -> None:
    """Write a confirmed link; it takes the place of another one of the same remote car."""
    _touched(session, link.provider, link.remote_id)
    session.connection().exec_driver_sql(
        f"INSERT OR REPLACE INTO links ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            link.provider,
            link.remote_id,
            link.vehicle_id,
            link.vin,
            link.linked_by,
            stamp(link.linked_at),
            link.confidence,
            json.dumps(link.evidence, ensure_ascii=False),
        ),
    )
    due.mark(session, Work.ESTIMATE, (link.vehicle_id,))


def remove(session: Session, provider: str, remote_id: str) -> bool:
    """Undo a link; False when there is none."""
    _touched(session, provider, remote_id)
    result = session.connection().exec_driver_sql(
        "DELETE FROM links WHERE provider = ? AND remote_id = ?", (provider, remote_id)
    )
    return result.rowcount == 1


def links(session: Session) -> tuple[Link, ...]:
    """All, oldest first."""
    return _read(session, "ORDER BY linked_at, remote_id", {})


def link_of(session: Session, provider: str, remote_id: str) -> Link | None:
    """The link of one remote car."""
    where = "WHERE provider = :provider AND remote_id = :remote_id"
    return next(iter(_read(session, where, {"provider": provider, "remote_id": remote_id})), None)


def links_of_car(session: Session, vehicle_id: VehicleId) -> tuple[Link, ...]:
    """Everything that was linked to one of our cars, oldest first."""
    return _read(session, "WHERE vehicle_id = :id ORDER BY linked_at, remote_id", {"id": vehicle_id})


def _touched(session: Session, provider: str, remote_id: str) -> None:
    """The car that is linked so far loses what this remote car has seen of it."""
    before = link_of(session, provider, remote_id)
    if before is not None:
        due.mark(session, Work.ESTIMATE, (before.vehicle_id,))


def _read(session: Session, where: str, values: dict[str, str]) -> tuple[Link, ...]:
    return tuple(
        Link(
            provider=row.provider,
            remote_id=row.remote_id,
            vehicle_id=VehicleId(row.vehicle_id),
            vin=row.vin,
            linked_by=row.linked_by,
            linked_at=unstamp_known(row.linked_at),
            confidence=row.confidence,
            evidence=tuple(json.loads(row.evidence)),
        )
        for row in session.execute(text(f"SELECT {_COLUMNS} FROM links {where}"), values)
    )
