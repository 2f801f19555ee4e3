"""Hears of the other desks on a shared mirror and tells the screens, for as long as a session lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.words import N_

if TYPE_CHECKING:
    from celliq_desktop.domain.changes import Changes
    from celliq_desktop.domain.ports import CancelToken
    from celliq_desktop.domain.problems import Problem
    from celliq_desktop.jobs.runner import Runner
    from celliq_desktop.viewmodels.hub import Hub

    NewsVerb = Callable[[float, CancelToken], Changes]
    """``(patience in seconds, cancel)``; runs on a worker."""

_PATIENCE_S = 5.0


class GroupNews:
    """``listen`` None: nobody else writes to this mirror, and nothing is ever asked. A question that failed is asked
    again with the next tick of the window."""

    def __init__(self, listen: NewsVerb | None, runner: Runner, hub: Hub) -> None:
        self._listen = listen
        self._runner = runner
        self._hub = hub
        self._open = True

    def tick(self) -> None:
        """Listen, unless that is so already."""
        listen = self._listen
        if listen is None or not self._open:
            return

        def work(context: JobContext) -> Changes:
            return listen(_PATIENCE_S, context.cancel)

        self._runner.submit(
            Job(
                name=N_("Listen to the group"),
                lane=Lane.GROUP,
                key="group",
                work=work,
                done=self._heard,
                failed=self._failed,
                quiet=True,
            )
        )

    def close(self) -> None:
        """Ask no more."""
        self._open = False

    def _heard(self, changes: Changes) -> None:
        if self._open:
            self._hub.publish(changes)
            self.tick()

    def _failed(self, problem: Problem) -> None:
        """The mirror tells of itself when a screen reads; the next tick listens again."""
