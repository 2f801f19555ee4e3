"""Two real cars (data/ev-charging): one gives a number, the other only drives."""

import csv
import io
import zipfile
from array import array
from datetime import UTC, datetime
from math import nan

import pytest

from celliq_desktop.battery.health import EstimateOptions, estimate
from celliq_desktop.domain.health import Baseline, EstimateStatus
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


def car(name: str) -> Samples:
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


def test_car3_has_about_120_ampere_hours_and_its_interval_covers_every_good_charge() -> None:
    rated = EstimateOptions(charge_baseline=Baseline(120.0, "Ah", "declared", 0.01))
    found = estimate(car("car3_processed"), options=rated)
    capacity = found.capacity_ah
    assert capacity is not None
    assert capacity.value == pytest.approx(120, rel=0.03)
    used = [judged.capacity_ah for judged in found.used if judged.capacity_ah is not None]
    assert len(used) >= 15
    assert all(capacity.low <= one <= capacity.high for one in used)


def test_car3_leaves_out_the_charge_of_one_point() -> None:
    found = estimate(car("car3_processed"))
    tiny = [judged for judged in found.sessions if judged.session.delta_soc_percent <= 2]
    assert tiny
    assert {judged.reason for judged in tiny} == {"window_too_small"}


def test_car2_only_drives_and_gets_no_number() -> None:
    found = estimate(car("car2_processed"))
    assert found.status is EstimateStatus.REFUSED
    assert found.reason_code == "only_driving"
    assert found.capacity_ah is None
