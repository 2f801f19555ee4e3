"""Several reports on paper: chosen together, one question for the printer, one summary, and one after a crash."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from celliq_desktop.domain.handing_over import Printout
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.prints import OpenPrints, PrintMemory, PrintOrder
from celliq_desktop.domain.problems import Refused
from celliq_desktop.ui.screens.reports import printing
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from celliq_desktop.usecases import print_reports
from tests.gui.reports.conftest import press
from tests.support.sheets import blank_pdf
from tests.support.window import Opened

Show = Callable[[str], ReportsScreen]


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Qt's own printer to files, which needs no service of the system; what it was asked for, "" for nobody."""
    asked: list[str] = []

    def ask(_parent: object, title: str) -> QPrinter:
        asked.append(title)
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "papers.pdf"))
        return made

    monkeypatch.setattr(printing, "ask_printer", ask)
    monkeypatch.setattr(printing, "PRINT_DPI", 50.0)
    monkeypatch.setattr(print_reports, "prepare_print", lambda *_asked: Printout(blank_pdf(2)))
    return asked


def _choose_all(screen: ReportsScreen) -> None:
    QTest.keyClick(screen.library_panel.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)


def _memory(opened: Opened) -> PrintMemory:
    return opened.sessions.bench.desk.prints


def _pages(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def test_several_reports_are_printed_once_each_with_one_question_and_one_summary(
    show: Show, printer: list[str], tmp_path: Path
) -> None:
    screen = show("")
    assert not screen.library_panel.prints.isVisible()
    _choose_all(screen)
    press(screen.library_panel, "Print 4 reports")
    assert printer == ["Reports"]
    assert screen.prints.strip.words == "4 of 4 reports printed."
    files = sorted(tmp_path.glob("papers-*.pdf"))
    assert [file.name for file in files] == [
        f"papers-battery-condition-report-rep_{number}-en.pdf" for number in (6, 7, 8, 9)
    ]
    assert {_pages(file) for file in files} == {2}
    press(screen.prints, "Done")
    assert not screen.prints.isVisible()
    press(screen.library_panel, "Print 4 reports")
    assert len(list(tmp_path.glob("papers-*.pdf"))) == 8, "no earlier print is written over"


@pytest.mark.usefixtures("printer")
def test_what_was_left_out_or_marked_is_said_in_the_summary(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(_desk: object, report_id: ReportId, _language: str) -> Printout:
        if report_id == "rep_9":
            raise Refused("not_in_record", "The public record does not know this report.")
        return Printout(blank_pdf(1), "REVOKED" if report_id == "rep_6" else "")

    monkeypatch.setattr(print_reports, "prepare_print", prepare)
    screen = show("")
    _choose_all(screen)
    press(screen.library_panel, "Print 4 reports")
    assert screen.prints.strip.words == (
        "3 of 4 reports printed. 1 is marked on every page, because it is not in force or that could not be confirmed."
        " 1 left out: The public record does not know this report."
    )


@pytest.mark.usefixtures("printer")
@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false")
def test_a_printer_that_takes_nothing_is_said(show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere(_parent: object, _title: str) -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "missing" / "papers.pdf"))
        return made

    monkeypatch.setattr(printing, "ask_printer", nowhere)
    screen = show("")
    _choose_all(screen)
    press(screen.library_panel, "Print 4 reports")
    assert screen.prints.strip.words == ("0 of 4 reports printed. 4 left out: The printer did not take the report.")


@pytest.mark.usefixtures("printer")
def test_nobody_prints_without_a_printer(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "ask_printer", lambda *_asked: None)
    screen = show("")
    _choose_all(screen)
    press(screen.library_panel, "Print 4 reports")
    assert not screen.prints.isVisible()


@pytest.mark.parametrize(("pressed", "printed"), [("Print the rest", 2), ("Print that one, too", 3)])
def test_after_a_crash_it_asks_before_anything_is_printed(
    desk: Opened, show: Show, printer: list[str], tmp_path: Path, pressed: str, printed: int
) -> None:
    rest = tuple(PrintOrder(ReportId(f"rep_{number}"), "en") for number in (8, 7))
    _memory(desk).save(OpenPrints(rest, (PrintOrder(ReportId("rep_9"), "en"),)))
    screen = show("")
    assert screen.prints.left_open.words == (
        "Prints were left open 2 reports were not printed before the program ended. One more was on its way to the"
        " printer: look there before you print it again."
    )
    assert printer == []
    press(screen.prints, pressed)
    assert screen.prints.strip.words == f"{printed} of {printed} reports printed."
    assert len(list(tmp_path.glob("papers-*.pdf"))) == printed
    assert not screen.prints.left_open.isVisible()
    assert _memory(desk).load() == OpenPrints()


@pytest.mark.usefixtures("printer")
def test_what_was_left_open_can_be_put_away(desk: Opened, show: Show) -> None:
    _memory(desk).save(OpenPrints((PrintOrder(ReportId("rep_9"), "en"),)))
    screen = show("")
    screen.prints.left_open.closed.emit()
    assert not screen.prints.isVisible()
    assert _memory(desk).load() == OpenPrints()
