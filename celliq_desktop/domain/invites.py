"""Invites: a seller is asked by e-mail to connect a car."""

from dataclasses import dataclass
from enum import Enum


class InviteOutcome(Enum):
    """What the server said to one request (celliq.yaml ``inviteSeller``)."""

    SENT = "sent"
    """201: a new invite, the seller is e-mailed."""
    ACCEPTED = "accepted"
    """Any other 2xx: by the contract an identical open invite was there; a server that never answers 201 says so for
    new ones, too."""
    ALREADY = "already"
    """409: this car is invited or connected already; nobody is e-mailed."""


@dataclass(frozen=True, slots=True)
class InviteAnswer:
    """``ref`` the invite's id, None when the server gives none."""

    outcome: InviteOutcome
    ref: str | None = None
