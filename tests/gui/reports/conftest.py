"""A library of reports, and somebody who answers the questions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.handing_over import Carried, HandOver, Printout
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.ports import Progress
from celliq_desktop.domain.problems import Problem, Refused
from celliq_desktop.domain.reports import Report, ReportStatus, SealedExport
from celliq_desktop.ui.screens.reports import hand_over_dialog
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


def words_of(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def press(widget: QWidget, words: str) -> None:
    (button,) = (one for one in widget.findChildren(QPushButton) if one.text() == words and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rows_of(screen: ReportsScreen) -> int:
    return screen.library_panel.table.model().rowCount()
