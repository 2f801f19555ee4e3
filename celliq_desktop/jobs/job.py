"""A job: one piece of work off the screen's thread, with its lane, its dedup key and its two ends."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from celliq_desktop.domain.ports import Progress
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.jobs.retry import ONCE, RetryPolicy

Result = TypeVar("Result")


class Lane(Enum):
    """Where work waits its turn; the value is the number of workers (house.md "How a click travels")."""

    WRITE = ("write", 1)
    READ = ("read", 2)
    NETWORK = ("network", 4)
    HEAVY = ("heavy", 1)
    GROUP = ("group", 1)  # waits for word of the other desks on a shared mirror

    @property
    def workers(self) -> int:
        """Workers of this lane."""
        return self.value[1]

    @property
    def label(self) -> str:
        """The lane's name, for logs."""
        return self.value[0]


@dataclass(frozen=True, slots=True)
class JobContext:
    """What work is given: ``progress(done, total, words)`` and the cancel token."""

    progress: Progress
    cancel: CancelFlag


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[Result]):
    """``work`` runs on a worker; exactly one of ``done`` and ``failed`` runs later on the dispatcher's thread.

    While a job with the same ``key`` waits or runs, submitting another returns the handle of the first (a double
    click is one job). ``quiet`` jobs (reading the mirror for a screen) are not listed in Activity; one that is asked
    for while it reads is run once more afterwards, so that no screen stays behind.
    """

    name: str
    lane: Lane
    key: str
    work: Callable[[JobContext], Result]
    done: Callable[[Result], None]
    failed: Callable[[Problem], None]
    retry: RetryPolicy = ONCE
    quiet: bool = False


class JobState(Enum):
    """Life of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        """True when nothing more will happen."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
