"""Mirroring a dealership: everything once, then only what is new, and nothing lost on the way."""

import pytest

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Cancelled, NeedsYou, TryAgain
from celliq_desktop.domain.syncing import SetAside, StepState
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import billing, dealers
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.reports import report_library
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import offline, reading, server_error, signed_out
from tests.support.clocks import FakeClock
from tests.support.desks import filled, step, synced, synced_with_changes
from tests.support.mirrors import CAR, car
from tests.usecases.conftest import Restart

_ARRIVED = {"settings", "subscription", "invoices", "vehicles", "reports", "readings", "estimates"}


def _ids(desk: Desk) -> set[str]:
    return {row.id for row in fleet(desk).rows}


def _numbered(*numbers: int) -> set[str]:
    return {f"veh_{number}" for number in numbers}


def test_the_first_sync_mirrors_everything(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 5, readings_each=7)
    celliq.issue(CAR)
    summary, changes = synced_with_changes(desk)
    assert summary.complete
    assert {one.name for one in summary.steps} == _ARRIVED
    assert all(one.state is StepState.DONE for one in summary.steps)
    assert (step(summary, "vehicles").added, step(summary, "reports").added) == (5, 1)
    assert step(summary, "readings").added == 35
    assert _ids(desk) == _numbered(1, 2, 3, 4, 5)
    assert [one.id for one in report_library(desk)] == ["rep_1"]
    assert all(row.readings_stored == 7 for row in fleet(desk).rows)
    assert fleet(desk).as_of == desk.clock.now()
    with desk.mirror.read() as session:
        dealer, plan = dealers.dealer(session), billing.subscription(session)
    assert dealer is not None
    assert dealer.dealer_name == "Autohaus Test"
    assert plan is not None
    assert plan.credits_balance == 24
    assert changes.touches(Topic.VEHICLES, Topic.READINGS)


def test_a_second_sync_finds_nothing_new_and_costs_one_request_a_list(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 30, readings_each=3)
    synced(desk)
    summary, changes = synced_with_changes(desk)
    assert summary.complete
    assert {(one.added, one.updated, one.removed) for one in summary.steps} == {(0, 0, 0)}
    assert summary.requests == 4
    assert not changes


def test_only_the_car_that_changed_is_read_again(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    filled(celliq, 10, readings_each=3)
    synced(desk)
    clock.advance(3_600)
    celliq.record(CAR, reading(100), reading(101))
    before = celliq.heard["readings_page"]
    summary = synced(desk)
    assert (step(summary, "vehicles").updated, step(summary, "vehicles").unchanged) == (1, 9)
    assert step(summary, "readings").added == 2
    assert celliq.heard["readings_page"] == before + 1
    assert {row.id: row.readings_stored for row in fleet(desk).rows}[CAR] == 5


@pytest.mark.parametrize("size", [1, 3, 5])
def test_a_server_that_gives_small_pages_is_read_to_the_end(desk: Desk, celliq: FakeCellIq, size: int) -> None:
    filled(celliq, 10)
    celliq.page_size = size
    assert step(synced(desk), "vehicles").added == 10


def test_a_car_that_is_gone_is_removed_once_the_server_confirms_it(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 5)
    synced(desk)
    del celliq.cars[VehicleId("veh_3")]
    asked = celliq.heard["find_vehicle"]
    assert step(synced(desk), "vehicles").removed == 1
    assert celliq.heard["find_vehicle"] == asked + 1
    assert _ids(desk) == _numbered(1, 2, 4, 5)


def test_a_car_that_comes_back_is_shown_again(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 5)
    synced(desk)
    gone = celliq.cars.pop(CAR)
    synced(desk)
    celliq.add(gone)
    assert step(synced(desk), "vehicles").added == 1
    assert CAR in _ids(desk)


def test_many_cars_gone_at_once_are_held_for_a_person(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 10)
    synced(desk)
    for number in range(1, 8):
        del celliq.cars[VehicleId(f"veh_{number}")]
    outcome = step(synced(desk), "vehicles")
    assert (outcome.removed, outcome.held) == (0, 7)
    assert (len(fleet(desk).rows), fleet(desk).held_deletes) == (10, 7)
    assert step(synced(desk, full=True), "vehicles").removed == 7
    assert _ids(desk) == _numbered(8, 9, 10)
    assert fleet(desk).held_deletes == 0


def test_an_empty_answer_does_not_empty_the_fleet(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 60)
    synced(desk)
    celliq.cars.clear()
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.removed, outcome.held) == (StepState.HELD, 0, 60)
    assert len(fleet(desk).rows) == 60


