"""The number: right on batteries whose truth is known, honest about its width, and refused where there is nothing to
say."""

from array import array
from dataclasses import replace
from math import nan
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.battery.health import EstimateOptions, estimate, estimate_sessions, history
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.health import Baseline, EstimateStatus
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, MeasuringPoint
from tests.support.charges import DAY_S, Truth, charged, session, windows

NEW = Baseline(60.0, "kWh", "declared", 0.01)
ALONE = EstimateOptions(prior=None)


def test_a_battery_with_a_true_display_reads_true() -> None:
    samples = charged(Truth(capacity_kwh=51.0), windows(Random(1), 12))
    told = replace(samples, current_a=array("d", [kw / 0.36 for kw in samples.power_kw]))
    found = estimate(told, baseline=NEW, options=ALONE)
    assert found.soh_percent is not None
    assert found.soh_percent.value == pytest.approx(85.0, abs=0.6)
    assert found.prior is None
    assert found.status is not EstimateStatus.REFUSED


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    dice = Random(7)
    hits = total = 0
    for _car in range(120):
        truth = Truth(capacity_kwh=60 * dice.uniform(0.75, 1.0), soc_error=(dice.gauss(0, 3.1), dice.gauss(0, 1.0)))
        baseline = replace(NEW, value=60.0 * dice.gauss(1.0, NEW.relative_sigma))
        found = estimate(charged(truth, windows(dice, dice.randint(3, 15)), step_s=300), baseline=baseline)
        if found.soh_percent is not None:
            total += 1
            hits += found.soh_percent.low <= truth.capacity_kwh / 60 * 100 <= found.soh_percent.high
    assert total > 110
    assert hits / total >= 0.92


def test_many_charges_over_the_same_window_do_not_narrow_the_shared_error() -> None:
    few = estimate(charged(Truth(), [(30, 80)] * 4), baseline=NEW, options=ALONE)
    many = estimate(charged(Truth(), [(30, 80)] * 40, every_days=1), baseline=NEW, options=ALONE)
    assert few.error_budget is not None
    assert many.error_budget is not None
    assert many.error_budget.soc_window_percent == pytest.approx(few.error_budget.soc_window_percent, rel=0.1)


def test_a_full_window_is_tighter_than_a_part_of_it() -> None:
    whole = estimate(charged(Truth(), [(1, 99)] * 3), baseline=NEW).soh_percent
    part = estimate(charged(Truth(), [(20, 70)] * 3), baseline=NEW).soh_percent
    assert whole is not None
    assert part is not None
    assert whole.half_width < 0.6 * part.half_width


def test_a_display_is_trusted_less_near_empty_than_near_full() -> None:
    low = estimate(charged(Truth(), [(2, 50)] * 3), baseline=NEW, options=ALONE).error_budget
    high = estimate(charged(Truth(), [(50, 98)] * 3), baseline=NEW, options=ALONE).error_budget
    assert low is not None
    assert high is not None
    assert low.soc_window_percent > 1.03 * high.soc_window_percent


def test_windows_that_tile_the_scale_are_nearly_as_good_as_one_full_charge() -> None:
    tiles = estimate(charged(Truth(), [(1, 50), (50, 99)] * 3), baseline=NEW).error_budget
    assert tiles is not None
    assert tiles.soc_window_percent < 3.0


