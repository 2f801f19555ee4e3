"""A change that waits to be sent says so on the screen it is about, not in Activity alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState
from celliq_desktop.ui.screens.charging.screen import ChargingScreen
from celliq_desktop.ui.screens.connections.screen import ConnectionsScreen
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.viewmodels.fleet.readiness import readiness_of
from celliq_desktop.viewmodels.vehicle.build import pending_words
from tests.gui.conftest import Open
from tests.support.fleet_rows import NOW
from tests.support.session_models import FakeDealership

_UNSENT = pytest.mark.parametrize("state", [OperationState.QUEUED, OperationState.WAITING])


def _waiting(kind: str, state: OperationState = OperationState.QUEUED, subject: str = "x") -> Operation:
    return Operation(
        op_id=OperationId(f"{kind}-{subject}"),
        kind=kind,
        natural_key=f"{kind}:{subject}",
        payload="{}",
        cost_class=CostClass.FREE,
        state=state,
        created_at=NOW - timedelta(minutes=2),
    )


@_UNSENT
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("report", "reports"),
        ("charging_rate", "charging"),
        ("charging_stop", "charging"),
        ("remote_disconnect", "connections"),
        ("remote_change", "connections"),
    ],
)
def test_the_screen_a_change_is_about_says_that_it_waits(
    opened: Open, kind: str, name: str, state: OperationState
) -> None:
    one = opened(FakeDealership(operations=(_waiting(kind, state), _waiting("settings"))))
    one.window.entry.explore()
    desk = one.window.desk
    assert desk is not None
    desk.open_screen(name)
    screen = desk.screen
    assert isinstance(screen, (ReportsScreen, ChargingScreen, ConnectionsScreen))
    assert screen.waiting.isVisible()
    assert screen.waiting.link.text().endswith(": Waiting to be sent")
    assert not screen.held.isVisible(), "nobody has to do anything"
    QTest.mouseClick(screen.waiting.link, Qt.MouseButton.LeftButton)
    assert desk.current == "activity"


def test_several_are_counted_and_a_buyer_hears_nothing_of_them(opened: Open) -> None:
    waiting = tuple(_waiting("report", subject=f"veh_{number}") for number in range(3))
    one = opened(FakeDealership(operations=waiting))
    one.window.entry.explore()
    desk = one.window.desk
    assert desk is not None
    desk.open_screen("reports")
    screen = desk.screen
    assert isinstance(screen, ReportsScreen)
    assert screen.waiting.link.text() == "3 changes waiting to be sent"
    screen.show_to_buyer()
    assert not screen.waiting.isVisible()


def test_without_a_waiting_change_the_screens_say_nothing(opened: Open) -> None:
    one = opened(FakeDealership(operations=(_waiting("settings"),)))
    one.window.entry.explore()
    desk = one.window.desk
    assert desk is not None
    for name in ("reports", "charging", "connections"):
        desk.open_screen(name)
        assert isinstance(desk.screen, (ReportsScreen, ChargingScreen, ConnectionsScreen))
        assert not desk.screen.waiting.isVisible()


@_UNSENT
def test_fleet_and_car_say_that_a_report_and_a_goodbye_wait(opened: Open, state: OperationState) -> None:
    house = FakeDealership()
    (car, *others) = house.snapshot.rows
    waiting = replace(car, pending=state, changes=(("disconnect", state),))
    house.snapshot = replace(house.snapshot, rows=(waiting, *others))
    assert readiness_of(waiting).words == "Waiting to be sent"
    one = opened(house)
    one.window.entry.explore()
    desk = one.window.desk
    assert desk is not None
    table = desk.screen.findChild(QTableView)
    assert table is not None
    shown = [
        str(table.model().index(row, column).data() or "")
        for row in range(table.model().rowCount())
        for column in range(table.model().columnCount())
    ]
    assert "Waiting to be sent" in shown
    assert "Disconnecting…" in shown
    desk.open_vehicle(car.id)
    assert isinstance(desk.screen, VehicleScreen)
    said = [one.text() for one in desk.screen.findChildren(QLabel) if one.isVisible()]
    assert any("Disconnecting: waiting to be sent." in words for words in said), said
    assert pending_words(_waiting("report", state)) == "A report is waiting to be sent."
