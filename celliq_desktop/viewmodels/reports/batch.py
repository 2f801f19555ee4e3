"""Many reports sealed into a folder: how far it is, how to stop it, and one summary of what came of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import Cancelled, Problem
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import export_reports
from celliq_desktop.usecases.export_reports import Exported
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.reports.left_out import why_not_all
from celliq_desktop.viewmodels.reports.states import BatchState
from celliq_desktop.viewmodels.words import N_n, ngettext
from celliq_desktop.viewmodels.workbench import Workbench

_KEY = "export-batch"


class BatchViewModel(Observable[BatchState]):
    """One batch at a time; leaving the screen stops nothing."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(BatchState())
        self._bench = workbench
        self._job: int | None = None
        self._end = workbench.runner.board.subscribe(self._moved)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def export(self, report_ids: Sequence[ReportId], folder: Path, language: str, hand_over: HandOver) -> None:
        """Seal these into ``folder``."""
        if self.state.running or not report_ids:
            return
        desk, wanted = self._bench.desk, tuple(report_ids)
        self.replace(BatchState(running=True, total=len(wanted), folder=str(folder)))

        def work(context: JobContext) -> tuple[Exported, Changes]:
            return export_reports.export_reports(
                desk,
                wanted,
                folder=folder,
                language=language,
                hand_over=hand_over,
                progress=context.progress,
                cancel=context.cancel,
            )

        handle = self._bench.runner.submit(
            Job(
                name=N_n("Seal {n:,} report", "Seal {n:,} reports", len(wanted)).format(n=len(wanted)),
                lane=Lane.HEAVY,
                key=_KEY,
                work=work,
                done=self._done,
                failed=self._failed,
            )
        )
        self._job = handle.id

    def stop(self) -> None:
        """Begin no further report; what was written stays."""
        if self.state.running and self._job is not None:
            self._bench.runner.cancel(self._job)

    def put_away(self) -> None:
        """The summary was read."""
        if not self.state.running:
            self.replace(BatchState())

    def _moved(self, record: JobRecord) -> None:
        if record.key == _KEY and self.state.running and record.total:
            self.replace(replace(self.state, done=record.done))

    def _done(self, answer: tuple[Exported, Changes]) -> None:
        found, changes = answer
        total = len(found.written) + len(found.left_out) + found.not_begun
        self.replace(
            BatchState(
                total=total,
                done=total,
                summary=ngettext(
                    "{done} of {n} report sealed and checked.", "{done} of {n} reports sealed and checked.", total
                ).format(n=whole(total), done=whole(len(found.written))),
                detail=why_not_all(found.left_out, found.not_begun),
                folder=self.state.folder,
            )
        )
        self._bench.hub.publish(changes)

    def _failed(self, problem: Problem) -> None:
        self.replace(BatchState(problem=None if isinstance(problem, Cancelled) else problem))
