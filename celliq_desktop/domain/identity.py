"""Who seals the dealer's reports, and who confirms when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from celliq_desktop.domain.text import N_

WARN_BEFORE = timedelta(days=60)
"""A certificate authority needs days to weeks for a renewal; a dealer should hear of it before buyers do."""


_UNNAMED = "CellIQ dealer "


def unnamed_issuer(number: str) -> str:
    """What an identity is called before the server has told the dealer's name; ``number`` is the account's."""
    return f"{_UNNAMED}{number}"


def is_unnamed(issuer: str | None) -> bool:
    """Whether a seal carries an account's number instead of the dealer's name."""
    return (issuer or "").startswith(_UNNAMED)


class IdentityKind(Enum):
    """Where the key is: made by this program, brought along as a file, or on a token."""

    CREATED = "created"
    FILE = "file"
    HARDWARE = "token"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """The identity in use. ``issuer`` is the name on the seal, ``vouched_by`` whoever signed its certificate (the same
    name when nobody did). Times are aware UTC."""

    kind: IdentityKind
    issuer: str
    vouched_by: str
    certificate_sha256: str
    valid_from: datetime
    valid_until: datetime

    @property
    def self_issued(self) -> bool:
        """Nobody but the dealer vouches for the name."""
        return self.issuer == self.vouched_by

    def warning(self, now: datetime) -> str | None:
        """A sentence from ``WARN_BEFORE`` the end on; None before."""
        left = self.valid_until - now
        if left > WARN_BEFORE:
            return None
        if left <= timedelta(0):
            return N_(
                "The sealing certificate expired on {valid_until:%Y-%m-%d}. Nothing can be sealed with it."
            ).format(valid_until=self.valid_until)
        days = max(1, left.days)
        words = "1 day" if days == 1 else f"{days} days"
        return N_(
            "The sealing certificate expires in {words}, on {valid_until:%Y-%m-%d}. Renew it in"
            " Settings; reports that are sealed already stay valid."
        ).format(words=words, valid_until=self.valid_until)


@dataclass(frozen=True, slots=True)
class TimestampFacts:
    """The service that confirms when a report was sealed: its address and its name as its certificate says it.
    ``certificates`` are the SHA-256 fingerprints that were pinned when it was chosen."""

    url: str
    name: str
    certificates: tuple[str, ...]
