"""Connecting a car from the fleet screen."""

import pytest

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from celliq_desktop.usecases import connect_vehicle
from celliq_desktop.usecases.connect_vehicle import Connected
from tests.support.mirrors import car
from tests.support.window import Opened


def _fleet(desk: Opened) -> FleetScreen:
    assert desk.window.desk is not None
    screen = desk.window.desk.screen
    assert isinstance(screen, FleetScreen)
    return screen


def test_a_car_is_awaited_in_words_and_named_when_it_comes(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def connected(one_desk: object, **_how: object) -> tuple[Connected, Changes]:
        asked.append(one_desk)
        return Connected((car(7),)), Changes.of(Topic.VEHICLES)

    monkeypatch.setattr(connect_vehicle, "connect_vehicle", connected)
    desk.runner.held.add("connect-vehicle")
    screen = _fleet(desk)
    screen.connect_car.click()
    screen.connect_car.click()
    assert "Waiting for the car" in screen.notices.connecting.words
    desk.runner.let_go()
    assert len(asked) == 1
    assert screen.notices.connecting.words == ""
    assert "Volkswagen ID.3" in screen.notices.connector.state.told


def test_a_car_that_does_not_come_is_said(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def waited_in_vain(_desk: object, **_how: object) -> tuple[Connected, Changes]:
        raise NeedsYou("not_connected_yet", "No new car has appeared yet.")

    monkeypatch.setattr(connect_vehicle, "connect_vehicle", waited_in_vain)
    screen = _fleet(desk)
    screen.connect_car.click()
    assert "No new car has appeared yet." in screen.notices.problem.words
    assert screen.notices.connecting.words == ""
