"""What a dealer sees and decides of the sync in the real window."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from tests.gui.conftest import Open
from tests.support.fleet_rows import fleet
from tests.support.session_models import FakeDealership
from tests.support.window import Opened

_GONE = 12


def _screen(one: Opened) -> FleetScreen:
    assert one.window.desk is not None
    screen = one.window.desk.screen
    assert isinstance(screen, FleetScreen)
    return screen


def _press(screen: FleetScreen, words: str) -> None:
    (button,) = (one for one in screen.notices.missing.findChildren(QPushButton) if one.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _with_missing_cars(opened: Open) -> Opened:
    house = FakeDealership(snapshot=replace(fleet(40), held_deletes=_GONE), after_sync=fleet(28))
    one = opened(house)
    one.window.entry.explore()
    return one


def test_many_cars_that_are_gone_are_asked_about_and_removed_when_somebody_says_so(opened: Open) -> None:
    """N18."""
    one = _with_missing_cars(opened)
    screen = _screen(one)
    assert screen.notices.missing.words.startswith("12 cars are no longer at CellIQ. Remove from this list, too?")
    _press(screen, "Remove 12 cars")
    assert one.dealership.wishes[-1].remove
    assert screen.notices.missing.isHidden()
    assert len(screen.table.rows) == 28


def test_keeping_them_is_remembered_and_said_without_asking_again(opened: Open) -> None:
    """N18."""
    one = _with_missing_cars(opened)
    screen = _screen(one)
    one.dealership.snapshot = replace(one.dealership.snapshot, kept=True)
    _press(screen, "Keep")
    assert (one.dealership.kept, one.dealership.wishes) == (1, [])
    assert screen.notices.missing.isHidden()
    assert "12 cars are no longer at CellIQ and kept here, as you decided." in screen.notices.notes.words


def test_coming_back_to_the_window_syncs_and_an_opened_car_comes_first(opened: Open) -> None:
    one = opened(syncs_itself=True)
    one.window.entry.explore()
    assert one.window.desk is not None
    one.window.desk.open_vehicle(VehicleId("veh_7"))
    before = len(one.dealership.syncs)
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    one.clock.advance(61)
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert len(one.dealership.syncs) == before
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert len(one.dealership.syncs) == before + 1
    assert one.dealership.wishes[-1].first == ("veh_7",)
