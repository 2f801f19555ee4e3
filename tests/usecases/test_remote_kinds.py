"""Changes at ev.energy through the outbox: never twice where it matters, never lost, and a token that is gone stops
nobody else."""

from dataclasses import replace

import pytest

from celliq_desktop.domain.outbox import Operation, OperationState, Wish
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Refused, TryAgain
from celliq_desktop.domain.remote_vehicles import ByHand, Integration, NewRemoteVehicle, RemoteVehicleChange
from celliq_desktop.domain.syncing import StepState
from celliq_desktop.usecases.catalogue import add_by_hand
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import remote_cars
from celliq_desktop.usecases.kinds.catalogue import model_wish, trim_wish
from celliq_desktop.usecases.kinds.kind import SETTLE
from celliq_desktop.usecases.kinds.onboarding_link import onboarding_link_wish
from celliq_desktop.usecases.kinds.remote_create import create_wish
from celliq_desktop.usecases.kinds.remote_vehicles import change_wish, disconnect_wish, remove_wish
from celliq_desktop.usecases.operations import ask, carried_on, current, reconcile, send
from celliq_desktop.usecases.send_outbox import operations, retry
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import step, synced
from tests.support.ev_energy import FakeEvEnergy
from tests.support.ev_energy_desk import connected_desk
from tests.support.ev_energy_world import MAKE, MODEL, TRIM, remote_car, remote_id
from tests.usecases.conftest import Restart

_LOST = InDoubt("in_doubt", "ev.energy did not confirm.")
_NO_TOKEN = NeedsYou("wrong_token", "ev.energy does not accept the token any more.")
_NEW = create_wish(NewRemoteVehicle(model_id=MODEL, description="Loan car", battery_kwh=25.0))


@pytest.fixture
def service() -> FakeEvEnergy:
    """One connected car."""
    made = FakeEvEnergy()
    made.add(remote_car(1))
    return made


@pytest.fixture
def desk(restart: Restart, celliq: FakeCellIq, clock: FakeClock, service: FakeEvEnergy) -> Desk:
    """Synced once."""
    made = connected_desk(restart().mirror, celliq, clock, service)
    synced(made)
    return made


def _sent(desk: Desk, wish: Wish) -> Operation:
    return send(desk, ask(desk, wish)[0])[0]


def test_disconnecting_changes_the_car_here_and_there(desk: Desk, service: FakeEvEnergy) -> None:
    assert _sent(desk, disconnect_wish(remote_id(1))).state is OperationState.DONE
    assert service.cars[remote_id(1)].integration is Integration.INACTIVE
    assert [car.integration for car in remote_cars(desk)] == [Integration.INACTIVE]


def test_two_changes_of_one_car_are_one(desk: Desk, service: FakeEvEnergy) -> None:
    ask(desk, change_wish(remote_id(1), RemoteVehicleChange(charge_limit_percent=70)))
    later = ask(desk, change_wish(remote_id(1), RemoteVehicleChange(smart_charging=False)))[0]
    assert send(desk, current(desk, later))[0].state is OperationState.DONE
    assert service.heard["update_vehicle"] == 1
    assert (service.cars[remote_id(1)].charge_limit_percent, service.cars[remote_id(1)].smart_charging) == (70, False)


def test_what_the_service_does_not_accept_ends_with_its_words(desk: Desk) -> None:
    operation = _sent(desk, change_wish(remote_id(1), RemoteVehicleChange(charge_limit_percent=10)))
    assert operation.state is OperationState.REJECTED
    assert "maximum_charge_limit_percentage" in (operation.last_error or "")


def test_a_removed_car_leaves_the_mirror(desk: Desk) -> None:
    assert _sent(desk, remove_wish(remote_id(1))).state is OperationState.DONE
    assert remote_cars(desk) == ()


def test_a_car_whose_creation_was_not_confirmed_is_found_and_not_made_twice(
    desk: Desk, service: FakeEvEnergy, clock: FakeClock
) -> None:
    service.loses_reply_of.add("create_vehicle")
    operation = _sent(desk, _NEW)
    assert operation.state is OperationState.IN_DOUBT
    service.loses_reply_of.clear()
    clock.advance(SETTLE.total_seconds() + 1)
    assert reconcile(desk, operation).state is OperationState.DONE
    assert service.heard["create_vehicle"] == 1
    assert [car.description for car in remote_cars(desk) if car.integration is Integration.UNINTEGRATED] == ["Loan car"]


_BY_HAND = ByHand(make_id=MAKE, new_model="Prototype", new_trim="Long range", battery_kwh=81.0, description="Blue")


def _states(desk: Desk) -> dict[str, OperationState]:
    return {one.kind: one.state for one in operations(desk) if one.state is not OperationState.CANCELLED}


def test_a_car_of_a_new_model_and_trim_is_one_wish_after_another(desk: Desk, service: FakeEvEnergy) -> None:
    operation, problem = add_by_hand(desk, _BY_HAND)
    assert (operation.state, problem) == (OperationState.DONE, None)
    assert [one.name for one in service.known_models.values() if one.id in service.unlisted] == ["Prototype"]
    (trim,) = [one for one in service.known_trims.values() if one.id in service.unlisted]
    assert service.known_models[trim.model_id or ""].name == "Prototype"
    assert set(_states(desk)) == {"catalogue_model", "catalogue_trim", "remote_create"}


