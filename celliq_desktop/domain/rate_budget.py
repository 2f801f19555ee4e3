"""How many requests a service still allows, and how many of them are kept for people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_WINDOW = timedelta(hours=1)
"""ev.energy counts requests over a rolling hour (research/apis.md 2)."""
_RESERVE_SHARE = 0.1
"""Below this share of the limit only what a person asked for is sent."""


@dataclass(frozen=True, slots=True)
class RateBudget:
    """As the last answer said at ``seen_at``; ``limit`` requests an hour, ``remaining`` of them left."""

    limit: int
    remaining: int
    seen_at: datetime

    @property
    def reserve(self) -> int:
        """Requests that are kept for people."""
        return max(1, round(self.limit * _RESERVE_SHARE))

    def spare(self, now: datetime) -> bool:
        """True while work that nobody waits for may go on; an hour after the last answer the window is empty again."""
        return self.remaining > self.reserve or now - self.seen_at >= _WINDOW
