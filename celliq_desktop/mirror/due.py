"""Which cars a sync has work with, found where the rows lie: the cost of a sync grows with what changed, not with the
fleet (design/performance.md "delta sync")."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from celliq_desktop.domain.ids import VehicleId

_MARKER = "coalesce(v.last_sync_at, '') || '|' || coalesce(v.readings_count, '') || '|' || coalesce(v.updated_at, '')"
"""What the server's list says that changes whenever a car has new readings."""


def with_news(session: Session, *, everything: bool) -> tuple[tuple[VehicleId, str], ...]:
    """``(car, marker)`` of each car that may have readings we lack, by VIN; ``everything``: of each that has any."""
    rows = session.execute(
        text(
            f"SELECT v.id, {_MARKER} AS marker FROM vehicles v LEFT JOIN reading_progress p ON p.vehicle_id = v.id"
            " WHERE v.deleted_at IS NULL AND v.status_raw <> 'pending' AND coalesce(v.readings_count, 1) <> 0"
            f" AND (:everything OR p.marker IS NULL OR p.marker <> {_MARKER}) ORDER BY v.vin"
        ),
        {"everything": everything},
    )
    return tuple((VehicleId(row[0]), row[1]) for row in rows)


def any_readings(session: Session) -> bool:
    """Whether the mirror holds any reading at all."""
    return session.execute(text("SELECT 1 FROM reading_progress WHERE stored > 0 LIMIT 1")).first() is not None
