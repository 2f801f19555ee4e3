"""What a dealer sees and does in the library of reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.handing_over import Carried, HandOver, Printout
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import Progress
from celliq_desktop.domain.problems import BadSurroundings, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import Report, ReportStatus, SealedExport
from celliq_desktop.ui.screens.reports import hand_over_dialog, sheet_panel
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from celliq_desktop.usecases import export_report, export_reports, mail_report, print_report, reports
from celliq_desktop.usecases.export_reports import Exported
from celliq_desktop.usecases.verify_link import VerifyLink
from celliq_desktop.viewmodels.reports import sheet
from tests.support.sheets import blank_pdf
from tests.support.vehicle_details import report
from tests.support.window import Opened

LINK = "https://celliq.example/verify/token"


@dataclass
class Shelf:
    """What the use cases answer."""

    stored: tuple[Report, ...] = ()
    exports: list[SealedExport] = field(default_factory=list)
    problem: Problem | None = None
    page_problem: Problem | None = None
    drawn: list[tuple[str, str]] = field(default_factory=list)
    carried: Carried = Carried.ASKED
    printout: Printout = field(default_factory=lambda: Printout(blank_pdf(2)))
    seen: list[str] = field(default_factory=list)
    watch: Callable[[], str] = lambda: ""

    def library(self, _desk: object) -> tuple[Report, ...]:
        if self.problem is not None:
            raise self.problem
        return self.stored

    def preview(self, _desk: object, report_id: str, language: str) -> bytes:
        if self.page_problem is not None:
            raise self.page_problem
        self.drawn.append((report_id, language))
        return blank_pdf(2)

    def export(
        self, _desk: object, report_id: ReportId, *, out: Path, language: str, hand_over: HandOver, **_more: object
    ) -> tuple[SealedExport, Changes]:
        if self.page_problem is not None:
            raise self.page_problem
        made = SealedExport(
            id=f"exp_{len(self.exports)}",
            report_id=report_id,
            path=str(out),
            sha256="0" * 64,
            language=language,
            seal_level="PAdES-B-B",
            certificate_sha256="0" * 64,
            created_at=datetime(2026, 11, 23, tzinfo=UTC),
            recipient=hand_over.recipient,
            purpose=hand_over.purpose,
        )
        self.exports.append(made)
        return made, Changes.of(Topic.EXPORTS)

    def mail(
        self, desk: object, report_id: ReportId, *, out: Path, language: str, hand_over: HandOver, **_more: object
    ) -> tuple[SealedExport, Carried, Changes]:
        made, changes = self.export(desk, report_id, out=out, language=language, hand_over=hand_over)
        return made, self.carried, changes

    def batch(
        self,
        desk: object,
        report_ids: tuple[ReportId, ...],
        *,
        folder: Path,
        language: str,
        hand_over: HandOver,
        progress: Progress,
        **_more: object,
    ) -> tuple[Exported, Changes]:
        written = []
        for done, report_id in enumerate(report_ids[:-1], start=1):
            out = folder / f"{report_id}.pdf"
            written.append(self.export(desk, report_id, out=out, language=language, hand_over=hand_over)[0])
            progress(done, len(report_ids), "sealing")
            self.seen.append(self.watch())
        refused = Refused("not_in_force", "This report was withdrawn by its issuer.")
        return Exported(tuple(written), ((report_ids[-1], refused),), 0), Changes.of(Topic.EXPORTS)

    def print(self, _desk: object, _report_id: str, _language: str) -> Printout:
        if self.page_problem is not None:
            raise self.page_problem
        return self.printout


@dataclass
class Asked:
    """Who gets it, and where it goes: asked by dialogs."""

    folder: Path
    answer: HandOver | None = field(default_factory=lambda: HandOver("Ada Buyer", "Sale to a buyer"))
    who_for: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)

    def who(self, _parent: object, proposal: HandOver, files: str) -> HandOver | None:
        self.who_for.append(f"{files}: {proposal.recipient}")
        return self.answer

    def where(self, _parent: object, _title: str, proposal: str, _kinds: str) -> tuple[str, str]:
        self.proposals.append(proposal)
        return str(self.folder / "car.pdf"), ""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Two valid reports, one superseded and one revoked."""
    made = Shelf(
        (
            report(9),
            replace(report(8), make="Tesla", model="Model Y", vin="5YJ3E7EB0MF000001"),
            report(7, ReportStatus.SUPERSEDED),
            report(6, ReportStatus.REVOKED),
        )
    )
    monkeypatch.setattr(reports, "report_library", made.library)
    monkeypatch.setattr(reports, "report_exports", lambda _desk: tuple(made.exports))
    monkeypatch.setattr(export_report, "preview_report", made.preview)
    monkeypatch.setattr(export_report, "export_report", made.export)
    monkeypatch.setattr(export_reports, "export_reports", made.batch)
    monkeypatch.setattr(mail_report, "mail_report", made.mail)
    monkeypatch.setattr(print_report, "prepare_print", made.print)
    monkeypatch.setattr(sheet, "verify_link", lambda _desk, _report: VerifyLink(LINK, ((True, False), (False, True))))
    return made


