"""Cars of other services and the errors those met; their telemetry lies in ``readings`` under a key of its own."""

import json
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.remote_vehicles import ErrorLog, Integration, RemoteId, RemoteVehicle
from celliq_desktop.mirror.rows import Row, stamp, unstamp_known


class _RemoteVehicleRow(Row):
    __tablename__ = "remote_vehicles"

    provider: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str] = mapped_column(primary_key=True)
    integration_raw: Mapped[str]
    make: Mapped[str | None]
    model: Mapped[str | None]
    trim: Mapped[str | None]
    description: Mapped[str | None]
    battery_kwh: Mapped[float | None]
    charge_limit_percent: Mapped[float | None]
    smart_charging: Mapped[bool | None]
    latest_key: Mapped[str | None]
    raw: Mapped[str]


class _RemoteErrorRow(Row):
    __tablename__ = "remote_errors"

    provider: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    logged_at: Mapped[str]
    status_code: Mapped[int | None]
    error_code: Mapped[str | None]
    error_type: Mapped[str | None]
    command: Mapped[str | None]
    detail: Mapped[str | None]
    raw: Mapped[str]


_COLUMNS = (
    "remote_id integration_raw make model trim description battery_kwh charge_limit_percent"
    " smart_charging latest_key raw"
)


def telemetry_key(provider: str, remote_id: str) -> VehicleId:
    """Under which a remote car's samples lie in ``readings``: no id of a car of ours looks like it."""
    return VehicleId(f"{provider}:{remote_id}")


def upsert(session: Session, provider: str, cars: Iterable[RemoteVehicle]) -> tuple[int, int]:
    """Take cars over; ``(added, updated)``."""
    known = {
        row[0]: row[1]
        for row in session.execute(
            text("SELECT remote_id, raw FROM remote_vehicles WHERE provider = :provider"), {"provider": provider}
        )
    }
    changed = [car for car in cars if known.get(car.id) != car.raw]
    marks = ", ".join("?" * (len(_COLUMNS.split()) + 1))
    for car in changed:
        session.connection().exec_driver_sql(
            f"INSERT OR REPLACE INTO remote_vehicles (provider, {_COLUMNS.replace(' ', ', ')}) VALUES ({marks})",
            (
                provider,
                car.id,
                car.integration_raw,
                car.make,
                car.model,
                car.trim,
                car.description,
                car.battery_kwh,
                car.charge_limit_percent,
                car.smart_charging,
                car.latest_key,
                car.raw,
            ),
        )
    added = sum(car.id not in known for car in changed)
    return added, len(changed) - added


def remove(session: Session, provider: str, remote_id: RemoteId) -> None:
    """The service confirmed that it no longer has the car; its samples stay with the car they were linked to."""
    for table in ("remote_vehicles", "remote_errors"):
        session.connection().exec_driver_sql(
            f"DELETE FROM {table} WHERE provider = ? AND remote_id = ?", (provider, remote_id)
        )


def remote_vehicles(session: Session, provider: str) -> tuple[RemoteVehicle, ...]:
    """Every car of a service, by name."""
    found = _read(session, "WHERE provider = :provider", {"provider": provider})
    return tuple(sorted(found, key=lambda car: (car.title.lower(), car.id)))


def remote_vehicle(session: Session, provider: str, remote_id: str) -> RemoteVehicle | None:
    """One car."""
    where = "WHERE provider = :provider AND remote_id = :remote_id"
    return next(iter(_read(session, where, {"provider": provider, "remote_id": remote_id})), None)


def save_errors(session: Session, provider: str, remote_id: RemoteId, logs: Iterable[ErrorLog]) -> int:
    """Keep errors; how many were new."""
    new = 0
    for log in logs:
        result = session.connection().exec_driver_sql(
            "INSERT OR IGNORE INTO remote_errors VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                provider,
                remote_id,
                log.key,
                stamp(log.logged_at),
                log.status_code,
                log.error_code,
                log.error_type,
                log.command,
                log.detail,
                log.raw,
            ),
        )
        new += result.rowcount
    return new


def errors_of(session: Session, provider: str, remote_id: str) -> tuple[ErrorLog, ...]:
    """The errors of one car, newest first."""
    rows = session.execute(
        text(
            "SELECT * FROM remote_errors WHERE provider = :provider AND remote_id = :remote_id ORDER BY logged_at DESC"
        ),
        {"provider": provider, "remote_id": remote_id},
    )
    return tuple(
        ErrorLog(
            key=row.key,
            logged_at=unstamp_known(row.logged_at),
            status_code=row.status_code,
            error_code=row.error_code,
            error_type=row.error_type,
            command=row.command,
            detail=row.detail,
            controller=_said(row.raw, "controller"),
            request_id=_said(row.raw, "request_id"),
            raw=row.raw,
        )
        for row in rows
    )


def _said(raw: str, name: str) -> str | None:
    value = json.loads(raw).get(name)
    return value if isinstance(value, str) else None


def _read(session: Session, where: str, values: dict[str, str]) -> tuple[RemoteVehicle, ...]:
    rows = session.execute(text(f"SELECT {_COLUMNS.replace(' ', ', ')} FROM remote_vehicles {where}"), values)
    return tuple(
        RemoteVehicle(
            id=RemoteId(row.remote_id),
            integration=Integration.read(row.integration_raw),
            integration_raw=row.integration_raw,
            make=row.make,
            model=row.model,
            trim=row.trim,
            description=row.description,
            battery_kwh=row.battery_kwh,
            charge_limit_percent=row.charge_limit_percent,
            smart_charging=None if row.smart_charging is None else bool(row.smart_charging),
            latest_key=row.latest_key,
            raw=row.raw,
        )
        for row in rows
    )
