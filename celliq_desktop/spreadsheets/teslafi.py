"""Reads a TeslaFi export: one row a minute, asleep or awake, local times without a zone (data/teslafi)."""

from array import array
from collections.abc import Sequence

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.log_rows import LogRows, without_summer_time

_KM_PER_MILE = 1.609344
_COLUMNS = {
    "soc_percent": ("battery_level", 1.0),
    "energy_kwh": ("charge_energy_added", 1.0),
    "temperature_c": ("outside_temp", 1.0),
    "odometer_km": ("odometer", _KM_PER_MILE),
    "speed_kmh": ("speed", _KM_PER_MILE),
}
"""Tesla's interface speaks miles whatever the display shows; ``charge_energy_added`` counts at the battery within a
charge."""
TESLAFI = ("Date", "charging_state", "vehicle_id", "vin", *(theirs for theirs, _factor in _COLUMNS.values()))
"""The columns that are read, of about 145."""
_ASLEEP = frozenset({"", "none", "0"})


def is_teslafi(header: Sequence[str]) -> bool:
    """True for the header of an export."""
    return set(header) >= {"Date", "battery_level", "charge_energy_added", "charging_state"}


def teslafi_samples(rows: LogRows) -> Samples:
    """Samples of one car, without its sleeping minutes; NeedsYou ``two_cars`` when the export holds several."""
    moments: list[float] = []
    charging = array("d")
    columns = {name: array("d") for name in _COLUMNS}
    cars: set[str] = set()
    for row in rows:
        if rows.cell(row, "battery_level").lower() in _ASLEEP:
            continue
        moments.append(rows.time(row, "Date"))
        charging.append(1.0 if rows.cell(row, "charging_state") == "Charging" else 0.0)
        for name, (theirs, factor) in _COLUMNS.items():
            columns[name].append(rows.value(row, theirs) * factor)
        cars.add(rows.cell(row, "vehicle_id"))
    if len({car for car in cars if car.lower() not in _ASLEEP}) > 1:
        raise NeedsYou(
            "two_cars",
            N_("This export holds more than one car."),
            next_step=N_("Export each car on its own."),
            safe=N_("Nothing was changed."),
        )
    return Samples.from_columns(array("d", without_summer_time(moments)), charging=charging, **columns)
