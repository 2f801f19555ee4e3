"""A workshop's result beside the estimate."""

from datetime import date

from celliq_desktop.domain.health import Interval
from celliq_desktop.domain.workshop_results import BatteryTest, WorkshopResult
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.vehicle.agreement import agreement_state

SOH = Interval(91.4, 88.6, 94.2)


def _words(soh: float, half: float | None, own: Interval | None = SOH) -> str:
    state = agreement_state((WorkshopResult(BatteryTest.AVILOO, soh, half, date(2026, 10, 12)),), own, Formats("de"))
    assert state is not None
    return state.words.replace("\u202f", " ")


def test_two_figures_within_both_intervals_agree() -> None:
    assert _words(90.1, 2.0) == (
        "AVILOO, 12.10.2026: 90,1 % ±2,0. It agrees: this desk's figure is 1,3 points higher, within ±3,4."
    )


def test_a_difference_beyond_both_intervals_is_called_one() -> None:
    assert "does not agree: this desk's figure is 5,6 points lower" in _words(97.0, 2.0)


def test_a_certificate_without_interval_says_so() -> None:
    assert "interval not named. It agrees" in _words(90.1, None)


def test_without_an_estimate_nothing_is_compared() -> None:
    assert _words(90.1, 2.0, None) == "AVILOO, 12.10.2026: 90,1 % ±2,0."
    assert agreement_state((), SOH, Formats()) is None
