"""Looking at what charges while the window is open: one look a job, and the next follows from its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.viewmodels.words import N_

if TYPE_CHECKING:
    from celliq_desktop.domain.changes import Changes
    from celliq_desktop.jobs.runner import JobHandle
    from celliq_desktop.usecases.follow_charging import Follower
    from celliq_desktop.viewmodels.workbench import Workbench

_PATIENCE_S = 1800.0
"""So long the window looks for a record by itself; afterwards the next sync does."""


class Lookout:
    """``watch`` whenever something charges; ``failed`` hears why it cannot be looked at."""

    def __init__(self, bench: Workbench, failed: Callable[[Problem], None]) -> None:
        self._bench = bench
        self._failed = failed
        self._follower: Follower | None = None
        self._job: JobHandle | None = None
        self._looking = False
        self._closed = False

    def watch(self) -> None:
        """Look until it has ended; harmless while it looks."""
        from celliq_desktop.usecases.follow_charging import Follower

        if self._looking or self._closed:
            return
        follower = self._follower = self._follower or Follower(self._bench.desk, patience_s=_PATIENCE_S)
        self._looking = True
        self._job = self._bench.runner.submit(
            Job(
                name=N_("Look at what charges"),
                lane=Lane.NETWORK,
                key="charging-look",
                work=lambda context: follower.look(context.cancel),
                done=self._looked,
                failed=self._lost_sight,
                quiet=True,
            )
        )

    def close(self) -> None:
        """Look no more."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()

    def _looked(self, answer: tuple[bool, Changes]) -> None:
        more, changes = answer
        if changes:
            self._bench.hub.publish(changes)
        self._looking = False
        if more:
            self.watch()

    def _lost_sight(self, problem: Problem) -> None:
        self._looking, self._follower = False, None
        if not self._closed:
            self._failed(problem)
