"""What a manager sees who connects ev.energy and says which of its cars is which."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import NeedsYou, TryAgain
from celliq_desktop.domain.providers import Rate
from celliq_desktop.domain.readings import Reading
from celliq_desktop.domain.remote_vehicles import CommandLog, ErrorLog, Integration, LocationLog
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.ui.screens.connections.screen import ConnectionsScreen
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.usecases import vehicles
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.links import all_links, confirm
from celliq_desktop.usecases.providers import disconnect_provider
from celliq_desktop.viewmodels.workbench import Workbench
from tests.gui.conftest import Open
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import synced
from tests.support.ev_energy import FakeEvEnergy
from tests.support.ev_energy_desk import connected_desk
from tests.support.ev_energy_world import BEGIN, charge_logs, remote_car, remote_id
from tests.support.mirrors import car, copied, make_template
from tests.support.mirrors import opened as mirror_of
from tests.support.providers import FakeBrowser
from tests.support.window import Opened

_OURS = VehicleId("veh_1")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The empty file all others are copied from."""
    return make_template(tmp_path_factory.mktemp("mirror"))


@pytest.fixture
def service(clock: FakeClock) -> FakeEvEnergy:
    """Two cars: one that charges, one whose connection is broken."""
    made = FakeEvEnergy()
    made.rate = Rate(limit=1000, remaining=912, seen_at=clock.now())
    logs = [replace(log, odometer_km=41_000.0) for day in range(4) for log in charge_logs(day * 1440.0, 20, 90)]
    made.add(remote_car(1), *logs)
    broken = remote_car(
        2, make="Kia", model="EV6", trim=None, integration=Integration.INACTIVE, integration_raw="INACTIVE"
    )
    made.add(broken)
    made.errors[broken.id] = [
        ErrorLog(key="2026-10-02", logged_at=BEGIN, error_code="AUTHENTICATION_ERROR", detail="The owner said no.")
    ]
    return made


@pytest.fixture
def clock() -> FakeClock:
    """Time stands still."""
    return FakeClock()


@pytest.fixture
def browser() -> FakeBrowser:
    """What pages were opened."""
    return FakeBrowser()


@pytest.fixture
def real(
    template: Path, tmp_path: Path, clock: FakeClock, service: FakeEvEnergy, browser: FakeBrowser
) -> Iterator[Desk]:
    """A synced desk over a real mirror, with one car of ours that saw two of the remote one's charges."""
    celliq = FakeCellIq(clock)
    celliq.add(car(1, nominal_capacity_kwh=58.0))
    for log in (log for day in range(2) for log in charge_logs(day * 1440.0, 20, 90)):
        celliq.record(
            _OURS,
            Reading(
                time_s=log.sampled_at.timestamp() + 20,
                soc_percent=log.soc_percent or 0.0,
                energy_kwh=log.energy_added_kwh or 0.0,
                power_kw=11.0,
                charging=1.0,
                odometer_km=41_000.0,
            ),
        )
    mirror: Mirror = mirror_of(copied(template, tmp_path), clock=clock)
    desk = connected_desk(mirror, celliq, clock, service, browser=browser)
    synced(desk)
    yield desk
    mirror.close()


