"""Writes that must survive: what the person asked for, as durable rows (reliability.md, research 4.2-4.3)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.syncing import HeldBack


class OperationState(Enum):
    """The states of research/reliability.md 4.3."""

    QUEUED = "queued"
    SENDING = "sending"
    IN_DOUBT = "in_doubt"
    RECONCILING = "reconciling"
    NEEDS_PAYMENT = "needs_payment"
    NEEDS_USER = "needs_user"
    WAITING = "waiting"
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def active(self) -> bool:
        """True while the operation may still have an effect; at most one active operation per (kind, natural key)."""
        return self not in _TERMINAL


_TERMINAL = frozenset({OperationState.DONE, OperationState.REJECTED, OperationState.FAILED, OperationState.CANCELLED})


HELD = datetime(9999, 1, 1, tzinfo=UTC)
"""``not_before`` of what a person holds back: it waits for them and nobody else."""


class CostClass(Enum):
    """What a repeated effect would cost."""

    FREE = "free"
    EMAIL = "email"
    CREDIT = "credit"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One row of the outbox. ``natural_key`` e.g. ``report:veh_1``, never with a person's e-mail in it; ``payload``
    JSON text and ``payload_sha`` its fingerprint; ``pre_marker`` JSON text of what the server had for that key
    *before* the first attempt; ``result_ref`` the server object that closed it; ``settle_until`` when a late effect
    can no longer land.

    ``batch_id`` groups what was asked for together, ``seq`` is the place in it. ``confirmed_price`` is the price a
    person agreed to, ``offered_price`` another one the server asks for now. ``lease_owner`` names the running program
    that sends it, only while it does; ``epoch`` the sign-in it was asked for under.
    """

    op_id: OperationId
    kind: str
    natural_key: str
    payload: str
    cost_class: CostClass
    state: OperationState
    created_at: datetime
    attempts: int = 0
    pre_marker: str | None = None
    not_before: datetime | None = None
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    settle_until: datetime | None = None
    result_ref: str | None = None
    checkout_url: str | None = None
    last_status: int | None = None
    last_error: str | None = None
    batch_id: str | None = None
    seq: int = 0
    payload_sha: str = ""
    confirmed_price: str | None = None
    offered_price: str | None = None
    lease_owner: str | None = None
    epoch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for, before it is a row. ``payload`` JSON text; ``confirmed_price`` in words that compare
    exactly, None where no price was shown."""

    kind: str
    natural_key: str
    payload: str
    cost_class: CostClass
    batch_id: str | None = None
    seq: int = 0
    confirmed_price: str | None = None
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What was asked for together, counted by state: five thousand invites are one line. ``next_at`` the soonest
    further attempt, ``reason`` one of the rows' last errors."""

    batch_id: str
    kind: str
    created_at: datetime
    counts: Mapping[OperationState, int]
    next_at: datetime | None = None
    reason: str | None = None

    @property
    def size(self) -> int:
        """How many changes it is."""
        return sum(self.counts.values())

    def among(self, *states: OperationState) -> int:
        """How many are in one of these states."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def active(self) -> bool:
        """True while any of it may still have an effect."""
        return any(number and state.active for state, number in self.counts.items())


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step of a change: when, into which state, and why."""

    at: datetime
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Described:
    """A change and what it is about in words (``WVWZZZE1ZMP000009 · anna@example.com``); empty where its natural key
    says it."""

    operation: Operation
    about: str


@dataclass(frozen=True, slots=True)
class OutboxView:
    """What a screen shows: single changes, batches, what each kind is called, and what a sync holds back."""

    operations: tuple[Described, ...] = ()
    batches: tuple[Batch, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    held: HeldBack = field(default_factory=HeldBack)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of changes that were asked for together, and the first reason why some did not go."""

    done: int
    waiting: int
    refused: int
    reason: str = ""


def fingerprint(payload: str) -> str:
    """SHA-256 of a payload, in hexadecimal."""
    return hashlib.sha256(payload.encode()).hexdigest()


def private_key(*parts: str) -> str:
    """A short, one-way stand-in for what may not stand in a natural key (a seller's e-mail): SHA-256, 128 bits,
    over the parts in lower case."""
    return hashlib.sha256("\x1f".join(part.strip().casefold() for part in parts).encode()).hexdigest()[:32]
