"""Issued reports, as the server lists them."""

from collections.abc import Sequence

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.mirror.rows import Row, living_index, stamp, unstamp, unstamp_known
from celliq_desktop.mirror.swept import SweptTable, Upserted


class _ReportRow(Row):
    __tablename__ = "reports"
    __table_args__ = (
        Index(None, "vehicle_id"),
        Index(None, "generated_at"),
        living_index("generation"),
        living_index("updated_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str]
    vehicle_id: Mapped[str]
    status_raw: Mapped[str]
    generated_at: Mapped[str]
    soh_percent: Mapped[float]
    verify_url: Mapped[str | None]
    report_type: Mapped[str | None]
    vin: Mapped[str | None]
    make: Mapped[str | None]
    model: Mapped[str | None]
    year: Mapped[int | None]
    schema_version: Mapped[str | None]
    valid_until: Mapped[str | None]
    odometer_km: Mapped[float | None]
    soh_low_percent: Mapped[float | None]
    soh_high_percent: Mapped[float | None]
    soh_method: Mapped[str | None]
    confidence: Mapped[str | None]
    estimated_capacity_kwh: Mapped[float | None]
    nominal_capacity_kwh: Mapped[float | None]
    data_from: Mapped[str | None]
    data_to: Mapped[str | None]
    readings_count: Mapped[int | None]
    annex_xiii: Mapped[str]
    content_sha256: Mapped[str | None]
    credits_charged: Mapped[int | None]
    updated_at: Mapped[str | None]
    raw: Mapped[str]
    generation: Mapped[int]
    deleted_at: Mapped[str | None]


_COLUMNS = [
    "id",
    "token",
    "vehicle_id",
    "status_raw",
    "generated_at",
    "soh_percent",
    "verify_url",
    "report_type",
    "vin",
    "make",
    "model",
    "year",
    "schema_version",
    "valid_until",
    "odometer_km",
    "soh_low_percent",
    "soh_high_percent",
    "soh_method",
    "confidence",
    "estimated_capacity_kwh",
    "nominal_capacity_kwh",
    "data_from",
    "data_to",
    "readings_count",
    "annex_xiii",
    "content_sha256",
    "credits_charged",
    "updated_at",
    "raw",
]
_TIMES = frozenset({"generated_at", "valid_until", "data_from", "data_to", "updated_at"})


def report(session: Session, report_id: ReportId) -> Report | None:
    """One report; also one that the server no longer lists: a paper of it may be about."""
    return next(iter(_read(session, "WHERE id = :id", {"id": report_id})), None)


def reports(session: Session) -> tuple[Report, ...]:
    """All, newest first."""
    return _read(session, "WHERE deleted_at IS NULL ORDER BY generated_at DESC", {})


def reports_of(session: Session, vehicle_id: VehicleId) -> tuple[Report, ...]:
    """Those of one car, newest first."""
    return _read(
        session, "WHERE vehicle_id = :id AND deleted_at IS NULL ORDER BY generated_at DESC", {"id": vehicle_id}
    )


def _values(item: Report) -> tuple[object, ...]:
    return tuple(stamp(getattr(item, name)) if name in _TIMES else getattr(item, name) for name in _COLUMNS)


SWEPT: SweptTable[Report] = SweptTable("reports", _COLUMNS, _values)
"""The sweep's view of the table."""


def upsert(session: Session, items: Sequence[Report], generation: int) -> Upserted:
    """Take reports over, as ``SweptTable.upsert``."""
    return SWEPT.upsert(session, items, generation)


def _read(session: Session, where: str, values: dict[str, object]) -> tuple[Report, ...]:
    found = session.execute(text(f"SELECT {', '.join(_COLUMNS)} FROM reports {where}"), values)
    return tuple(
        Report(
            id=ReportId(row.id),
            token=row.token,
            vehicle_id=VehicleId(row.vehicle_id),
            status=ReportStatus.read(row.status_raw),
            status_raw=row.status_raw,
            generated_at=unstamp_known(row.generated_at),
            soh_percent=row.soh_percent,
            verify_url=row.verify_url,
            report_type=row.report_type,
            vin=row.vin,
            make=row.make,
            model=row.model,
            year=row.year,
            schema_version=row.schema_version,
            valid_until=unstamp(row.valid_until),
            odometer_km=row.odometer_km,
            soh_low_percent=row.soh_low_percent,
            soh_high_percent=row.soh_high_percent,
            soh_method=row.soh_method,
            confidence=row.confidence,
            estimated_capacity_kwh=row.estimated_capacity_kwh,
            nominal_capacity_kwh=row.nominal_capacity_kwh,
            data_from=unstamp(row.data_from),
            data_to=unstamp(row.data_to),
            readings_count=row.readings_count,
            annex_xiii=row.annex_xiii,
            content_sha256=row.content_sha256,
            credits_charged=row.credits_charged,
            updated_at=unstamp(row.updated_at),
            raw=row.raw,
        )
        for row in found
    )
