"""A collection of altered logs of one honest car: each gives no better number than it deserves, and says why.

The car is data-free: nine charges of a 52 kWh battery, a sample a minute with current, voltage, counter and odometer.
Every alteration is applied to the same log; what is asked is what a dealer would notice.
"""

from array import array
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from celliq_desktop.battery.health import estimate
from celliq_desktop.battery.quality import Gate
from celliq_desktop.domain.health import Baseline, EstimateStatus, HealthEstimate
from celliq_desktop.domain.readings import COLUMNS, Samples
from tests.support.charges import START_S, Truth, charged, windows

Floats = NDArray[np.float64]
Table = dict[str, Floats]

NEW = Baseline(60.0, "kWh", "declared", 0.01)
_TRUE = 100 * 52.0 / 60.0


def honest() -> Table:
    """Nine charges whose current, voltage and counter tell one story."""
    samples = charged(Truth(capacity_kwh=52.0), windows(Random(3), 9))
    table = {name: np.array(getattr(samples, name)) for name in COLUMNS}
    on = table["power_kw"] > 0
    table["voltage_v"] = np.where(on, 340.0 + 0.4 * table["soc_percent"], np.nan)
    table["current_a"] = np.where(on, table["power_kw"] * 1_000 / table["voltage_v"], 0.0)
    days = np.floor((table["time_s"] - START_S) / 86_400.0)
    table["odometer_km"] = 40_000.0 + 30.0 * days
    return table


def judged(table: Table) -> HealthEstimate:
    """What the program makes of it."""
    columns = {name: array("d", np.ascontiguousarray(values).tolist()) for name, values in table.items()}
    return estimate(Samples(**columns), baseline=NEW)


def _near(found: HealthEstimate) -> bool:
    """Right within what it says of itself."""
    return found.soh_percent is not None and found.soh_percent.low <= _TRUE <= found.soh_percent.high


def _taken(table: Table, rows: NDArray[np.intp]) -> Table:
    return {name: values[rows] for name, values in table.items()}


def _doubled(table: Table) -> Table:
    """Every row twice."""
    return _taken(table, np.repeat(np.arange(table["time_s"].size), 2))


def _shuffled(table: Table) -> Table:
    return _taken(table, np.random.default_rng(1).permutation(table["time_s"].size))


def _with_holes(table: Table) -> Table:
    """A third of the rows deleted here and there."""
    return _taken(table, np.flatnonzero(np.random.default_rng(2).random(table["time_s"].size) > 0.33))


def _shifted(table: Table) -> Table:
    """The clock of a car two hours off."""
    return table | {"time_s": table["time_s"] + 7_200.0}


def _one_spike(table: Table) -> Table:
    energy = table["energy_kwh"].copy()
    at = int(np.flatnonzero(energy > 5)[0])
    energy[at] = energy[at] + 900.0
    return table | {"energy_kwh": energy}


def _stale(table: Table) -> Table:
    """The display stands for a third of each charge, then catches up: its ends are right."""
    soc = table["soc_percent"].copy()
    for day in range(9):
        rows = np.flatnonzero(np.floor((table["time_s"] - START_S) / (3 * 86_400.0)) == day)
        third = rows.size // 3
        soc[rows[third : 2 * third]] = soc[rows[third]]
    return table | {"soc_percent": soc}


@pytest.mark.parametrize("alter", [_doubled, _shuffled, _with_holes, _shifted, _one_spike, _stale])
def test_what_is_only_untidy_moves_the_number_no_further_than_its_interval(alter: Callable[[Table], Table]) -> None:
    found = judged(alter(honest()))
    assert found.status is not EstimateStatus.REFUSED
    assert _near(found)


def _scaled_counter(table: Table) -> Table:
    """The counter made twelve per cent larger, current left as it was."""
    return table | {"energy_kwh": table["energy_kwh"] * 1.12}


def _some_scaled(table: Table) -> Table:
    """Counter and power of the last three charges made a fifth larger."""
    late = table["time_s"] > START_S + 17 * 86_400.0
    return table | {name: np.where(late, table[name] * 1.2, table[name]) for name in ("energy_kwh", "power_kw")}


def _copied(table: Table) -> Table:
    """The best charge pasted in four more times."""
    day = np.floor((table["time_s"] - START_S) / (3 * 86_400.0))
    best = np.flatnonzero(day == 2)
    parts = [np.arange(day.size), *[best] * 4]
    copy = _taken(table, np.concatenate(parts))
    copy["time_s"] = np.concatenate(
        [table["time_s"], *(table["time_s"][best] + (40 + 3 * k) * 86_400.0 for k in range(4))]
    )
    return copy


def _rolled_back(table: Table) -> Table:
    late = table["time_s"] > START_S + 12 * 86_400.0
    return table | {"odometer_km": table["odometer_km"] - 25_000.0 * late}


