"""Every kind of change through the same outbox: durable first, sent once, found again, never in silence."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState, Wish, private_key
from celliq_desktop.domain.problems import InDoubt, NotOffered, Refused, TryAgain
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.mirror import dealers, outbox, vehicles
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.disconnect import disconnect_wish
from celliq_desktop.usecases.kinds.registry import KINDS, kind_named
from celliq_desktop.usecases.kinds.settings import settings_wish
from celliq_desktop.usecases.kinds.vehicle_sync import vehicle_sync_wish
from celliq_desktop.usecases.operations import ask, ask_all, send
from celliq_desktop.usecases.send_outbox import operations
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import Lost, offline
from tests.support.clocks import FakeClock
from tests.support.desks import only_operation, synced, wished
from tests.support.mirrors import CAR, car
from tests.usecases.conftest import Restart

SETTLED_S = 91.0


@pytest.fixture(autouse=True)
def one_car(celliq: FakeCellIq) -> None:
    """The server has one car."""
    celliq.add(car(1))


def _address(desk: Desk) -> str | None:
    with desk.mirror.read() as session:
        found = dealers.dealer(session)
    return None if found is None else found.address


def _fleet(desk: Desk) -> list[VehicleId]:
    with desk.mirror.read() as session:
        return [one.id for one in vehicles.vehicles(session)]


def test_kinds_have_names_of_their_own_and_one_that_nobody_knows_is_refused() -> None:
    names = [kind.name for kind in KINDS]
    assert len(names) == len(set(names))
    with pytest.raises(Refused) as refusal:
        kind_named("teleport")
    assert refusal.value.safe


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_costs_something_is_sent_one_at_a_time_and_never_resent_by_itself_to_a_server_we_do_not_know(
    kind: object, desk: Desk
) -> None:
    """Research 4.3: concurrency 1 and needs_user for credit and money."""
    known = next(one for one in KINDS if one is kind)
    now = desk.clock.now()
    sent = Operation(
        op_id=ask(desk, vehicle_sync_wish(CAR))[0].op_id,
        kind=known.name,
        natural_key="x",
        payload=json.dumps({"vehicle_id": CAR}),
        cost_class=known.cost,
        state=OperationState.IN_DOUBT,
        created_at=now,
        first_sent_at=now,
    )
    if known.cost in (CostClass.CREDIT, CostClass.MONEY):
        assert known.workers == 1
    if known.cost is not CostClass.FREE:
        assert not known.resend(desk, sent)


def test_a_sellers_address_cannot_be_read_from_a_natural_key() -> None:
    """A natural key outlives a forgotten seller: it is one-way, and the same for the same person."""
    key = private_key("WVWZZZE1ZMP000001", "Anna.Seller@Example.com ")
    assert "anna" not in key.lower()
    assert key == private_key("wvwzzze1zmp000001", "anna.seller@example.com")
    assert key != private_key("WVWZZZE1ZMP000001", "ben@example.com")


def test_a_disconnected_car_leaves_the_fleet_with_the_confirmation(desk: Desk) -> None:
    synced(desk)
    assert _fleet(desk) == [CAR]
    wished(desk, disconnect_wish(CAR))
    assert _fleet(desk) == []


def test_a_car_the_server_has_not_any_more_counts_as_disconnected(desk: Desk, celliq: FakeCellIq) -> None:
    """N7: a 404 for what should be gone is a success."""
    synced(desk)
    celliq.cars.clear()
    assert wished(desk, disconnect_wish(CAR)).operations[0].state is OperationState.DONE
    assert _fleet(desk) == []


def test_a_server_that_lists_a_disconnected_car_as_such_is_believed(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    synced(desk)
    celliq.script["disconnect_vehicle"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    wished(desk, disconnect_wish(CAR))
    celliq.change(CAR, status=VehicleStatus.DISCONNECTED, status_raw="disconnected")
    clock.advance(5)
    assert synced(desk).outbox.sent == 1
    assert celliq.heard["disconnect_vehicle"] == 1


def test_a_car_unplugged_from_its_owner_says_so(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    """N8: a 409 waits and is looked at again; a server that stays with it is not asked for ever."""
    celliq.always["sync_vehicle"] = TryAgain("conflict", "This car must be reconnected first.")
    wished(desk, vehicle_sync_wish(CAR))
    for _sync in range(6):
        clock.advance(61)
        synced(desk)
    ended = only_operation(desk)
    assert (ended.state, celliq.heard["sync_vehicle"]) == (OperationState.NEEDS_USER, 3)


def test_a_server_without_settings_refuses_in_words(desk: Desk, celliq: FakeCellIq) -> None:
    """The endpoint is ASSUMED: NotOffered is an answer, not a crash."""
    celliq.script["change_settings"].append(NotOffered("not_offered", "CellIQ does not let these be changed."))
    ended = wished(desk, settings_wish({"locale": "fr"})).operations[0]
    assert (ended.state, ended.last_error) == (OperationState.REJECTED, "CellIQ does not let these be changed.")


def test_later_settings_are_merged_into_those_that_wait(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.script["change_settings"].append(offline())
    wished(desk, settings_wish({"address": "Erste Straße 1", "locale": "fr"}))
    ask(desk, settings_wish({"address": "Zweite Straße 2"}))
    clock.advance(31)
    synced(desk)
    assert celliq.settings_now["address"] == "Zweite Straße 2"
    assert (celliq.settings_now["locale"], len(operations(desk)), celliq.heard["change_settings"]) == ("fr", 1, 2)
    assert _address(desk) == "Zweite Straße 2"


def test_settings_changed_while_the_earlier_ones_are_on_their_way_follow_them(desk: Desk, celliq: FakeCellIq) -> None:
    """A wish that comes in while one is being sent is neither lost nor mistaken for the one that was confirmed."""
    celliq.script["change_settings"].append(lambda: _keep(ask(desk, settings_wish({"address": "Zweite Straße 2"}))))
    first = wished(desk, settings_wish({"address": "Erste Straße 1"}))
    assert first.operations[0].state is OperationState.QUEUED
    assert synced(desk).outbox.sent == 1
    assert celliq.settings_now["address"] == _address(desk) == "Zweite Straße 2"


def _keep(_found: object) -> None:
    """A step of a script answers nothing."""


def test_settings_whose_confirmation_was_lost_are_compared_and_not_sent_again(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.script["change_settings"].append(Lost())
    wished(desk, settings_wish({"address": "Neue Straße 1"}))
    clock.advance(SETTLED_S)
    assert synced(desk).outbox.sent == 1
    assert celliq.heard["change_settings"] == 1


def test_settings_that_got_lost_do_not_come_late_over_newer_ones(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """Late landing: the newer wish waits until the older one can no longer take effect (found by a random day)."""
    celliq.script["change_settings"].append(Lost(late_s=60))
    wished(desk, settings_wish({"address": "Erste Straße 1"}))
    wished(desk, settings_wish({"address": "Zweite Straße 2"}))
    for _sync in range(3):
        clock.advance(50)
        synced(desk)
    assert celliq.settings_now["address"] == _address(desk) == "Zweite Straße 2"
    assert only_operation(desk).state is OperationState.DONE


def test_a_change_of_a_kind_from_a_newer_program_says_so(desk: Desk) -> None:
    """Nothing waits silently."""
    alien = Wish(kind="teleport", natural_key="teleport:1", payload="{}", cost_class=CostClass.FREE)
    with desk.mirror.write() as session:
        outbox.enqueue(session, alien, desk.clock.now())
    synced(desk)
    ended = only_operation(desk)
    assert ended.state is OperationState.NEEDS_USER
    assert "newest" in (ended.last_error or "")


def test_a_payload_that_was_damaged_on_the_disk_is_not_sent(desk: Desk, celliq: FakeCellIq) -> None:
    operation, _new = ask(desk, vehicle_sync_wish(CAR))
    ended, _problem = send(desk, replace(operation, payload=operation.payload.replace("veh_1", "veh_2")))
    assert (ended.state, celliq.heard["sync_vehicle"]) == (OperationState.FAILED, 0)


def test_many_wishes_are_all_on_the_disk_or_none(desk: Desk) -> None:
    good = [replace(vehicle_sync_wish(VehicleId(f"veh_{n}")), batch_id="b1", seq=n) for n in range(5)]
    bad = Wish(kind="teleport", natural_key="x", payload="{}", cost_class=CostClass.FREE)
    with pytest.raises(Refused):
        ask_all(desk, (*good, bad))
    assert operations(desk) == ()
    ask_all(desk, tuple(good))
    with desk.mirror.read() as session:
        assert [one.seq for one in outbox.batch(session, "b1")] == [0, 1, 2, 3, 4]


def test_several_cars_are_fetched_at_once(desk: Desk, celliq: FakeCellIq) -> None:
    """Free changes do not wait for one another: four are on their way together."""
    cars = [celliq.add(car(number)).id for number in range(1, 5)]
    together = threading.Barrier(4, timeout=10)
    celliq.script["sync_vehicle"].extend([_meet(together)] * 4)
    made = wished(desk, *(vehicle_sync_wish(one) for one in cars))
    assert {one.state for one in made.operations} == {OperationState.DONE}


def _meet(barrier: threading.Barrier) -> Callable[[], None]:
    def step() -> None:
        barrier.wait()

    return step


def test_two_running_programs_never_send_the_same_row(restart: Restart, celliq: FakeCellIq) -> None:
    """P11: the lease and the state decide in one statement; who comes second sends nothing."""
    desk = restart()
    other = replace(desk, owner="another program")
    operation, _new = ask(desk, vehicle_sync_wish(CAR))
    celliq.script["sync_vehicle"].append(lambda: _keep(send(other, operation)))
    assert send(desk, operation)[0].state is OperationState.DONE
    assert celliq.fetched[CAR] == 1