@pytest.fixture
def show(desk: Opened, shelf: Shelf) -> Callable[[str], ReportsScreen]:
    """Open the screen, on a report."""

    def make(report_id: str = "") -> ReportsScreen:
        assert desk.window.desk is not None
        assert not shelf.drawn, "nothing is drawn before somebody looks"
        desk.window.desk.open_screen("reports", report_id)
        screen = desk.window.desk.screen
        assert isinstance(screen, ReportsScreen)
        return screen

    return make


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    """What the dialogs answer, and what they were asked."""
    made = Asked(tmp_path / "sealed")
    made.folder.mkdir()
    monkeypatch.setattr(hand_over_dialog, "ask_hand_over", made.who)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", made.where)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(made.folder))
    return made


def _words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def _press(widget: QWidget, words: str) -> None:
    (button,) = (one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _rows(screen: ReportsScreen) -> int:
    return screen.library_panel.table.model().rowCount()


def test_the_newest_report_is_shown_at_once(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    screen = show("")
    assert _rows(screen) == 4
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
    assert "No report yet" in _words(screen)
    assert not screen.sheet_panel.bar.export.isEnabled()
    _press(screen, "Open Fleet")
    assert desk.window.desk is not None
    assert desk.window.desk.current == "fleet"


def test_a_library_that_cannot_be_read_can_be_tried_again(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    shelf.problem = TryAgain("busy", "The mirror is busy.", next_step="Try again.")
    screen = show("")
    assert "The mirror is busy." in _words(screen.library_panel)
    shelf.problem = None
    _press(screen.library_panel, "Try again")
    assert _rows(screen) == 4


def test_a_page_that_cannot_be_drawn_says_why_and_can_be_tried_again(
    show: Callable[[str], ReportsScreen], shelf: Shelf
) -> None:
    shelf.page_problem = BadSurroundings("no_fonts", "The page could not be drawn.", next_step="Install again.")
    screen = show("")
    assert "The page could not be drawn." in _words(screen.sheet_panel)
    assert not screen.sheet_panel.bar.print.isEnabled()
    shelf.page_problem = None
    _press(screen.sheet_panel, "Try again")
    assert screen.sheet_panel.pages.isVisible()


def test_search_and_status_narrow_the_list_and_escape_shows_all(
    desk: Opened, show: Callable[[str], ReportsScreen]
) -> None:
    screen = show("")
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.focusWidget() is screen.library_panel.search
    QTest.keyClicks(screen.library_panel.search, "tesla")
    assert _rows(screen) == 1
    screen.library_panel.status.options[ReportStatus.REVOKED].trigger()
    assert "Nothing fits" in _words(screen.library_panel)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert _rows(screen) == 4
    assert screen.library_panel.search.text() == ""
    assert not screen.library_panel.chips.isVisible()


def test_another_language_draws_the_page_anew(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    screen = show("")
    screen.sheet_panel.bar.language.setCurrentIndex(1)
    assert shelf.drawn == [("rep_9", "en"), ("rep_9", "de")]


def test_a_sealed_file_is_told_by_a_toast_and_counted(
    desk: Opened, show: Callable[[str], ReportsScreen], asked: Asked
) -> None:
    screen = show("")
    _press(screen.sheet_panel, "Export sealed PDF")
    assert desk.window.toasts.words == ("Sealed and checked: car.pdf",)
    model = screen.library_panel.table.model()
    assert model.index(0, model.columnCount() - 1).data() == "1"
    _press(screen.sheet_panel, "Export sealed PDF")
    assert Path(asked.proposals[0]).name == "battery-condition-report-rep_9-en.pdf"
    assert Path(asked.proposals[1]).parent == asked.folder, "the folder is remembered"
    assert asked.who_for == ["this report: "], "nobody is asked twice who it is for"
    screen.library_panel.table.selectRow(1)
    _press(screen.sheet_panel, "Export sealed PDF")
    assert asked.who_for[1] == "this report: Ada Buyer", "another report may be for somebody else"


def test_thinking_better_of_it_writes_nothing(show: Callable[[str], ReportsScreen], shelf: Shelf, asked: Asked) -> None:
    asked.answer = None
    screen = show("")
    _press(screen.sheet_panel, "Export sealed PDF")
    assert (shelf.exports, asked.proposals) == ([], [])


def test_a_file_that_cannot_be_sealed_says_why_and_the_page_stays(
    show: Callable[[str], ReportsScreen], shelf: Shelf, asked: Asked
) -> None:
    screen = show("")
    shelf.page_problem = BadSurroundings("disk_full", "The disk is full.", next_step="Free some space.")
    _press(screen.sheet_panel, "Export sealed PDF")
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


def test_the_link_is_copied_with_one_press(desk: Opened, show: Callable[[str], ReportsScreen]) -> None:
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


def test_several_reports_are_sealed_at_once_with_one_summary(
    show: Callable[[str], ReportsScreen], shelf: Shelf, asked: Asked
) -> None:
    screen = show("")
    shelf.watch = lambda: screen.strip.words
    assert not screen.library_panel.batch.isVisible()
    QTest.keyClick(screen.library_panel.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    _press(screen.library_panel, "Export 4 sealed PDFs")
    assert asked.who_for == ["these 4 reports: "]
    assert shelf.seen[1] == "Sealing 4 reports 2 of 4 done. You may leave this screen."
    assert screen.strip.words == (
        "3 of 4 reports sealed and checked. 1 left out: This report was withdrawn by its issuer."
    )
    assert {one.recipient for one in shelf.exports} == {"Ada Buyer"}
    _press(screen.strip, "Done")
    assert not screen.strip.isVisible()


def test_the_ledger_says_who_got_which_file_and_finds_it_by_any_of_it(
    desk: Opened, show: Callable[[str], ReportsScreen], asked: Asked
) -> None:
    screen = show("")
    _press(screen.sheet_panel, "Export sealed PDF")
    screen.library_panel.table.selectRow(1)
    asked.answer = HandOver("Bob Bank", "Finance or insurance")
    _press(screen.sheet_panel, "Export sealed PDF")
    screen.left.setCurrentIndex(1)
    ledger = screen.ledger_panel
    rows = ledger.table.model()
    assert [rows.index(row, 2).data() for row in range(rows.rowCount())] == ["Ada Buyer", "Bob Bank"]
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(ledger.search, "finance tesla")
    assert rows.rowCount() == 1
    assert "Finance or insurance" in ledger.detail.text()
    _press(ledger, "Copy SHA-256")
    assert QGuiApplication.clipboard().text() == "0" * 64
    ledger.search.setText("nobody")
    assert "Nothing fits" in _words(ledger)
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


def test_ten_thousand_reports_are_narrowed_while_one_types(show: Callable[[str], ReportsScreen], shelf: Shelf) -> None:
    shelf.stored = tuple(
        replace(shelf.stored[0], id=ReportId(f"rep_{number}"), vin=f"WVWZZZE1ZMP{number:06}")
        for number in range(10_000)
    )
    screen = show("")
    assert _rows(screen) == 10_000
    assert shelf.drawn == [("rep_0", "en")], "one page is drawn, not ten thousand"
    QTest.keyClicks(screen.library_panel.search, "zmp00421")
    assert _rows(screen) == 10


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
