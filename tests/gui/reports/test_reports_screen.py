"""What a dealer sees and does in the library of reports."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import BadSurroundings, Problem, TryAgain
from celliq_desktop.domain.reports import Report, ReportStatus, SealedExport
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from celliq_desktop.usecases import export_report, reports
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
        self, _desk: object, _report_id: str, *, out: Path, language: str, **_more: object
    ) -> tuple[SealedExport, Changes]:
        if self.page_problem is not None:
            raise self.page_problem
        made = SealedExport(
            id="exp_1",
            report_id=self.stored[0].id,
            path=str(out),
            sha256="0" * 64,
            language=language,
            seal_level="PAdES-B-B",
            certificate_sha256="0" * 64,
            created_at=datetime(2026, 11, 23, tzinfo=UTC),
        )
        self.exports.append(made)
        return made, Changes.of(Topic.EXPORTS)


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
    assert not screen.sheet_panel.export.isEnabled()
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
    assert not screen.sheet_panel.print.isEnabled()
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
    screen.sheet_panel.language.setCurrentIndex(1)
    assert shelf.drawn == [("rep_9", "en"), ("rep_9", "de")]


def test_a_sealed_file_is_told_by_a_toast_and_counted(
    desk: Opened,
    show: Callable[[str], ReportsScreen],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposals: list[str] = []

    def choose(_parent: object, _title: str, proposal: str, _kinds: str) -> tuple[str, str]:
        proposals.append(proposal)
        return str(tmp_path / "sealed" / "car.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    screen = show("")
    _press(screen.sheet_panel, "Export sealed PDF")
    assert desk.window.toasts.words == ("Sealed and checked: car.pdf",)
    model = screen.library_panel.table.model()
    assert model.index(0, model.columnCount() - 1).data() == "1"
    _press(screen.sheet_panel, "Export sealed PDF")
    assert Path(proposals[0]).name == "battery-condition-report-rep_9-en.pdf"
    assert Path(proposals[1]).parent == tmp_path / "sealed", "the folder is remembered"


def test_a_file_that_cannot_be_sealed_says_why_and_the_page_stays(
    show: Callable[[str], ReportsScreen], shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "car.pdf"), ""))
    screen = show("")
    shelf.page_problem = BadSurroundings("disk_full", "The disk is full.", next_step="Free some space.")
    _press(screen.sheet_panel, "Export sealed PDF")
    assert "The disk is full." in screen.sheet_panel.banner.words
    assert screen.sheet_panel.pages.isVisible()
    assert screen.sheet_panel.export.isEnabled()


def test_the_qr_code_opens_large_and_any_escape_closes_it(qtbot: QtBot, show: Callable[[str], ReportsScreen]) -> None:
    screen = show("")
    QTest.mouseClick(screen.sheet_panel.qr, Qt.MouseButton.LeftButton)
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
