"""The local estimate of each car, as the fleet shows it; recomputed from the samples whenever those change."""

from collections.abc import Iterable

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.mirror.rows import Row


class _EstimateRow(Row):
    __tablename__ = "estimates"
    __table_args__ = (Index(None, "algorithm"),)

    vehicle_id: Mapped[str] = mapped_column(primary_key=True)
    algorithm: Mapped[str]
    basis: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str | None]
    soh_percent: Mapped[float | None]
    soh_low_percent: Mapped[float | None]
    soh_high_percent: Mapped[float | None]
    grade: Mapped[str | None]
    sessions_used: Mapped[int]
    sessions_found: Mapped[int]
    dc_share_percent: Mapped[float | None]


def basis_of(session: Session, vehicle_id: VehicleId) -> str | None:
    """What the stored estimate of a car was computed from; None where it has none."""
    found = session.connection().exec_driver_sql("SELECT basis FROM estimates WHERE vehicle_id = ?", (vehicle_id,))
    return found.scalar()


def of_another_algorithm(session: Session, algorithm: str) -> bool:
    """Whether a living car's estimate was not computed by ``algorithm``."""
    found = session.connection().exec_driver_sql(
        # CROSS JOIN: from the few such estimates to their cars, not the other way round
        "SELECT 1 FROM estimates e CROSS JOIN vehicles v"
        " WHERE (e.algorithm < ? OR e.algorithm > ?) AND v.id = e.vehicle_id AND v.deleted_at IS NULL LIMIT 1",
        (algorithm, algorithm),
    )
    return found.first() is not None


def save(session: Session, estimates: Iterable[tuple[VehicleId, str, HealthEstimate, float | None]]) -> None:
    """``(car, basis, estimate, DC share in percent)``; ``basis`` names samples, baseline and algorithm."""
    rows = [
        (
            vehicle_id,
            found.algorithm,
            basis,
            found.status.value,
            found.reason,
            found.soh_percent.value if found.soh_percent else None,
            found.soh_percent.low if found.soh_percent else None,
            found.soh_percent.high if found.soh_percent else None,
            found.grade,
            len(found.used),
            len(found.sessions),
            dc_share,
        )
        for vehicle_id, basis, found, dc_share in estimates
    ]
    if rows:
        session.connection().exec_driver_sql(f"INSERT OR REPLACE INTO estimates VALUES ({', '.join('?' * 12)})", rows)


def forget(session: Session, vehicle_id: VehicleId) -> None:
    """No sample of this car is left to estimate from."""
    session.connection().exec_driver_sql("DELETE FROM estimates WHERE vehicle_id = ?", (vehicle_id,))
