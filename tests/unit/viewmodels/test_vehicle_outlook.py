"""What is said of a car's future, of its like, and of its next charge."""

from dataclasses import replace

from celliq_desktop.battery.coach import next_charges
from celliq_desktop.battery.forecast import forecast
from celliq_desktop.domain.forecast import Cohort, NextCharge, Outlook
from celliq_desktop.domain.health import Baseline, Denominator, EstimateStatus, Interval
from celliq_desktop.usecases.outlook import outlook_of, without_charge
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.build import ready_state
from celliq_desktop.viewmodels.vehicle.outlook import coach_words, cohort_words, history_state, without_state
from celliq_desktop.viewmodels.vehicle.states import VehicleState
from tests.support.vehicle_details import NOW, detail, estimate

FORMATS = Formats()
SOH = Interval(91.4, 88.6, 94.2)


def _charge(points: float, half: float) -> NextCharge:
    return NextCharge(95.0 - points, 95.0, half, EstimateStatus.STANDARD)


def test_the_coach_names_the_charge_that_helps_most() -> None:
    advice, more = coach_words(estimate(), (_charge(20, 2.7), _charge(40, 2.2), _charge(60, 1.9)), FORMATS)
    assert advice == "One charge of 60 points or more narrows ±2.8 to ±1.9."
    assert "20 points ±2.7" in more


def test_the_coach_does_not_ask_for_a_charge_that_changes_nothing() -> None:
    assert (
        coach_words(estimate(), (_charge(60, 2.75),), FORMATS)[0]
        == "One more charge alone would hardly narrow the interval."
    )


def test_a_car_without_a_figure_hears_what_would_give_one() -> None:
    refused = estimate(EstimateStatus.REFUSED)
    assert "would give a figure, about ±4.1" in coach_words(refused, (_charge(60, 4.1),), FORMATS)[0]
    assert coach_words(refused, (), FORMATS) == ("", "")


def test_a_comparison_names_how_many_cars_it_stands_on() -> None:
    words = cohort_words(Cohort(23, 88.0, 90.4, 93.0, 64.0), FORMATS)
    assert words.startswith("Better than 64\u202f% of 23 others of this model")
    assert cohort_words(None, FORMATS) == ""


def test_a_forecast_never_stands_without_its_interval() -> None:
    ahead = forecast(SOH, age_years=4.0, warranty_years_left=4.0)
    state = history_state((), ahead, SOH, NOW, FORMATS)
    assert state is not None
    assert state.ahead is not None
    assert [fact.label for fact in state.ahead.facts][:3] == ["To 80\u202f%", "To 72\u202f%", "To 70\u202f%"]
    assert all(" to " in fact.detail for fact in state.ahead.facts[:3])
    assert "usual 8 years" in state.ahead.facts[3].detail
    assert (state.ahead.low <= state.ahead.soh).all()
    assert (state.ahead.soh <= state.ahead.high).all()
    assert state.ahead.high[-1] - state.ahead.low[-1] > state.ahead.high[0] - state.ahead.low[0]


def test_a_warranty_that_is_over_is_called_so() -> None:
    state = history_state((), forecast(SOH, warranty_years_left=0.0), SOH, NOW, FORMATS)
    assert state is not None
    assert state.ahead is not None
    assert state.ahead.warranty_end_s is None
    assert state.ahead.facts[3].value == "over"


def test_a_trial_without_a_charge_leaves_the_estimate_alone() -> None:
    found = estimate()
    then = without_charge(found, 4)
    assert len(then.sessions) == len(found.sessions) - 1
    state = without_state(found, 4, replace(found, soh_percent=Interval(91.0, 87.6, 94.4)), FORMATS)
    assert "Without the charge of 22 Nov 2026: 91.0\u202f% ±3.4, with it 91.4\u202f% ±2.8." in state.words.replace(
        "Nov 22, 2026", "22 Nov 2026"
    )
    assert "stays at 91.4" in state.words


def test_figures_against_several_capacities_are_shown_only_where_they_differ() -> None:
    declared = Denominator(Baseline(58.0, "kWh", "declared by CellIQ", 0.01), SOH)
    other = Denominator(Baseline(62.0, "kWh", "entered here", 0.01), Interval(85.5, 83.0, 88.0))
    one = ready_state(VehicleState(), detail(replace(estimate(), denominators=(declared,))), NOW, FORMATS).verdict
    two = ready_state(VehicleState(), detail(replace(estimate(), denominators=(declared, other))), NOW, FORMATS).verdict
    assert one is not None
    assert one.denominators == ""
    assert two is not None
    assert "85.5\u202f% of 62.0\u202fkWh (entered here)" in two.denominators


def test_the_outlook_of_a_car_uses_the_same_model_as_its_estimate() -> None:
    car = detail(estimate())
    found = outlook_of(car.vehicle, car.estimate, history=car.history, use=car.use, others=[90.0] * 7, now=NOW)
    assert found.cohort is None, "seven others are chance"
    assert found.forecast is not None
    assert found.forecast.warranty_years_left is not None
    assert round(found.forecast.warranty_years_left, 1) == 2.6, "eight years from the middle of 2021"
    assert car.estimate is not None
    assert found.next_charges == next_charges(car.estimate, baseline=car.estimate.baseline)
    assert outlook_of(car.vehicle, None, history=(), use=car.use, others=(), now=NOW) == Outlook()
