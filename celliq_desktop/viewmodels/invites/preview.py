"""The preview's view-model: a dropped, pasted or typed list, every row judged before anything is sent."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.sellers import JudgedList, SellerColumns, SellerTable
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import import_sellers, invite_tables
from celliq_desktop.usecases.invites import planned_results
from celliq_desktop.viewmodels.invites.preview_state import Owners, PreviewPhase, PreviewState, Typed, opened, shown
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _
from celliq_desktop.viewmodels.workbench import Workbench

Found = TypeVar("Found")


class PreviewViewModel(Observable[PreviewState]):
    """Reads and judges off the window's thread; ``kept`` is called when a list was confirmed."""

    def __init__(self, workbench: Workbench, kept: Callable[[], None]) -> None:
        super().__init__(PreviewState())
        self._bench = workbench
        self._kept = kept
        self._table: SellerTable | None = None
        self._judged: JudgedList | None = None
        self._turn = 0

    def open_file(self, path: Path, encoding: str | None = None) -> None:
        """Read a file; ``encoding`` is the person's word."""
        self._read(path.name, path, lambda: import_sellers.open_list(path, encoding=encoding))

    def paste(self, text: str) -> None:
        """Read what was pasted."""
        self._read(_("Pasted list"), None, lambda: import_sellers.paste_list(text))

    def judge(self, wanted: Typed | Owners) -> None:
        """Judge what needs no table: one typed invite, or the owners of cars of the fleet."""
        self._table, desk = None, self._bench.desk
        name = import_sellers.TYPED if isinstance(wanted, Typed) else import_sellers.FROM_FLEET
        self.replace(PreviewState(phase=PreviewPhase.READING, name=name))
        if isinstance(wanted, Typed):
            self._judge(lambda: import_sellers.judge_typed(desk, wanted.vin, wanted.email))
        else:
            self._judge(lambda: import_sellers.judge_cars(desk, wanted.ids))

    def choose(self, columns: SellerColumns) -> None:
        """The person says which columns hold what; rows are judged once both are known."""
        table, desk = self._table, self._bench.desk
        self._judged = None
        if table is None or not columns.complete:
            self.replace(
                replace(self.state, phase=PreviewPhase.COLUMNS, columns=columns, rows=(), total=0, chips=(), summary="")
            )
            return
        self.replace(replace(self.state, phase=PreviewPhase.READING, columns=columns))
        self._judge(lambda: import_sellers.judge_list(desk, table, columns))

    def toggle(self, key: str) -> None:
        """Show rows of this verdict only, or no longer; no chip means all."""
        if self._judged is not None:
            self.replace(shown(replace(self.state, picked=self.state.picked ^ {key}), self._judged))

    def take_suggestions(self) -> None:
        """Put every proposed VIN in the place of the one that was typed, and judge again."""
        desk, judged = self._bench.desk, self._judged
        if judged is not None:
            self.replace(replace(self.state, phase=PreviewPhase.READING))
            self._judge(lambda: import_sellers.with_suggestions(desk, judged))

    def confirm(self) -> None:
        """Keep the list and queue its invites; ``kept`` is told when that is done."""
        judged, desk = self._judged, self._bench.desk
        if judged is None or not judged.sending or self.state.phase is not PreviewPhase.READY:
            return
        self.replace(replace(self.state, phase=PreviewPhase.KEEPING, problem=None))

        def work(context: JobContext) -> Changes:
            return import_sellers.confirm_list(desk, judged, progress=context.progress, cancel=context.cancel)[1]

        def done(changes: Changes) -> None:
            self.forget()
            self._bench.hub.publish(changes)
            self._kept()

        self._submit(_("Queue invites of {name}").format(name=judged.name), Lane.WRITE, "invites:confirm", work, done)

    def save(self, path: Path, done: Callable[[], None]) -> None:
        """Write the verdicts as a table."""
        judged, desk = self._judged, self._bench.desk
        if judged is not None:
            self._submit(
                _("Write {name}").format(name=path.name),
                Lane.HEAVY,
                f"invites:verdicts:{path}",
                lambda _context: invite_tables.write_results(desk, planned_results(judged), path),
                lambda _nothing: done(),
            )

    def forget(self) -> None:
        """Put the list away; nothing was sent."""
        self._turn += 1
        self._table, self._judged = None, None
        self.replace(PreviewState())

    def _read(self, name: str, path: Path | None, read: Callable[[], SellerTable]) -> None:
        self._table, self._judged = None, None
        self.replace(PreviewState(phase=PreviewPhase.READING, name=name, path=path))

        def done(table: SellerTable) -> None:
            self._table = table
            self.replace(opened(self.state, table))
            self.choose(table.columns)

        self._look(_("Read {name}").format(name=name), read, done)

    def _judge(self, judge: Callable[[], JudgedList]) -> None:
        def done(judged: JudgedList) -> None:
            self._judged = judged
            ready = replace(self.state, phase=PreviewPhase.READY, picked=frozenset(), problem=None)
            self.replace(shown(ready, judged))

        self._look(_("Look at every row"), judge, done)

    def _look(self, name: str, work: Callable[[], Found], done: Callable[[Found], None]) -> None:
        """Work whose answer counts only while nothing newer was asked for."""
        self._turn += 1
        turn = self._turn

        def unless_late(found: Found) -> None:
            if turn == self._turn:
                done(found)

        self._submit(name, Lane.HEAVY, f"invites:look:{turn}", lambda _context: work(), unless_late)

    def _submit(
        self, name: str, lane: Lane, key: str, work: Callable[[JobContext], object], done: Callable[..., None]
    ) -> None:
        self._bench.runner.submit(
            Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed, quiet=lane is Lane.HEAVY)
        )

    def _failed(self, problem: Problem) -> None:
        if self._judged is None:
            self.replace(PreviewState(problem=problem))
        else:
            self.replace(replace(self.state, phase=PreviewPhase.READY, problem=problem))
