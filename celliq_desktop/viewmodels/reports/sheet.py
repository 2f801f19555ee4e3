"""The sheet's view-model: the selected report's page, its link and its code."""

from collections.abc import Callable
from dataclasses import replace

from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.usecases import export_report
from celliq_desktop.usecases.verify_link import VerifyLink, verify_link
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.reports.states import QrState, SheetState
from celliq_desktop.viewmodels.words import N_, _
from celliq_desktop.viewmodels.workbench import Workbench

_WARNINGS = {
    ReportStatus.SUPERSEDED: N_("A newer report of this car is in force. Hand out that one."),
    ReportStatus.REVOKED: N_("This report was revoked. Do not hand it out."),
    ReportStatus.EXPIRED: N_("This report has expired. Issue a new one for a buyer."),
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
            self.replace(replace(self.state, language=language, pdf=None))
            self._render()

    def draw_again(self) -> None:
        """Try once more to render the page."""
        self.replace(replace(self.state, pdf=None, problem=None))
        self._render()

    def forget_problem(self) -> None:
        """The problem was read and put away; a page that is missing keeps its reason."""
        if self.state.pdf is not None:
            self.replace(replace(self.state, problem=None))

    def copy_link(self) -> None:
        """Make the verify link; it ends in ``copied``."""
        self._with_link(lambda link: self.replace(replace(self.state, copied=link.url)))

    def show_qr(self) -> None:
        """Make the QR code for the full-screen view."""
        report = self.state.report

        def done(link: VerifyLink) -> None:
            car = " ".join(part for part in (report.make, report.model) if part) if report else ""
            caption = f"{car} · {self._formats.percent(report.soh_percent)}" if car and report else ""
            self.replace(replace(self.state, qr=QrState(url=link.url, modules=link.modules, caption=caption)))

        self._with_link(done)

    def hide_qr(self) -> None:
        """Back from the full-screen view."""
        self.replace(replace(self.state, qr=None))

    def taken(self) -> None:
        """The link is on the clipboard."""
        self.replace(replace(self.state, copied=""))

    def _with_link(self, done: Callable[[VerifyLink], None]) -> None:
        report, desk = self.state.report, self._bench.desk
        if report is None:
            return
        self._bench.runner.submit(
            Job(
                name=N_("Make the QR code"),
                lane=Lane.READ,
                key=f"qr:{report.id}",
                work=lambda _context: verify_link(desk, report),
                done=done,
                failed=lambda problem: self.replace(replace(self.state, problem=problem)),
                quiet=True,
            )
        )

    def _render(self) -> None:
        report, language, desk = self.state.report, self.state.language, self._bench.desk
        if report is None:
            return

        def put(pdf: bytes | None, problem: Problem | None) -> None:
            if (self.state.report, self.state.language) == (report, language):
                self.replace(replace(self.state, pdf=pdf, problem=problem))

        self._bench.runner.submit(
            Job(
                name=N_("Draw a report"),
                lane=Lane.HEAVY,
                key=f"preview:{report.id}:{language}",
                work=lambda _context: export_report.preview_report(desk, report.id, language),
                done=lambda pdf: put(pdf, None),
                failed=lambda problem: put(None, problem),
                quiet=True,
            )
        )


def _warning(report: Report | None) -> str:
    return _(_WARNINGS.get(report.status, "")) if report else ""
