"""The two real cars of data/ev-charging as samples."""

import csv
import io
import zipfile
from array import array
from datetime import UTC, datetime
from math import nan

from celliq_desktop.domain.readings import Samples
from tests.support.shared_data import shared

_COLUMNS = {
    "soc_percent": ("vehBMSPackSOC", 1.0),
    "current_a": ("BMSBatteryCurrent", -1.0),
    "voltage_v": ("BMSBatteryVoltage", 1.0),
    "speed_kmh": ("vehSpeed", 1.0),
    "odometer_km": ("vehOdo", 1.0),
    "temperature_c": ("BMSProbeTempMax", 1.0),
}


def real_car(name: str) -> Samples:
    """The cloud telemetry of one car; the log's negative current is charging."""
    with zipfile.ZipFile(shared(f"data/ev-charging/{name}.zip")) as packed:
        member = next(one for one in packed.namelist() if one.endswith(".csv"))
        rows = list(csv.DictReader(io.TextIOWrapper(packed.open(member), encoding="utf-8-sig")))
    times = array("d", [datetime.fromisoformat(row["tboxTime"]).replace(tzinfo=UTC).timestamp() for row in rows])
    return Samples.from_columns(
        times,
        **{
            name: array("d", [float(row[theirs]) * sign if row[theirs] else nan for row in rows])
            for name, (theirs, sign) in _COLUMNS.items()
        },
    )
