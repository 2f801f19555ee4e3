"""Telemetry: packed chunks by car, and how far each car has been read."""

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import COLUMNS, Samples
from celliq_desktop.mirror import due
from celliq_desktop.mirror.chunks import pack, unpack
from celliq_desktop.mirror.due import Work
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
    found = session.connection().exec_driver_sql(
        "SELECT cursor, newest_s, stored, marker FROM reading_progress WHERE vehicle_id = ?", (vehicle_id,)
    )
    row = found.first()
    return ReadingProgress() if row is None else ReadingProgress(row[0], row[1], row[2], row[3])


def append(session: Session, vehicle_id: VehicleId, samples: Samples, *, cursor: str | None, marker: str | None) -> int:
    """Take over a page, in whatever order, together with where to go on; a time that is there already is dropped.
    Returns how many samples were new."""
    before = progress_of_car(session, vehicle_id)
    newest = before.newest_s
    fresh = _rising(samples)
    if newest is not None and len(fresh) and fresh.time_s[0] <= newest:
        fresh = _unknown(session, vehicle_id, fresh)
    if len(fresh):
        first, last = fresh.time_s[0], fresh.time_s[-1]
        session.connection().exec_driver_sql(
            "INSERT INTO reading_chunks (vehicle_id, first_s, last_s, count, data) VALUES (?, ?, ?, ?, ?)",
            (vehicle_id, first, last, len(fresh), pack(fresh)),
        )
        newest = last if newest is None else max(newest, last)
        due.mark(session, Work.ESTIMATE, (vehicle_id,))
    if marker is None:  # begun, not ended
        due.mark(session, Work.READINGS, (vehicle_id,))
    session.connection().exec_driver_sql(
        "INSERT INTO reading_progress (vehicle_id, cursor, newest_s, stored, marker) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (vehicle_id) DO UPDATE SET cursor = excluded.cursor, newest_s = excluded.newest_s,"
        " stored = excluded.stored, marker = excluded.marker",
        (vehicle_id, cursor, newest, before.stored + len(fresh), marker),
    )
    return len(fresh)


def samples_of(session: Session, vehicle_id: VehicleId) -> Samples:
    """All samples of a car in time order; empty when there are none."""
    rows = session.connection().exec_driver_sql(
        "SELECT data FROM reading_chunks WHERE vehicle_id = ? ORDER BY first_s", (vehicle_id,)
    )
    return _rising(unpack([row[0] for row in rows]))


def _rising(samples: Samples) -> Samples:
    """Strictly rising in time: of several samples with one time the first stays, one without a finite time goes."""
    times = np.frombuffer(samples.time_s, dtype=np.float64)
    if not times.size or (np.isfinite(times).all() and (np.diff(times) > 0).all()):
        return samples
    order = np.argsort(times, kind="stable")
    keep = np.isfinite(times[order])
    keep[1:] &= times[order][1:] != times[order][:-1]
    return _chosen(samples, order[keep])


def _unknown(session: Session, vehicle_id: VehicleId, samples: Samples) -> Samples:
    """Those whose time no stored chunk holds: a page may overlap the last one, or fill a gap that a car without
    network left behind."""
    rows = session.execute(
        text("SELECT data FROM reading_chunks WHERE vehicle_id = :id AND last_s >= :first AND first_s <= :last"),
        {"id": vehicle_id, "first": samples.time_s[0], "last": samples.time_s[-1]},
    )
    known = np.frombuffer(unpack([row[0] for row in rows]).time_s, dtype=np.float64)
    times = np.frombuffer(samples.time_s, dtype=np.float64)
    return _chosen(samples, np.flatnonzero(~np.isin(times, known)))


def _chosen(samples: Samples, rows: NDArray[np.intp]) -> Samples:
    columns: dict[str, array[float]] = {}
    for name in COLUMNS:
        column = array("d")
        column.frombytes(np.frombuffer(getattr(samples, name), dtype=np.float64)[rows].tobytes())
        columns[name] = column
    return Samples(**columns)
