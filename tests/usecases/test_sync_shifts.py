"""Lists that change while they are read (research/reliability.md N18): nothing false is shown, nothing real is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.domain.syncing import Page, StepState
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.reports import report_library
from celliq_desktop.usecases.sync_missing import keep_missing
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import filled, step, synced
from tests.support.mirrors import CAR, car

_SIZE = 4


def _ids(desk: Desk) -> list[str]:
    return sorted((row.id for row in fleet(desk).rows), key=lambda one: int(one.partition("_")[2]))


def _cars(*numbers: int) -> list[str]:
    return [f"veh_{number}" for number in numbers]


def _leaves(celliq: FakeCellIq, number: int) -> Callable[[], None]:
    def leave() -> None:
        del celliq.cars[VehicleId(f"veh_{number}")]

    return leave


def _joins(celliq: FakeCellIq, one: Vehicle) -> Callable[[], None]:
    def join() -> None:
        celliq.add(one)

    return join


def _joins_at_the_top(celliq: FakeCellIq, number: int) -> Callable[[], None]:
    def join() -> None:
        new = car(number)
        celliq.cars = {new.id: new, **celliq.cars}

    return join


def _both(*acts: Callable[[], None]) -> Callable[[], None]:
    def act() -> None:
        for one in acts:
            one()

    return act


@pytest.fixture
def paged(desk: Desk, celliq: FakeCellIq) -> Desk:
    """Ten cars, mirrored, on pages of four."""
    filled(celliq, 10)
    celliq.page_size = _SIZE
    synced(desk)
    return desk


def test_a_car_that_leaves_between_pages_is_noticed_by_the_total_and_read_again(
    paged: Desk, celliq: FakeCellIq
) -> None:
    """N18: what follows moves up by one, so that the first of page two would be missed."""
    celliq.change(VehicleId("veh_5"), odometer_km=99.0)
    celliq.script["vehicles_page"].extend([None, _leaves(celliq, 1)])
    outcome = step(synced(paged), "vehicles")
    assert (outcome.state, outcome.removed, outcome.seen) == (StepState.DONE, 1, 9)
    assert _ids(paged) == _cars(2, 3, 4, 5, 6, 7, 8, 9, 10)
    assert {row.id: row.odometer_km for row in fleet(paged).rows}[VehicleId("veh_5")] == 99.0


def test_a_car_that_joins_between_pages_is_in_the_mirror_after_one_sync(paged: Desk, celliq: FakeCellIq) -> None:
    """N18: what follows moves down by one, so that a row comes twice and the new one not at all."""
    celliq.script["vehicles_page"].extend([None, _joins_at_the_top(celliq, 11)])
    outcome = step(synced(paged), "vehicles")
    assert (outcome.state, outcome.added, outcome.seen) == (StepState.DONE, 1, 11)
    assert _ids(paged) == _cars(*range(1, 12))


def test_one_leaves_and_one_joins_and_the_total_stays(paged: Desk, celliq: FakeCellIq) -> None:
    """N18: only the row at the edge of the last page tells that rows moved; a new car was skipped."""
    celliq.add(car(11))
    celliq.script["vehicles_page"].extend(
        [None, _both(_leaves(celliq, 1), _joins(celliq, car(12)))]  # 9 cars move up, one is skipped
    )
    outcome = step(synced(paged), "vehicles")
    assert (outcome.state, outcome.added, outcome.removed) == (StepState.DONE, 2, 1)
    assert _ids(paged) == _cars(*range(2, 13))


def test_a_fleet_that_never_stands_still_is_taken_as_it_comes_and_nothing_false_is_removed(
    paged: Desk, celliq: FakeCellIq
) -> None:
    """N18: twice from the beginning at most, then every missing car is confirmed by itself."""
    celliq.script["vehicles_page"].extend(
        [None, _leaves(celliq, 1), None, _leaves(celliq, 2), None, _leaves(celliq, 3), None, _leaves(celliq, 4)]
    )
    before = celliq.heard["vehicles_page"]
    synced(paged)
    assert celliq.heard["vehicles_page"] - before < 20
    assert set(_ids(paged)) >= set(celliq.cars)


def test_an_empty_page_amid_the_list_does_not_end_it(paged: Desk, celliq: FakeCellIq) -> None:
    """N17."""
    celliq.quirks["vehicles"] = lambda number, page: replace(page, items=()) if number == 2 else page
    celliq.change(VehicleId("veh_9"), odometer_km=99.0)
    outcome = step(synced(paged), "vehicles")
    assert (outcome.removed, outcome.state) == (0, StepState.DONE)  # the four were confirmed by themselves
    assert {row.id: row.odometer_km for row in fleet(paged).rows}[VehicleId("veh_9")] == 99.0
    assert _ids(paged) == _cars(*range(1, 11))


@pytest.mark.parametrize("count", [7, 60])
def test_held_cars_wait_for_a_person_who_may_keep_or_remove_them(desk: Desk, celliq: FakeCellIq, count: int) -> None:
    """N18: more than a fifth, or more than fifty. Kept, they are not asked about again; removed, each is confirmed."""
    filled(celliq, 70 if count > 50 else 10)
    synced(desk)
    spared = celliq.cars[VehicleId("veh_1")]
    for number in range(1, count + 1):
        del celliq.cars[VehicleId(f"veh_{number}")]
    summary = synced(desk)
    outcome = step(summary, "vehicles")
    assert (outcome.state, outcome.removed, outcome.held) == (StepState.HELD, 0, count)
    assert outcome.problem == f"{count} vehicles are no longer on the server; they stay until you decide."
    keep_missing(desk)
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.held, outcome.problem) == (StepState.DONE, count, None)
    celliq.script["find_vehicle"].append(_joins(celliq, spared))  # it is there after all
    outcome = step(synced(desk, remove=True), "vehicles")
    assert (outcome.removed, outcome.held) == (count - 1, 0)
    assert "veh_1" in _ids(desk)


def test_a_report_that_vanished_is_confirmed_before_it_goes_and_comes_back(desk: Desk, celliq: FakeCellIq) -> None:
    """N18 for reports."""
    filled(celliq, 8)
    for number in range(1, 8):
        celliq.issue(VehicleId(f"veh_{number}"))
    synced(desk)
    gone = celliq.issued.pop(next(iter(celliq.issued)))
    outcome = step(synced(desk), "reports")
    assert (outcome.removed, outcome.unchanged) == (1, 6)
    assert gone.id not in {one.id for one in report_library(desk)}
    celliq.issued[gone.id] = gone
    assert step(synced(desk), "reports").added == 1
    assert gone.id in {one.id for one in report_library(desk)}


def test_a_report_the_list_left_out_stays_when_its_own_car_still_lists_it(desk: Desk, celliq: FakeCellIq) -> None:
    """N18 for reports: the list shifts, the search by car does not."""
    filled(celliq, 2)
    one = celliq.issue(CAR)
    celliq.issue(VehicleId("veh_2"))
    synced(desk)

    def without(_number: int, page: Page[Any]) -> Page[Any]:
        if len(page.items) < 2 or one.id not in {row.id for row in page.items}:
            return page
        return replace(page, items=tuple(row for row in page.items if row.id != one.id))

    celliq.quirks["reports"] = without
    outcome = step(synced(desk), "reports")
    assert (outcome.removed, outcome.state) == (0, StepState.DONE)
    assert one.id in {row.id for row in report_library(desk)}


def test_the_status_of_an_old_report_arrives(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    """A report that is superseded far down the list."""
    filled(celliq, 1)
    celliq.issue(CAR)
    synced(desk)
    clock.advance(60)
    celliq.issue(CAR)
    outcome = step(synced(desk), "reports")
    assert (outcome.added, outcome.updated) == (1, 1)
    assert [one.status_raw for one in report_library(desk)] == ["valid", "superseded"]


@pytest.mark.expects_log("WARNING celliq_desktop.usecases.sync: sync step vehicles: timeout")
def test_a_confirmation_that_fails_removes_nothing(paged: Desk, celliq: FakeCellIq) -> None:
    """N7, N11: only a whole answer without the car is a no."""
    del celliq.cars[CAR]
    celliq.script["find_vehicle"].append(TryAgain("timeout", "Too slow."))
    synced(paged)
    assert CAR in _ids(paged)
    assert step(synced(paged), "vehicles").removed == 1
