"""The median charging power of each car, so that cars of one model can be compared without reading all samples."""

from array import array
from collections.abc import Iterable

from sqlalchemy import LargeBinary, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.curves import CurveBand
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.mirror.rows import Row


class _CarCurveRow(Row):
    __tablename__ = "car_curves"

    vehicle_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    sessions: Mapped[int]
    median_kw: Mapped[bytes] = mapped_column(LargeBinary)


def save(session: Session, curves: Iterable[tuple[VehicleId, tuple[CurveBand, ...]]]) -> None:
    """Replace the medians of these cars."""
    run = session.connection().exec_driver_sql
    for vehicle_id, bands in curves:
        run("DELETE FROM car_curves WHERE vehicle_id = ?", (vehicle_id,))
        for band in bands:
            run(
                "INSERT INTO car_curves (vehicle_id, kind, sessions, median_kw) VALUES (?, ?, ?, ?)",
                (vehicle_id, band.kind.value, band.sessions, band.median_kw.tobytes()),
            )


def forget(session: Session, vehicle_id: VehicleId) -> None:
    """This car has no charge left."""
    save(session, ((vehicle_id, ()),))


def of_model(session: Session, make: str, model: str, but: VehicleId) -> tuple[tuple[CurrentKind, "array[float]"], ...]:
    """Median power (kW on the grid 0, 1, ..., 100 % SoC, NaN where unknown) of the other cars of a model here."""
    rows = session.execute(
        text(
            "SELECT c.kind, c.median_kw FROM car_curves c JOIN vehicles v ON v.id = c.vehicle_id"
            " WHERE v.make = :make AND v.model = :model AND v.id != :but AND v.deleted_at IS NULL"
        ),
        {"make": make, "model": model, "but": but},
    )
    return tuple((CurrentKind(row.kind), array("d", row.median_kw)) for row in rows)
