"""Many reports on paper: how far it is, how to stop it, one summary; and what a queue that broke off has left."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.prints import OpenPrints, PaperTray, Printed, PrintOrder
from celliq_desktop.domain.problems import Cancelled, Problem
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import print_reports
from celliq_desktop.viewmodels.formats import whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.reports.left_out import why_not_all
from celliq_desktop.viewmodels.reports.states import PrintsState
from celliq_desktop.viewmodels.words import N_n, _, ngettext
from celliq_desktop.viewmodels.workbench import Workbench

Answer = TypeVar("Answer")
_KEY = "print-queue"


class PrintsViewModel(Observable[PrintsState]):
    """One queue at a time; leaving the screen stops nothing."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(PrintsState())
        self._bench = workbench
        self._job: int | None = None
        self._open = OpenPrints()
        self._end = workbench.runner.board.subscribe(self._moved)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """See whether an earlier run has left prints open."""
        desk = self._bench.desk
        if not self.state.running:
            self._submit(
                _("Look for open prints"), "prints-open", lambda _context: print_reports.open_prints(desk), self._found
            )

    def print(self, report_ids: Sequence[ReportId], language: str, tray: PaperTray) -> None:
        """Each of these once."""
        self._begin(tuple(PrintOrder(report_id, language) for report_id in report_ids), tray)

    def go_on(self, tray: PaperTray, *, doubtful: bool) -> None:
        """What was left open; ``doubtful`` also the one that may have been printed."""
        self._begin((*(self._open.begun if doubtful else ()), *self._open.waiting), tray)

    def forget(self) -> None:
        """Nobody wants what was left open."""
        desk = self._bench.desk
        self._submit(
            _("Forget open prints"),
            "prints-forget",
            lambda _context: print_reports.forget_prints(desk),
            lambda _nothing: self._found(OpenPrints()),
        )

    def stop(self) -> None:
        """Begin no further report."""
        if self.state.running and self._job is not None:
            self._bench.runner.cancel(self._job)

    def put_away(self) -> None:
        """The summary was read."""
        if not self.state.running:
            self.replace(PrintsState(waiting=self.state.waiting, doubtful=self.state.doubtful))

    def _begin(self, orders: tuple[PrintOrder, ...], tray: PaperTray) -> None:
        if self.state.running or not orders:
            return
        desk, total = self._bench.desk, len(orders)
        self._open = OpenPrints()
        self.replace(PrintsState(running=True, total=total))

        def work(context: JobContext) -> Printed:
            return print_reports.print_reports(desk, orders, tray, progress=context.progress, cancel=context.cancel)

        name = N_n("Print {n:,} report", "Print {n:,} reports", total).format(n=total)
        self._job = self._submit(name, _KEY, work, self._done)

    def _submit(self, name: str, key: str, work: Callable[[JobContext], Answer], done: Callable[[Answer], None]) -> int:
        job = Job(name=name, lane=Lane.HEAVY, key=key, work=work, done=done, failed=self._failed, quiet=key != _KEY)
        return self._bench.runner.submit(job).id

    def _moved(self, record: JobRecord) -> None:
        if record.key == _KEY and self.state.running and record.total:
            self.replace(replace(self.state, done=record.done))

    def _found(self, found: OpenPrints) -> None:
        self._open = found
        if not self.state.running:
            self.replace(replace(self.state, waiting=len(found.waiting), doubtful=len(found.begun)))

    def _done(self, found: Printed) -> None:
        total = len(found.printed) + len(found.left_out) + found.not_begun
        detail = [why_not_all(found.left_out, found.not_begun)]
        if found.marked:
            words = ngettext(
                "{n} is marked on every page, because it is not in force or that could not be confirmed.",
                "{n} are marked on every page, because they are not in force or that could not be confirmed.",
                found.marked,
            )
            detail.insert(0, words.format(n=whole(found.marked)))
        summary = ngettext("{done} of {n} report printed.", "{done} of {n} reports printed.", total)
        self.replace(
            PrintsState(
                total=total,
                done=total,
                summary=summary.format(n=whole(total), done=whole(len(found.printed))),
                detail=" ".join(part for part in detail if part),
            )
        )

    def _failed(self, problem: Problem) -> None:
        self.replace(PrintsState(problem=None if isinstance(problem, Cancelled) else problem))
