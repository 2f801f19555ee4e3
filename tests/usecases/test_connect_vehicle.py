"""Connecting a car: a checked page, then watched until the car is there."""

from dataclasses import replace

import pytest

from celliq_desktop.domain.problems import Cancelled, NeedsYou, Refused
from celliq_desktop.usecases.connect_vehicle import connect_vehicle
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.celliq_pages import CONNECT
from tests.support.celliq_world import offline
from tests.support.clocks import FakeClock, Waiter
from tests.support.desks import filled, quiet, synced
from tests.support.mirrors import car
from tests.support.providers import FakeBrowser


@pytest.fixture
def browser() -> FakeBrowser:
    """What was opened."""
    return FakeBrowser()


@pytest.fixture
def ready(desk: Desk, celliq: FakeCellIq, browser: FakeBrowser) -> Desk:
    """Two cars, synced."""
    filled(celliq, 2)
    synced(desk)
    return replace(desk, browser=browser)


def _agreed_after(celliq: FakeCellIq, clock: FakeClock, waits: int) -> Waiter:
    def meanwhile() -> None:
        if len(waiter.waited) == waits:
            celliq.add(car(7))

    waiter = Waiter(clock, meanwhile=meanwhile)
    return waiter


def test_the_car_appears_on_the_desk_as_soon_as_the_server_has_it(
    ready: Desk, celliq: FakeCellIq, clock: FakeClock, browser: FakeBrowser
) -> None:
    celliq.script["connected_vehicles"].extend([None, None, offline()])
    connected, changes = connect_vehicle(ready, progress=quiet, cancel=_agreed_after(celliq, clock, 4))
    assert browser.opened == [CONNECT]
    assert [one.id for one in connected.vehicles] == ["veh_7"]
    assert changes.ids == {"veh_7"}
    assert {row.id for row in fleet(ready).rows} == {"veh_1", "veh_2", "veh_7"}
    assert synced(ready).complete
    assert {row.id for row in fleet(ready).rows} == {"veh_1", "veh_2", "veh_7"}


def test_no_car_comes_and_that_is_said(ready: Desk, clock: FakeClock) -> None:
    waiter = Waiter(clock)
    with pytest.raises(NeedsYou) as said:
        connect_vehicle(ready, progress=quiet, cancel=waiter)
    assert said.value.code == "not_connected_yet"
    assert sum(waiter.waited) == 600.0


def test_waiting_can_be_stopped(ready: Desk, clock: FakeClock) -> None:
    with pytest.raises(Cancelled):
        connect_vehicle(ready, progress=quiet, cancel=Waiter(clock, cancel_after=1))


def test_a_foreign_page_is_never_opened(
    ready: Desk, celliq: FakeCellIq, clock: FakeClock, browser: FakeBrowser
) -> None:
    celliq.script["connect_url"].append(Refused("foreign_url", "The server sent a link elsewhere."))
    with pytest.raises(Refused):
        connect_vehicle(ready, progress=quiet, cancel=Waiter(clock))
    assert browser.opened == []
