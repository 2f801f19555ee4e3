"""Telemetry: packed chunks by car, and how far each car has been read."""

from array import array
from dataclasses import dataclass

import numpy as np
from sqlalchemy import LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import COLUMNS, Samples
from celliq_desktop.mirror.chunks import pack, unpack
from celliq_desktop.mirror.rows import Row


class _ChunkRow(Row):
    __tablename__ = "reading_chunks"
    __table_args__ = (UniqueConstraint("vehicle_id", "first_s"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vehicle_id: Mapped[str]
    first_s: Mapped[float]
    last_s: Mapped[float]
    count: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class _ProgressRow(Row):
    __tablename__ = "reading_progress"

    vehicle_id: Mapped[str] = mapped_column(primary_key=True)
    cursor: Mapped[str | None]
    newest_s: Mapped[float | None]
    stored: Mapped[int]
    marker: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """How far a car's readings are mirrored. ``cursor`` of the page to ask for next, None when the end was reached;
    ``newest_s`` the time of the newest sample; ``marker`` what the server's list said of the car when the end was
    reached."""

    cursor: str | None = None
    newest_s: float | None = None
    stored: int = 0
    marker: str | None = None


def progress_of(session: Session) -> dict[str, ReadingProgress]:
    """By car."""
    rows = session.execute(text("SELECT vehicle_id, cursor, newest_s, stored, marker FROM reading_progress"))
    return {row[0]: ReadingProgress(row[1], row[2], row[3], row[4]) for row in rows}


def progress_of_car(session: Session, vehicle_id: VehicleId) -> ReadingProgress:
    """Where one car stands."""
    row = session.execute(
        text("SELECT cursor, newest_s, stored, marker FROM reading_progress WHERE vehicle_id = :id"), {"id": vehicle_id}
    ).first()
    return ReadingProgress() if row is None else ReadingProgress(row[0], row[1], row[2], row[3])


def append(session: Session, vehicle_id: VehicleId, samples: Samples, *, cursor: str | None, marker: str | None) -> int:
    """Take over a page (oldest first) together with where to go on; samples already there are dropped. Returns how
    many were new."""
    row = session.execute(
        text("SELECT newest_s, stored FROM reading_progress WHERE vehicle_id = :id"), {"id": vehicle_id}
    ).first()
    newest, stored = (row[0], row[1]) if row else (None, 0)
    fresh = _after(samples, newest)
    if len(fresh):
        newest = fresh.time_s[-1]
        session.connection().exec_driver_sql(
            "INSERT INTO reading_chunks (vehicle_id, first_s, last_s, count, data) VALUES (?, ?, ?, ?, ?)",
            (vehicle_id, fresh.time_s[0], newest, len(fresh), pack(fresh)),
        )
    session.connection().exec_driver_sql(
        "INSERT INTO reading_progress (vehicle_id, cursor, newest_s, stored, marker) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (vehicle_id) DO UPDATE SET cursor = excluded.cursor, newest_s = excluded.newest_s,"
        " stored = excluded.stored, marker = excluded.marker",
        (vehicle_id, cursor, newest, stored + len(fresh), marker),
    )
    return len(fresh)


def samples_of(session: Session, vehicle_id: VehicleId) -> Samples:
    """All samples of a car in time order; empty when there are none."""
    rows = session.execute(
        text("SELECT data FROM reading_chunks WHERE vehicle_id = :id ORDER BY first_s"), {"id": vehicle_id}
    )
    return unpack([row[0] for row in rows])


def _after(samples: Samples, newest_s: float | None) -> Samples:
    """Strictly newer samples, strictly rising in time: a page that overlaps the last one adds nothing twice."""
    times = np.frombuffer(samples.time_s, dtype=np.float64)
    if not times.size:
        return samples
    order = np.argsort(times, kind="stable")
    sorted_times = times[order]
    keep = np.concatenate(([True], np.diff(sorted_times) > 0))
    if newest_s is not None:
        keep &= sorted_times > newest_s
    chosen = order[keep]
    if chosen.size == times.size and (chosen == np.arange(times.size)).all():
        return samples
    columns: dict[str, array[float]] = {}
    for name in COLUMNS:
        column = array("d")
        column.frombytes(np.frombuffer(getattr(samples, name), dtype=np.float64)[chosen].tobytes())
        columns[name] = column
    return Samples(**columns)
