"""What the server makes of a car's readings, in its own way: simpler than the desktop's, and never the same code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celliq_desktop.sandbox.clock import rfc3339
from celliq_desktop.sandbox.fleet.cars import Car

_LEAST_READINGS, _LEAST_DAYS, _LEAST_POINTS, _NEWEST_DAYS = 100.0, 21.0, 40.0, 30.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sums over the readings; None where nothing was measured."""

    readings: int
    first: str | None
    last: str | None
    odometer_km: float | None
    soc_percent: float | None
    throughput_kwh: float
    widest_points: float
    coldest_c: float | None
    warmest_c: float | None


def evidence_of(one: Car, rows: list[dict[str, Any]]) -> Evidence:
    """Sum up ``rows`` (oldest first)."""
    throughput = widest = 0.0
    start: dict[str, Any] | None = None
    for row in rows:
        if row["charge_state"] != "CHARGING":
            start = None
            continue
        if start is None or row["energy_added_kwh"] < start["last"]:
            start = {"soc": row["soc_percent"], "last": row["energy_added_kwh"]}
        throughput += row["energy_added_kwh"] - start["last"]
        start["last"] = row["energy_added_kwh"]
        widest = max(widest, row["soc_percent"] - start["soc"])
    temperatures = [row["ambient_temp_c"] for row in rows if row["ambient_temp_c"] is not None]
    return Evidence(
        readings=len(rows),
        first=rows[0]["recorded_at"] if rows else None,
        last=rows[-1]["recorded_at"] if rows else None,
        odometer_km=rows[-1]["odometer_km"] if rows else one.odometer_km,
        soc_percent=rows[-1]["soc_percent"] if rows else None,
        throughput_kwh=throughput,
        widest_points=widest,
        coldest_c=min(temperatures, default=None),
        warmest_c=max(temperatures, default=None),
    )


def requirements_of(one: Car, rows: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """The conditions for a report, with what is there and what is needed."""
    found = evidence_of(one, rows)
    span = _days(found.first, found.last)
    age = _days(found.last, rfc3339(now)) if found.last else None
    return [
        _requirement("min_readings", _LEAST_READINGS, found.readings, "readings are needed"),
        _requirement("min_span_days", _LEAST_DAYS, round(span, 1), "days of data are needed"),
        _requirement("min_soc_window", _LEAST_POINTS, found.widest_points, "points in one charge are needed"),
        {
            "code": "recent_reading",
            "required": _NEWEST_DAYS,
            "actual": None if age is None else round(age, 1),
            "met": age is not None and age <= _NEWEST_DAYS,
            "message": "The newest reading must not be older than 30 days.",
        },
        {
            "code": "nominal_capacity_known",
            "required": None,
            "actual": one.model.usable_kwh,
            "met": True,
            "message": "The capacity when new must be known.",
        },
        {
            "code": "odometer_known",
            "required": None,
            "actual": found.odometer_km,
            "met": found.odometer_km is not None,
            "message": "The odometer must be known.",
        },
    ]


def _requirement(code: str, required: float, actual: float, words: str) -> dict[str, Any]:
    return {
        "code": code,
        "required": required,
        "actual": float(actual),
        "met": actual >= required,
        "message": f"{required:g} {words}; {actual:g} are there.",
    }


def _days(first: str | None, last: str | None) -> float:
    if first is None or last is None:
        return 0.0
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() / 86_400
