"""While a report waits for credits, the balance is looked at now and then, and when somebody comes back from paying;
what waited goes on by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.formats import count
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

if TYPE_CHECKING:
    from celliq_desktop.domain.ports import Clock, Progress, Waiting
    from celliq_desktop.domain.problems import Problem
    from celliq_desktop.jobs.runner import Runner
    from celliq_desktop.usecases.buy_credits import CreditsLook
    from celliq_desktop.viewmodels.hub import Hub

    LookVerb = Callable[[int | None, Progress, Waiting], CreditsLook]
    """``(the balance that was tried last, progress, cancel)``; runs on a worker."""

_FIRST_S, _LONGEST_S = 30.0, 300.0
"""Between two looks; each one is twice as late as the one before."""
_BACK_S = 10.0
"""Coming back to the window looks at once, but not more often than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsState:
    """What came of it; every one is a new object, so that the same words can be said twice."""

    told: str = ""


class CreditsWatch(Observable[CreditsState]):
    """``waits``: something waits for credits now. Ticks with the window, and sleeps while nothing waits."""

    def __init__(self, look: LookVerb, waits: Callable[[], bool], runner: Runner, hub: Hub, clock: Clock) -> None:
        super().__init__(CreditsState())
        self._look = look
        self._waits = waits
        self._runner = runner
        self._hub = hub
        self._clock = clock
        self._due: float | None = None
        self._looked_at = float("-inf")
        self._pause_s = _FIRST_S
        self._tried: int | None = None

    def tick(self) -> None:
        """Look when it is time."""
        now = self._clock.monotonic()
        if not self._waits():
            self._due, self._pause_s, self._tried = None, _FIRST_S, None
        elif self._due is None:
            self._due = now + self._pause_s
        elif now >= self._due:
            self._ask(now)

    def somebody_is_back(self) -> None:
        """The window came to the front: perhaps from the payment page."""
        now = self._clock.monotonic()
        if self._waits() and now - self._looked_at >= _BACK_S:
            self._ask(now)

    def _ask(self, now: float) -> None:
        self._looked_at, self._due = now, now + self._pause_s
        self._pause_s = min(_LONGEST_S, 2 * self._pause_s)
        tried = self._tried

        def work(context: JobContext) -> CreditsLook:
            return self._look(tried, context.progress, context.cancel)

        self._runner.submit(
            Job(
                name=N_("Look for credits"),
                lane=Lane.NETWORK,
                key="credits",
                work=work,
                done=self._looked,
                failed=self._failed,
                quiet=True,
            )
        )

    def _looked(self, found: CreditsLook) -> None:
        self._tried = found.balance
        if found.continued:
            self._pause_s = _FIRST_S
            reports = count(found.continued, "report", "reports")
            self.replace(CreditsState(told=_("Credits have arrived: {reports} issued.").format(reports=reports)))
        self._hub.publish(found.changes)

    def _failed(self, problem: Problem) -> None:
        """What waits keeps waiting; the sync tells of a network that is not there."""
        self._due = max(self._due or 0.0, self._clock.monotonic() + (problem.retry_after_s or 0.0))
