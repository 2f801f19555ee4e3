"""Logs that would give a wrong number: refused or flagged, with a sentence that says what would help."""

from array import array
from dataclasses import replace
from math import nan
from random import Random

import numpy as np
import pytest

from celliq_desktop.battery.direction import turned as turned_over
from celliq_desktop.battery.health import EstimateOptions, estimate, estimate_sessions
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.health import Baseline, EstimateStatus, HealthEstimate
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, MeasuringPoint
from tests.support.charges import START_S, Truth, charged, session, windows

NEW = Baseline(60.0, "kWh", "declared", 0.01)
ALONE = EstimateOptions(prior=None)


def months(dice: Random, count: int, kwh: float = 52.0, first_day: int = 0) -> list[ChargeSession]:
    """Charges of ``count`` nights with a per cent of scatter."""
    found = []
    for number in range(count):
        start = dice.randint(15, 45)
        end = dice.randint(75, 95)
        energy = round((end - start) / 100 * kwh * dice.gauss(1, 0.01), 3)
        found.append(session(start, end, energy, day=first_day + 2 * number))
    return found


def flagged(found: HealthEstimate, words: str) -> bool:
    return any(words in flag for flag in found.flags)


def test_a_recalibrated_display_is_flagged_and_only_the_charges_after_it_count() -> None:
    dice = Random(2)
    found = estimate_sessions([*months(dice, 10, 48.0), *months(dice, 8, 52.0, 30)], baseline=NEW, options=ALONE)
    assert flagged(found, "recalibrated")
    assert [one.reason for one in found.sessions[:9]] == ["before_step"] * 9
    assert not found.sessions[9].used
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.value == pytest.approx(52.0, rel=0.01)


def test_another_pack_is_named_as_such_and_a_software_limit_too() -> None:
    dice = Random(3)
    up = estimate_sessions([*months(dice, 8, 42.0), *months(dice, 8, 58.0, 30)], baseline=NEW)
    down = estimate_sessions([*months(dice, 8, 58.0), *months(dice, 8, 50.0, 30)], baseline=NEW)
    assert flagged(up, "another pack")
    assert flagged(down, "software limit")


def test_a_steady_car_shows_no_step() -> None:
    for seed in range(40):
        found = estimate_sessions(months(Random(seed), 16), baseline=NEW)
        assert found.flags == ()
        assert all(one.used or one.reason == "outlier" for one in found.sessions)


def test_displayed_and_bms_soc_by_turns_are_refused() -> None:
    dice = Random(4)
    displayed, bms = months(dice, 6, 47.9), months(dice, 6, 61.7, 1)
    found = estimate_sessions(sorted([*displayed, *bms], key=lambda one: one.start_s), baseline=NEW)
    assert (found.status, found.reason_code) == (EstimateStatus.REFUSED, "mixed_soc")
    assert "--soc" in (found.reason or "")


def test_a_column_that_flips_between_two_sources_is_refused() -> None:
    samples = charged(Truth(), [(20, 80)] * 4)
    flips = array("d", [soc + (14 if at % 2 else 0) for at, soc in enumerate(samples.soc_percent)])
    assert estimate(replace(samples, soc_percent=flips), baseline=NEW).reason_code == "mixed_soc"


def test_copied_charges_are_left_out_and_flagged() -> None:
    honest = months(Random(5), 5)
    best = honest[2]
    copies = [replace(best, start_s=best.start_s + 86_400 * d, end_s=best.end_s + 86_400 * d) for d in (40, 41, 42)]
    found = estimate_sessions([*honest, *copies], baseline=NEW)
    assert [one.reason for one in found.sessions[5:]] == ["copy"] * 3
    assert flagged(found, "4 charges are alike to the last digit")


def test_a_row_listed_twice_counts_once() -> None:
    honest = months(Random(6), 4)
    found = estimate_sessions([*honest, honest[0]], baseline=NEW)
    assert found.sessions[-1].reason == "listed_twice"
    assert found.flags == ()


