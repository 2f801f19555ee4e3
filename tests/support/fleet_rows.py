"""Hand-made cars, for view-models and screens: plausible, repeatable, as many as wanted."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from celliq_desktop.domain.fleet import FleetRow, FleetSnapshot
from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.vehicles import VehicleStatus

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

_MODELS = (
    ("WVW", "Volkswagen", "ID.3", "Pro", 58.0),
    ("WVW", "Volkswagen", "ID.4", "GTX", 77.0),
    ("VF1", "Renault", "Zoe", "R135 Intens", 52.0),
    ("VF1", "Renault", "Megane E-Tech", "EV60", 60.0),
    ("KNA", "Kia", "e-Niro", "64 kWh", 64.0),
    ("KMH", "Hyundai", "Ioniq 5", "Long Range AWD", 72.6),
    ("WBA", "BMW", "i3", "120 Ah", 37.9),
    ("WBY", "BMW", "i4", "eDrive40", 80.7),
    ("5YJ", "Tesla", "Model 3", "Long Range", 75.0),
    ("LRW", "Tesla", "Model Y", None, 75.0),
    ("SJN", "Nissan", "Leaf", "e+ Tekna", 56.0),
    ("W1K", "Mercedes-Benz", "EQA", "250", 66.5),
    ("LPS", "Polestar", "2", "Long Range Single Motor", 75.0),
    ("TMB", "Škoda", "Enyaq", "iV 80", 77.0),
    ("VR3", "Peugeot", "e-208", "Allure", 45.0),
)
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


def fleet_row(number: int, **known: Any) -> FleetRow:
    """Car ``number``, always the same; keyword arguments replace what is made up."""
    dice = random.Random(number)
    wmi, make, model, trim, kwh = dice.choice(_MODELS)
    year = dice.randint(2018, 2025)
    vin = wmi + "".join(dice.choice(_LETTERS) for _ in range(8)) + f"{number % 1_000_000:06d}"
    enough = dice.random()
    soh = max(61.0, min(101.0, 100.0 - (2026 - year) * dice.uniform(0.9, 2.4) - dice.uniform(0, 3)))
    half = dice.uniform(1.2, 3.4) if enough > 0.35 else dice.uniform(3.6, 6.0)
    found = dice.randint(4, 38) if enough > 0.2 else dice.randint(0, 2)
    status = (
        EstimateStatus.STANDARD
        if enough > 0.35
        else EstimateStatus.PROVISIONAL
        if enough > 0.2
        else EstimateStatus.REFUSED
    )
    age = timedelta(minutes=dice.choice((4, 25, 90, 600, 1500, 4000, 9000, 60_000)))
    measured = status is not EstimateStatus.REFUSED
    report = dice.choice(
        (None, None, ReportStatus.VALID, ReportStatus.VALID, ReportStatus.EXPIRED, ReportStatus.SUPERSEDED)
    )
    grade = "A" if soh - half >= 90 else "B" if soh - half >= 80 else "C" if soh - half >= 70 else "D"
    values: dict[str, Any] = {
        "id": VehicleId(f"veh_{number}"),
        "vin": vin,
        "make": make,
        "model": model,
        "year": year,
        "status": (state := dice.choices(list(VehicleStatus)[:4], weights=(80, 8, 7, 5))[0]),
        "status_raw": state.value,
        "trim": trim,
        "odometer_km": float(dice.randint(4_000, 160_000)),
        "soc_percent": float(dice.randint(8, 100)),
        "range_km": float(dice.randint(60, 480)),
        "nominal_capacity_kwh": kwh,
        "server_soh_percent": round(soh + dice.gauss(0, 1), 1),
        "soh_percent": round(soh, 2) if measured else None,
        "soh_low_percent": round(soh - half, 2) if measured else None,
        "soh_high_percent": round(soh + half, 2) if measured else None,
        "estimate_status": status,
        "estimate_reason": None if measured else "Two charges were found; three are needed.",
        "grade": grade if measured else None,
        "sessions_used": max(0, found - 2) if measured else found,
        "sessions_found": found,
        "dc_share_percent": float(dice.randint(0, 92)),
        "newest_reading_s": (NOW - age).timestamp(),
        "readings_stored": found * 50,
        "last_sync_at": NOW - age,
        "seller_email": f"seller{number}@example.com" if number % 3 == 0 else None,
        "latest_report_id": ReportId(f"rep_{number}") if report else None,
        "report_status": report,
        "report_valid_until": NOW + timedelta(days=dice.randint(5, 80)) if report is ReportStatus.VALID else None,
        "pending": OperationState.QUEUED if number % 41 == 7 else None,
        "updated_at": NOW - age,
    }
    return FleetRow(**(values | known))


def fleet(count: int, *, as_of: datetime | None = NOW) -> FleetSnapshot:
    """Cars 1 to ``count``."""
    return FleetSnapshot(rows=tuple(fleet_row(number) for number in range(1, count + 1)), as_of=as_of)
