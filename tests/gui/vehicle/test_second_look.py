"""Doubting a figure: what it would be without a charge, what one more would do, what becomes of it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from celliq_desktop.battery.forecast import forecast
from celliq_desktop.domain.forecast import Cohort, NextCharge, Outlook
from celliq_desktop.domain.health import EstimateStatus, Interval
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.usecases import vehicles
from tests.support.vehicle_details import detail, estimate
from tests.support.window import Opened

OUTLOOK = Outlook(
    forecast=forecast(Interval(91.4, 88.6, 94.2), age_years=5.4, warranty_years_left=2.6),
    cohort=Cohort(23, 88.0, 90.4, 93.0, 64.0),
    next_charges=(NextCharge(35.0, 95.0, 1.9, EstimateStatus.STANDARD),),
)
HISTORY, SESSIONS = 2, 3


@pytest.fixture
def screen(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> VehicleScreen:
    """A car with everything that can be said of it."""
    car: VehicleDetail = replace(detail(estimate()), outlook=OUTLOOK)
    monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: car)
    assert desk.window.desk is not None
    desk.window.desk.open_vehicle(desk.dealership.snapshot.rows[0].id)
    shown = desk.window.desk.screen
    assert isinstance(shown, VehicleScreen)
    return shown


def test_a_charge_is_left_out_and_put_back(screen: VehicleScreen) -> None:
    screen.tabs.setCurrentIndex(SESSIONS)
    charges = screen.tabs.charges
    assert not charges.leave_out.isEnabled()
    charges.table.selectRow(0)
    QTest.mouseClick(charges.leave_out, Qt.MouseButton.LeftButton)
    assert charges.words.text().startswith("Without the charge of")
    assert "This is a trial" in charges.words.text()
    assert "91.4 % ±2.8" in screen.verdict.words, "the car's estimate is what it was"
    QTest.mouseClick(charges.back, Qt.MouseButton.LeftButton)
    assert "Choose a charge" in charges.words.text()
    assert not charges.back.isVisible()


def test_a_charge_that_does_not_count_cannot_be_left_out(screen: VehicleScreen) -> None:
    screen.tabs.setCurrentIndex(SESSIONS)
    screen.tabs.charges.table.selectRow(2)
    assert not screen.tabs.charges.leave_out.isEnabled()


def test_advice_and_comparison_stand_in_the_verdict_and_the_advice_is_not_the_buyers(screen: VehicleScreen) -> None:
    assert "One charge of 60 points or more narrows ±2.8 to ±1.9." in screen.verdict.words
    assert "of 23 others of this model" in screen.verdict.words
    screen.show_to_buyer()
    assert "points or more" not in screen.verdict.words
    assert "of 23 others of this model" in screen.verdict.words


def test_the_history_goes_on_ahead_with_every_line_and_the_warranty_end(screen: VehicleScreen) -> None:
    screen.tabs.setCurrentIndex(HISTORY)
    words = screen.tabs.history_tab.facts.words
    assert [word.split(" in ")[0] for word in words[:3]] == ["To 80\u202f%", "To 72\u202f%", "To 70\u202f%"]
    assert words[3].startswith("At warranty end")
    assert screen.tabs.history.read_out is not None
    assert "expected" in screen.tabs.history.read_out(4e9, 80.0)
    assert screen.tabs.history.csv().count("\n") > 40
