"""A clock that stands still until told otherwise, and a way to wait that moves it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from celliq_desktop.app.clock import SystemClock
from celliq_desktop.domain.problems import Cancelled


class FakeClock:
    """Implements ``ports.Clock``; ``advance`` moves wall time and monotonic time together."""

    def __init__(self, start: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._monotonic = 1000.0

    def now(self) -> datetime:
        """The set moment, aware UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds, moved by ``advance`` only."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds


class HastyClock(SystemClock):
    """The real clock of a world where a minute and a half, the time a lost request may still take effect, passes in
    three seconds. Deadlines of requests are real ones: the monotonic counter does not hurry."""

    _HURRY = 30

    def __init__(self) -> None:
        self._start = super().now()

    def now(self) -> datetime:
        """The start, and thirty seconds for every second since."""
        return self._start + self._HURRY * (super().now() - self._start)


class Waiter:
    """Implements ``ports.Waiting`` without real time: waiting moves the clock; from the ``cancel_after``-th wait on
    somebody has asked to stop. ``meanwhile`` runs in every pause: what the world does while we wait."""

    def __init__(
        self, clock: FakeClock, *, cancel_after: int | None = None, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        self.waited: list[float] = []
        self._clock = clock
        self._cancel_after = cancel_after
        self._meanwhile = meanwhile

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked to stop."""
        return self._cancel_after is not None and len(self.waited) >= self._cancel_after

    def check(self) -> None:
        """Raise ``Cancelled`` then."""
        if self.cancelled:
            raise Cancelled("cancelled", "Stopped.")

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.waited.append(seconds)
        self._clock.advance(seconds)
        self._meanwhile()
        self.check()
