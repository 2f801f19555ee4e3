"""The real clock behind ``ports.Clock``; the only place of the program that asks the operating system for the time."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Wall time in aware UTC and a monotonic counter in seconds."""

    def now(self) -> datetime:
        """Now, aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
        return time.monotonic()
