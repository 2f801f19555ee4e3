"""When to sync: at the start, every quarter of an hour or so, when somebody comes back to the window, and again after a
failure in growing steps. The one place that decides; whoever has a clock that ticks asks it."""

import random
from collections.abc import Callable

from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Cancelled, Problem, TryAgain

_EVERY_S = 900.0
_JITTER = 0.1
"""A tenth earlier or later, so that a dealership's desks do not all ask at once."""
_AT_MOST_EVERY_S = 60.0
"""Coming back to the window is no reason to sync more often."""
_LONGEST_S = 300.0
_STUCK_S = 120.0
"""No progress for so long while a sync runs: it is stopped and started again (research/reliability.md N23)."""

Dice = Callable[[], float]
"""A number from 0 to 1."""


class SyncSchedule:
    """Monotonic seconds only: a clock that is set, or a night of sleep, changes nothing (P14). Idle until ``begin``,
    and again while nobody is signed in."""

    def __init__(self, clock: Clock, dice: Dice | None = None) -> None:
        self._clock = clock
        self._dice = dice or random.SystemRandom().random
        self._due: float | None = None
        self._active = self._running = False
        self._failures = 0
        self._ended_at = float("-inf")
        self._moved_at = 0.0

    def is_due(self) -> bool:
        """True when a sync should start now."""
        return not self._running and self._due is not None and self._clock.monotonic() >= self._due

    def is_stuck(self) -> bool:
        """True when the sync that runs has not moved for two minutes."""
        return self._running and self._clock.monotonic() - self._moved_at > _STUCK_S

    def begin(self) -> None:
        """Somebody signed in: from now on, at once."""
        self._active, self._due = True, self._clock.monotonic()

    def started(self) -> None:
        """A sync runs, whoever wanted it."""
        self._running = True
        self.moved()

    def moved(self) -> None:
        """It got on."""
        self._moved_at = self._clock.monotonic()

    def ended(self, *, failed: bool = False, wait_s: float = 0.0) -> None:
        """It is over; ``failed``: in part or whole, so that it is tried again soon, full jitter, one second to five
        minutes (N11). ``wait_s``: what the server asked for."""
        self._running = False
        self._ended_at = self._clock.monotonic()
        self._failures = self._failures + 1 if failed else 0
        pause = _EVERY_S * (1 - _JITTER + 2 * _JITTER * self._dice())
        if failed:
            pause = max(1.0, self._dice() * min(_LONGEST_S, 2.0 ** min(self._failures, 10)), wait_s)
        self._due = self._ended_at + pause if self._active else None

    def stopped_by(self, problem: Problem) -> None:
        """It ended with ``problem``. Who is signed out is not synced any more."""
        if problem.code == "signed_out":
            self._active = False
        again = isinstance(problem, TryAgain) or problem.code == "captive_portal"
        self.ended(failed=again and not isinstance(problem, Cancelled), wait_s=problem.retry_after_s or 0.0)

    def somebody_is_back(self) -> None:
        """The window came to the front."""
        if self._active and self._clock.monotonic() - self._ended_at >= _AT_MOST_EVERY_S:
            self._due = self._clock.monotonic()
