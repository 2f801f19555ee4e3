"""Synchronisation as the window shows it: one pill, one key (F5), one banner when something is missing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ports import CancelToken, Clock, Progress
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.domain.syncing import SyncSummary, SyncWish
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.jobs.runner import JobHandle, Runner
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.sync_words import found_words, gap_words, news, progress_words

SyncVerb = Callable[[SyncWish, Progress, CancelToken], tuple[SyncSummary, Changes]]
"""``(wish, progress, cancel)``; runs on a worker."""

_KEY = "sync"
_EVERY_S = 900.0
_AGAIN_S = 60.0
"""Pause between syncs nobody asked for; shorter while the last one could not reach the server."""


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
    words: str = "Not synced yet"
    detail: str = ""
    tone: str = "none"
    done: int = 0
    total: int | None = None
    problem: Problem | None = None
    headline: str = ""
    notice: str = ""
    told: str = ""


class SyncViewModel(Observable[SyncState]):
    """``as_of`` gives the moment of the last complete sweep, or None."""

    def __init__(
        self,
        sync: SyncVerb,
        as_of: Callable[[], datetime | None],
        runner: Runner,
        hub: Hub,
        clock: Clock,
        formats: Formats,
    ) -> None:
        super().__init__(SyncState())
        self._sync = sync
        self._as_of = as_of
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._formats = formats
        self._handle: JobHandle | None = None
        self._due: float | None = None
        self._asked = self._first = False
        self._step = ""
        self._end = runner.board.subscribe(self._progressed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def start(self, *, full: bool = False) -> None:
        """Sync now, because somebody wants it; while one runs, this does nothing."""
        if self.state.phase is not SyncPhase.SYNCING:
            self._asked = True
            self._start(full)

    def _start(self, full: bool) -> None:
        self._first, self._step = self._as_of() is None, ""
        shown = replace(self.state, phase=SyncPhase.SYNCING, words="Syncing", detail="", tone="info", told="")
        self.replace(replace(shown, done=0, total=None, problem=None))

        def work(context: JobContext) -> tuple[SyncSummary, Changes]:
            return self._sync(SyncWish(full=full), context.progress, context.cancel)

        self._handle = self._runner.submit(
            Job(name="Sync", lane=Lane.NETWORK, key=_KEY, work=work, done=self._done, failed=self._failed)
        )

    def keep_fresh(self) -> None:
        """Sync now and every quarter of an hour, as time passes with ``tick``."""
        self._due = self._clock.monotonic()
        self.tick()

    def cancel(self) -> None:
        """Stop at the next page; what came is kept."""
        if self._handle is not None:
            self._handle.cancel()

    def tick(self) -> None:
        """Time passed, or the fleet was read again: word the age anew, and sync when it is due."""
        if self.state.phase is SyncPhase.SYNCING:
            return
        self.replace(self._worded(self.state))
        if self._due is not None and self._clock.monotonic() >= self._due:
            self._asked = False
            self._start(full=False)

    def _progressed(self, record: JobRecord) -> None:
        if record.key != _KEY or record.state.over or self.state.phase is not SyncPhase.SYNCING:
            return
        words = progress_words(record.words, record.done, record.total) or "Syncing"
        self.replace(replace(self.state, words=words, done=record.done, total=record.total))
        step = record.words.partition(" of ")[0]
        if self._first and self._step and step != self._step:
            self._hub.publish(Changes.of(Topic.VEHICLES))  # cars are looked at while their readings still come
        self._step = step

    def _done(self, answer: tuple[SyncSummary, Changes]) -> None:
        summary, changes = answer
        self._wait(_EVERY_S)
        self._note(found_words(summary))
        state = SyncState(told=found_words(summary) if self._asked and news(summary) else "")
        gaps = gap_words(summary)
        if not summary.complete:
            notice = f"{gaps} Everything else is up to date, and what was here before is kept.".strip()
            state = SyncState(phase=SyncPhase.PARTIAL, detail=gaps, headline="Synced with gaps", notice=notice)
        self.replace(self._worded(state))
        self._hub.publish(changes | Changes.of(Topic.VEHICLES))  # if nothing else, the age of the fleet changed

    def _failed(self, problem: Problem) -> None:
        arrived = self.state.done > 0
        if problem.kind is ProblemKind.CANCELLED:
            self._wait(_EVERY_S)
            self.replace(self._worded(SyncState()))
        else:
            offline = problem.kind is ProblemKind.TRY_AGAIN
            self._wait(_AGAIN_S if offline else _EVERY_S)
            phase = SyncPhase.OFFLINE if offline else SyncPhase.PROBLEM
            self.replace(
                self._worded(SyncState(phase=phase, problem=problem, detail=problem.message, headline=problem.message))
            )
        if arrived:
            self._hub.publish(Changes.of(Topic.VEHICLES, Topic.REPORTS, Topic.READINGS))

    def _note(self, words: str) -> None:
        """What came of it stands in Activity, too."""
        board = self._runner.board
        record = next((known for known in reversed(board.records) if known.key == _KEY), None)
        if record is not None:
            board.put(replace(record, words=words))

    def _wait(self, seconds: float) -> None:
        if self._due is not None:
            self._due = self._clock.monotonic() + seconds

    def _worded(self, state: SyncState) -> SyncState:
        as_of = self._as_of()
        age = self._formats.age(as_of, self._clock.now()) if as_of is not None else ""
        aged = f"You see data from {age}." if age else ""
        safe = "" if state.problem is None else f"{aged} {state.problem.safe} {state.problem.next_step}"
        match state.phase:
            case SyncPhase.OFFLINE:
                words = f"Offline, data from {age}" if age else "Offline"
                return replace(state, words=words, tone="fair", notice=" ".join(safe.split()))
            case SyncPhase.PARTIAL:
                return replace(state, words="Synced with gaps", tone="fair")
            case SyncPhase.PROBLEM:
                return replace(state, words="Sync needs you", tone="poor", notice=" ".join(safe.split()))
            case _:
                return replace(
                    state, words=f"Synced {age}" if age else "Not synced yet", tone="good" if age else "none"
                )
