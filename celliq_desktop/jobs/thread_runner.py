"""The thread runner: one pool a lane, joined before Qt dies. The only place of the program that makes worker
threads."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.board import JobBoard, JobRecord
from celliq_desktop.jobs.cancel import CancelFlag, cancellable
from celliq_desktop.jobs.job import Job, JobContext, JobState, Lane
from celliq_desktop.jobs.runner import Dispatcher, JobHandle, OnBug, as_problem, attempt_all, ended_as


class _Submitted:
    """A job on its way; at most one progress note is queued at a time, so a busy job never floods the screens."""

    def __init__(self, number: int, job: Job[Any], record: JobRecord) -> None:
        self.id = number
        self.job = job
        self.record = record
        self.flag = CancelFlag()
        self.latest: tuple[int, int | None, str] | None = None
        self.lock = threading.Lock()
        self.dropped = False
        self.began = False
        self.once_more: Job[Any] | None = None

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self.flag.cancel()


class ThreadRunner:
    """Submit from the dispatcher's thread; ``done`` and ``failed`` arrive there too."""

    def __init__(self, dispatcher: Dispatcher, clock: Clock, on_bug: OnBug) -> None:
        self.board = JobBoard()
        self._dispatcher = dispatcher
        self._clock = clock
        self._on_bug = on_bug
        self._numbers = count(1)
        self._active: dict[str, _Submitted] = {}
        self._open = True
        self._pools = {
            lane: ThreadPoolExecutor(max_workers=lane.workers, thread_name_prefix=f"celliq-{lane.label}")
            for lane in Lane
        }

    def submit(self, job: Job[Any]) -> JobHandle:
        """Queue ``job`` on its lane, or return the handle of the waiting or running job with the same key. A screen's
        reading that has begun may miss what was written since: it runs once more, however often it was asked for."""
        known = self._active.get(job.key)
        if known is not None:
            if known.began and job.quiet and job.lane is Lane.READ:
                known.once_more = job
            return known
        number = next(self._numbers)
        record = JobRecord(number, job.name, job.key, JobState.WAITING, self._clock.now())
        submitted = _Submitted(number, job, record)
        if not self._open:
            return submitted
        self._active[job.key] = submitted
        if not job.quiet:
            self.board.put(record)
        self._pools[job.lane].submit(self._run, submitted)
        return submitted

    def cancel(self, job_id: int) -> None:
        """Ask the job with this id to stop; unknown ids are over already."""
        for submitted in self._active.values():
            if submitted.id == job_id:
                submitted.cancel()

    def drop(self) -> None:
        """The session ends: ask everything to stop, and let no result, progress or record of it reach the next one,
        which may submit the same keys at once (research/reliability.md M8)."""
        dropped, self._active = self._active, {}
        for submitted in dropped.values():
            submitted.dropped = True
            submitted.cancel()
        self.board.clear()

    def shutdown(self) -> None:
        """Cancel what waits or runs and join every worker; afterwards nothing reaches the screens."""
        self._open = False
        for submitted in tuple(self._active.values()):
            submitted.cancel()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, submitted: _Submitted) -> None:
        submitted.began = True  # before the work looks at anything
        self._post(submitted, lambda: self._started(submitted))
        context = JobContext(self._progress_of(submitted), submitted.flag)
        try:
            with cancellable(submitted.flag):
                result = attempt_all(submitted.job, context, submitted.flag.wait)
        except Exception as error:
            problem = as_problem(submitted.job.name, error, self._on_bug)
            state = ended_as(problem)
            self._post(submitted, lambda: self._end(submitted, state, problem, lambda: submitted.job.failed(problem)))
        else:
            self._post(submitted, lambda: self._end(submitted, JobState.DONE, None, lambda: submitted.job.done(result)))

    def _post(self, submitted: _Submitted, call: Callable[[], None]) -> None:
        if self._open:
            self._dispatcher.post(lambda: call() if self._open and not submitted.dropped else None)

    def _started(self, submitted: _Submitted) -> None:
        self._put(submitted, JobState.RUNNING, None)

    def _end(self, submitted: _Submitted, state: JobState, problem: Problem | None, tell: Callable[[], None]) -> None:
        self._active.pop(submitted.job.key, None)
        self._put(submitted, state, problem)
        tell()
        if submitted.once_more is not None:
            self.submit(submitted.once_more)

    def _put(self, submitted: _Submitted, state: JobState, problem: Problem | None) -> None:
        known = next((record for record in self.board.records if record.id == submitted.id), submitted.record)
        ended = self._clock.now() if state.over else None
        if not submitted.job.quiet:
            self.board.put(
                JobRecord(
                    known.id,
                    known.name,
                    known.key,
                    state,
                    known.started_at,
                    ended,
                    known.done,
                    known.total,
                    known.words,
                    problem,
                )
            )

    def _progress_of(self, submitted: _Submitted) -> Callable[[int, int | None, str], None]:
        def flush() -> None:
            with submitted.lock:
                latest, submitted.latest = submitted.latest, None
            if latest is not None:
                self.board.progress(submitted.id, *latest)

        def progress(done: int, total: int | None, words: str) -> None:
            with submitted.lock:
                queued = submitted.latest is not None
                submitted.latest = (done, total, words)
            if not queued:
                self._post(submitted, flush)

        return progress
