"""Further services a dealer may connect, each with a token of its own: ev.energy, Cariqa, Stripe."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

_WINDOW = timedelta(hours=1)
"""Services count requests over a rolling hour (research/apis.md 2)."""
_RESERVE_SHARE = 0.1
"""Below this share of the limit only what a person asked for is sent."""


class ConnectionState(Enum):
    """Where a connection stands. NEEDS_YOU: the service no longer takes the token; NOT_CONNECTED: there is none.
    Passing trouble is no state: it is the ``last_error`` of a CONNECTED one."""

    CONNECTED = "connected"
    NEEDS_YOU = "needs_you"
    NOT_CONNECTED = "not_connected"


@dataclass(frozen=True, slots=True)
class Rate:
    """What a service said of its budget: so many of ``limit`` requests were left at ``seen_at``."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one service stands, as noted in the mirror. ``user`` is who the token acts for, where a service asks for
    that; ``last_error`` a sentence, None while all is well."""

    state: ConnectionState = ConnectionState.NOT_CONNECTED
    user: str | None = None
    last_error: str | None = None
    connected_at: datetime | None = None
    last_sync_at: datetime | None = None
    rate: Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One service for people: its name, where it is asked, how it stands. The token is not part of it."""

    name: str
    title: str
    url: str
    standing: Standing

    @property
    def state(self) -> ConnectionState:
        """Where it stands."""
        return self.standing.state
