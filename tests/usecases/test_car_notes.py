"""What a person enters for a car: counted with from then on, printed with its reason, and taken back."""

from datetime import date

import pytest

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.readings import COLUMNS, Reading
from celliq_desktop.domain.workshop_results import BatteryTest, WorkshopResult
from celliq_desktop.usecases.car_notes import enter_baseline, enter_workshop_result, undo_baseline, undo_workshop_result
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import find_by_vin, vehicle_detail
from tests.support.celliq import FakeCellIq
from tests.support.charges import Truth, charged, readings_of
from tests.support.desks import step, synced
from tests.support.mirrors import CAR, VIN, car

DAY = date(2026, 10, 12)


@pytest.fixture
def car_with_charges(desk: Desk, celliq: FakeCellIq) -> Desk:
    """One car of 60 kWh when new that holds 54 now, synced with its charges."""
    one = celliq.add(car(nominal_capacity_kwh=60.0))
    samples = charged(Truth(capacity_kwh=54.0), [(10, 80), (20, 90), (15, 85), (10, 90)])
    celliq.record(one.id, *readings_of(samples))
    synced(desk)
    return desk


def _estimate(desk: Desk) -> HealthEstimate:
    found = vehicle_detail(desk, CAR).estimate
    assert found is not None
    return found


def _soh(desk: Desk) -> float:
    soh = _estimate(desk).soh_percent
    assert soh is not None
    return soh.value


def _fleet_row(desk: Desk) -> FleetRow:
    row = find_by_vin(desk, VIN)
    assert row is not None
    return row


def test_an_entered_capacity_counts_everywhere_and_names_its_source_and_reason(car_with_charges: Desk) -> None:
    desk, before = car_with_charges, _soh(car_with_charges)
    changes = enter_baseline(
        desk, CAR, value=54.0, unit="kWh", source=" papers ", reason="The smaller trim", sigma_percent=2.0
    )
    assert changes.touches(Topic.ESTIMATES)
    found = _estimate(desk)
    assert found.baseline is not None
    assert (found.baseline.value, found.baseline.source, found.baseline.reason) == (54.0, "papers", "The smaller trim")
    assert found.baseline.relative_sigma == 0.02
    assert _soh(desk) == pytest.approx(before * 60 / 54, rel=0.05), "the prior pulls a little"
    assert _fleet_row(desk).soh_percent == pytest.approx(_soh(desk)), "the fleet shows the same figure"
    assert step(synced(desk), "estimates").updated == 0, "a sync does not put the declared one back"
    assert vehicle_detail(desk, CAR).history[-1].soh_percent.value == pytest.approx(_soh(desk), abs=1.0)


def test_the_figure_against_the_declared_capacity_stays_beside_it(car_with_charges: Desk) -> None:
    before = _soh(car_with_charges)
    enter_baseline(car_with_charges, CAR, value=54.0, unit="kWh", source="papers", reason="trim")
    both = _estimate(car_with_charges).denominators
    assert [one.baseline.value for one in both] == [54.0, 60.0]
    assert both[1].soh_percent.value == pytest.approx(before, rel=0.02)


def test_undo_goes_back_one_word_at_a_time(car_with_charges: Desk) -> None:
    desk, before = car_with_charges, _soh(car_with_charges)
    for kwh in (54.0, 58.0):
        enter_baseline(desk, CAR, value=kwh, unit="kWh", source="papers", reason="trim")
    values = []
    for _time in range(3):
        undo_baseline(desk, CAR)
        baseline = _estimate(desk).baseline
        assert baseline is not None
        values.append(baseline.value)
    assert values == [54.0, 60.0, 60.0]
    assert _soh(desk) == before
    assert _fleet_row(desk).soh_percent == before


