"""Two real cars (data/ev-charging): one gives a number, the other only drives."""

import pytest

from celliq_desktop.battery.health import EstimateOptions, estimate
from celliq_desktop.domain.health import Baseline, EstimateStatus
from tests.support.real_cars import real_car


def test_car3_has_about_120_ampere_hours_and_its_interval_covers_every_good_charge() -> None:
    rated = EstimateOptions(charge_baseline=Baseline(120.0, "Ah", "declared", 0.01))
    found = estimate(real_car("car3_processed"), options=rated)
    capacity = found.capacity_ah
    assert capacity is not None
    assert capacity.value == pytest.approx(120, rel=0.03)
    used = [judged.capacity_ah for judged in found.used if judged.capacity_ah is not None]
    assert len(used) >= 15
    assert all(capacity.low <= one <= capacity.high for one in used)


def test_car3_leaves_out_the_charge_of_one_point() -> None:
    found = estimate(real_car("car3_processed"))
    tiny = [judged for judged in found.sessions if judged.session.delta_soc_percent <= 2]
    assert tiny
    assert {judged.reason for judged in tiny} == {"window_too_small"}


def test_car2_only_drives_and_gets_no_number() -> None:
    found = estimate(real_car("car2_processed"))
    assert found.status is EstimateStatus.REFUSED
    assert found.reason_code == "only_driving"
    assert found.capacity_ah is None
