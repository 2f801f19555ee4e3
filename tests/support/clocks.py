"""A clock that stands still until told otherwise."""

from datetime import UTC, datetime, timedelta


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