def test_energies_edited_beside_their_charge_are_left_out() -> None:
    whole = [replace(one, charge_ah=(one.energy_kwh or 0) / 0.36) for one in months(Random(7), 9)]
    edited = [replace(one, energy_kwh=(one.energy_kwh or 0) * 1.15) if at < 2 else one for at, one in enumerate(whole)]
    found = estimate_sessions(edited, baseline=NEW)
    assert [one.reason for one in found.sessions[:2]] == ["inconsistent"] * 2
    assert all(one.used for one in found.sessions[2:])


@pytest.mark.parametrize("decimals", [1, 2, 3])
def test_energies_worked_out_from_soc_are_refused_however_they_are_rounded(decimals: int) -> None:
    listed = [replace(one, energy_kwh=round(one.delta_soc_percent * 0.613, decimals)) for one in months(Random(8), 8)]
    assert estimate_sessions(listed, baseline=NEW).reason_code == "computed_energy"


def test_charges_worked_out_from_soc_are_refused_too() -> None:
    listed = [
        replace(one, energy_kwh=None, charge_ah=round(one.delta_soc_percent * 1.2, 2)) for one in months(Random(9), 8)
    ]
    assert estimate_sessions(listed).reason_code == "computed_energy"


def test_a_capacity_far_from_the_nominal_is_refused_by_name() -> None:
    found = estimate_sessions(months(Random(10), 6, 22.0), baseline=NEW)
    assert (found.status, found.reason_code) == (EstimateStatus.REFUSED, "implausible_capacity")


def test_megawatts_are_refused_by_name() -> None:
    fast = [replace(one, end_s=one.start_s + 10, peak_power_kw=3_600.0) for one in months(Random(11), 4)]
    assert estimate_sessions(fast, baseline=NEW).reason_code == "impossible_power"


def with_voltage(samples: Samples, *, ohm: float) -> Samples:
    """Current that steps to and fro, and a voltage that rises with SoC and, over ``ohm``, with current."""
    soc, power = np.array(samples.soc_percent), np.array(samples.power_kw)
    on = power > 0
    current = np.where(on, 30.0 + 8.0 * (np.arange(soc.size) % 3), 0.0)
    voltage = 330.0 + 0.5 * soc + ohm * current
    packed = {name: array("d", values.tolist()) for name, values in (("current_a", current), ("voltage_v", voltage))}
    nothing = array("d", [nan]) * len(samples)
    return replace(samples, power_kw=nothing, energy_kwh=nothing, charging=nothing, **packed)


def test_a_voltage_that_falls_with_current_is_no_batterys() -> None:
    samples = charged(Truth(), [(20, 80)] * 4)
    honest, backwards = with_voltage(samples, ohm=0.1), with_voltage(samples, ohm=-0.1)
    assert estimate(honest).capacity_ah is not None
    found = estimate(backwards)
    assert (found.status, found.reason_code) == (EstimateStatus.REFUSED, "unphysical")
    assert flagged(found, "voltage does not follow")


def test_voltage_that_rises_through_a_slow_taper_is_a_batterys() -> None:
    """Fast charging polled every minute: from 80 % current falls by 5 A a minute, and the pack fills all the same."""
    minutes = range(45)
    current = [140.0 if at < 20 else 140.0 - 5.0 * (at - 20) for at in minutes]
    charge = [sum(current[:at]) / 60.0 for at in minutes]
    soc = [20.0 + ah / 0.9 for ah in charge]
    voltage = [330.0 + 0.9 * (percent - 20) + 0.05 * now for percent, now in zip(soc, current, strict=True)]
    samples = Samples.from_columns(
        array("d", [1.75e9 + 60.0 * at for at in minutes]),
        soc_percent=array("d", soc),
        current_a=array("d", current),
        voltage_v=array("d", voltage),
    )
    (charged_once,) = cut_sessions(samples)
    assert charged_once.delta_soc_percent > 60
    assert not charged_once.unphysical


