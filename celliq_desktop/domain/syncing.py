"""Words of synchronisation: pages in, outcomes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.ids import VehicleId

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row the tolerant reader could not use: kept with its raw text and counted, never dropped in silence."""

    item_id: str | None
    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of an offset-paged list as read; ``total`` as the server claims, or the number of rows where it claims
    nothing (``said_total`` False). ``etag`` None when not offered; ``unchanged`` True for a 304 (then there are no
    items)."""

    items: tuple[Item, ...]
    total: int
    page: int
    page_size: int
    set_aside: tuple[SetAside, ...] = ()
    etag: str | None = None
    unchanged: bool = False
    said_total: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncWish:
    """What a sync is asked for. ``full``: fetch everything again; ``remove``: a person agrees that what the server no
    longer has goes here, too, however much it is (``full`` does so as well); ``first``: cars that are looked at."""

    full: bool = False
    remove: bool = False
    first: tuple[VehicleId, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """How many rows of one list could not be read, and the reason of the newest."""

    stream: str
    rows: int
    reason: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What a sync did not decide by itself. ``missing`` is how many rows of each list the server no longer has, while
    a person is asked whether they go here, too; ``aside`` what could not be read."""

    missing: Mapping[str, int] = field(default_factory=dict)
    aside: tuple[Aside, ...] = ()


class StepState(Enum):
    """How a sync step ended. HELD: deletes wait for a person. MISMATCH: the list was read to its end, and the server
    counts otherwise."""

    DONE = "done"
    NOT_OFFERED = "not_offered"
    HELD = "held"
    MISMATCH = "mismatch"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOutcome:
    """Counts of one step (cli.md ``sync``). ``held``: rows set aside or deletes held for a person."""

    name: str
    state: StepState
    seen: int = 0
    added: int = 0
    updated: int = 0
    removed: int = 0
    held: int = 0
    unchanged: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """What became of queued writes during a sync."""

    sent: int = 0
    waiting: int = 0
    needs_user: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSummary:
    """The whole sync. ``complete`` only when every offered step is done; ``clock_skew`` as the server's clock tells
    it; ``sign_in_kept`` False while the key store would not take the newest sign-in; ``led_by`` names the desk of the
    group that fetches what is new for this one, which has only sent its own changes then."""

    complete: bool
    steps: tuple[StepOutcome, ...]
    outbox: OutboxCounts
    duration_s: float
    requests: int
    clock_skew: ClockSkew | None = None
    sign_in_kept: bool = True
    led_by: str = ""