@pytest.fixture
def window(opened: Open, real: Desk, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """A window at that desk."""
    detail = vehicles.vehicle_detail
    one = opened(
        prepare=lambda sessions, runner: setattr(sessions, "bench", Workbench(real, runner, sessions.bench.hub, str))
    )
    monkeypatch.setattr(vehicles, "vehicle_detail", detail)
    one.window.entry.explore()
    return one


@pytest.fixture
def screen(window: Opened) -> ConnectionsScreen:
    """The connections."""
    assert window.window.desk is not None
    window.window.desk.open_screen("connections")
    shown = window.window.desk.screen
    assert isinstance(shown, ConnectionsScreen)
    return shown


def _press(button: QAbstractButton) -> None:
    QApplication.processEvents()  # what was just laid out is shown now
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _choose(screen: ConnectionsScreen, number: int) -> None:
    model = screen.links.table.model()
    wanted = remote_car(number).title if number == 1 else "Kia EV6"
    rows = [row for row in range(model.rowCount()) if model.index(row, 0).data() == wanted]
    screen.links.table.selectRow(rows[0])


def test_a_connected_service_says_how_it_fares_and_what_is_left(screen: ConnectionsScreen) -> None:
    card = screen.services.cards["ev_energy"]
    assert card.pill.accessibleName() == "Connected"
    assert "912 of 1,000 requests" in card.rate.text()
    assert "100 are kept for people" in card.rate.text()
    assert not card.token.isVisible()
    assert not card.error.isVisible()


def test_a_token_that_is_refused_is_said_in_words_and_asked_for_again(
    screen: ConnectionsScreen, real: Desk, service: FakeEvEnergy
) -> None:
    service.problem = NeedsYou("wrong_token", "ev.energy does not accept the token any more.")
    synced(real)
    screen.enter("")
    card = screen.services.cards["ev_energy"]
    assert card.pill.accessibleName() == "Needs another token"
    assert card.error.text() == "ev.energy does not accept the token any more."
    assert card.token.isVisible()


def test_a_token_is_tried_and_kept_and_never_stays_in_the_field(screen: ConnectionsScreen, real: Desk) -> None:
    disconnect_provider(real, "ev_energy")
    screen.enter("")
    card = screen.services.cards["ev_energy"]
    card.token.setText("bad token")
    _press(card.keep)
    assert screen.services.problem.isVisible()
    assert card.token.text() == ""
    card.token.setText("good-token")
    card.user.setText("user01")
    _press(card.keep)
    assert card.pill.accessibleName() == "Connected"
    assert "user01" in card.detail.text().lower()
    _press(card.drop)
    assert card.pill.accessibleName() == "Not connected"
    assert real.providers.token("ev_energy") is None


def test_nothing_is_linked_until_a_person_confirms_and_one_click_undoes_it(
    screen: ConnectionsScreen, real: Desk
) -> None:
    _choose(screen, 1)
    _press(screen.links.look)
    (card,) = screen.links.candidates
    assert "99" in card.frame.accessibleName() or "likely" in card.frame.accessibleName()
    assert all_links(real) == ()
    _press(card.confirm)
    assert [one.vehicle_id for one in all_links(real)] == [_OURS]
    assert "Confirmed by dealer@example.com" in screen.links.words.text()
    assert not screen.links.look.isVisible()
    _press(screen.links.undo)
    assert all_links(real) == ()
    assert screen.links.look.isVisible()


def test_before_a_car_is_chosen_nothing_can_be_done_to_it(screen: ConnectionsScreen) -> None:
    assert screen.links.title.text() == "Choose a car"
    assert not any(one.isVisible() for one in (screen.links.look, screen.links.undo, screen.links.open_car))


def test_a_car_that_fits_nothing_says_so(screen: ConnectionsScreen) -> None:
    _choose(screen, 2)
    _press(screen.links.look)
    assert screen.links.candidates == []
    assert screen.links.words.text() == "None of your cars fits this one."


def test_a_car_is_brought_in_on_a_page_of_the_service_and_awaited(
    screen: ConnectionsScreen, window: Opened, browser: FakeBrowser, service: FakeEvEnergy
) -> None:
    window.runner.held.add("onboard")
    _press(screen.links.add)
    assert "the car appears here by itself" in screen.links.awaited.words
    assert not screen.links.add.isEnabled()
    browser.meanwhile = lambda: service.add(remote_car(9))
    rows = screen.links.table.model().rowCount()
    window.runner.let_go()
    assert browser.opened == ["https://api.ev.energy/v2/vehicle_onboarding"]
    assert screen.links.awaited.words == ""
    assert screen.links.table.model().rowCount() == rows + 1


def test_a_car_that_does_not_come_is_said(screen: ConnectionsScreen, service: FakeEvEnergy) -> None:
    service.problem = TryAgain("provider_offline", "ev.energy cannot be reached.")
    _press(screen.links.add)
    assert "cannot be reached" in screen.links.problem.words
    assert screen.links.add.isEnabled()


def test_without_a_connection_the_links_say_what_is_missing(screen: ConnectionsScreen, real: Desk) -> None:
    disconnect_provider(real, "ev_energy")
    with real.mirror.write() as session:
        session.connection().exec_driver_sql("DELETE FROM remote_vehicles")
    screen.enter("")
    assert screen.links.empty.isVisible()
    assert not screen.links.add.isVisible()


def _vehicle(window: Opened, real: Desk) -> VehicleScreen:
    assert window.window.desk is not None
    window.window.desk.open_vehicle(_OURS)
    shown = window.window.desk.screen
    assert isinstance(shown, VehicleScreen)
    shown.tabs.setCurrentWidget(shown.connection)
    assert real.mirror is not None
    return shown


def test_an_unlinked_car_leads_to_the_links(window: Opened, real: Desk) -> None:
    shown = _vehicle(window, real)
    assert shown.connection.empty.isVisible()
    shown.connection.empty.pressed.emit()
    assert window.window.desk is not None
    assert isinstance(window.window.desk.screen, ConnectionsScreen)


def test_a_linked_car_shows_its_status_logs_and_reads_the_newest_on_demand(
    window: Opened, screen: ConnectionsScreen, real: Desk, service: FakeEvEnergy
) -> None:
    _choose(screen, 1)
    _press(screen.links.look)
    _press(screen.links.candidates[0].confirm)
    shown = _vehicle(window, real)
    before = shown.connection.status.model().rowCount()
    assert before > 50
    assert shown.connection.status.model().index(0, 1).data() == "Charging"
    service.add(service.cars[remote_id(1)], *charge_logs(9000, 30, 40))
    _press(shown.connection.refresh)
    assert shown.connection.status.model().rowCount() > before
    _press(shown.connection.disconnect_car)
    assert service.cars[remote_id(1)].integration is Integration.INACTIVE
    assert shown.connection.pill.accessibleName() == "Connection broken"


def test_commands_places_and_controls_are_read_when_somebody_wants_them(
    window: Opened, real: Desk, service: FakeEvEnergy
) -> None:
    confirm(real, "ev_energy", remote_id(1), _OURS)
    service.commands[remote_id(1)] = [CommandLog(key="1", logged_at=BEGIN, command="START_CHARGING", current_a=16.0)]
    service.places[remote_id(1)] = [LocationLog(key="1", sampled_at=BEGIN, at_home=home) for home in (True, None)]
    shown = _vehicle(window, real).connection
    shown.which.setCurrentIndex(1)
    shown.which.activated.emit(1)
    lines = [shown.further.model().index(row, 1).data() for row in range(3)]
    assert sorted(lines) == ["At home", "Place recorded", "Start charging"]
    assert shown.controls.text() == "A virtual power plant may set charging on and off, a limit on drawing."
    service.problem = TryAgain("provider_offline", "ev.energy cannot be reached.")
    shown.which.activated.emit(1)
    assert "cannot be reached" in shown.problem.words


def test_a_broken_connection_shows_its_errors_and_how_to_mend_it(
    window: Opened, real: Desk, service: FakeEvEnergy, browser: FakeBrowser
) -> None:
    confirm(real, "ev_energy", remote_id(2), _OURS)
    shown = _vehicle(window, real)
    assert shown.connection.errors.model().index(0, 1).data() == "Authentication error"
    assert shown.connection.errors.model().index(0, 2).data() == "The owner said no."
    _press(shown.connection.reconnect)
    assert browser.opened == [f"https://app.ev.energy/vehicle-onboarding/start/{remote_id(2)}"]
    service.problem = TryAgain("provider_offline", "ev.energy cannot be reached.")
    _press(shown.connection.refresh)
    assert shown.connection.problem.isVisible()
