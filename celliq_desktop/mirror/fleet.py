"""The fleet in one pass: every car with its estimate, its newest data, its report and what is under way."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror.rows import unstamp

REPORT_KIND = "report"
"""Kind of the operations that issue reports; their natural key is ``report:<vehicle id>``."""

_SQL = """
SELECT v.id, v.vin, v.make, v.model, v.year, v.trim, v.status_raw, v.odometer_km, v.soc_percent, v.range_km,
       v.nominal_capacity_kwh, v.soh_percent AS server_soh, v.last_sync_at, v.seller_email, v.updated_at,
       v.latest_report_id,
       e.soh_percent, e.soh_low_percent, e.soh_high_percent, e.status AS estimate_status, e.reason, e.grade,
       e.sessions_used, e.sessions_found, e.dc_share_percent, p.newest_s, p.stored,
       (SELECT r.id FROM reports r WHERE r.vehicle_id = v.id AND r.deleted_at IS NULL
        ORDER BY r.generated_at DESC LIMIT 1) AS report_id
FROM vehicles v
LEFT JOIN estimates e ON e.vehicle_id = v.id
LEFT JOIN reading_progress p ON p.vehicle_id = v.id
"""
_LIVING = " WHERE v.deleted_at IS NULL"


def fleet_rows(session: Session) -> tuple[FleetRow, ...]:
    """Every living car, by VIN."""
    return _rows(session, f"{_SQL}{_LIVING} ORDER BY v.vin", {})


def fleet_row(session: Session, vehicle_id: VehicleId, *, also_gone: bool = False) -> FleetRow | None:
    """One living car; with ``also_gone`` one that was sold and left the fleet, too."""
    where = " WHERE v.id = :id" if also_gone else f"{_LIVING} AND v.id = :id"
    return next(iter(_rows(session, f"{_SQL}{where}", {"id": vehicle_id})), None)


def fleet_row_by_vin(session: Session, vin: str) -> FleetRow | None:
    """The living car with this VIN."""
    return next(
        iter(_rows(session, f"{_SQL}{_LIVING} AND v.vin = :vin ORDER BY v.updated_at DESC", {"vin": vin})), None
    )


def health_of_model(session: Session, make: str, model: str, but: VehicleId) -> tuple[float, ...]:
    """SoH in percent of every other living car of this make and model that has a figure."""
    rows = session.execute(
        text(
            "SELECT e.soh_percent FROM vehicles v JOIN estimates e ON e.vehicle_id = v.id"
            " WHERE v.make = :make AND v.model = :model AND v.id <> :but AND v.deleted_at IS NULL"
            " AND e.soh_percent IS NOT NULL ORDER BY v.id"
        ),
        {"make": make, "model": model, "but": but},
    )
    return tuple(row[0] for row in rows)


def _rows(session: Session, sql: str, values: dict[str, object]) -> tuple[FleetRow, ...]:
    states = {
        row[0]: (row[1], row[2]) for row in session.execute(text("SELECT id, status_raw, valid_until FROM reports"))
    }
    waiting = outbox.waiting_for(session)
    found = []
    for row in session.execute(text(sql), values):
        changes = waiting.get(row.id, [])
        report_id = row.report_id or row.latest_report_id
        state, until = states.get(report_id, (None, None))
        found.append(
            FleetRow(
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
                range_km=row.range_km,
                nominal_capacity_kwh=row.nominal_capacity_kwh,
                server_soh_percent=row.server_soh,
                soh_percent=row.soh_percent,
                soh_low_percent=row.soh_low_percent,
                soh_high_percent=row.soh_high_percent,
                estimate_status=EstimateStatus(row.estimate_status) if row.estimate_status else None,
                estimate_reason=row.reason,
                grade=row.grade,
                sessions_used=row.sessions_used,
                sessions_found=row.sessions_found,
                dc_share_percent=row.dc_share_percent,
                newest_reading_s=row.newest_s,
                readings_stored=row.stored or 0,
                last_sync_at=unstamp(row.last_sync_at),
                seller_email=row.seller_email,
                latest_report_id=ReportId(report_id) if report_id else None,
                report_status=ReportStatus.read(state) if state else None,
                report_valid_until=unstamp(until),
                pending=next((state for kind, state in changes if kind == REPORT_KIND), None),
                changes=tuple(one for one in changes if one[0] != REPORT_KIND),
                updated_at=unstamp(row.updated_at),
            )
        )
    return tuple(found)
