"""Which cars a sync has work with: marks set in the transaction that changed a car, taken away when a look at the car
finds it settled. So a sync costs what changed, not the fleet (design/performance.md "delta sync"), and a lost mark is
found by a full sync, which looks at every car."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.mirror.rows import Row


class Work(StrEnum):
    """What a car may be due for."""

    READINGS = "readings"
    ESTIMATE = "estimate"


class _DueRow(Row):
    """``times`` rises with each mark, so that one set while the car is being looked at survives that look."""

    __tablename__ = "due"

    work: Mapped[str] = mapped_column(primary_key=True)
    vehicle_id: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]


_MARK = (
    "INSERT INTO due (work, vehicle_id, times) VALUES (?, ?, 1)"
    " ON CONFLICT (work, vehicle_id) DO UPDATE SET times = due.times + 1"
)
_MARKER = (
    "coalesce(v.last_sync_at, '') || '|' || coalesce(CAST(v.readings_count AS VARCHAR), '')"
    " || '|' || coalesce(v.updated_at, '')"
)
"""What the server's list says that changes whenever a car has new readings."""
_NEWS = (
    f"SELECT v.id, {_MARKER} AS marker FROM {{cars}} LEFT JOIN reading_progress p ON p.vehicle_id = v.id"
    " WHERE v.deleted_at IS NULL AND v.status_raw <> 'pending' AND coalesce(v.readings_count, 1) <> 0"
)
_UNREAD = f" AND (p.marker IS NULL OR p.marker <> {_MARKER})"
_MARKED = "due d CROSS JOIN vehicles v"
"""From the few marks to their cars: a CROSS JOIN is how SQLite is told the order, else it reads all cars by VIN."""
_MARKED_NEWS = f"{_NEWS.format(cars=_MARKED)}{_UNREAD} AND d.work = '{Work.READINGS}' AND v.id = d.vehicle_id"


def mark(session: Session, work: Work, vehicle_ids: Sequence[str]) -> None:
    """Something that this work depends on has changed. An id may be a remote car's telemetry key, too."""
    if vehicle_ids:
        session.connection().exec_driver_sql(_MARK, [(work.value, one) for one in vehicle_ids])


def mark_all(session: Session, work: Work) -> None:
    """Look at every living car."""
    session.connection().exec_driver_sql(
        "INSERT INTO due (work, vehicle_id, times) SELECT ?, id, 1 FROM vehicles WHERE deleted_at IS NULL"
        " ON CONFLICT (work, vehicle_id) DO NOTHING",
        (work.value,),
    )


def marked(session: Session, work: Work) -> tuple[tuple[str, int], ...]:
    """``(id, times)`` of what is marked, by id."""
    found = session.connection().exec_driver_sql(
        "SELECT vehicle_id, times FROM due WHERE work = ? ORDER BY vehicle_id", (work.value,)
    )
    return tuple((row[0], row[1]) for row in found)


def any_marked(session: Session, work: Work) -> bool:
    """Whether there is anything to look at."""
    found = session.connection().exec_driver_sql("SELECT 1 FROM due WHERE work = ? LIMIT 1", (work.value,))
    return found.first() is not None


def settle(session: Session, work: Work, looked_at: Sequence[tuple[str, int]]) -> None:
    """Take away these marks, but for those set again since they were read."""
    if looked_at:
        session.connection().exec_driver_sql(
            "DELETE FROM due WHERE work = ? AND vehicle_id = ? AND times = ?",
            [(work.value, one, times) for one, times in looked_at],
        )


def with_news(session: Session, *, everything: bool) -> tuple[tuple[VehicleId, str], ...]:
    """``(car, marker)`` of each car that may have readings we lack, by VIN; ``everything``: of each that has any."""
    sql = _NEWS.format(cars="vehicles v") if everything else _MARKED_NEWS
    return tuple((VehicleId(row[0]), row[1]) for row in session.execute(text(f"{sql} ORDER BY v.vin")))


def settle_readings(session: Session) -> None:
    """Take away the marks of cars that have no news, by the same rule as ``with_news``."""
    session.execute(
        text(f"DELETE FROM due WHERE work = :work AND vehicle_id NOT IN (SELECT id FROM ({_MARKED_NEWS}) AS unread)"),
        {"work": Work.READINGS.value},
    )


def any_readings(session: Session) -> bool:
    """Whether the mirror holds any reading at all."""
    return session.execute(text("SELECT 1 FROM reading_progress WHERE stored > 0 LIMIT 1")).first() is not None
