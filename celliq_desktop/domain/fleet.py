"""The fleet as one flat row a car: what tables, searches and exports read."""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.vehicles import VehicleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRow:
    """One car with what we know of it. ``soh_*`` is the *local* estimate (95 % interval), ``server_soh_percent`` the
    server's figure; the two are shown side by side and never blended. ``newest_reading_s`` is seconds since 1970 UTC.
    ``pending`` is the state of an active report operation of this car, ``changes`` the ``(kind, state)`` of every
    other change that is under way: laid over what the server said, which stays as it was mirrored."""

    id: VehicleId
    vin: str
    make: str
    model: str
    year: int
    status: VehicleStatus
    status_raw: str
    trim: str | None = None
    odometer_km: float | None = None
    soc_percent: float | None = None
    range_km: float | None = None
    nominal_capacity_kwh: float | None = None
    server_soh_percent: float | None = None
    soh_percent: float | None = None
    soh_low_percent: float | None = None
    soh_high_percent: float | None = None
    estimate_status: EstimateStatus | None = None
    estimate_reason: str | None = None
    grade: str | None = None
    sessions_used: int | None = None
    sessions_found: int | None = None
    dc_share_percent: float | None = None
    newest_reading_s: float | None = None
    readings_stored: int = 0
    last_sync_at: datetime | None = None
    seller_email: str | None = None
    latest_report_id: ReportId | None = None
    report_status: ReportStatus | None = None
    report_valid_until: datetime | None = None
    pending: OperationState | None = None
    changes: tuple[tuple[str, OperationState], ...] = ()
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSnapshot:
    """All cars as of the last complete look at the server (``as_of`` None before the first one ended: then the list
    may be partial). ``held_deletes`` cars are gone there and wait for a person, or stay because of one (``kept``)."""

    rows: tuple[FleetRow, ...]
    as_of: datetime | None
    set_aside: int = 0
    held_deletes: int = 0
    kept: bool = False
