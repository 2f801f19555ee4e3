"""Charging logs added by hand, with their samples or listed charges: local and precious, for no server has them."""

import json
from collections.abc import Sequence

from sqlalchemy import LargeBinary, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.manual_logs import ManualLog
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind
from celliq_desktop.mirror.chunks import pack, unpack
from celliq_desktop.mirror.rows import Row, stamp, unstamp_known


class _ManualLogRow(Row):
    __tablename__ = "manual_logs"

    vehicle_id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    kind: Mapped[str]
    rows: Mapped[int]
    first_s: Mapped[float]
    last_s: Mapped[float]
    added_by: Mapped[str]
    added_at: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    listed: Mapped[str] = mapped_column(server_default="[]")


_COLUMNS = "vehicle_id, sha256, file_name, kind, rows, first_s, last_s, added_by, added_at"


_LISTED = (
    *("start_s", "end_s", "soc_start_percent", "soc_end_percent", "energy_kwh", "charge_ah", "mean_power_kw"),
    *("mean_temperature_c", "odometer_km"),
)
"""What a list tells of a charge, beside its kind of current."""


def add(session: Session, log: ManualLog, samples: Samples, listed: Sequence[ChargeSession] = ()) -> bool:
    """Keep a log, with the charges where it is a list of them; False when this car has this very file already."""
    result = session.connection().exec_driver_sql(
        f"INSERT OR IGNORE INTO manual_logs ({_COLUMNS}, data, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            log.vehicle_id,
            log.sha256,
            log.file_name,
            log.kind,
            log.rows,
            log.first_s,
            log.last_s,
            log.added_by,
            stamp(log.added_at),
            pack(samples),
            json.dumps([[*(getattr(one, name) for name in _LISTED), one.current_kind.value] for one in listed]),
        ),
    )
    return result.rowcount == 1


def remove(session: Session, vehicle_id: VehicleId, sha256: str) -> bool:
    """Erase a log and its samples; False when there is none."""
    result = session.connection().exec_driver_sql(
        "DELETE FROM manual_logs WHERE vehicle_id = ? AND sha256 = ?", (vehicle_id, sha256)
    )
    return result.rowcount == 1


def logs(session: Session) -> tuple[ManualLog, ...]:
    """All, oldest first."""
    return _read(session, "", {})


def logs_of_car(session: Session, vehicle_id: VehicleId) -> tuple[ManualLog, ...]:
    """The logs of one car, oldest first."""
    return _read(session, "WHERE vehicle_id = :id", {"id": vehicle_id})


def samples_of(session: Session, log: ManualLog) -> Samples:
    """What a log holds, in time order; empty when it is gone."""
    rows = session.connection().exec_driver_sql(
        "SELECT data FROM manual_logs WHERE vehicle_id = ? AND sha256 = ?", (log.vehicle_id, log.sha256)
    )
    return unpack([row[0] for row in rows])


def listed_of(session: Session, log: ManualLog) -> tuple[ChargeSession, ...]:
    """The charges of a list; none where the log holds samples, or is gone."""
    found = session.connection().exec_driver_sql(
        "SELECT listed FROM manual_logs WHERE vehicle_id = ? AND sha256 = ?", (log.vehicle_id, log.sha256)
    )
    return tuple(
        ChargeSession(**dict(zip(_LISTED, known, strict=True)), current_kind=CurrentKind(kind))
        for *known, kind in json.loads(found.scalar() or "[]")
    )


def _read(session: Session, where: str, values: dict[str, str]) -> tuple[ManualLog, ...]:
    found = session.execute(text(f"SELECT {_COLUMNS} FROM manual_logs {where} ORDER BY added_at, sha256"), values)
    return tuple(
        ManualLog(
            vehicle_id=VehicleId(row.vehicle_id),
            sha256=row.sha256,
            file_name=row.file_name,
            kind=row.kind,
            rows=row.rows,
            first_s=row.first_s,
            last_s=row.last_s,
            added_by=row.added_by,
            added_at=unstamp_known(row.added_at),
        )
        for row in found
    )
