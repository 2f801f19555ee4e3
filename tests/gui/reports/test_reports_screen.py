"""What a dealer sees in the library of reports."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import BadSurroundings, TryAgain
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from tests.gui.reports.conftest import LINK, Shelf, press, rows_of, words_of
from tests.support.window import Opened


def test_the_newest_report_is_shown_at_once(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    screen = show("")
    assert rows_of(screen) == 4
    assert shelf.drawn == [("rep_9", "en")]
    assert screen.sheet_panel.pages.isVisible()
    assert not screen.sheet_panel.warning.isVisible()


def test_a_report_that_was_asked_for_is_shown(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    screen = show("rep_6")
    assert shelf.drawn[-1] == ("rep_6", "en")
    assert "revoked" in screen.sheet_panel.warning.words


def test_without_reports_the_screen_leads_to_the_fleet(
    desk: Opened, show: Callable[[str], ReportsScreen], shelf: Shelf
) -> None:
    shelf.stored = ()
    screen = show("")
    assert "No report yet" in words_of(screen)
    assert not screen.sheet_panel.bar.export.isEnabled()
    press(screen, "Open Fleet")
    assert desk.window.desk is not None
    assert desk.window.desk.current == "fleet"


def test_a_library_that_cannot_be_read_can_be_tried_again(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    shelf.problem = TryAgain("busy", "The mirror is busy.", next_step="Try again.")
    screen = show("")
    assert "The mirror is busy." in words_of(screen.library_panel)
    shelf.problem = None
    press(screen.library_panel, "Try again")
    assert rows_of(screen) == 4


def test_a_page_that_cannot_be_drawn_says_why_and_can_be_tried_again(
    show: Callable[[str], ReportsScreen], shelf: Shelf
) -> None:
    shelf.page_problem = BadSurroundings("no_fonts", "The page could not be drawn.", next_step="Install again.")
    screen = show("")
    assert "The page could not be drawn." in words_of(screen.sheet_panel)
    assert not screen.sheet_panel.bar.print.isEnabled()
    shelf.page_problem = None
    press(screen.sheet_panel, "Try again")
    assert screen.sheet_panel.pages.isVisible()


def test_search_and_status_narrow_the_list_and_escape_shows_all(
    desk: Opened, show: Callable[[str], ReportsScreen]
) -> None:
    screen = show("")
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.focusWidget() is screen.library_panel.search
    QTest.keyClicks(screen.library_panel.search, "tesla")
    assert rows_of(screen) == 1
    screen.library_panel.status.options[ReportStatus.REVOKED].trigger()
    assert "Nothing fits" in words_of(screen.library_panel)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert rows_of(screen) == 4
    assert screen.library_panel.search.text() == ""
    assert not screen.library_panel.chips.isVisible()


def test_another_language_draws_the_page_anew(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    screen = show("")
    screen.sheet_panel.bar.language.setCurrentIndex(1)
    assert shelf.drawn == [("rep_9", "en"), ("rep_9", "de")]


def test_thumbnails_lead_to_their_page_and_another_language_stays_there(
    desk: Opened, show: Callable[[str], ReportsScreen]
) -> None:
    desk.window.resize(1366, 768)
    screen = show("")
    strip, pages = screen.sheet_panel.strip, screen.sheet_panel.pages
    assert [strip.item(row).text() for row in range(strip.count())] == ["1", "2"]
    strip.setCurrentRow(1)
    assert pages.page() == 1
    screen.sheet_panel.bar.language.setCurrentIndex(1)
    assert (pages.page(), strip.currentRow()) == (1, 1)
    screen.library_panel.table.selectRow(1)
    assert (pages.page(), strip.currentRow()) == (0, 0), "another report begins at its first page"
    pages.verticalScrollBar().setValue(pages.verticalScrollBar().maximum())
    assert strip.currentRow() == 1, "the strip follows the page"


def test_ten_thousand_reports_are_narrowed_while_one_types(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    shelf.stored = tuple(
        replace(shelf.stored[0], id=ReportId(f"rep_{number}"), vin=f"WVWZZZE1ZMP{number:06}")
        for number in range(10_000)
    )
    screen = show("")
    assert rows_of(screen) == 10_000
    assert shelf.drawn == [("rep_0", "en")], "one page is drawn, not ten thousand"
    QTest.keyClicks(screen.library_panel.search, "zmp00421")
    assert rows_of(screen) == 10


def test_the_qr_code_opens_large_and_any_escape_closes_it(qtbot: QtBot, show: Callable[[str], ReportsScreen]) -> None:
    screen = show("")
    QTest.mouseClick(screen.sheet_panel.bar.qr, Qt.MouseButton.LeftButton)
    window = screen.qr_window
    assert window.isVisible()
    qtbot.waitUntil(window.isActiveWindow)
    assert "Volkswagen ID.3" in window.caption.text()
    assert window.code.accessibleDescription() == LINK
    QTest.mouseClick(window.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == LINK
    assert window.copy.text() == "Link copied"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_buyer_sees_one_report_and_not_the_others(desk: Opened, show: Callable[[str], ReportsScreen]) -> None:
    screen = show("")
    QTest.keyClick(desk.window, Qt.Key.Key_F11)
    assert not screen.library_panel.isVisible()
    assert screen.sheet_panel.pages.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert screen.library_panel.isVisible()
