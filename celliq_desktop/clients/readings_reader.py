"""Readings, read by column: a page of a thousand becomes twelve arrays, not a thousand objects."""

from array import array
from collections.abc import Mapping
from math import nan
from typing import Any

from celliq_desktop.clients import fields
from celliq_desktop.domain.readings import ReadingPage, Samples

_NUMBERS = {
    "soc_percent": "soc_percent",
    "energy_kwh": "energy_added_kwh",
    "power_kw": "charge_power_kw",
    "temperature_c": "ambient_temp_c",
    "odometer_km": "odometer_km",
    "range_km": "range_km",
}
"""Columns of ``Samples`` by the names of celliq.yaml ``Reading``."""
_CHARGING = {"CHARGING": 1.0, "FULLY_CHARGED": 0.0, "NOT_CHARGING": 0.0}


def reading_page(listed: list[Any], next_cursor: str | None) -> ReadingPage:
    """Rows without a time are set aside and counted; what is missing is NaN."""
    times: array[float] = array("d")
    columns = {name: array("d") for name in (*_NUMBERS, "plugged_in", "charging")}
    aside = 0
    for row in listed:
        recorded = fields.moment(row, "recorded_at") if isinstance(row, dict) else None
        if recorded is None:
            aside += 1
            continue
        times.append(recorded.timestamp())
        for name, field in _NUMBERS.items():
            value = fields.number(row, field)
            columns[name].append(nan if value is None else value)
        columns["plugged_in"].append(_flag(row, "is_plugged_in"))
        columns["charging"].append(_CHARGING.get(fields.text(row, "charge_state") or "", nan))
    return ReadingPage(Samples.from_columns(times, **columns), next_cursor, aside)


def _flag(row: Mapping[str, Any], name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, bool) else nan
