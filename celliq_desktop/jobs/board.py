"""The list of jobs as Activity shows it; lives on the dispatcher's thread."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import JobState

_KEPT = 200
"""Finished jobs kept for Activity; older ones are in the log."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One line of Activity. ``done``/``total`` count whatever the work counts; ``total`` None when unknown."""

    id: int
    name: str
    key: str
    state: JobState
    started_at: datetime
    ended_at: datetime | None = None
    done: int = 0
    total: int | None = None
    words: str = ""
    problem: Problem | None = None


class JobBoard:
    """Records by id, newest last; ``subscribe`` listeners hear of every change with the record."""

    def __init__(self) -> None:
        self._records: dict[int, JobRecord] = {}
        self._listeners: list[Callable[[JobRecord], None]] = []

    @property
    def records(self) -> tuple[JobRecord, ...]:
        """All records, oldest first."""
        return tuple(self._records.values())

    @property
    def running(self) -> tuple[JobRecord, ...]:
        """Those that are not over."""
        return tuple(record for record in self._records.values() if not record.state.over)

    def subscribe(self, listener: Callable[[JobRecord], None]) -> Callable[[], None]:
        """Hear every change; the returned function ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def put(self, record: JobRecord) -> None:
        """Add or replace a record and tell the listeners."""
        self._records[record.id] = record
        over = [known.id for known in self._records.values() if known.state.over]
        for old in over[: max(0, len(over) - _KEPT)]:
            del self._records[old]
        for listener in tuple(self._listeners):
            listener(record)

    def clear(self) -> None:
        """Forget every job: another account's are not to be seen."""
        self._records.clear()

    def progress(self, job_id: int, done: int, total: int | None, words: str) -> None:
        """Note progress of a job that is still on the board."""
        record = self._records.get(job_id)
        if record is not None and not record.state.over:
            self.put(replace(record, done=done, total=total, words=words))