def _clock_set_back(table: Table) -> Table:
    """In the middle of a charge the clock goes back by fifty minutes."""
    time_s = table["time_s"].copy()
    inside = np.flatnonzero((table["soc_percent"] > 50) & (table["power_kw"] > 0))[:60]
    time_s[inside] -= 3_000.0
    return table | {"time_s": time_s}


def _recalibrated(table: Table) -> Table:
    """From the fifth charge on the display spans eight per cent less of the pack."""
    soc, late = table["soc_percent"], table["time_s"] > START_S + 11 * 86_400.0
    return table | {"soc_percent": np.where(late, np.round(20 + (soc - 20) * 0.90), soc)}


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (_scaled_counter, "energy counter shows +12%"),
        (_copied, "alike to the last digit"),
        (_rolled_back, "odometer runs backwards"),
        (_clock_set_back, "clock jumps back"),
        (_recalibrated, "recalibrated BMS"),
    ],
)
def test_what_was_changed_is_flagged_with_its_evidence(alter: Callable[[Table], Table], words: str) -> None:
    assert any(words in flag for flag in judged(alter(honest())).flags)


def test_charges_whose_energy_was_raised_do_not_raise_the_number() -> None:
    found = judged(_some_scaled(honest()))
    raised = [one for one in found.sessions if one.session.start_s > START_S + 17 * 86_400.0]
    assert raised
    assert {one.reason for one in raised} <= {"inconsistent", "outlier"}
    assert _near(found)


def _computed(table: Table) -> Table:
    """Energy worked out from the display, to three decimals; nothing else is there."""
    energy = np.where(np.isnan(table["energy_kwh"]), np.nan, np.round(table["soc_percent"] * 0.52, 3))
    return _only(table, "soc_percent") | {"energy_kwh": energy}


def _only(table: Table, *kept: str) -> Table:
    return {
        name: values if name in (*kept, "time_s") else np.full(values.size, np.nan) for name, values in table.items()
    }


def _jumping(table: Table) -> Table:
    """In the middle of each charge the display jumps ahead by twelve points that nothing paid for."""
    soc = table["soc_percent"].copy()
    for day in range(9):
        rows = np.flatnonzero(np.floor((table["time_s"] - START_S) / (3 * 86_400.0)) == day)
        soc[rows[rows.size // 2 :]] = np.minimum(100.0, soc[rows[rows.size // 2 :]] + 12.0)
    return _only(table, "energy_kwh", "power_kw") | {"soc_percent": soc}


def _milliwatts(table: Table) -> Table:
    """Watt-hours in a column of kilowatt-hours."""
    return _only(table, "soc_percent") | {name: table[name] * 1_000.0 for name in ("energy_kwh", "power_kw")}


def _driving(table: Table) -> Table:
    return _only(table, "soc_percent") | {"speed_kmh": np.full(table["time_s"].size, 60.0)}


def _discharge_backwards(table: Table) -> Table:
    """A drive played backwards as a charge: voltage falls where current rises."""
    step = np.where(np.arange(table["time_s"].size) % 3 == 0, 20.0, 40.0)
    on = table["power_kw"] > 0
    volts = 340.0 + 0.4 * table["soc_percent"] - 0.15 * step
    return _only(table, "soc_percent") | {
        "current_a": np.where(on, step, 0.0),
        "voltage_v": np.where(on, volts, np.nan),
    }


def _two_displays(table: Table) -> Table:
    """Every other charge shown by the battery, the rest by the dashboard, 22 % apart."""
    odd = np.floor((table["time_s"] - START_S) / (3 * 86_400.0)) % 2 == 1
    soc = table["soc_percent"]
    return _only(table, "energy_kwh", "power_kw") | {"soc_percent": np.where(odd, np.round(soc * 0.78 + 5), soc)}


def _half_a_battery(table: Table) -> Table:
    return _only(table, "soc_percent") | {"energy_kwh": table["energy_kwh"] * 0.4}


@pytest.mark.parametrize(
    ("alter", "code"),
    [
        (_computed, Gate.COMPUTED_ENERGY.value),
        (_jumping, Gate.STALE_SOC.value),
        (_milliwatts, Gate.IMPOSSIBLE_POWER.value),
        (_driving, "only_driving"),
        (_discharge_backwards, Gate.UNPHYSICAL.value),
        (_two_displays, "mixed_soc"),
        (_half_a_battery, Gate.IMPLAUSIBLE_CAPACITY.value),
    ],
)
def test_what_must_not_count_is_refused_by_name_with_what_would_help(
    alter: Callable[[Table], Table], code: str
) -> None:
    found = judged(alter(honest()))
    assert (found.status, found.reason_code) == (EstimateStatus.REFUSED, code)
    assert found.soh_percent is None
    assert (found.reason or "").endswith(".")
    assert len((found.reason or "").split()) >= 8


def test_the_honest_log_itself_is_right_and_has_nothing_to_say() -> None:
    found = judged(honest())
    assert found.flags == ()
    assert _near(found)