def test_every_session_left_out_has_a_reason_and_a_sentence() -> None:
    samples = charged(Truth(), [(20, 80), (50, 60), (10, 90), (30, 85), (88, 95)])
    found = estimate(samples, baseline=NEW)
    left_out = [judged for judged in found.sessions if not judged.used]
    assert [judged.reason for judged in left_out] == ["window_too_small", "window_too_small"]
    assert all(judged.sentence for judged in left_out)
    assert sum(judged.weight for judged in found.sessions) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (session(40, 50, 6.0), "window_too_small"),
        (session(20, 80, 30.0, longest_gap_s=7_200.0), "gap_inside"),
        (session(20, 80, 30.0, max_speed_kmh=60.0), "driving_inside"),
        (session(20, 80, 30.0, peak_power_kw=3_600.0), "impossible_power"),
        (session(20, 80), "no_energy"),
        (session(20, 80, 30.0, computed_energy=True), "computed_energy"),
        (session(20, 80, 30.0, soc_jump_percent=18.0), "stale_soc"),
        (session(20, 80, 30.0, clock_backwards=True), "clock_backwards"),
        (session(20, 80, 90.0), "implausible_capacity"),
        (session(20, 80, 30.0, day=-500), "too_old"),
    ],
)
def test_a_broken_session_is_left_out_by_name(broken: ChargeSession, reason: str) -> None:
    good = [session(20, 80, 30.0 + 0.05 * at, day=at) for at in range(4)]
    found = estimate_sessions([broken, *good], baseline=NEW)
    assert found.sessions[0].reason == reason
    assert [judged.used for judged in found.sessions[1:]] == [True] * 4


def test_one_session_far_from_the_others_is_an_outlier() -> None:
    good = [session(20, 80, 30.0 + 0.1 * at, day=at) for at in range(6)]
    found = estimate_sessions([*good, session(20, 80, 40.0)], baseline=NEW, options=ALONE)
    assert found.sessions[-1].reason == "outlier"
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.value == pytest.approx(50.4, abs=0.5)


def test_computed_energy_earns_no_number() -> None:
    found = estimate_sessions([session(20, 80, 36.0, computed_energy=True)] * 5, baseline=NEW)
    assert found.status is EstimateStatus.REFUSED
    assert found.reason_code == "computed_energy"
    assert found.soh_percent is None


def test_a_list_whose_energies_are_one_multiple_of_their_windows_was_computed() -> None:
    ends = (55, 62, 71, 80, 88)
    computed = [session(20, end, round((end - 20) * 0.58, 2), day=end) for end in ends]
    assert estimate_sessions(computed, baseline=NEW).reason_code == "computed_energy"
    measured = [replace(one, energy_kwh=(one.energy_kwh or 0) * (1 + 0.004 * at)) for at, one in enumerate(computed)]
    assert estimate_sessions(measured, baseline=NEW).soh_percent is not None


def test_a_counter_that_follows_the_display_to_its_last_decimal_was_computed() -> None:
    samples = charged(Truth(), [(20, 80)] * 4)
    counter = array("d", [round((soc - 20) * 0.5, 2) for soc in samples.soc_percent])
    found = estimate(replace(samples, energy_kwh=counter, power_kw=array("d", [nan]) * len(samples)), baseline=NEW)
    assert found.reason_code == "computed_energy"


def test_two_small_charges_are_too_few_and_one_large_one_is_enough() -> None:
    assert estimate_sessions([session(40, 70, 15.0)] * 2, baseline=NEW).reason_code == "too_few_charges"
    assert estimate_sessions([session(20, 85, 32.5)], baseline=NEW).status is not EstimateStatus.REFUSED


def test_without_a_capacity_when_new_there_is_a_capacity_and_no_state_of_health() -> None:
    found = estimate(charged(Truth(), [(10, 90)] * 4))
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.value == pytest.approx(50, abs=0.7)
    assert found.soh_percent is None
    assert found.grade is None


def test_state_of_health_above_one_hundred_is_shown() -> None:
    found = estimate(charged(Truth(capacity_kwh=62.0), [(1, 99)] * 4), baseline=NEW, options=ALONE)
    assert found.soh_percent is not None
    assert found.soh_percent.value > 102


def test_energy_at_the_charger_is_turned_into_battery_energy_and_widens_the_interval() -> None:
    at_battery = [session(20, 80, 30.0, day=at) for at in range(4)]
    at_wall = [replace(one, energy_kwh=30.0 / 0.88) for one in at_battery]
    options = EstimateOptions(measured_at=MeasuringPoint.EVSE_AC, prior=None)
    plain = estimate_sessions(at_battery, baseline=NEW, options=ALONE).soh_percent
    wall = estimate_sessions(at_wall, baseline=NEW, options=options).soh_percent
    assert plain is not None
    assert wall is not None
    assert wall.value == pytest.approx(plain.value, abs=0.2)
    assert wall.half_width > plain.half_width


