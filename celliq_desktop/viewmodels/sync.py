"""Synchronisation as the window shows it: one pill, one key (F5), one banner when something is missing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.ports import CancelToken, Clock, Progress
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.domain.syncing import StepState, SyncSummary, SyncWish
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.jobs.runner import JobHandle, Runner
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.outbox_drain import DrainVerbs, OutboxDrain
from celliq_desktop.viewmodels.sync_schedule import SyncSchedule
from celliq_desktop.viewmodels.sync_words import (
    clock_words,
    found_words,
    gap_words,
    news,
    progress_words,
    unkept_words,
    waiting_words,
)
from celliq_desktop.viewmodels.words import N_, _, said

_log = logging.getLogger(__name__)

SyncVerb = Callable[[SyncWish, Progress, CancelToken], tuple[SyncSummary, Changes]]
"""``(wish, progress, cancel)``; runs on a worker."""

_KEY = "sync"
_SOON = frozenset({"offline", "captive_portal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncVerbs:
    """What a sync asks of the use cases; all run on workers. ``keep``: what is gone at the server stays here."""

    sync: SyncVerb
    keep: Callable[[], Changes]
    outbox: DrainVerbs


class SyncPhase(Enum):
    """What the pill says."""

    IDLE = "idle"
    SYNCING = "syncing"
    OFFLINE = "offline"
    PARTIAL = "partial"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """``words`` fit the pill, ``detail`` its tool tip. ``headline`` and ``notice`` say what is wrong, what is safe and
    what comes next; empty when all is well. ``told`` is what a sync that was asked for found. ``total`` None while it
    is not known how much there is."""

    phase: SyncPhase = SyncPhase.IDLE
    words: str = N_("Not synced yet")
    detail: str = ""
    tone: str = "none"
    done: int = 0
    total: int | None = None
    problem: Problem | None = None
    headline: str = ""
    notice: str = ""
    told: str = ""


class SyncViewModel(Observable[SyncState]):
    """``as_of`` gives the moment of the last complete look at the server, or None."""

    def __init__(
        self,
        verbs: SyncVerbs,
        as_of: Callable[[], datetime | None],
        runner: Runner,
        hub: Hub,
        clock: Clock,
        formats: Formats,
        *,
        schedule: SyncSchedule | None = None,
    ) -> None:
        super().__init__(SyncState())
        self._verbs = verbs
        self._as_of = as_of
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._formats = formats
        self.schedule = schedule or SyncSchedule(clock)
        self._outbox = OutboxDrain(verbs.outbox, runner, hub, clock)
        self._handle: JobHandle | None = None
        self._first: tuple[VehicleId, ...] = ()
        self._asked = self._new = self._restarts = False
        self._step = ""
        self._end = runner.board.subscribe(self._progressed)

    def close(self) -> None:
        """Stop listening."""
        self._end()
        self._outbox.close()

    def start(self, *, full: bool = False) -> None:
        """Sync now, because somebody wants it; while one runs, this does nothing."""
        self._start(SyncWish(full=full), asked=True)

    def remove_missing(self) -> None:
        """A person agrees that what the server no longer has goes here, too."""
        self._start(SyncWish(remove=True), asked=True)

    def keep_missing(self) -> None:
        """A person decides that it stays."""

        def work(_context: JobContext) -> Changes:
            return self._verbs.keep()

        self._runner.submit(
            Job(
                name=N_("Keep what the server no longer has"),
                lane=Lane.WRITE,
                key="keep-missing",
                work=work,
                done=self._hub.publish,
                failed=lambda problem: self.replace(self._worded(_stopped(SyncPhase.PROBLEM, problem))),
            )
        )

    def look_at(self, vehicle_id: VehicleId) -> None:
        """A car is opened: the next sync reads its charges first."""
        self._first = (vehicle_id, *(one for one in self._first if one != vehicle_id))[:5]

    def keep_fresh(self) -> None:
        """Sync now and from time to time, as time passes with ``tick``."""
        self.schedule.begin()
        self._outbox.look()
        self.tick()

    def somebody_is_back(self) -> None:
        """The window came to the front."""
        self.schedule.somebody_is_back()
        self.tick()

    def cancel(self) -> None:
        """Stop at the next page; what came is kept."""
        if self._handle is not None:
            self._handle.cancel()

    def tick(self) -> None:
        """Time passed, or the fleet was read again: word the age anew, sync when it is due, and send what is due."""
        if self.state.phase is SyncPhase.SYNCING:
            if self.schedule.is_stuck() and not self._restarts:
                _log.warning("the sync did not move for two minutes; it is stopped and started again")
                self._restarts = True
                self.cancel()
            return
        self.replace(self._worded(self.state))
        if self.schedule.is_due():
            self._start(SyncWish(), asked=False)
        else:
            self._outbox.tick()

    def _start(self, wish: SyncWish, *, asked: bool) -> None:
        if self.state.phase is SyncPhase.SYNCING:
            return
        self._asked, self._new, self._step, self._restarts = asked, self._as_of() is None, "", False
        self.schedule.started()
        shown = replace(self.state, phase=SyncPhase.SYNCING, words=_("Syncing"), detail="", tone="info", told="")
        self.replace(replace(shown, done=0, total=None, problem=None))
        wish = replace(wish, first=self._first)

        def work(context: JobContext) -> tuple[SyncSummary, Changes]:
            return self._verbs.sync(wish, context.progress, context.cancel)

        self._handle = self._runner.submit(
            Job(name=N_("Sync"), lane=Lane.NETWORK, key=_KEY, work=work, done=self._done, failed=self._failed)
        )

    def _progressed(self, record: JobRecord) -> None:
        if record.key != _KEY or record.state.over or self.state.phase is not SyncPhase.SYNCING:
            return
        self.schedule.moved()
        words = progress_words(record.words, record.done, record.total) or _("Syncing")
        self.replace(replace(self.state, words=words, done=record.done, total=record.total))
        step = record.words.partition(" of ")[0]
        if self._new and self._step and step != self._step:
            self._hub.publish(Changes.of(Topic.VEHICLES))  # cars are looked at while their readings still come
        self._step = step

    def _done(self, answer: tuple[SyncSummary, Changes]) -> None:
        summary, changes = answer
        self.schedule.ended(failed=any(step.state is StepState.FAILED for step in summary.steps))
        words, gaps, clock = found_words(summary), gap_words(summary), clock_words(summary.clock_skew)
        unkept = unkept_words(summary)
        board = self._runner.board
        record = next((known for known in reversed(board.records) if known.key == _KEY), None)
        if record is not None:
            board.put(replace(record, words=words))  # what came of it stands in Activity, too
        state = SyncState(told=words if self._asked and news(summary) else "")
        if not summary.complete:
            notice = (
                _("{gaps} Everything else is up to date, and what was here before is kept. {clock} {unkept}")
                .format(gaps=gaps, clock=clock, unkept=unkept)
                .strip()
            )
            state = SyncState(phase=SyncPhase.PARTIAL, detail=gaps, headline=_("Synced with gaps"), notice=notice)
        elif unkept:
            state = replace(state, phase=SyncPhase.PARTIAL, detail=unkept, headline=_("Your sign-in is not saved"))
            state = replace(state, notice=f"{unkept} {clock}".strip())
        elif clock:
            state = replace(state, phase=SyncPhase.PARTIAL, detail=clock, headline=_("This computer's clock is off"))
            state = replace(state, notice=_("{clock} Set the date and time of this computer.").format(clock=clock))
        self.replace(self._worded(state))
        self._hub.publish(changes | Changes.of(Topic.VEHICLES))  # if nothing else, the age of the fleet changed
        self._outbox.look()

    def _failed(self, problem: Problem) -> None:
        arrived = self.state.done > 0
        self.schedule.stopped_by(problem)
        if problem.kind is ProblemKind.CANCELLED:
            self.replace(self._worded(SyncState()))
        else:
            waits = problem.kind is ProblemKind.TRY_AGAIN or problem.code in _SOON
            phase = SyncPhase.OFFLINE if waits else SyncPhase.PROBLEM
            self.replace(self._worded(_stopped(phase, problem)))
        if arrived:
            self._hub.publish(Changes.of(Topic.VEHICLES, Topic.REPORTS, Topic.READINGS))
        if self._restarts and problem.kind is ProblemKind.CANCELLED:
            self._start(SyncWish(), asked=self._asked)

    def _worded(self, state: SyncState) -> SyncState:
        as_of = self._as_of()
        age = self._formats.age(as_of, self._clock.now()) if as_of is not None else ""
        aged = _("You see data from {age}.").format(age=age) if age else ""
        problem = state.problem
        safe = "" if problem is None else " ".join(f"{aged} {said(problem.safe)} {said(problem.next_step)}".split())
        match state.phase:
            case SyncPhase.OFFLINE:
                words = waiting_words(problem, age) if problem is not None else _("Offline")
                return replace(state, words=words, tone="fair", notice=safe)
            case SyncPhase.PARTIAL:
                return replace(state, words=state.headline or _("Synced with gaps"), tone="fair")
            case SyncPhase.PROBLEM:
                return replace(state, words=_("Sync needs you"), tone="poor", notice=safe)
            case _:
                words = _("Synced {age}").format(age=age) if age else _("Not synced yet")
                return replace(state, words=words, tone="good" if age else "none")


def _stopped(phase: SyncPhase, problem: Problem) -> SyncState:
    return SyncState(phase=phase, problem=problem, detail=said(problem.message), headline=said(problem.message))