@pytest.mark.parametrize(
    ("kwh", "source", "reason", "sigma", "words"),
    [
        (1.0, "papers", "trim", 1.0, "between 5 and 300"),
        (54.0, " ", "trim", 1.0, "comes from"),
        (54.0, "papers", " ", 1.0, "reason is missing"),
        (54.0, "papers", "trim", 0.0, "uncertainty"),
    ],
)
def test_a_capacity_without_reason_or_sense_is_not_taken(
    car_with_charges: Desk, kwh: float, source: str, reason: str, sigma: float, words: str
) -> None:
    before = _soh(car_with_charges)
    with pytest.raises(NeedsYou, match=words):
        enter_baseline(car_with_charges, CAR, value=kwh, unit="kWh", source=source, reason=reason, sigma_percent=sigma)
    assert _soh(car_with_charges) == before


def test_a_workshops_result_is_kept_beside_the_estimate_and_taken_back(car_with_charges: Desk) -> None:
    desk, before = car_with_charges, _soh(car_with_charges)
    enter_workshop_result(desk, CAR, method=BatteryTest.AVILOO, soh_percent=90.1, half_width=2.0, tested_on=DAY)
    enter_workshop_result(
        desk, CAR, method=BatteryTest.TUEV, soh_percent=91.0, half_width=None, tested_on=date(2026, 9, 1)
    )
    assert vehicle_detail(desk, CAR).workshop_results == (
        WorkshopResult(BatteryTest.AVILOO, 90.1, 2.0, DAY),
        WorkshopResult(BatteryTest.TUEV, 91.0, None, date(2026, 9, 1)),
    )
    assert _soh(desk) == before, "never blended"
    undo_workshop_result(desk, CAR)
    assert [one.method for one in vehicle_detail(desk, CAR).workshop_results] == [BatteryTest.AVILOO]


@pytest.mark.parametrize(
    ("soh", "half", "day", "words"),
    [
        (9.0, None, DAY, "between 20 and 130"),
        (90.0, 0.0, DAY, "interval"),
        (90.0, 2.0, date(2126, 1, 1), "lies ahead"),
    ],
)
def test_a_workshops_result_that_cannot_be_is_not_taken(
    car_with_charges: Desk, soh: float, half: float | None, day: date, words: str
) -> None:
    with pytest.raises(NeedsYou, match=words):
        enter_workshop_result(
            car_with_charges, CAR, method=BatteryTest.DEKRA, soh_percent=soh, half_width=half, tested_on=day
        )
    assert vehicle_detail(car_with_charges, CAR).workshop_results == ()


def test_a_capacity_in_ampere_hours_counts_where_the_car_sends_current(desk: Desk, celliq: FakeCellIq) -> None:
    one = celliq.add(car(nominal_capacity_kwh=60.0))
    samples = charged(Truth(capacity_kwh=54.0), [(10, 80), (20, 90), (15, 85), (10, 90)])
    amperes = [power / 0.36 for power in samples.power_kw]
    rows = [{name: getattr(samples, name)[at] for name in COLUMNS} for at in range(len(samples))]
    celliq.record(one.id, *(Reading(**(row | {"current_a": amp})) for row, amp in zip(rows, amperes, strict=True)))
    synced(desk)
    enter_baseline(desk, CAR, value=160.0, unit="Ah", source="maker's data sheet", reason="Rated in Ah")
    found = _estimate(desk)
    assert found.baseline is not None
    assert found.baseline.unit == "Ah"
    assert _soh(desk) == pytest.approx(100 * 150.0 / 160.0, abs=1.5)
    assert {one.baseline.unit for one in found.denominators} == {"kWh", "Ah"}
    undo_baseline(desk, CAR)
    assert _estimate(desk).baseline != found.baseline


def test_ampere_hours_nobody_measured_are_said_and_the_declared_capacity_counts(car_with_charges: Desk) -> None:
    before = _soh(car_with_charges)
    enter_baseline(car_with_charges, CAR, value=160.0, unit="Ah", source="data sheet", reason="Rated in Ah")
    assert _soh(car_with_charges) == pytest.approx(before)
    assert any("measured in Ah" in flag for flag in _estimate(car_with_charges).flags)