def test_the_grade_comes_from_the_lower_bound_and_a_wide_interval_earns_none() -> None:
    narrow = estimate(charged(Truth(capacity_kwh=57.0), [(1, 99)] * 6), baseline=NEW)
    assert narrow.soh_percent is not None
    assert narrow.grade == ("A" if narrow.soh_percent.low >= 90 else "B")
    wide = estimate(charged(Truth(capacity_kwh=57.0), [(40, 62)] * 4), baseline=NEW)
    assert wide.soh_percent is not None
    assert wide.soh_percent.half_width > 8
    assert wide.grade is None


def test_charge_and_energy_are_both_estimated_where_both_are_given() -> None:
    both = [session(20, 80, 30.0, charge_ah=84.0, day=at) for at in range(4)]
    rated = EstimateOptions(charge_baseline=Baseline(150.0, "Ah", "declared", 0.01), prior=None)
    found = estimate_sessions(both, baseline=NEW, options=rated)
    assert found.capacity_ah is not None
    assert found.capacity_ah.value == pytest.approx(140, abs=0.5)
    assert found.soh_by_charge_percent is not None
    assert found.soh_by_charge_percent.value == pytest.approx(93.3, abs=0.5)


def test_a_rated_charge_alone_gives_the_state_of_health_although_energy_is_known_too() -> None:
    both = [session(20, 80, 30.0, charge_ah=84.0, day=at) for at in range(4)]
    rated = EstimateOptions(charge_baseline=Baseline(150.0, "Ah", "declared", 0.01), prior=None)
    found = estimate_sessions(both, options=rated)
    assert found.soh_percent is not None
    assert found.soh_percent.value == pytest.approx(93.3, abs=0.5)
    assert found.baseline is not None
    assert found.baseline.unit == "Ah"
    assert found.capacity_kwh is not None


def test_an_empty_log_is_refused_in_a_sentence() -> None:
    found = estimate(Samples.of(()))
    assert found.status is EstimateStatus.REFUSED
    assert found.reason is not None
    assert found.reason.endswith(".")


def test_history_grows_with_the_charges_and_ends_at_the_estimate() -> None:
    samples = charged(Truth(capacity_kwh=54.0), windows(Random(3), 30))
    points = history(samples, NEW)
    now = estimate(samples, baseline=NEW).soh_percent
    assert now is not None
    assert 2 <= len(points) <= 16
    assert points[-1].soh_percent.value == pytest.approx(now.value)
    assert [point.time_s for point in points] == sorted(point.time_s for point in points)


@given(
    rows=st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(-5, 500) | st.none(), st.floats(0, 1e9)), max_size=12
    )
)
def test_whatever_the_sessions_the_answer_is_a_number_with_bounds_or_a_reason(
    rows: list[tuple[float, float, float | None, float]],
) -> None:
    sessions = [session(start, end, kwh, day=begin / DAY_S) for start, end, kwh, begin in rows]
    found = estimate_sessions(sessions, baseline=NEW)
    assert len(found.sessions) == len(sessions)
    if found.status is EstimateStatus.REFUSED:
        assert found.reason
        assert found.soh_percent is None
    else:
        assert found.soh_percent is not None
        assert found.soh_percent.low <= found.soh_percent.value <= found.soh_percent.high


def test_samples_out_of_order_give_the_same_sessions() -> None:
    samples = charged(Truth(), [(20, 80), (30, 90)])
    order = list(range(len(samples)))
    Random(5).shuffle(order)
    shuffled = Samples.from_columns(
        *(type(samples.time_s)("d", [samples.time_s[at] for at in order]),),
        **{
            name: type(samples.time_s)("d", [getattr(samples, name)[at] for at in order])
            for name in ("soc_percent", "energy_kwh", "power_kw", "charging")
        },
    )
    assert len(cut_sessions(shuffled)) == len(cut_sessions(samples)) == 2
