"""F11: what a buyer sees of a car."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.ui.screens.vehicle.screen import VehicleScreen
from celliq_desktop.usecases import vehicles, verify_link
from celliq_desktop.usecases.verify_link import VerifyLink
from tests.support.vehicle_details import detail, estimate, report
from tests.support.window import Opened

URL = "https://celliq.eu/verify/token"


def _open(desk: Opened, monkeypatch: pytest.MonkeyPatch, status: ReportStatus) -> VehicleScreen:
    car = detail(estimate(), report(1, status))
    monkeypatch.setattr(vehicles, "vehicle_detail", lambda _desk, _id: car)
    monkeypatch.setattr(
        verify_link, "verify_link", lambda _desk, _report: VerifyLink(URL, ((True, False), (False, True)))
    )
    assert desk.window.desk is not None
    desk.window.desk.open_vehicle(desk.dealership.snapshot.rows[0].id)
    screen = desk.window.desk.screen
    assert isinstance(screen, VehicleScreen)
    return screen


def test_a_buyer_gets_the_code_of_the_report_in_force_and_escape_takes_it_away(
    desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _open(desk, monkeypatch, ReportStatus.VALID)
    assert not screen.buyer_card.isVisible()
    small = screen.verdict.figure.sizeHint().height()
    QTest.keyClick(desk.window, Qt.Key.Key_F11)
    assert screen.buyer_card.isVisible()
    assert URL in screen.buyer_card.link.text().replace("\u200b", "")
    assert screen.verdict.figure.sizeHint().height() > 1.5 * small
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not screen.buyer_card.isVisible()
    assert screen.verdict.figure.sizeHint().height() == small
    assert screen.header.issue.isVisible()


def test_without_a_report_in_force_there_is_no_code(desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _open(desk, monkeypatch, ReportStatus.SUPERSEDED)
    QTest.keyClick(desk.window, Qt.Key.Key_F11)
    assert not screen.buyer_card.isVisible()
