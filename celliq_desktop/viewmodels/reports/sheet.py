"""The sheet's view-model: the selected report's page, and everything one can do with it."""

from dataclasses import replace
from pathlib import Path

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.domain.reports import Report, ReportStatus, SealedExport
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import export_report
from celliq_desktop.usecases.verify_link import VerifyLink, verify_link
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.reports.states import QrState, SheetState
from celliq_desktop.viewmodels.workbench import Workbench

_WARNINGS = {
    ReportStatus.SUPERSEDED: "A newer report of this car is in force. Hand out that one.",
    ReportStatus.REVOKED: "This report was revoked. Do not hand it out.",
    ReportStatus.EXPIRED: "This report has expired. Issue a new one for a buyer.",
}


class SheetViewModel(Observable[SheetState]):
    """One report at a time; a late page of another report or language is dropped."""

    def __init__(self, workbench: Workbench, formats: Formats) -> None:
        super().__init__(SheetState())
        self._bench = workbench
        self._formats = formats

    def show(self, report: Report | None) -> None:
        """Show this report's page, in the language chosen last."""
        if report != self.state.report:
            self.replace(SheetState(report=report, language=self.state.language, warning=_warning(report)))
            self._render()

    def set_language(self, language: str) -> None:
        """Render the page in another of the report's languages, in place."""
        if language != self.state.language:
            self.replace(replace(self.state, language=language, pdf=None, exported_path=""))
            self._render()

    def draw_again(self) -> None:
        """Try once more to render the page."""
        self.replace(replace(self.state, pdf=None, problem=None))
        self._render()

    def forget_problem(self) -> None:
        """The problem was read and put away; a page that is missing keeps its reason."""
        if self.state.pdf is not None:
            self.replace(replace(self.state, problem=None))

    def file_name(self) -> str:
        """A proposal for the exported file: report id and language, nothing personal."""
        report = self.state.report
        return f"battery-condition-report-{report.id if report else 'none'}-{self.state.language}.pdf"

    def export(self, out: Path) -> None:
        """Seal the report and write it to ``out``; ends in ``exported_path`` or ``problem``."""
        report, language, desk = self.state.report, self.state.language, self._bench.desk
        if report is None or self.state.exporting:
            return
        self.replace(replace(self.state, exporting=True, exported_path="", problem=None))

        def work(context: JobContext) -> tuple[SealedExport, Changes]:
            return export_report.export_report(
                desk, report.id, out=out, language=language, progress=context.progress, cancel=context.cancel
            )

        def done(answer: tuple[SealedExport, Changes]) -> None:
            self.replace(replace(self.state, exporting=False, exported_path=answer[0].path))
            self._bench.hub.publish(answer[1])

        def failed(problem: Problem) -> None:
            shown = None if problem.kind is ProblemKind.CANCELLED else problem
            self.replace(replace(self.state, exporting=False, problem=shown))

        key = f"export:{report.id}:{out}"
        self._bench.runner.submit(
            Job(name="Seal a report", lane=Lane.HEAVY, key=key, work=work, done=done, failed=failed)
        )

    def show_qr(self) -> None:
        """Make the QR code for the full-screen view."""
        report, desk = self.state.report, self._bench.desk
        if report is None:
            return

        def done(link: VerifyLink) -> None:
            car = " ".join(part for part in (report.make, report.model) if part)
            caption = f"{car} · {self._formats.percent(report.soh_percent)}" if car else ""
            self.replace(replace(self.state, qr=QrState(url=link.url, modules=link.modules, caption=caption)))

        self._bench.runner.submit(
            Job(
                name="Make the QR code",
                lane=Lane.READ,
                key=f"qr:{report.id}",
                work=lambda _context: verify_link(desk, report),
                done=done,
                failed=lambda problem: self.replace(replace(self.state, problem=problem)),
                quiet=True,
            )
        )

    def hide_qr(self) -> None:
        """Back from the full-screen view."""
        self.replace(replace(self.state, qr=None))

    def _render(self) -> None:
        report, language, desk = self.state.report, self.state.language, self._bench.desk
        if report is None:
            return

        def put(pdf: bytes | None, problem: Problem | None) -> None:
            if (self.state.report, self.state.language) == (report, language):
                self.replace(replace(self.state, pdf=pdf, problem=problem))

        self._bench.runner.submit(
            Job(
                name="Draw a report",
                lane=Lane.HEAVY,
                key=f"preview:{report.id}:{language}",
                work=lambda _context: export_report.preview_report(desk, report.id, language),
                done=lambda pdf: put(pdf, None),
                failed=lambda problem: put(None, problem),
                quiet=True,
            )
        )


def _warning(report: Report | None) -> str:
    return _WARNINGS.get(report.status, "") if report else ""