def test_a_log_where_charging_is_negative_says_so() -> None:
    samples = with_voltage(charged(Truth(), [(20, 80)] * 4), ohm=0.1)
    turned = replace(samples, current_a=array("d", [-value for value in samples.current_a]))
    found = estimate(turned)
    assert found.reason_code == "current_sign"
    assert "--charging-negative" in (found.reason or "")
    right, columns = turned_over(turned)
    assert columns == ("current_a",)
    assert list(right.current_a) == list(samples.current_a)
    assert turned_over(samples)[0] is samples


def test_a_counter_ahead_of_voltage_times_current_is_flagged() -> None:
    samples = charged(Truth(), [(20, 80)] * 4)
    current = array("d", [kw / 0.36 if kw > 0 else 0.0 for kw in samples.power_kw])
    volts = array("d", [360.0 + 0.001 * at for at in range(len(samples))])
    wall = array("d", [energy * 1.1 for energy in samples.energy_kwh])
    found = estimate(replace(samples, current_a=current, voltage_v=volts, energy_kwh=wall), baseline=NEW)
    assert flagged(found, "--measured-at")
    alone = estimate(replace(samples, current_a=current, voltage_v=volts, energy_kwh=wall))
    assert alone.capacity_kwh is not None
    assert alone.capacity_kwh.value == pytest.approx(50.0, abs=0.5)
    declared = EstimateOptions(measured_at=MeasuringPoint.EVSE_AC)
    at_the_wall = estimate(replace(samples, current_a=current, voltage_v=volts, energy_kwh=wall), options=declared)
    assert at_the_wall.capacity_kwh is not None
    assert at_the_wall.capacity_kwh.value == pytest.approx(50.0 * 1.1 * 0.88, abs=0.5)


def test_a_power_that_is_not_voltage_times_current_is_flagged() -> None:
    samples = charged(Truth(), [(20, 80)] * 4)
    current = array("d", [kw / 0.36 * 1.1 if kw > 0 else 0.0 for kw in samples.power_kw])
    volts = array("d", [360.0 + 0.001 * at for at in range(len(samples))])
    nothing = array("d", [nan] * len(samples))
    found = estimate(replace(samples, current_a=current, voltage_v=volts, energy_kwh=nothing), baseline=NEW)
    assert flagged(found, "-9% against voltage times current")


def test_an_odometer_turned_back_is_flagged_with_both_readings() -> None:
    samples = charged(Truth(), windows(Random(1), 6))
    half = len(samples) // 2
    km = array("d", [60_000.0 + at for at in range(half)] + [31_000.0 + at for at in range(len(samples) - half)])
    found = estimate(replace(samples, odometer_km=km), baseline=NEW)
    assert flagged(found, "odometer runs backwards")
    listed = [replace(one, odometer_km=50_000 - 400 * at) for at, one in enumerate(months(Random(12), 5))]
    assert flagged(estimate_sessions(listed, baseline=NEW), "odometer runs backwards")


def test_a_clock_set_back_within_a_charge_is_left_out_and_flagged() -> None:
    samples = charged(Truth(), [(20, 80)] * 4)
    cut = next(at for at in range(100, len(samples)) if samples.soc_percent[at] == 50)
    times = array("d", [time - 3_600 if cut <= at < cut + 60 else time for at, time in enumerate(samples.time_s)])
    found = estimate(replace(samples, time_s=times), baseline=NEW)
    assert flagged(found, "clock jumps back")
    assert "clock_backwards" in {one.reason for one in found.sessions}


def test_rows_in_reverse_order_give_the_same_number_and_say_so() -> None:
    samples = charged(Truth(), windows(Random(1), 8))
    turned = Samples.from_columns(
        samples.time_s[::-1],
        **{name: getattr(samples, name)[::-1] for name in ("soc_percent", "energy_kwh", "power_kw", "charging")},
    )
    straight, back = estimate(samples, baseline=NEW), estimate(turned, baseline=NEW)
    assert straight.capacity_kwh == back.capacity_kwh
    assert flagged(back, "rows run backwards")


