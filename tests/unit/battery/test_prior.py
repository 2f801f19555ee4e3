"""Few charges lean on what other cars have left, say how much, and let go of it when there is better."""

from dataclasses import astuple
from random import Random

import pytest

from celliq_desktop.battery.health import EstimateOptions, estimate_sessions
from celliq_desktop.domain.health import Baseline
from tests.support.charges import session

NEW = Baseline(60.0, "kWh", "declared", 0.01)
ALONE = EstimateOptions(prior=None)


def test_few_charges_lean_on_what_other_cars_have_and_say_how_much() -> None:
    few = [session(40, 66, 15.6 + 0.1 * at, day=at) for at in range(3)]
    alone, helped = (
        estimate_sessions(few, baseline=NEW, options=ALONE),
        estimate_sessions(few, baseline=NEW),
    )
    assert alone.soh_percent is not None
    assert helped.soh_percent is not None
    assert helped.prior is not None
    assert helped.error_budget is not None
    share = (alone.soh_percent.value - helped.soh_percent.value) / (alone.soh_percent.value - 90.0)
    assert helped.prior.weight == pytest.approx(share, abs=0.02)
    assert helped.soh_percent.half_width < alone.soh_percent.half_width
    assert helped.error_budget.prior_percent > 0


def test_good_charges_speak_alone() -> None:
    found = estimate_sessions([session(2, 99, 50.0 + 0.05 * at, day=at) for at in range(4)], baseline=NEW)
    assert found.prior is None
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.value == pytest.approx(50.08 / 0.97, rel=1e-3)


def test_a_car_unlike_any_other_is_not_drawn_to_the_others() -> None:
    found = estimate_sessions([session(10, 70, 18.5 + 0.05 * at, day=at) for at in range(5)], baseline=NEW)
    assert found.prior is None


def test_the_error_budget_adds_up_to_the_interval() -> None:
    found = estimate_sessions([session(40, 70, 16.0 + 0.1 * at, day=at) for at in range(4)], baseline=NEW)
    budget, soh = found.error_budget, found.soh_percent
    assert budget is not None
    assert soh is not None
    total = sum(term**2 for term in astuple(budget)) ** 0.5
    assert soh.half_width == pytest.approx(1.96 * total / 100 * soh.value, rel=1e-3)


def test_charges_that_scatter_widen_their_own_interval() -> None:
    calm, wild = (
        estimate_sessions(
            [session(20, 80, 30.0 + by * (at % 3 - 1) + 0.01 * at, day=at) for at in range(6)],
            baseline=NEW,
            options=ALONE,
        )
        for by in (0.1, 2.5)
    )
    assert calm.error_budget is not None
    assert wild.error_budget is not None
    assert wild.error_budget.random_percent > 1.5 * calm.error_budget.random_percent


def test_ten_thousand_sessions_are_one_small_problem() -> None:
    dice = Random(4)
    many = [session(start := dice.uniform(5, 60), start + 35, 17.5 + dice.gauss(0, 0.3), day=0) for _ in range(10_000)]
    found = estimate_sessions(many, baseline=NEW)
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.value == pytest.approx(50.0, abs=0.5)
    assert sum(one.weight for one in found.sessions) == pytest.approx(1.0)
