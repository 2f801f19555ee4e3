"""An owner brings a car to ev.energy: the page is opened and the car awaited."""

from collections.abc import Callable

import pytest

from celliq_desktop.domain.problems import Cancelled, NeedsYou, TryAgain
from celliq_desktop.domain.remote_vehicles import CommandLog, Integration, OnboardingChoice, VppModes
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import further_logs, onboard_and_watch, remote_cars
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock, Waiter
from tests.support.desks import quiet
from tests.support.ev_energy import FakeEvEnergy
from tests.support.ev_energy_desk import connected_desk
from tests.support.ev_energy_world import BEGIN, remote_car, remote_id
from tests.support.providers import FakeBrowser


@pytest.fixture
def service() -> FakeEvEnergy:
    """Two cars."""
    made = FakeEvEnergy()
    made.add(remote_car(1))
    made.add(remote_car(2, integration=Integration.INACTIVE, integration_raw="INACTIVE"))
    return made


@pytest.fixture
def connected(restart: Callable[[], Desk], celliq: FakeCellIq, clock: FakeClock, service: FakeEvEnergy) -> Desk:
    """A desk of a dealer with ev.energy."""
    return connected_desk(restart().mirror, celliq, clock, service, browser=FakeBrowser())


def _comes_after(service: FakeEvEnergy, clock: FakeClock, waits: int) -> Waiter:
    def meanwhile() -> None:
        if len(waiter.waited) == waits:
            service.add(remote_car(7))

    waiter = Waiter(clock, meanwhile=meanwhile)
    return waiter


def test_the_car_is_on_the_desk_as_soon_as_the_service_has_it(
    connected: Desk, service: FakeEvEnergy, clock: FakeClock
) -> None:
    waiter = _comes_after(service, clock, 3)
    found, changes = onboard_and_watch(connected, OnboardingChoice(), progress=quiet, cancel=waiter)
    assert [car.id for car in found] == [remote_id(7)]
    assert [car.id for car in remote_cars(connected)] == [remote_id(7)]
    assert changes.topics
    assert waiter.waited == [10.0, 10.0, 10.0]


def test_no_car_comes_or_nobody_waits(connected: Desk, clock: FakeClock) -> None:
    with pytest.raises(NeedsYou) as said:
        onboard_and_watch(connected, OnboardingChoice(), progress=quiet, cancel=Waiter(clock))
    assert said.value.code == "not_connected_yet"
    with pytest.raises(Cancelled):
        onboard_and_watch(connected, OnboardingChoice(), progress=quiet, cancel=Waiter(clock, cancel_after=1))
    assert remote_cars(connected) == ()


def test_further_logs_are_read_when_somebody_looks(connected: Desk, service: FakeEvEnergy) -> None:
    sent = CommandLog(key="1", logged_at=BEGIN, command="STOP_CHARGING")
    service.commands[remote_id(1)] = [sent]
    found = further_logs(connected, remote_id(1))
    assert (found.commands, found.places) == ((sent,), ())
    assert found.modes == VppModes(target_power=False, import_max_power=True, export_max_power=False, charge_mode=True)
    service.problem = TryAgain("provider_offline", "ev.energy cannot be reached.")
    with pytest.raises(TryAgain):
        further_logs(connected, remote_id(1))
