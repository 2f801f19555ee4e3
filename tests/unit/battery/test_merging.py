"""Two sources of one car: a charge is never mixed from both, and what only one has seen is not lost."""

from array import array
from math import nan

import numpy as np
import pytest

from celliq_desktop.battery.health import estimate
from celliq_desktop.battery.likeness import likeness
from celliq_desktop.battery.merging import merged
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.health import Baseline
from celliq_desktop.domain.readings import Samples

_DAY = 86_400.0
_KWH_A_POINT = 0.5


def charges(
    *days: float, step_s: float = 300.0, shift_s: float = 0.0, counter_from: float = 0.0, km: float = 1000.0
) -> Samples:
    """A charge from 20 to 80 % at 10 kW on each day, seen every ``step_s`` seconds."""
    time_s: list[float] = []
    soc: list[float] = []
    energy: list[float] = []
    odometer: list[float] = []
    for day in days:
        seconds = np.arange(0.0, 3 * 3600.0 + 1, step_s)
        points = 20 + seconds / (3 * 3600.0) * 60
        time_s += (day * _DAY + shift_s + seconds).tolist()
        soc += np.round(points).tolist()
        energy += (counter_from + (points - 20) * _KWH_A_POINT).tolist()
        odometer += [km + day * 40.0] * seconds.size
    return Samples.from_columns(
        array("d", time_s),
        soc_percent=array("d", soc),
        energy_kwh=array("d", energy),
        odometer_km=array("d", odometer),
        power_kw=array("d", [10.0] * len(time_s)),
        charging=array("d", [1.0] * len(time_s)),
    )


def nothing() -> Samples:
    """No sample at all."""
    return Samples.from_columns(array("d"))


def test_what_only_the_other_source_saw_is_added_whole() -> None:
    both = merged(charges(0, 2), [charges(1, 3, shift_s=11)])[0]
    assert [round(one.start_s / _DAY) for one in cut_sessions(both)] == [0, 1, 2, 3]
    assert list(both.time_s) == sorted(both.time_s)


def test_the_same_charge_seen_twice_stays_one_charge_from_the_denser_source() -> None:
    sparse, dense = charges(0, step_s=1200), charges(0, step_s=300, shift_s=17, counter_from=5.0)
    for first, second in ((sparse, dense), (dense, sparse)):
        (found,) = cut_sessions(merged(first, [second])[0])
        assert found.samples == len(dense)
        assert found.energy_kwh == pytest.approx(60 * _KWH_A_POINT, rel=0.05)


def test_counters_that_start_elsewhere_never_make_a_step() -> None:
    mixed = merged(charges(*range(6)), [charges(*range(6), shift_s=23, counter_from=7.5)])[0]
    found = estimate(mixed, baseline=Baseline(50.0, "kWh", "test", 0.01))
    alone = estimate(charges(*range(6)), baseline=Baseline(50.0, "kWh", "test", 0.01))
    assert found.soh_percent is not None
    assert alone.soh_percent is not None
    assert found.soh_percent.value == pytest.approx(alone.soh_percent.value, abs=0.2)


def test_nothing_merged_with_nothing_is_nothing_and_one_source_alone_stays_as_it_is() -> None:
    alone = charges(0, 1)
    assert len(merged(nothing(), [])[0]) == 0
    assert merged(alone, [nothing()])[0] == alone
    assert cut_sessions(merged(nothing(), [alone])[0]) == cut_sessions(alone)


def test_one_car_seen_by_two_services_is_alike_in_everything() -> None:
    found = likeness(charges(*range(10)), charges(*range(10), shift_s=40))
    assert (found.soc_agreeing, found.odometer_agreeing) == (1.0, 1.0)
    assert (found.charges, found.charges_agreeing) == (9, 1.0)
    assert found.energy_ratio == pytest.approx(1.0, abs=0.02)


def test_another_car_that_charges_at_the_same_hours_is_told_by_its_odometer() -> None:
    found = likeness(charges(*range(10)), charges(*range(10), km=44_000.0))
    assert found.soc_agreeing == 1.0
    assert found.odometer_agreeing == 0.0


def test_sources_that_never_watched_at_the_same_time_are_not_compared() -> None:
    assert likeness(charges(0, 1), charges(5, 6)).compared == 0
    assert likeness(nothing(), charges(5)).compared == 0
    assert likeness(charges(5), nothing()).compared == 0


def test_a_car_without_an_odometer_is_compared_by_the_rest() -> None:
    dumb = charges(*range(4))
    silent = Samples.from_columns(
        dumb.time_s, soc_percent=dumb.soc_percent, charging=dumb.charging, odometer_km=array("d", [nan] * len(dumb))
    )
    found = likeness(charges(*range(4)), silent)
    assert found.odometer_agreeing is None
    assert found.soc_agreeing == 1.0
    assert found.energy_ratio is None
