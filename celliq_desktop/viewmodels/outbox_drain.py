"""Sends what waits as soon as its time has come, between two syncs: a pause is over, a doubt can be settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from celliq_desktop.domain.ports import CancelToken, Clock, Progress
    from celliq_desktop.domain.problems import Problem
    from celliq_desktop.jobs.runner import Runner
    from celliq_desktop.viewmodels.hub import Hub

_AT_MOST_EVERY_S = 30.0
_LONGEST_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainVerbs:
    """``due`` is when the next change goes on by itself, None when none does; both run on a worker."""

    due: Callable[[], datetime | None]
    drain: Callable[[Progress, CancelToken], Changes]


class OutboxDrain:
    """Asked with every tick while no sync runs; hears of new changes on the hub. What does not get on is tried at
    growing intervals; the next sync tries it anyway."""

    def __init__(self, verbs: DrainVerbs, runner: Runner, hub: Hub, clock: Clock) -> None:
        self._verbs = verbs
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._due: datetime | None = None
        self._not_before = float("-inf")
        self._pause_s = _AT_MOST_EVERY_S
        self._end = hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def look(self) -> None:
        """Find out when the next change is due."""

        def work(_context: JobContext) -> datetime | None:
            return self._verbs.due()

        self._runner.submit(
            Job(
                name=N_("Look at the outbox"),
                lane=Lane.READ,
                key="outbox-due",
                work=work,
                done=self._looked,
                failed=lambda _problem: None,  # the next change, or the next sync, looks again
                quiet=True,
            )
        )

    def tick(self) -> None:
        """Send what is due."""
        if self._due is None or self._clock.now() < self._due or self._clock.monotonic() < self._not_before:
            return
        self._not_before = self._clock.monotonic() + self._pause_s
        self._pause_s = min(_LONGEST_S, 2 * self._pause_s)

        def work(context: JobContext) -> Changes:
            return self._verbs.drain(context.progress, context.cancel)

        self._runner.submit(
            Job(
                name=N_("Send what waits"),
                lane=Lane.NETWORK,
                key="outbox",
                work=work,
                done=self._drained,
                failed=self._failed,
                quiet=True,
            )
        )

    def _looked(self, due: datetime | None) -> None:
        self._due = due

    def _drained(self, changes: Changes) -> None:
        if changes:
            self._pause_s = _AT_MOST_EVERY_S
            self._hub.publish(changes)  # and heard here, too
        else:
            self.look()

    def _failed(self, problem: Problem) -> None:
        """Each change carries its own reason; what is left is the network, and the sync says so."""
        self._not_before = max(self._not_before, self._clock.monotonic() + (problem.retry_after_s or 0.0))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.OUTBOX):
            self.look()
