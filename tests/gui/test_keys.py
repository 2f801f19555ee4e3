"""Everything is reachable from the keyboard, and with a scanner."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.chrome.command_palette import CommandPalette
from celliq_desktop.ui.chrome.desk_view import DeskView
from celliq_desktop.ui.chrome.rail import RailEntry
from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from tests.support.window import Opened

CTRL = Qt.KeyboardModifier.ControlModifier


def _palette(one: Opened) -> CommandPalette:
    assert one.window.keys is not None
    return one.window.keys.palette


def _desk(one: Opened) -> DeskView:
    assert one.window.desk is not None
    return one.window.desk


def _fleet(one: Opened) -> FleetScreen:
    screen = _desk(one).screen
    assert isinstance(screen, FleetScreen)
    return screen


def _focus(one: Opened) -> QWidget:
    widget = one.window.focusWidget()
    assert widget is not None
    return widget


def _scan(one: Opened, vin: str) -> None:
    QTest.keyClicks(_focus(one), vin)
    QTest.keyClick(_focus(one), Qt.Key.Key_Return)


def _car(one: Opened, at: int = 3) -> FleetRow:
    return one.dealership.snapshot.rows[at]


def test_ctrl_k_arrows_and_enter_open_a_car(desk: Opened) -> None:
    QTest.keyClick(_focus(desk), Qt.Key.Key_K, CTRL)
    palette = _palette(desk)
    assert palette.isVisible()
    QTest.keyClicks(palette.field, "tesla")
    shown = [palette.list.item(at).text() for at in range(palette.list.count())]
    assert len(shown) > 2
    assert all("Tesla" in words for words in shown)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert _desk(desk).current == "vehicle"
    assert desk.vehicles[-1] == _desk(desk).models.fleet.find("tesla", 2)[1].id


def test_ctrl_k_works_from_within_a_search_field(desk: Opened) -> None:
    QTest.keyClick(_focus(desk), Qt.Key.Key_F, CTRL)
    search = _fleet(desk).toolbar.search
    QTest.keyClicks(search, "kia")
    search.home(False)
    QTest.keyClick(search, Qt.Key.Key_K, CTRL)
    assert _palette(desk).isVisible()
    assert search.text() == "kia"


def test_escape_puts_the_palette_away_and_gives_the_keyboard_back(desk: Opened) -> None:
    before = _focus(desk)
    QTest.keyClick(before, Qt.Key.Key_K, CTRL)
    QTest.keyClick(_palette(desk).field, Qt.Key.Key_Escape)
    assert not _palette(desk).isVisible()
    assert _focus(desk) is before


def test_the_palette_says_when_nothing_is_found_and_enter_does_nothing(desk: Opened) -> None:
    QTest.keyClick(_focus(desk), Qt.Key.Key_K, CTRL)
    palette = _palette(desk)
    QTest.keyClicks(palette.field, "zzzz")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.list.count() == 0
    assert _desk(desk).current == "fleet"


def test_the_palette_runs_actions(desk: Opened) -> None:
    QTest.keyClick(_focus(desk), Qt.Key.Key_K, CTRL)
    QTest.keyClicks(_palette(desk).field, "sync")
    QTest.keyClick(_palette(desk).field, Qt.Key.Key_Return)
    assert desk.dealership.syncs == [False]


def test_ctrl_f_leads_to_the_search_of_the_screen(desk: Opened) -> None:
    QTest.keyClick(_focus(desk), Qt.Key.Key_F, CTRL)
    assert _fleet(desk).toolbar.search.hasFocus()


def test_numbers_lead_from_screen_to_screen_and_escape_back(desk: Opened) -> None:
    QTest.keyClick(_focus(desk), Qt.Key.Key_2, CTRL)
    assert _desk(desk).current == "reports"
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert _desk(desk).current == "fleet"


def test_a_scanned_vin_opens_its_car(desk: Opened) -> None:
    _scan(desk, _car(desk).vin)
    assert _desk(desk).current == "vehicle"
    assert desk.vehicles == [_car(desk).id]


def test_a_scan_into_the_search_field_leaves_its_words_alone(desk: Opened) -> None:
    search = _fleet(desk).toolbar.search
    search.setText("kia")
    QTest.keyClick(_focus(desk), Qt.Key.Key_F, CTRL)
    search.end(False)
    _scan(desk, _car(desk).vin)
    assert _desk(desk).current == "vehicle"
    assert search.text() == "kia"


def test_a_scanned_vin_that_is_not_here_is_said(desk: Opened) -> None:
    _scan(desk, "WVWZZZE1ZMP000000")
    assert _desk(desk).current == "fleet"
    assert desk.window.toasts.words == ("No car with VIN WVWZZZE1ZMP000000 in this fleet.",)
    toast = desk.window.toasts
    assert toast.height() >= 32, "the note is tall enough to be read"
    assert desk.window.rect().contains(toast.geometry())


def test_other_fast_words_and_enter_are_not_a_scan(desk: Opened) -> None:
    _scan(desk, "HELLO")
    assert desk.window.toasts.words == ()


def test_arrows_lead_along_the_rail_and_tab_past_it(desk: Opened, qapp: QApplication) -> None:
    entries = desk.window.frame.rail.findChildren(RailEntry)
    entries[0].setFocus()
    QTest.keyClick(entries[0], Qt.Key.Key_Up)
    assert qapp.focusWidget() is entries[0], "the end is the end"
    QTest.keyClick(entries[0], Qt.Key.Key_Down)
    assert qapp.focusWidget() is entries[1]
    assert desk.window.desk is not None
    assert desk.window.desk.current == "fleet", "looking is not going"
    QTest.keyClick(entries[1], Qt.Key.Key_Space)
    assert desk.window.desk.current == "reports"
    assert [entry.isChecked() for entry in entries[:3]] == [False, True, False]
    entries[1].setFocus()
    QTest.keyClick(entries[1], Qt.Key.Key_Tab)
    assert qapp.focusWidget() not in entries


@pytest.mark.parametrize("key", ["fleet", "reports"])
def test_a_screen_reader_goes_where_a_lit_entry_leads(desk: Opened, key: str) -> None:
    """A car stands under Fleet, whose entry is lit already: toggling it, which is all a screen reader can do, leads
    there all the same, and it stays lit."""
    assert desk.window.desk is not None
    desk.window.desk.open_vehicle(VehicleId("veh_1"))
    entry = next(one for one in desk.window.frame.rail.findChildren(RailEntry) if one.text().lower() == key)
    QAccessible.queryAccessibleInterface(entry).actionInterface().doAction("Toggle")
    assert desk.window.desk.current == key
    assert entry.isChecked()
