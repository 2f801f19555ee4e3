"""What people at this desk know of a car: its capacity when new, and what workshops measured. Rows are withdrawn,
never erased, so that the last word can be taken back."""

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.health import Baseline
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.workshop_results import BatteryTest, WorkshopResult
from celliq_desktop.mirror import due
from celliq_desktop.mirror.due import Work
from celliq_desktop.mirror.rows import Row, stamp

_BASELINES, _RESULTS = "baselines", "workshop_results"


class _BaselineRow(Row):
    __tablename__ = _BASELINES

    id: Mapped[int] = mapped_column(primary_key=True)
    vehicle_id: Mapped[str] = mapped_column(index=True)
    value: Mapped[float]
    unit: Mapped[str]
    source: Mapped[str]
    relative_sigma: Mapped[float]
    as_of: Mapped[str | None]
    reason: Mapped[str | None]
    entered_at: Mapped[str | None]
    withdrawn_at: Mapped[str | None]


class _WorkshopResultRow(Row):
    __tablename__ = _RESULTS

    id: Mapped[int] = mapped_column(primary_key=True)
    vehicle_id: Mapped[str] = mapped_column(index=True)
    method: Mapped[str]
    soh_percent: Mapped[float]
    half_width: Mapped[float | None]
    tested_on: Mapped[str]
    entered_at: Mapped[str | None]
    withdrawn_at: Mapped[str | None]


def baseline_entered(session: Session, vehicle_id: VehicleId) -> Baseline | None:
    """The capacity when new that stands in place of the declared one; None when nobody replaced it."""
    row = session.execute(
        text("SELECT * FROM baselines WHERE vehicle_id = :id AND withdrawn_at IS NULL ORDER BY id DESC LIMIT 1"),
        {"id": vehicle_id},
    ).first()
    if row is None:
        return None
    return Baseline(row.value, row.unit, row.source, row.relative_sigma, row.as_of, reason=row.reason)


def enter_baseline(session: Session, vehicle_id: VehicleId, baseline: Baseline, at: datetime) -> None:
    """From now on ``baseline`` counts for this car."""
    due.mark(session, Work.ESTIMATE, (vehicle_id,))
    session.add(
        _BaselineRow(
            vehicle_id=vehicle_id,
            value=baseline.value,
            unit=baseline.unit,
            source=baseline.source,
            relative_sigma=baseline.relative_sigma,
            as_of=baseline.as_of,
            reason=baseline.reason,
            entered_at=stamp(at),
            withdrawn_at=None,
        )
    )


def withdraw_baseline(session: Session, vehicle_id: VehicleId, at: datetime) -> bool:
    """Take the last one back: the one before it counts again, or the declared one. False when there is none."""
    due.mark(session, Work.ESTIMATE, (vehicle_id,))
    return _withdraw(session, _BASELINES, vehicle_id, at)


def workshop_results(session: Session, vehicle_id: VehicleId) -> tuple[WorkshopResult, ...]:
    """Newest test first."""
    rows = session.execute(
        text(
            "SELECT method, soh_percent, half_width, tested_on FROM workshop_results"
            " WHERE vehicle_id = :id AND withdrawn_at IS NULL ORDER BY tested_on DESC, id DESC"
        ),
        {"id": vehicle_id},
    )
    return tuple(
        WorkshopResult(BatteryTest(row.method), row.soh_percent, row.half_width, date.fromisoformat(row.tested_on))
        for row in rows
    )


def enter_workshop_result(session: Session, vehicle_id: VehicleId, result: WorkshopResult, at: datetime) -> None:
    """Keep what a workshop measured."""
    session.add(
        _WorkshopResultRow(
            vehicle_id=vehicle_id,
            method=result.method.value,
            soh_percent=result.soh_percent,
            half_width=result.half_width,
            tested_on=result.tested_on.isoformat(),
            entered_at=stamp(at),
            withdrawn_at=None,
        )
    )


def withdraw_workshop_result(session: Session, vehicle_id: VehicleId, at: datetime) -> bool:
    """Take back the one entered last; False when there is none."""
    return _withdraw(session, _RESULTS, vehicle_id, at)


def _withdraw(session: Session, table: str, vehicle_id: VehicleId, at: datetime) -> bool:
    last = session.execute(
        text(f"SELECT max(id) FROM {table} WHERE vehicle_id = :id AND withdrawn_at IS NULL"), {"id": vehicle_id}
    ).scalar()
    if last is None:
        return False
    session.execute(text(f"UPDATE {table} SET withdrawn_at = :at WHERE id = :last"), {"at": stamp(at), "last": last})
    return True