def test_what_was_asked_for_without_network_is_on_the_disk_and_goes_with_the_next_sync(
    desk: Desk, service: FakeEvEnergy, clock: FakeClock
) -> None:
    service.problem = TryAgain("offline", "ev.energy cannot be reached.")
    operation, problem = add_by_hand(desk, _BY_HAND)
    assert problem is not None
    assert operation.state.active
    assert list(_states(desk).values()) == [OperationState.QUEUED] * 3
    service.problem = None
    clock.advance(120)
    synced(desk)
    assert list(_states(desk).values()) == [OperationState.DONE] * 3
    assert service.heard["create_model"] == service.heard["create_trim"] == service.heard["create_vehicle"] == 1


def test_a_model_that_was_not_confirmed_is_not_made_twice_and_its_car_waits(
    desk: Desk, service: FakeEvEnergy, clock: FakeClock
) -> None:
    service.breaks_after["create_model"] = (0, _LOST)
    add_by_hand(desk, _BY_HAND)
    clock.advance(SETTLE.total_seconds() + 1)
    model = next(one for one in operations(desk) if one.kind == "catalogue_model")
    assert reconcile(desk, model).state is OperationState.NEEDS_USER
    assert service.heard["create_model"] == 1
    assert service.heard["create_trim"] == service.heard["create_vehicle"] == 0
    service.breaks_after.clear()
    retry(desk, model.op_id)
    for kind in ("catalogue_model", "catalogue_trim", "remote_create"):
        carried_on(desk, next(one for one in operations(desk) if one.kind == kind))
    assert list(_states(desk).values()) == [OperationState.DONE] * 3


def test_what_the_catalogue_lists_by_now_is_not_made_again(desk: Desk, service: FakeEvEnergy) -> None:
    assert _sent(desk, model_wish("ID.3", MAKE)).result_ref == MODEL
    assert _sent(desk, trim_wish("Pro", MODEL, 58.0)).result_ref == TRIM
    assert service.heard["create_model"] == service.heard["create_trim"] == 0


def test_a_refused_model_takes_its_trim_and_its_car_along(desk: Desk, service: FakeEvEnergy) -> None:
    operation, problem = add_by_hand(desk, replace(_BY_HAND, make_id="vmak-unknown"))
    assert operation.state is OperationState.REJECTED
    assert isinstance(problem, Refused)
    assert "did not come to be" in (operation.last_error or "")
    assert list(_states(desk).values()) == [OperationState.REJECTED] * 3
    assert service.heard["create_trim"] == service.heard["create_vehicle"] == 0


def test_a_creation_that_never_arrived_waits_for_a_person(desk: Desk, service: FakeEvEnergy, clock: FakeClock) -> None:
    service.breaks_after["create_vehicle"] = (0, _LOST)
    operation = _sent(desk, _NEW)
    clock.advance(SETTLE.total_seconds() + 1)
    assert reconcile(desk, operation).state is OperationState.NEEDS_USER


def test_an_e_mail_in_doubt_is_never_sent_again_by_itself(desk: Desk, service: FakeEvEnergy, clock: FakeClock) -> None:
    service.loses_reply_of.add("send_onboarding_link")
    operation = _sent(desk, onboarding_link_wish("Owner@example.com", "Volkswagen"))
    for _sync in range(4):
        clock.advance(SETTLE.total_seconds() + 1)
        synced(desk)
    assert current(desk, operation).state is OperationState.NEEDS_USER
    assert service.mailed == [("Owner@example.com", "Volkswagen")]
    assert "owner@example.com" not in operation.natural_key.lower()


@pytest.mark.parametrize(
    "wish",
    [
        pytest.param(_NEW, marks=pytest.mark.expects_log("WARNING .*send_outbox: outbox: wrong_token")),
        disconnect_wish(remote_id(1)),
        onboarding_link_wish("a@example.com", "VW"),
    ],
)
def test_a_token_that_is_gone_keeps_the_change_waiting_and_the_sync_going(
    desk: Desk, service: FakeEvEnergy, clock: FakeClock, wish: Wish
) -> None:
    service.problem = _NO_TOKEN
    operation = ask(desk, wish)[0]
    summary = synced(desk)
    assert step(summary, "vehicles").state is StepState.DONE
    assert current(desk, operation).state.active
    service.problem = None
    clock.advance(120)
    synced(desk)
    assert current(desk, operation).state is OperationState.DONE


@pytest.mark.expects_log("WARNING .*send_outbox: outbox: unreadable_rows")
def test_a_car_nobody_can_read_stops_a_creation_before_it_is_sent(desk: Desk, service: FakeEvEnergy) -> None:
    service.unreadable_rows = 1
    operation = ask(desk, _NEW)[0]
    synced(desk)
    assert current(desk, operation).state.active
    assert service.heard["create_vehicle"] == 0


def test_a_person_hears_what_the_service_refuses_at_once(desk: Desk, service: FakeEvEnergy) -> None:
    service.problem = Refused("no_permission", "You do not have permission to perform this action.")
    _operation, problem = send(desk, ask(desk, disconnect_wish(remote_id(1)))[0])
    assert isinstance(problem, Refused)
