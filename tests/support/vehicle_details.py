"""Hand-made vehicle records for tests of screens and view-models."""

from array import array
from datetime import UTC, datetime

from celliq_desktop.domain.curves import BatteryUse, ChargeCurves, CurveBand, SessionCurve
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.health import Baseline, ErrorBudget, EstimateStatus, HealthEstimate, HealthPoint, Interval
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind, JudgedSession
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY_S = 86_400.0
ID = VehicleId("veh_1")
VIN = "WVWZZZE1ZMP012345"


def judged(
    days_ago: float, start: float, end: float, kwh: float, *, used: bool = True, dc: bool = False
) -> JudgedSession:
    """A session ``days_ago`` with its verdict; a session that is not used is too small."""
    begin = NOW.timestamp() - days_ago * DAY_S
    session = ChargeSession(
        start_s=begin,
        end_s=begin + 3_600,
        soc_start_percent=start,
        soc_end_percent=end,
        energy_kwh=kwh,
        current_kind=CurrentKind.DC if dc else CurrentKind.AC,
    )
    return JudgedSession(
        session,
        used,
        None if used else "window_too_small",
        None if used else "Only 12 points were charged; 20 are needed.",
        kwh / (end - start) * 100,
        None,
        0.25 if used else 0.0,
    )


def estimate(status: EstimateStatus = EstimateStatus.STANDARD) -> HealthEstimate:
    """91.4 % (88.6 to 94.2) from four charges, a fifth left out; or refused with a sentence."""
    sessions = (
        judged(40, 20, 80, 32.0),
        judged(30, 10, 70, 32.3, dc=True),
        judged(20, 40, 52, 9.0, used=False),
        judged(12, 30, 90, 31.8),
        judged(1, 15, 85, 37.2, dc=True),
    )
    if status is EstimateStatus.REFUSED:
        return HealthEstimate(
            status=status, algorithm="celliq-wtls/1", sessions=sessions[2:3], reason="One charge is too little."
        )
    return HealthEstimate(
        status=status,
        algorithm="celliq-wtls/1",
        sessions=sessions,
        soh_percent=Interval(91.4, 88.6, 94.2),
        capacity_kwh=Interval(53.0, 51.4, 54.6),
        baseline=Baseline(58.0, "kWh", "declared by the server", 0.01),
        grade="B",
        error_budget=ErrorBudget(0.8, 1.0, 0.7, 0.0),
    )


def curves() -> ChargeCurves:
    """One DC session from 10 to 70 % and its band."""
    soc = array("d", [10.0, 40.0, 70.0])
    power = array("d", [110.0, 90.0, 45.0])
    nothing = array("d", [float("nan")] * 101)
    median = array("d", nothing)
    for at, value in zip((10, 40, 70), power, strict=True):
        median[at] = value
    session = SessionCurve(
        session=1,
        kind=CurrentKind.DC,
        start_s=NOW.timestamp() - 30 * DAY_S,
        time_s=array("d", [0.0, 900.0, 1800.0]),
        soc_percent=soc,
        power_kw=power,
        energy_kwh=array("d", [0.0, 16.0, 32.3]),
        temperature_c=array("d", [12.0, 14.0, 16.0]),
    )
    band = CurveBand(
        kind=CurrentKind.DC,
        soc_percent=array("d", range(101)),
        low_kw=nothing,
        median_kw=median,
        high_kw=nothing,
        sessions=2,
    )
    return ChargeCurves(
        sessions=(session,), bands=(band,), peak_kw=110.0, ten_to_eighty_s=1_980.0, dc_share_percent=48.0
    )


def report(number: int = 1, status: ReportStatus = ReportStatus.VALID) -> Report:
    """An issued report of the car."""
    return Report(
        id=ReportId(f"rep_{number}"),
        token=f"token-{number:016d}",
        vehicle_id=ID,
        status=status,
        status_raw=status.value,
        generated_at=datetime(2026, 10, number, 12, 0, tzinfo=UTC),
        soh_percent=92.1,
        vin=VIN,
        make="Volkswagen",
        model="ID.3",
        year=2021,
        valid_until=datetime(2027, 1, number, tzinfo=UTC),
    )


def detail(health: HealthEstimate | None, *reports: Report, server_soh: float | None = 92.1) -> VehicleDetail:
    """A Volkswagen ID.3 with ``health`` as its local estimate."""
    row = FleetRow(
        id=ID,
        vin=VIN,
        make="Volkswagen",
        model="ID.3",
        trim="Pro",
        year=2021,
        status=VehicleStatus.ACTIVE,
        status_raw="active",
        odometer_km=48_210.0,
        soc_percent=64.0,
        nominal_capacity_kwh=58.0,
        server_soh_percent=server_soh,
        newest_reading_s=NOW.timestamp() - DAY_S,
        last_sync_at=NOW,
    )
    vehicle = Vehicle(
        id=ID, vin=VIN, make="Volkswagen", model="ID.3", year=2021, status=VehicleStatus.ACTIVE, status_raw="active"
    )
    history = tuple(
        HealthPoint(NOW.timestamp() - days * DAY_S, Interval(91.4 + days / 100, 88.0, 95.0), 4) for days in (30, 12, 1)
    )
    return VehicleDetail(
        row=row,
        vehicle=vehicle,
        estimate=health,
        curves=curves() if health else ChargeCurves(sessions=(), bands=()),
        use=BatteryUse(full_equivalent_cycles=12.4, temperature_mean_c=11.0),
        history=history if health and health.soh_percent else (),
        links=(),
        reports=reports,
        exports=(),
        operation=None,
        readings_offered=True,
        as_of=NOW,
    )
