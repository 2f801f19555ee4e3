"""Cars, as the server lists them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import DealerId, ReportId, VehicleId
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus
from celliq_desktop.mirror import due, forgotten
from celliq_desktop.mirror.due import Work
from celliq_desktop.mirror.rows import Row, living_index, stamp, unstamp
from celliq_desktop.mirror.swept import SweptTable, Upserted


class _VehicleRow(Row):
    __tablename__ = "vehicles"
    __table_args__ = (
        Index(None, "vin"),
        living_index("generation"),
        living_index("updated_at"),
        living_index("make", "model"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    vin: Mapped[str]
    make: Mapped[str]
    model: Mapped[str]
    year: Mapped[int]
    trim: Mapped[str | None]
    status_raw: Mapped[str]
    odometer_km: Mapped[float | None]
    soc_percent: Mapped[float | None]
    soh_percent: Mapped[float | None]
    range_km: Mapped[float | None]
    nominal_capacity_kwh: Mapped[float | None]
    readings_count: Mapped[int | None]
    connected_at: Mapped[str | None]
    last_sync_at: Mapped[str | None]
    seller_email: Mapped[str | None]
    latest_report_id: Mapped[str | None]
    dealer_id: Mapped[str | None]
    created_at: Mapped[str | None]
    updated_at: Mapped[str | None]
    raw: Mapped[str]
    generation: Mapped[int]
    deleted_at: Mapped[str | None]


_AT_ONCE = 500
"""Ids a question; SQLite takes some thousands."""
_COLUMNS = [
    "id",
    "vin",
    "make",
    "model",
    "year",
    "trim",
    "status_raw",
    "odometer_km",
    "soc_percent",
    "soh_percent",
    "range_km",
    "nominal_capacity_kwh",
    "readings_count",
    "connected_at",
    "last_sync_at",
    "seller_email",
    "latest_report_id",
    "dealer_id",
    "created_at",
    "updated_at",
    "raw",
]


def vehicle(session: Session, vehicle_id: VehicleId, *, also_gone: bool = False) -> Vehicle | None:
    """One living car; with ``also_gone`` one that was sold and left the fleet, too."""
    where = "WHERE id = :id" if also_gone else "WHERE id = :id AND deleted_at IS NULL"
    return next(iter(_read(session, where, {"id": vehicle_id})), None)


def vehicle_by_vin(session: Session, vin: str) -> Vehicle | None:
    """The living car with this VIN; the newest where the server has several."""
    found = _read(session, "WHERE vin = :vin AND deleted_at IS NULL ORDER BY updated_at DESC LIMIT 1", {"vin": vin})
    return next(iter(found), None)


def vehicles(session: Session) -> tuple[Vehicle, ...]:
    """Every living car, by VIN."""
    return tuple(_read(session, "WHERE deleted_at IS NULL ORDER BY vin", {}))


def with_ids(session: Session, ids: Sequence[VehicleId]) -> tuple[Vehicle, ...]:
    """These cars in this order; one that does not live is left out."""
    found: dict[str, Vehicle] = {}
    for start in range(0, len(ids), _AT_ONCE):
        few = ids[start : start + _AT_ONCE]
        names = [f"id{at}" for at in range(len(few))]
        where = f"WHERE deleted_at IS NULL AND id IN ({', '.join(f':{name}' for name in names)})"
        found |= {one.id: one for one in _read(session, where, dict(zip(names, few, strict=True)))}
    return tuple(found[one] for one in ids if one in found)


def _values(item: Vehicle) -> tuple[object, ...]:
    return (
        item.id,
        item.vin,
        item.make,
        item.model,
        item.year,
        item.trim,
        item.status_raw,
        item.odometer_km,
        item.soc_percent,
        item.soh_percent,
        item.range_km,
        item.nominal_capacity_kwh,
        item.readings_count,
        stamp(item.connected_at),
        stamp(item.last_sync_at),
        item.seller_email,
        item.latest_report_id,
        item.dealer_id,
        stamp(item.created_at),
        stamp(item.updated_at),
        item.raw,
    )


def _written(session: Session, ids: Sequence[str]) -> None:
    for work in Work:
        due.mark(session, work, ids)


SWEPT: SweptTable[Vehicle] = SweptTable("vehicles", _COLUMNS, _values, cleaned=forgotten.cleaned, written=_written)
"""The sweep's view of the table."""


def upsert(session: Session, items: Sequence[Vehicle], generation: int) -> Upserted:
    """Take cars over, as ``SweptTable.upsert``."""
    return SWEPT.upsert(session, items, generation)


def living(session: Session) -> int:
    """How many cars live."""
    return SWEPT.living(session)


def confirm_gone(session: Session, ids: Iterable[VehicleId], now: datetime) -> None:
    """These are gone, as ``SweptTable.confirm_gone``."""
    SWEPT.confirm_gone(session, ids, now)


def _read(session: Session, where: str, values: dict[str, object]) -> Iterable[Vehicle]:
    rows = session.execute(text(f"SELECT {', '.join(_COLUMNS)} FROM vehicles {where}"), values)
    return [
        Vehicle(
            id=VehicleId(row.id),
            vin=row.vin,
            make=row.make,
            model=row.model,
            year=row.year,
            trim=row.trim,
            status=VehicleStatus.read(row.status_raw),
            status_raw=row.status_raw,
            odometer_km=row.odometer_km,
            soc_percent=row.soc_percent,
            soh_percent=row.soh_percent,
            range_km=row.range_km,
            nominal_capacity_kwh=row.nominal_capacity_kwh,
            readings_count=row.readings_count,
            connected_at=unstamp(row.connected_at),
            last_sync_at=unstamp(row.last_sync_at),
            seller_email=row.seller_email,
            latest_report_id=ReportId(row.latest_report_id) if row.latest_report_id else None,
            dealer_id=DealerId(row.dealer_id) if row.dealer_id else None,
            created_at=unstamp(row.created_at),
            updated_at=unstamp(row.updated_at),
            raw=row.raw,
        )
        for row in rows
    ]
