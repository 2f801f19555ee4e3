"""What becomes of a battery, how it compares, and what the next charge would tell."""

from dataclasses import replace

import pytest

from celliq_desktop.battery.coach import next_charges
from celliq_desktop.battery.cohort import cohort_of
from celliq_desktop.battery.forecast import forecast
from celliq_desktop.battery.health import estimate_sessions
from celliq_desktop.domain.health import Baseline, EstimateStatus, HealthPoint, Interval
from tests.support.charges import session

NEW = Baseline(60.0, "kWh", "declared", 0.01)
YEAR_S = 365.25 * 86_400


def test_a_line_is_reached_when_the_usual_loss_has_taken_the_rest() -> None:
    found = forecast(Interval(90.0, 88.0, 92.0))
    eighty = found.lines[0]
    assert eighty.years == pytest.approx(10 / 2.2, rel=0.1)
    assert eighty.years is not None
    assert eighty.earliest is not None
    assert eighty.latest is not None
    assert eighty.earliest < eighty.years < eighty.latest
    assert [line.percent for line in found.lines] == [80.0, 72.0, 70.0]
    assert (found.lines[1].years or 0.0) < (found.lines[2].years or 0.0)


def test_fast_charging_and_heat_shorten_a_life_and_a_good_history_lengthens_it() -> None:
    soh = Interval(90.0, 88.5, 91.5)
    slow, fast = forecast(soh, dc_share_percent=0.0), forecast(soh, dc_share_percent=100.0, mean_temperature_c=30.0)
    assert slow.rate_percent_per_year.value < fast.rate_percent_per_year.value - 1.5
    spared = forecast(soh, age_years=9.0)
    assert spared.from_own_history
    assert spared.rate_percent_per_year.value < 1.5
    assert spared.rate_percent_per_year.half_width < slow.rate_percent_per_year.half_width


def test_a_steep_history_is_believed_more_the_longer_it_is() -> None:
    soh = Interval(88.0, 86.5, 89.5)

    def falling(years: float) -> tuple[HealthPoint, ...]:
        return tuple(
            HealthPoint(at * years * YEAR_S / 4, Interval(88.0 + 4.0 * years * (1 - at / 4), 80, 95), 5)
            for at in range(5)
        )

    short, long = forecast(soh, history=falling(0.7)), forecast(soh, history=falling(3.0))
    assert 2.2 < short.rate_percent_per_year.value < long.rate_percent_per_year.value < 4.0
    assert not forecast(soh, history=falling(0.2)).from_own_history


def test_at_the_end_of_the_warranty_there_is_a_value_with_bounds() -> None:
    end = forecast(Interval(90.0, 88.0, 92.0), warranty_years_left=3.0).at_warranty_end_percent
    assert end is not None
    assert end.value == pytest.approx(90 - 3 * 2.2, abs=0.3)
    assert end.half_width > 2.0


def test_a_line_already_passed_is_now_and_one_beyond_thirty_years_is_open() -> None:
    found = forecast(Interval(69.0, 68.5, 69.5))
    assert found.lines[0].years == 0.0
    far = forecast(Interval(99.0, 98.0, 100.0), age_years=12.0, dc_share_percent=0.0).lines[2]
    assert far.latest is None


def test_a_cohort_needs_eight_others() -> None:
    assert cohort_of(90.0, [88.0] * 7) is None
    found = cohort_of(91.0, [85, 86, 87, 88, 90, 92, 94, 95])
    assert found is not None
    assert (found.count, found.above_percent) == (8, 62.5)
    assert found.low_quartile < found.median < found.high_quartile


def test_the_coach_says_what_a_longer_charge_is_worth() -> None:
    sessions = [session(40, 65, 12.5 + 0.02 * at, day=at) for at in range(3)]
    found = estimate_sessions(sessions, baseline=NEW)
    assert found.soh_percent is not None
    next_ones = next_charges(found, baseline=NEW)
    halves = [one.half_width for one in next_ones]
    assert [one.soc_end_percent - one.soc_start_percent for one in next_ones] == [20, 40, 60]
    assert halves == sorted(halves, reverse=True)
    assert halves[-1] < found.soh_percent.half_width


def test_the_coach_keeps_its_word() -> None:
    sessions = [session(40, 65, 12.5 + 0.02 * at, day=at) for at in range(3)]
    promised = next_charges(estimate_sessions(sessions, baseline=NEW), baseline=NEW)[-1]
    charge = replace(session(35, 95, 30.0), start_s=sessions[-1].end_s + 9_000, end_s=sessions[-1].end_s + 30_000)
    then = estimate_sessions([*sessions, charge], baseline=NEW).soh_percent
    assert then is not None
    assert then.half_width == pytest.approx(promised.half_width, rel=0.05)


def test_a_car_with_one_short_charge_learns_what_would_make_it_standing() -> None:
    found = estimate_sessions([session(50, 75, 12.6)], baseline=NEW)
    assert found.status is EstimateStatus.REFUSED
    assert [one.soc_end_percent - one.soc_start_percent for one in next_charges(found, baseline=NEW)] == [60]
    assert next_charges(estimate_sessions([], baseline=NEW), baseline=NEW) == ()