@pytest.mark.expects_log("WARNING celliq_desktop.usecases.sync: sync step vehicles: server_error")
def test_a_page_that_fails_leaves_what_arrived_and_says_so(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 10)
    celliq.issue(CAR)
    celliq.page_size = 4
    celliq.script["vehicles_page"].extend([None, server_error()])
    summary = synced(desk)
    outcome = step(summary, "vehicles")
    assert not summary.complete
    assert (outcome.state, outcome.problem) == (StepState.FAILED, "CellIQ has a fault of its own (status 500).")
    assert step(summary, "reports").state is StepState.DONE
    assert _ids(desk) == _numbered(1, 2, 3, 4)
    before = celliq.heard["vehicles_page"]
    assert synced(desk).complete
    assert len(_ids(desk)) == 10
    assert celliq.heard["vehicles_page"] == before + 4  # pages two and three, and the row before each


@pytest.mark.parametrize(
    "stop", [Cancelled("cancelled", "Stopped."), offline(), signed_out()], ids=lambda one: one.code
)
def test_an_interrupted_sweep_keeps_its_pages_deletes_nothing_and_goes_on(
    restart: Restart, celliq: FakeCellIq, stop: Cancelled | TryAgain | NeedsYou
) -> None:
    desk = restart()
    filled(celliq, 9)
    synced(desk)
    celliq.page_size = 3
    celliq.change(CAR, odometer_km=50_000.0)
    celliq.script["vehicles_page"].extend([None, stop])
    with pytest.raises(type(stop)) as ended:
        synced(desk)
    assert ended.value.code == stop.code
    desk = restart()
    assert len(_ids(desk)) == 9
    assert {row.id: row.odometer_km for row in fleet(desk).rows}[CAR] == 50_000.0
    before = celliq.heard["vehicles_page"]
    outcome = step(synced(desk), "vehicles")
    assert (outcome.removed, outcome.held) == (0, 0)
    assert celliq.heard["vehicles_page"] == before + 3  # page two, three, and the empty four
    assert len(_ids(desk)) == 9


def test_a_cancel_between_pages_stops_before_the_next_request(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 9)
    celliq.page_size = 3
    flag = CancelFlag()
    celliq.script["vehicles_page"].extend([None, flag.cancel])
    with pytest.raises(Cancelled):
        synced(desk, cancel=flag)
    assert celliq.heard["vehicles_page"] == 2
    assert _ids(desk) == _numbered(1, 2, 3, 4, 5, 6)


def test_a_row_that_cannot_be_read_is_set_aside_and_counted_until_it_can(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 4)
    celliq.unreadable.append(SetAside("veh_5", "vin is missing", '{"id": "veh_5"}'))
    for _time in range(2):
        outcome = step(synced(desk), "vehicles")
        assert (outcome.held, outcome.state) == (1, StepState.DONE)
        assert (len(_ids(desk)), fleet(desk).set_aside) == (4, 1)
    celliq.unreadable.clear()
    celliq.add(car(5))
    assert step(synced(desk), "vehicles").held == 0
    assert (len(_ids(desk)), fleet(desk).set_aside) == (5, 0)


def test_who_is_signed_out_is_told_before_anything_is_read(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.always["*"] = signed_out()
    with pytest.raises(NeedsYou) as refusal:
        synced(desk)
    assert refusal.value.code == "signed_out"
    assert celliq.requests_sent == 1


def test_without_network_the_sync_stops_at_the_first_request(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 3)
    synced(desk)
    before = celliq.requests_sent
    celliq.always["*"] = offline()
    with pytest.raises(TryAgain):
        synced(desk)
    assert celliq.requests_sent == before + 1
    assert len(_ids(desk)) == 3
