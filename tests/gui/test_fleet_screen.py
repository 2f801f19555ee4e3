"""What a dealer sees and does in the fleet."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from celliq_desktop.ui.screens.fleet.screen import FleetScreen
from celliq_desktop.viewmodels.words import speak
from tests.gui.conftest import Open
from tests.support.fleet_rows import fleet
from tests.support.session_models import FakeDealership
from tests.support.window import FakeSessions, HoldingRunner, Opened


def _fleet(one: Opened) -> FleetScreen:
    assert one.window.desk is not None
    screen = one.window.desk.screen
    assert isinstance(screen, FleetScreen)
    return screen


def _named(screen: FleetScreen, name: str) -> QPushButton:
    return next(one for one in screen.findChildren(QPushButton) if one.accessibleName() == name)


def _chips(screen: FleetScreen) -> dict[str, QToolButton]:
    QApplication.processEvents()  # the layout shows new chips
    buttons = screen.chips.findChildren(QToolButton)
    return {button.text(): button for button in buttons if button.isVisible()}


def test_typing_narrows_the_rows_at_once_and_shows_a_chip(desk: Opened) -> None:
    screen = _fleet(desk)
    QTest.keyClicks(screen.toolbar.search, "tesla")
    assert 0 < len(screen.table.rows) < 40
    assert list(_chips(screen)) == ["“tesla”"]
    QTest.mouseClick(_chips(screen)["“tesla”"], Qt.MouseButton.LeftButton)
    assert len(screen.table.rows) == 40
    assert screen.toolbar.search.text() == ""
    assert not _chips(screen)


def test_words_and_filters_are_all_shown_as_chips_and_go_together(desk: Opened) -> None:
    screen = _fleet(desk)
    QTest.keyClicks(screen.toolbar.search, "kia")
    screen.toolbar.toggled_option.emit("soh:90")
    assert list(_chips(screen)) == ["“kia”", "State of health: 90 % and more", "Clear all"]
    QTest.mouseClick(_chips(screen)["Clear all"], Qt.MouseButton.LeftButton)
    assert len(screen.table.rows) == 40


def test_nothing_found_offers_to_clear(desk: Opened) -> None:
    screen = _fleet(desk)
    QTest.keyClicks(screen.toolbar.search, "zzzz")
    assert not screen.table.isVisible()
    screen.pages.pressed.emit()
    assert len(screen.table.rows) == 40
    assert screen.table.isVisible()


def test_before_the_first_sync_the_fleet_offers_one(opened: Open) -> None:
    house = FakeDealership(snapshot=fleet(0, as_of=None), after_sync=fleet(12))
    one = opened(house)
    one.window.entry.explore()
    assert not _fleet(one).table.isVisible()
    _fleet(one).pages.pressed.emit()
    assert house.syncs == [False]
    assert len(_fleet(one).table.rows) == 12


def test_while_the_fleet_is_read_a_skeleton_stands_there(opened: Open) -> None:
    def hold(_sessions: FakeSessions, runner: HoldingRunner) -> None:
        runner.held.add("fleet")

    one = opened(prepare=hold)
    one.window.entry.explore()
    assert _fleet(one).pages.currentIndex() == 0
    one.runner.let_go()
    assert _fleet(one).table.isVisible()


def test_larger_text_makes_room_for_itself(desk: Opened, qapp: QApplication) -> None:
    screen = _fleet(desk)
    desk.window.resize(1366, 768)
    qapp.processEvents()
    header = screen.table.columns
    vin, wide = header.sectionSize(1), header.length()
    desk.theme.set_scale(2.0)
    assert screen.table.columns.sectionSize(1) == 2 * vin
    assert desk.window.frame.rail.narrow
    qapp.processEvents()
    assert screen.toolbar.search.width() > 400
    assert not screen.summary.isVisible()
    assert screen.table.viewport().height() >= 3 * screen.table.rowHeight(0)
    desk.theme.set_scale(1.0)
    qapp.processEvents()
    assert (header.sectionSize(1), header.length()) == (vin, wide), "nothing stays wider than it was"
    assert screen.summary.isVisible()
    assert not desk.window.frame.rail.narrow


def test_one_question_is_asked_at_a_time_and_escape_answers_no_before_it_clears_the_selection(desk: Opened) -> None:
    screen = _fleet(desk)
    assert desk.window.desk is not None
    screen.table.selectAll()
    selected = len(screen.table.selected())
    desk.window.desk.models.issue.check(screen.table.selected()[:2])
    assert "Issue 2 reports?" in screen.notices.question.words
    QTest.mouseClick(_named(screen, "Disconnect the selected cars"), Qt.MouseButton.LeftButton)
    assert (screen.notices.question.words, screen.notices.letting_go.isVisible()) == ("", True)
    assert screen.escape()
    assert not screen.notices.letting_go.isVisible()
    desk.window.desk.models.issue.check(screen.table.selected()[:2])
    assert screen.notices.question.isVisible()
    assert screen.escape()
    assert (screen.notices.question.isVisible(), len(screen.table.selected())) == (False, selected)
    assert desk.dealership.issued == desk.dealership.disconnected == []
    assert screen.escape()
    assert len(screen.table.selected()) <= 1


def test_what_can_be_done_with_several_cars_is_all_there_at_200_percent(desk: Opened, qapp: QApplication) -> None:
    screen = _fleet(desk)
    desk.window.resize(1366, 768)
    screen.table.selectAll()
    qapp.processEvents()
    wide = [one.text() for one in screen.selection.findChildren(QPushButton) if one.isVisible()]
    assert len(wide) == 6
    desk.theme.set_scale(2.0)
    qapp.processEvents()
    shown = [one for one in screen.selection.findChildren(QPushButton) if one.isVisible()]
    assert all(one.width() >= one.sizeHint().width() for one in shown), "no word is cut off"
    (more,) = (one for one in screen.selection.findChildren(QToolButton) if one.text() == "More")
    menu = more.menu()
    menu.aboutToShow.emit()
    assert {one.text() for one in shown} | {action.text() for action in menu.actions()} == set(wide)
    next(action for action in menu.actions() if action.text() == "Copy VINs").trigger()
    assert len(QApplication.clipboard().text().split()) == len(screen.table.selected())
    desk.theme.set_scale(1.0)
    qapp.processEvents()
    assert not more.isVisible()


def test_the_usual_columns_fit_the_smallest_desk_in_every_language(opened: Open, qapp: QApplication) -> None:
    for spoken in ("en", "de", "fr"):
        speak(spoken)
        one = opened()
        one.window.entry.explore()
        one.window.resize(1366, 768)
        qapp.processEvents()
        table = _fleet(one).table
        assert table.columns.length() <= table.viewport().width(), spoken
    speak("en")
