"""Use and stress in words, and where the charging power tapers."""

from array import array
from dataclasses import replace

from celliq_desktop.domain.curves import BatteryUse
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.evidence import curves_state
from celliq_desktop.viewmodels.vehicle.use import use_facts
from tests.support.vehicle_details import NOW, curves

FORMATS = Formats()


def test_use_names_its_window_and_its_coverage() -> None:
    use = BatteryUse(
        first_s=NOW.timestamp(),
        energy_charged_kwh=412.4,
        full_equivalent_cycles=7.1,
        dc_share_percent=48.0,
        time_above_90_percent=12.0,
        time_below_10_percent=0.0,
        deep_discharges=2,
        idle_loss_percent_per_day=0.42,
        temperature_min_c=-0.3,
        temperature_mean_c=14.0,
        temperature_max_c=31.0,
        temperature_coverage_percent=83.0,
    )
    facts = {fact.label: (fact.value.replace("\u202f", " "), fact.detail) for fact in use_facts(use, FORMATS)}
    assert facts["Energy charged"] == ("412 kWh", "observed since Nov 23, 2026")
    assert facts["AC / DC"][0] == "52 % / 48 %"
    assert facts["Time over 90 %"][0] == "12 %"
    assert facts["Time under 10 %"][0] == "0 %"
    assert facts["Deep discharges"][0] == "2"
    assert facts["Idle loss"][0] == "0.42 pts a day"
    assert facts["Coldest to warmest"][0] == "0 to 31 °C"
    assert facts["Temperature known"][0] == "83 %"


def test_what_is_not_known_says_why_and_nothing_observed_says_nothing() -> None:
    facts = {fact.label: fact for fact in use_facts(BatteryUse(first_s=0.0), FORMATS)}
    assert facts["Temperature"].detail == "the car sends none"
    assert facts["Energy charged"].detail == "no charge observed yet"
    assert use_facts(BatteryUse(), FORMATS) == ()


def test_the_taper_is_where_half_of_the_peak_is_left() -> None:
    falling = array("d", [100.0 - at for at in range(101)])
    one = replace(curves().bands[0], median_kw=falling)
    fact = curves_state(replace(curves(), bands=(one,)), None, FORMATS).facts[2]
    assert (fact.label, fact.value.replace("\u202f", " ")) == ("Taper", "from 51 %")
    flat = replace(one, median_kw=array("d", [90.0] * 101))
    fact = curves_state(replace(curves(), bands=(flat,)), None, FORMATS).facts[2]
    assert fact.value.replace("\u202f", " ") == "not by 100 %"
    assert curves_state(replace(curves(), bands=()), None, FORMATS).facts[2].detail == "no DC median yet"
