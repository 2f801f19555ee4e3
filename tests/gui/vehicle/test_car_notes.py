"""Entering what a person knows of a car, on its screen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.health import Baseline
from celliq_desktop.domain.workshop_results import BatteryTest, WorkshopResult
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.usecases import car_notes, vehicles
from celliq_desktop.viewmodels.vehicle.entries import Entry
from tests.support.vehicle_details import detail, estimate
from tests.support.window import Opened


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was saved or taken back, in order."""
    calls: list[dict[str, Any]] = []

    def verb(name: str) -> None:
        def keep(_desk: object, vehicle_id: str, **values: Any) -> Changes:
            calls.append({"verb": name, **values})
            return Changes.of(Topic.ESTIMATES, ids=frozenset({vehicle_id}))

        monkeypatch.setattr(car_notes, name, keep)

    for name in ("enter_baseline", "undo_baseline", "enter_workshop_result", "undo_workshop_result"):
        verb(name)
    return calls


def _open(desk: Opened) -> VehicleScreen:
    assert desk.window.desk is not None
    desk.window.desk.open_vehicle(desk.dealership.snapshot.rows[0].id)
    screen = desk.window.desk.screen
    assert isinstance(screen, VehicleScreen)
    return screen


def _type(screen: VehicleScreen, entry: Entry, **texts: str) -> None:
    for name, text in texts.items():
        field = screen.entries.cards[entry].fields[name]
        assert isinstance(field, QLineEdit)
        field.setText(text)


def test_a_capacity_is_entered_with_its_reason_and_undone_from_the_note(
    desk: Opened, kept: list[dict[str, Any]]
) -> None:
    screen = _open(desk)
    QTest.mouseClick(screen.verdict.new, Qt.MouseButton.LeftButton)
    card = screen.entries.cards[Entry.BASELINE]
    assert card.isVisible()
    assert card.fields["value"].hasFocus()
    _type(screen, Entry.BASELINE, value="77,0", source="papers", reason="trim")
    QTest.mouseClick(card.save, Qt.MouseButton.LeftButton)
    assert kept == [
        {
            "verb": "enter_baseline",
            "value": 77.0,
            "unit": "kWh",
            "source": "papers",
            "reason": "trim",
            "sigma_percent": 1.0,
        }
    ]
    assert not card.isVisible()
    assert desk.window.toasts.words == ("The capacity when new is yours now.",)


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Opened, kept: list[dict[str, Any]]) -> None:
    screen = _open(desk)
    QTest.mouseClick(screen.verdict.new, Qt.MouseButton.LeftButton)
    card = screen.entries.cards[Entry.BASELINE]
    _type(screen, Entry.BASELINE, value="large", reason="trim")
    QTest.mouseClick(card.save, Qt.MouseButton.LeftButton)
    assert "not a number: “large”" in card.problem.text()
    reason = card.fields["reason"]
    assert isinstance(reason, QLineEdit)
    assert reason.text() == "trim"
    assert not kept


def test_escape_keeps_nothing_and_stays_on_the_car(desk: Opened, kept: list[dict[str, Any]]) -> None:
    screen = _open(desk)
    QTest.mouseClick(screen.verdict.tested, Qt.MouseButton.LeftButton)
    _type(screen, Entry.WORKSHOP, soh="90.1")
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not screen.entries.cards[Entry.WORKSHOP].isVisible()
    assert not kept
    assert desk.window.desk is not None
    assert desk.window.desk.current == "vehicle"


def test_a_workshops_result_is_entered(desk: Opened, kept: list[dict[str, Any]]) -> None:
    screen = _open(desk)
    QTest.mouseClick(screen.verdict.tested, Qt.MouseButton.LeftButton)
    _type(screen, Entry.WORKSHOP, soh="90.1 %", half="±2.0", day="2026-10-12")
    QTest.mouseClick(screen.entries.cards[Entry.WORKSHOP].save, Qt.MouseButton.LeftButton)
    assert kept == [
        {
            "verb": "enter_workshop_result",
            "method": BatteryTest.AVILOO,
            "soh_percent": 90.1,
            "half_width": 2.0,
            "tested_on": date(2026, 10, 12),
        }
    ]


def test_both_are_seen_in_the_verdict_and_only_the_dealer_changes_them(
    desk: Opened, kept: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Baseline(62.0, "kWh", "papers", 0.01, "2026-11-23", reason="The larger trim")
    car = replace(
        detail(replace(estimate(), baseline=mine)),
        workshop_results=(WorkshopResult(BatteryTest.DEKRA, 90.1, 2.0, date(2026, 10, 12)),),
    )
    monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: car)
    screen = _open(desk)
    assert "entered here on 2026-11-23: papers. The larger trim" in screen.verdict.words
    assert "DEKRA" in screen.verdict.words
    assert "It agrees" in screen.verdict.words
    QTest.mouseClick(screen.verdict.undo, Qt.MouseButton.LeftButton)
    assert [one["verb"] for one in kept] == ["undo_baseline"]
    screen.show_to_buyer()
    assert "DEKRA" in screen.verdict.words
    for dealers in (screen.verdict.undo, screen.verdict.new, screen.verdict.tested):
        assert not dealers.isVisible()
