"""Charge curves and use: what the vehicle screen draws."""

from array import array
from math import isnan, nan

import pytest

from celliq_desktop.battery.curves import charge_curves
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.battery.use import battery_use
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import CurrentKind
from tests.support.charges import START_S, Truth, charged


def test_a_band_needs_two_charges_and_spans_what_both_saw() -> None:
    samples = charged(Truth(), [(20, 80), (40, 90)])
    curves = charge_curves(samples, cut_sessions(samples))
    (band,) = curves.bands
    assert (band.kind, band.sessions) == (CurrentKind.AC, 2)
    assert band.median_kw[60] == pytest.approx(11.0)
    assert isnan(band.median_kw[30])
    alone = charged(Truth(), [(20, 80)])
    assert charge_curves(alone, cut_sessions(alone)).bands == ()


def test_ten_to_eighty_is_the_time_the_car_took() -> None:
    samples = charged(Truth(capacity_kwh=50.0), [(5, 90)], kw=100.0, step_s=10)
    curves = charge_curves(samples, cut_sessions(samples))
    assert curves.ten_to_eighty_s == pytest.approx(0.7 * 50 / 100 * 3600, rel=0.03)
    assert curves.dc_share_percent == pytest.approx(100.0)


def test_a_slow_charge_is_ac_and_has_no_fast_charging_time() -> None:
    samples, sessions = charged(Truth(), [(5, 90)]), cut_sessions(charged(Truth(), [(5, 90)]))
    assert charge_curves(samples, sessions).ten_to_eighty_s is None
    assert charge_curves(samples, sessions).dc_share_percent == 0.0


def test_nothing_in_gives_nothing_out() -> None:
    assert charge_curves(Samples.of(()), ()).sessions == ()
    assert battery_use(Samples.of(()), (), None).energy_charged_kwh is None


def test_use_counts_energy_cycles_and_deep_discharges() -> None:
    samples = charged(Truth(capacity_kwh=50.0), [(5, 95), (4, 94), (40, 60)])
    use = battery_use(samples, cut_sessions(samples), 50.0)
    assert use.energy_charged_kwh == pytest.approx(100.0, rel=0.05)
    assert use.full_equivalent_cycles == pytest.approx(2.0, rel=0.05)
    assert use.deep_discharges == 2
    assert use.temperature_mean_c is None
    assert use.temperature_coverage_percent == 0.0


def test_time_above_ninety_counts_the_hours_held_not_the_samples() -> None:
    hours = array("d", [START_S + 3600.0 * hour for hour in (0, 1, 2, 3)])
    samples = Samples.from_columns(hours, soc_percent=array("d", [95, 95, 50, nan]))
    assert battery_use(samples, (), None).time_above_90_percent == pytest.approx(100.0)


def test_a_parked_car_loses_points_by_the_day_and_a_driven_one_says_nothing_of_it() -> None:
    hours = array("d", [START_S + 3600.0 * hour for hour in range(0, 96, 12)])
    soc = array("d", [80, 79.5, 79, 78.5, 78, 77.5, 77, 76.5])
    parked = Samples.from_columns(hours, soc_percent=soc, odometer_km=array("d", [9_000.0] * 8))
    driven = Samples.from_columns(hours, soc_percent=soc, odometer_km=array("d", [9_000.0 + at for at in range(8)]))
    assert battery_use(parked, (), None).idle_loss_percent_per_day == pytest.approx(1.0)
    assert battery_use(driven, (), None).idle_loss_percent_per_day is None