def test_a_counter_that_starts_anew_inside_a_charge_loses_nothing() -> None:
    samples = charged(Truth(), [(20, 80)] * 3)
    anew = array("d", [value - 12.0 if value >= 12.0 else value for value in samples.energy_kwh])
    found = estimate(replace(samples, energy_kwh=anew), baseline=NEW, options=ALONE)
    assert len(found.sessions) == 3
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.value == pytest.approx(50.0, rel=0.02)


def test_polls_every_ten_minutes_with_a_lost_half_hour_are_one_charge() -> None:
    samples = charged(Truth(), [(20, 80)] * 3, step_s=600.0)
    keep = [at for at, time in enumerate(samples.time_s) if not 3_000 <= (time - START_S) % (3 * 86_400) <= 4_500]
    thin = Samples.from_columns(
        array("d", [samples.time_s[at] for at in keep]),
        **{name: array("d", [getattr(samples, name)[at] for at in keep]) for name in ("soc_percent", "energy_kwh")},
    )
    found = estimate(thin, baseline=NEW)
    assert [one.used for one in found.sessions] == [True] * 3


def test_a_published_measurement_of_a_pack_is_reproduced() -> None:
    """The certification test of a Tesla Model 3 Long Range (EPA application HTSLV00.0L13: 221.81 Ah, 78.2 kWh between
    full and empty), told as its log would: ten-second rows of a charge at constant power, whole percents."""
    ah, kwh, hours = 221.81, 78.2, 7.0
    steps = 2_520
    share = np.linspace(0.0, 1.0, steps)
    shape = 300.0 + 100.0 * share**0.5
    amperes = kwh * 1_000 / hours / shape
    rough_ah = float(((amperes[1:] + amperes[:-1]) / 2).sum() * hours / (steps - 1))
    volts = shape * rough_ah / ah
    amperes = kwh * 1_000 / hours / volts
    samples = Samples.from_columns(
        array("d", [START_S + hours * 3_600 * at for at in share]),
        soc_percent=array("d", np.floor(100 * np.cumsum(amperes) / amperes.sum() + 1e-9).tolist()),
        current_a=array("d", amperes.tolist()),
        voltage_v=array("d", volts.tolist()),
    )
    found = estimate(samples, options=EstimateOptions(charge_baseline=Baseline(230.0, "Ah", "rated", 0.01)))
    assert found.capacity_ah is not None
    assert found.capacity_kwh is not None
    assert found.capacity_ah.value == pytest.approx(ah, abs=0.1)
    assert found.capacity_kwh.value == pytest.approx(kwh, abs=0.1)


def test_a_full_charge_counts_what_flows_while_the_display_stands_at_full_and_empty() -> None:
    """A pack measured on a bench: 155.3 Ah between empty and full, a tail of 2 Ah at a display of 100 %."""
    hours = 155.3 / 31.06
    steps = 1_800
    share = np.linspace(0.0, 1.0, steps)
    soc = np.floor(np.minimum(100.0, share * 101.3)).tolist()
    samples = Samples.from_columns(
        array("d", [START_S + hours * 3_600 * at for at in share]),
        soc_percent=array("d", soc),
        current_a=array("d", [31.06]) * steps,
        voltage_v=array("d", [330.0 + 70.0 * at for at in share]),
    )
    found = estimate(samples, options=EstimateOptions(charge_baseline=Baseline(156.0, "Ah", "rated", 0.01)))
    assert found.capacity_ah is not None
    assert found.capacity_kwh is not None
    assert found.capacity_ah.value == pytest.approx(155.3, abs=0.1)
    assert found.capacity_kwh.value == pytest.approx(155.3 * 0.365, abs=0.1)
