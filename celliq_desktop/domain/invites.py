"""Invites: a seller is asked by e-mail to connect a car."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.ids import OperationId, VehicleId


class InviteOutcome(Enum):
    """What the server said to one request (celliq.yaml ``inviteSeller``)."""

    SENT = "sent"
    """201, or another 2xx of a server that does not show invites: the seller is e-mailed."""
    ACCEPTED = "accepted"
    """200 with an invite and when it was made: an identical open one was there."""
    ALREADY = "already"
    """409: this car is invited or connected already; nobody is e-mailed."""


@dataclass(frozen=True, slots=True)
class InviteAnswer:
    """``ref`` the invite's id and ``expires_at`` its end, None when the server gives none."""

    outcome: InviteOutcome
    ref: str | None = None
    expires_at: datetime | None = None


class InviteState(Enum):
    """Where an invite stands. CONNECTED: the fleet has the car; ALREADY: the server had the invite or the car before;
    CHECKING: sent, and whether it arrived is being found out."""

    WAITING = "waiting"
    PAUSED = "paused"
    SENDING = "sending"
    CHECKING = "checking"
    NEEDS_YOU = "needs_you"
    SENT = "sent"
    ALREADY = "already_invited"
    CONNECTED = "connected"
    EXPIRED = "expired"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def under_way(self) -> bool:
        """True while something may still be sent, or may have been."""
        return self in _UNDER_WAY


_UNDER_WAY = frozenset(
    {InviteState.WAITING, InviteState.PAUSED, InviteState.SENDING, InviteState.CHECKING, InviteState.NEEDS_YOU}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """One car and one address. ``mails`` counts the e-mails the server confirmed; ``reason`` what was last said about
    it; ``op_id`` its newest operation; ``vehicle_id`` the car in the fleet, if it is there."""

    key: str
    vin: str
    seller_email: str
    state: InviteState
    asked_at: datetime
    asked_by: str
    op_id: OperationId
    mails: int = 0
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    expires_at: datetime | None = None
    reason: str = ""
    list_id: str | None = None
    list_name: str = ""
    vehicle_id: VehicleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerList:
    """A list that was confirmed; ``queued`` False while not every row of it has its operation."""

    id: str
    name: str
    created_at: datetime
    created_by: str
    rows: int
    queued: bool


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row of a list (cli.md ``invite``): ``sent``, ``already_invited``, ``invalid``,
    ``duplicate``, ``waiting`` or ``failed``."""

    number: int
    vin: str
    seller_email: str
    state: str
    reason: str = ""
