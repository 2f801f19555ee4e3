"""How reports leave the desk: sealed, by mail, printed, many at once; and the list of who got which."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from celliq_desktop.domain.handing_over import Carried, HandOver, Printout
from celliq_desktop.domain.problems import BadSurroundings, Refused
from celliq_desktop.ui.screens.reports import hand_over_dialog, sheet_panel
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from tests.gui.reports.conftest import LINK, Asked, Shelf, press, words_of
from tests.support.sheets import blank_pdf
from tests.support.window import Opened


def test_a_sealed_file_is_told_by_a_toast_and_counted(
    desk: Opened, show: Callable[[str], ReportsScreen], asked: Asked
) -> None:
    screen = show("")
    press(screen.sheet_panel, "Export sealed PDF")
    assert desk.window.toasts.words == ("Sealed and checked: car.pdf",)
    model = screen.library_panel.table.model()
    assert model.index(0, model.columnCount() - 1).data() == "1"
    press(screen.sheet_panel, "Export sealed PDF")
    assert Path(asked.proposals[0]).name == "battery-condition-report-rep_9-en.pdf"
    assert Path(asked.proposals[1]).parent == asked.folder, "the folder is remembered"
    assert asked.who_for == ["this report: "], "nobody is asked twice who it is for"
    screen.library_panel.table.selectRow(1)
    press(screen.sheet_panel, "Export sealed PDF")
    assert asked.who_for[1] == "this report: Ada Buyer", "another report may be for somebody else"


def test_thinking_better_of_it_writes_nothing(show: Callable[[str], ReportsScreen], shelf: Shelf, asked: Asked) -> None:
    asked.answer = None
    screen = show("")
    press(screen.sheet_panel, "Export sealed PDF")
    assert (shelf.exports, asked.proposals) == ([], [])


def test_a_file_that_cannot_be_sealed_says_why_and_the_page_stays(
    show: Callable[[str], ReportsScreen], shelf: Shelf, asked: Asked
) -> None:
    screen = show("")
    shelf.page_problem = BadSurroundings("disk_full", "The disk is full.", next_step="Free some space.")
    press(screen.sheet_panel, "Export sealed PDF")
    assert asked.proposals
    assert "The disk is full." in screen.sheet_panel.banner.words
    assert screen.sheet_panel.pages.isVisible()
    assert screen.sheet_panel.bar.export.isEnabled()


@pytest.mark.parametrize(
    ("carried", "said"),
    [
        (Carried.ASKED, "Your mail program was asked to attach “car.pdf”. See that it is there before you send."),
        (Carried.BESIDE, "A mail link cannot carry files: drag “car.pdf” from the folder that opened into your mail."),
    ],
)
def test_a_letter_says_honestly_what_became_of_the_file(
    desk: Opened, show: Callable[[str], ReportsScreen], shelf: Shelf, asked: Asked, carried: Carried, said: str
) -> None:
    shelf.carried = carried
    screen = show("")
    QTest.mouseClick(screen.sheet_panel.bar.mail, Qt.MouseButton.LeftButton)
    assert said in desk.window.toasts.words
    assert [one.recipient for one in shelf.exports] == ["Ada Buyer"]
    assert asked.proposals


def test_the_link_is_copied_with_onepress(desk: Opened, show: Callable[[str], ReportsScreen]) -> None:
    screen = show("")
    QTest.mouseClick(screen.sheet_panel.bar.link, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == LINK
    assert "Verify link copied." in desk.window.toasts.words


def test_a_print_of_a_withdrawn_report_is_marked_and_says_so(
    desk: Opened, show: Callable[[str], ReportsScreen], shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[tuple[int, str]] = []

    def ask(_parent: object, images: Sequence[QImage], _title: str, mark: str = "") -> bool:
        printed.append((len(images), mark))
        return True

    monkeypatch.setattr(sheet_panel, "ask_and_print", ask)
    show("rep_6")
    QTest.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    shelf.printout = Printout(blank_pdf(1), "REVOKED", "This report was withdrawn by its issuer.")
    QTest.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed == [(2, ""), (1, "REVOKED")]
    assert "This report was withdrawn by its issuer." in desk.window.toasts.words


def test_a_report_the_record_does_not_know_is_not_printed(
    desk: Opened, show: Callable[[str], ReportsScreen], shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_panel, "ask_and_print", lambda *_asked: pytest.fail("a printer was asked for"))
    screen = show("")
    shelf.page_problem = Refused("not_in_record", "The public record does not know this report.")
    QTest.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "does not know this report" in screen.sheet_panel.banner.words


def test_several_reports_are_sealed_at_once_with_one_summary(
    show: Callable[[str], ReportsScreen], shelf: Shelf, asked: Asked
) -> None:
    screen = show("")
    shelf.watch = lambda: screen.batch.strip.words
    assert not screen.library_panel.batch.isVisible()
    QTest.keyClick(screen.library_panel.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(screen.library_panel, "Export 4 sealed PDFs")
    assert asked.who_for == ["these 4 reports: "]
    assert shelf.seen[1] == "Sealing 4 reports 2 of 4 done. You may leave this screen."
    assert screen.batch.strip.words == (
        "3 of 4 reports sealed and checked. 1 left out: This report was withdrawn by its issuer."
    )
    assert {one.recipient for one in shelf.exports} == {"Ada Buyer"}
    press(screen.batch, "Done")
    assert not screen.batch.isVisible()


def test_the_ledger_says_who_got_which_file_and_finds_it_by_any_of_it(
    desk: Opened, show: Callable[[str], ReportsScreen], asked: Asked
) -> None:
    screen = show("")
    press(screen.sheet_panel, "Export sealed PDF")
    screen.library_panel.table.selectRow(1)
    asked.answer = HandOver("Bob Bank", "Finance or insurance")
    press(screen.sheet_panel, "Export sealed PDF")
    screen.left.setCurrentIndex(1)
    ledger = screen.ledger_panel
    rows = ledger.table.model()
    assert [rows.index(row, 2).data() for row in range(rows.rowCount())] == ["Ada Buyer", "Bob Bank"]
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(ledger.search, "finance tesla")
    assert rows.rowCount() == 1
    assert "Finance or insurance" in ledger.detail.text()
    press(ledger, "Copy SHA-256")
    assert QGuiApplication.clipboard().text() == "0" * 64
    ledger.search.setText("nobody")
    assert "Nothing fits" in words_of(ledger)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert rows.rowCount() == 2
    checked: list[str] = []
    ledger.check_asked.disconnect()
    ledger.check_asked.connect(checked.append)
    ledger.table.setFocus()
    QTest.keyClick(ledger.table, Qt.Key.Key_Return)
    assert checked == [str(asked.folder / "car.pdf")]


def test_the_question_who_it_is_for_proposes_and_may_stay_empty(desk: Opened) -> None:
    dialog = hand_over_dialog.HandOverDialog(desk.window, HandOver("Ada", "Workshop"), "this report")
    assert (dialog.recipient.text(), dialog.purpose.currentText()) == ("Ada", "Workshop")
    dialog.recipient.clear()
    dialog.purpose.setCurrentText(" Something else ")
    assert dialog.answer == HandOver("", "Something else")
    dialog.deleteLater()
