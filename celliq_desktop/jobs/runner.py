"""Runners: the port view-models submit to, and the inline one that makes tests single-threaded."""

from collections.abc import Callable
from typing import Any, Protocol

from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Bug, Cancelled, Problem
from celliq_desktop.domain.text import N_
from celliq_desktop.jobs.board import JobBoard, JobRecord
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.jobs.job import Job, JobContext, JobState

OnBug = Callable[[str, BaseException], None]
"""The crash net: the job's name and what it raised."""


class Dispatcher(Protocol):
    """Runs a call later on the thread that owns the screens (in Qt a queued signal)."""

    def post(self, call: Callable[[], None]) -> None: ...


class JobHandle(Protocol):
    """What a submitter holds on to."""

    @property
    def id(self) -> int: ...

    def cancel(self) -> None: ...


class Runner(Protocol):
    """Submit jobs, see them on the board, join them before the screens die."""

    @property
    def board(self) -> JobBoard: ...

    def submit(self, job: Job[Any]) -> JobHandle: ...

    def cancel(self, job_id: int) -> None: ...

    def drop(self) -> None: ...

    def shutdown(self) -> None: ...


def attempt_all(job: Job[Any], context: JobContext, wait: Callable[[float], None]) -> Any:
    """Run the work under its retry policy and return its result; raises the last ``Problem``, or whatever a bug
    raised."""
    attempt = 1
    while True:
        context.cancel.check()
        try:
            return job.work(context)
        except Problem as problem:
            attempt += 1
            pause = job.retry.wait_before(attempt, problem)
            if pause is None:
                raise
            wait(pause)


def as_problem(name: str, error: Exception, on_bug: OnBug) -> Problem:
    """The problem to show for ``error``; anything that is not a ``Problem`` goes through the crash net first."""
    if isinstance(error, Problem):
        return error
    on_bug(name, error)
    return Bug(
        "bug",
        N_("“{name}” stopped because of an error in this program.").format(name=name),
        safe=N_("Your data is safe."),
        next_step=N_("Try again; if it happens again, send the report from Activity."),
    )


def ended_as(problem: Problem) -> JobState:
    """The state a job ends in after ``problem``."""
    return JobState.CANCELLED if isinstance(problem, Cancelled) else JobState.FAILED


class _Inline:
    """Handle of a job that is already over."""

    def __init__(self, job_id: int) -> None:
        self.id = job_id

    def cancel(self) -> None:
        """Nothing to cancel: inline jobs end before submit returns."""


class InlineRunner:
    """Runs each job at once on the caller's thread: no waiting, no threads, the same ends as the thread runner."""

    def __init__(self, clock: Clock, on_bug: OnBug) -> None:
        self.board = JobBoard()
        self._clock = clock
        self._on_bug = on_bug
        self._count = 0

    def submit(self, job: Job[Any]) -> JobHandle:
        """Run ``job`` to its end and call ``done`` or ``failed``."""
        self._count += 1
        number = self._count
        started = self._clock.now()

        def put(state: JobState, problem: Problem | None = None) -> None:
            if not job.quiet:
                ended = self._clock.now() if state.over else None
                self.board.put(JobRecord(number, job.name, job.key, state, started, ended, problem=problem))

        def progress(done: int, total: int | None, words: str) -> None:
            self.board.progress(number, done, total, words)

        put(JobState.RUNNING)
        try:
            result = attempt_all(job, JobContext(progress, CancelFlag()), lambda _seconds: None)
        except Exception as error:
            problem = as_problem(job.name, error, self._on_bug)
            put(ended_as(problem), problem)
            job.failed(problem)
        else:
            put(JobState.DONE)
            job.done(result)
        return _Inline(number)

    def cancel(self, job_id: int) -> None:
        """Nothing to cancel: inline jobs end before submit returns."""

    def drop(self) -> None:
        """Nothing runs; what ran is of nobody's interest any more."""
        self.board.clear()

    def shutdown(self) -> None:
        """Nothing to join."""
