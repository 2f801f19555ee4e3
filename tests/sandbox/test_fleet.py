"""The simulated fleet is believable: windows, fade and trouble as on the road."""

from datetime import UTC, datetime
from random import Random
from statistics import median

from celliq_desktop.sandbox.fleet.cars import Story, car
from celliq_desktop.sandbox.fleet.catalogue import MODELS
from celliq_desktop.sandbox.fleet.charging import power_kw, window
from celliq_desktop.sandbox.fleet.readings import readings_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_half_of_the_charges_are_wider_than_fifty_points() -> None:
    dice = Random(1)
    widths = [one.end - one.start for one in (window(dice, dc_share=0.0, temperature_c=20) for _charge in range(4_000))]
    assert 45 <= median(widths) <= 55


def test_batteries_fade_by_a_few_percent_a_year() -> None:
    fleet = [car(1, number, NOW) for number in range(400)]
    assert 0.88 <= median(one.true_soh for one in fleet) <= 0.96
    assert min(one.true_soh for one in fleet) >= 0.68
    old = median(one.true_soh for one in fleet if one.year <= 2020)
    young = median(one.true_soh for one in fleet if one.year >= 2023)
    assert old < young


def test_fast_charging_tapers_and_cold_slows_it() -> None:
    model = next(one for one in MODELS if one.dc_kw > 150)
    warm = [power_kw(model, soc, dc=True, temperature_c=25) for soc in (20, 50, 80, 95)]
    assert warm == sorted(warm, reverse=True)
    assert warm[-1] < 0.3 * warm[0]
    assert power_kw(model, 20, dc=True, temperature_c=-5) < 0.6 * warm[0]


def test_vins_are_seventeen_characters_without_look_alikes() -> None:
    vins = [car(1, number, NOW).vin for number in range(200)]
    assert all(len(vin) == 17 and not set(vin) & set("IOQ") for vin in vins)
    assert len(set(vins)) == len(vins)


def test_every_story_is_told_and_a_pending_car_has_no_readings() -> None:
    fleet = [car(1, number, NOW) for number in range(150)]
    assert {one.story for one in fleet} == set(Story)
    assert all(not readings_of(one) for one in fleet if one.story is Story.PENDING)


def test_readings_are_in_order_whole_percent_and_not_from_the_future() -> None:
    for number in range(12):
        rows = readings_of(car(1, number, NOW))
        times = [row["recorded_at"] for row in rows]
        assert times == sorted(times)
        assert not times or times[-1] <= "2026-11-23T12:00:00Z"
        assert all(row["soc_percent"] == round(row["soc_percent"]) for row in rows)
        kilometres = [row["odometer_km"] for row in rows]
        assert kilometres == sorted(kilometres)
