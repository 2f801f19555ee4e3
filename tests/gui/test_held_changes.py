"""Whatever is held asks a person, in plain words, in Activity and on the screen it is about."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from celliq_desktop.domain.outbox import HELD, CostClass, OperationState
from celliq_desktop.domain.syncing import Aside, HeldBack
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.viewmodels.activity_lines import Part
from tests.gui.conftest import Open
from tests.support.activity import activity_screen, report_operation
from tests.support.fleet_rows import NOW
from tests.support.session_models import FakeDealership


@pytest.mark.parametrize(
    ("changed", "ask", "yes", "no"),
    [
        (
            {"offered_price": "2 credits", "confirmed_price": "1 credit"},
            "It costs 2 credits now, not 1 credit. Go on?",
            "Agree to 2 credits",
            "Do not issue it",
        ),
        (
            {"first_sent_at": NOW},
            "CellIQ shows no report for it. Issue it once more?",
            "Issue it once more",
            "Do not issue it",
        ),
        (
            {"first_sent_at": NOW, "cost_class": CostClass.EMAIL},
            "Nobody confirmed the e-mail. Send it again?",
            "Send it again",
            "Leave it",
        ),
        (
            {"first_sent_at": NOW, "cost_class": CostClass.MONEY},
            "No charging session was found. Look once more?",
            "Look once more",
            "Put it away",
        ),
        (
            {"first_sent_at": NOW, "cost_class": CostClass.FREE},
            "It is not there yet. Send it again?",
            "Send it again",
            "Leave it",
        ),
        ({"last_error": "Your role may not do this."}, "It was not sent. Try again?", "Try again", "Take it back"),
        ({"state": OperationState.QUEUED, "not_before": HELD}, "It is paused. Go on?", "Go on", "Take it back"),
    ],
)
def test_what_is_held_asks_and_says_what_becomes_of_the_answer(
    opened: Open, changed: dict[str, Any], ask: str, yes: str, no: str
) -> None:
    held = replace(report_operation("op1", OperationState.NEEDS_USER), **changed)
    one = opened(FakeDealership(operations=(held,)))
    one.window.entry.explore()
    (row,) = activity_screen(one).parts[Part.NEEDS_YOU].rows
    assert ask in row.words
    assert "Yes: " in row.words
    assert "No: " in row.words
    assert (row.retry.text(), row.cancel.text()) == (yes, no)
    QTest.mouseClick(row.retry, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    assert (one.dealership.retried, one.dealership.cancelled) == (["op1"], ["op1"])


def test_what_a_sync_holds_back_asks_too(opened: Open) -> None:
    """N16, N18: rows that are gone and rows nobody can read wait for an answer, also where they are not cars."""
    held = HeldBack(
        missing={"vehicles": 12, "reports": 3},
        aside=(Aside("reports", 2, "soh_percent is missing"), Aside("ev_energy:c1", 1, "no time")),
    )
    one = opened(FakeDealership(held=held))
    one.window.entry.explore()
    gone, unread, remote = activity_screen(one).parts[Part.NEEDS_YOU].rows
    assert "12 cars and 3 reports are no longer at CellIQ. Remove here, too?" in gone.words
    assert "2 reports could not be read: soh_percent is missing." in unread.words
    assert "1 row of ev.energy could not be read" in remote.words
    QTest.mouseClick(gone.cancel, Qt.MouseButton.LeftButton)
    assert one.dealership.kept == 1
    QTest.mouseClick(gone.retry, Qt.MouseButton.LeftButton)
    QTest.mouseClick(unread.retry, Qt.MouseButton.LeftButton)
    assert [wish.remove for wish in one.dealership.wishes] == [True, False]
    named = [each.accessibleName() for each in one.window.frame.rail.findChildren(QToolButton)]
    assert "Activity: 1 need you" in named


def test_a_held_report_asks_on_its_car_and_among_the_reports(opened: Open) -> None:
    house = FakeDealership()
    car = house.snapshot.rows[0]
    held = replace(
        report_operation("op1", OperationState.NEEDS_USER),
        natural_key=f"report:{car.id}",
        offered_price="2 credits",
        confirmed_price="1 credit",
    )
    house.operations = (held, *(report_operation(f"more{at}", OperationState.NEEDS_PAYMENT) for at in range(3)))
    one = opened(house)
    one.window.entry.explore()
    desk = one.window.desk
    assert desk is not None
    desk.open_vehicle(house.snapshot.rows[1].id)
    assert isinstance(desk.screen, VehicleScreen)
    assert not desk.screen.held.isVisible()
    desk.open_vehicle(car.id)
    assert isinstance(desk.screen, VehicleScreen)
    (row,) = desk.screen.held.rows
    assert "Agree to 2 credits" in row.retry.text()
    QTest.mouseClick(row.retry, Qt.MouseButton.LeftButton)
    assert one.dealership.retried == ["op1"]
    desk.open_screen("reports")
    assert isinstance(desk.screen, ReportsScreen)
    assert len(desk.screen.held.rows) == 2
    assert desk.screen.held.more.text() == "2 more in Activity"
    QTest.mouseClick(desk.screen.held.more, Qt.MouseButton.LeftButton)
    assert desk.current == "activity"
