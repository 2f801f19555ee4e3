"""How a report leaves this desk: sealed to a file, in a letter, or on paper."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.handing_over import Carried, HandOver, Printout
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.domain.reports import Report, SealedExport
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import export_report, export_reports, mail_report, print_report
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.reports.states import HandingState
from celliq_desktop.viewmodels.words import N_, _
from celliq_desktop.viewmodels.workbench import Workbench

Answer = TypeVar("Answer")
_MAILED = {
    Carried.ASKED: N_("Your mail program was asked to attach {file}. See that it is there before you send."),
    Carried.BESIDE: N_("A mail link cannot carry files: drag {file} from the folder that opened into your mail."),
}


class HandingViewModel(Observable[HandingState]):
    """One thing at a time, of the report and in the language it was told last."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(HandingState())
        self._bench = workbench
        self._report: Report | None = None
        self._language = "en"
        self._handed: dict[ReportId, HandOver] = {}
        self._last = HandOver()

    def take(self, report: Report | None, language: str) -> None:
        """From now on it is about this report."""
        if (report, language) != (self._report, self._language):
            self._report, self._language = report, language
            self.replace(replace(self.state, exported_path="", problem=None))

    def forget_problem(self) -> None:
        """It was read and put away."""
        self.replace(replace(self.state, problem=None))

    def taken(self) -> None:
        """What was ready for a printer or a toast is there."""
        self.replace(replace(self.state, printout=None, mailed=""))

    def file_name(self) -> str:
        """A proposal for the exported file."""
        report = self._report
        return export_reports.file_name(report.id if report else ReportId("none"), self._language)

    def hand_over(self) -> tuple[HandOver, bool]:
        """Who this report is for as far as it was said, else who the last one was for; and whether it was said: nobody
        is asked twice."""
        report = self._report
        if report is not None and report.id in self._handed:
            return self._handed[report.id], True
        return self._last, False

    def export(self, out: Path, hand_over: HandOver) -> None:
        """Seal the report and write it to ``out``; ends in ``exported_path`` or ``problem``."""
        report, language, desk = self._report, self._language, self._bench.desk
        if report is None or not self._begin(_("Sealing…"), hand_over):
            return

        def work(context: JobContext) -> tuple[SealedExport, Changes]:
            return export_report.export_report(
                desk,
                report.id,
                out=out,
                language=language,
                progress=context.progress,
                cancel=context.cancel,
                hand_over=hand_over,
            )

        def done(answer: tuple[SealedExport, Changes]) -> None:
            self.replace(replace(self.state, doing="", exported_path=answer[0].path))
            self._bench.hub.publish(answer[1])

        self._submit(_("Seal a report"), f"export:{report.id}:{out}", work, done)

    def mail(self, out: Path, hand_over: HandOver) -> None:
        """Seal the report to ``out`` and open a letter with it; ends in ``mailed`` or ``problem``."""
        report, language, desk = self._report, self._language, self._bench.desk
        if report is None or not self._begin(_("Sealing…"), hand_over):
            return

        def work(context: JobContext) -> tuple[SealedExport, Carried, Changes]:
            return mail_report.mail_report(
                desk,
                report.id,
                out=out,
                language=language,
                hand_over=hand_over,
                progress=context.progress,
                cancel=context.cancel,
            )

        def done(answer: tuple[SealedExport, Carried, Changes]) -> None:
            words = _(_MAILED[answer[1]]).format(file=f"“{Path(answer[0].path).name}”")
            self.replace(replace(self.state, doing="", mailed=words))
            self._bench.hub.publish(answer[2])

        self._submit(_("Mail a report"), f"mail:{report.id}:{out}", work, done)

    def prepare_print(self) -> None:
        """Ask the record once more, then draw; ends in ``printout`` or ``problem``."""
        report, language, desk = self._report, self._language, self._bench.desk
        if report is None or not self._begin(_("Asking the record…")):
            return

        def done(printout: Printout) -> None:
            self.replace(replace(self.state, doing="", printout=printout))

        self._submit(
            _("Prepare a print"), "print", lambda _context: print_report.prepare_print(desk, report.id, language), done
        )

    def _begin(self, words: str, hand_over: HandOver | None = None) -> bool:
        """False while something else is under way."""
        report = self._report
        if self.state.doing or report is None:
            return False
        if hand_over is not None:
            self._handed[report.id] = self._last = hand_over
        self.replace(replace(self.state, doing=words, exported_path="", problem=None))
        return True

    def _submit(
        self, name: str, key: str, work: Callable[[JobContext], Answer], done: Callable[[Answer], None]
    ) -> None:
        def failed(problem: Problem) -> None:
            shown = None if problem.kind is ProblemKind.CANCELLED else problem
            self.replace(replace(self.state, doing="", problem=shown))

        self._bench.runner.submit(Job(name=name, lane=Lane.HEAVY, key=key, work=work, done=done, failed=failed))
