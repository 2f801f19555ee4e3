"""A car that cannot be connected comes to ev.energy by hand, is changed there and goes again."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.domain.remote_vehicles import Integration
from celliq_desktop.ui.screens.connections.screen import ConnectionsScreen
from celliq_desktop.ui.widgets.choice import Choice
from tests.gui.test_connections_screen import (
    browser,
    clock,
    real,
    screen,
    service,
    template,
    window,
)
from tests.support.ev_energy import FakeEvEnergy

__all__ = ["browser", "clock", "real", "screen", "service", "template", "window"]


def _pick(choice: Choice, words: str) -> None:
    at = choice.findText(words)
    assert at >= 0, [choice.itemText(row) for row in range(choice.count())]
    choice.setCurrentIndex(at)
    choice.activated.emit(at)


def _press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    button.click()


def _made(service: FakeEvEnergy) -> list[tuple[str | None, float | None]]:
    return [
        (car.description, car.battery_kwh)
        for car in service.cars.values()
        if car.integration is Integration.UNINTEGRATED
    ]


def test_a_car_is_added_from_the_catalogue(screen: ConnectionsScreen, service: FakeEvEnergy) -> None:
    card = screen.by_hand
    assert not card.isVisible()
    _press(screen.links.by_hand)
    assert card.isVisible()
    make = next(iter(service.known_makes.values()))
    model = next(iter(service.known_models.values()))
    trim = next(iter(service.known_trims.values()))
    _pick(card.make, make.name)
    _pick(card.model, model.name)
    _pick(card.trim, trim.name)
    assert card.battery.value() == round(trim.battery_kwh or 0)
    card.description.setText("The blue one")
    rows = screen.links.table.model().rowCount()
    _press(card.add)
    assert _made(service) == [("The blue one", trim.battery_kwh)]
    assert screen.links.table.model().rowCount() == rows + 1
    assert not card.isVisible()
    assert card.description.text() == ""


def test_what_the_catalogue_lacks_is_given_in_words(screen: ConnectionsScreen, service: FakeEvEnergy) -> None:
    card = screen.by_hand
    _press(screen.links.by_hand)
    _pick(card.make, next(iter(service.known_makes.values())).name)
    _press(card.add)
    assert "model is missing" in card.problem.words
    _pick(card.model, "Another…")
    assert card.new_model.isVisible()
    card.new_model.setText("Prototype")
    _pick(card.trim, "Another…")
    card.new_trim.setText("Long range")
    _press(card.add)
    assert "battery size" in card.problem.words
    card.battery.setValue(81)
    _press(card.add)
    assert [one.name for one in service.known_models.values() if one.id in service.unlisted] == ["Prototype"]
    assert [one.battery_kwh for one in service.known_trims.values() if one.id in service.unlisted] == [81.0]
    assert _made(service) == [(None, 81.0)]


def test_a_service_that_is_away_is_said_and_the_card_can_be_put_away(
    screen: ConnectionsScreen, service: FakeEvEnergy
) -> None:
    service.problem = TryAgain("provider_offline", "ev.energy cannot be reached.")
    _press(screen.links.by_hand)
    assert "cannot be reached" in screen.by_hand.problem.words
    _press(screen.by_hand.shut)
    assert not screen.by_hand.isVisible()


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_car_is_changed_and_after_a_question_removed(
    screen: ConnectionsScreen, service: FakeEvEnergy, by_hand: bool
) -> None:
    if by_hand:
        _press(screen.links.by_hand)
        _pick(screen.by_hand.make, next(iter(service.known_makes.values())).name)
        _pick(screen.by_hand.model, next(iter(service.known_models.values())).name)
        screen.by_hand.description.setText("The blue one")
        _press(screen.by_hand.add)
    wanted = next(car for car in service.cars.values() if (car.integration is Integration.UNINTEGRATED) == by_hand)
    model, garage = screen.links.table.model(), screen.links.garage
    row = next(at for at in range(model.rowCount()) if model.index(at, 0).data() == wanted.title)
    screen.links.table.selectRow(row)
    assert garage.isVisible()
    garage.amount.setValue(77)
    _press(garage.save)
    changed = service.cars[wanted.id]
    assert (changed.battery_kwh if by_hand else changed.charge_limit_percent) == 77.0
    _press(garage.remove)
    assert wanted.id in service.cars
    garage.sure.declined.emit()
    assert not garage.sure.isVisible()
    _press(garage.remove)
    garage.sure.pressed.emit()
    assert wanted.id not in service.cars
    assert not garage.isVisible()
