"""What a kind of change must say so that the outbox can carry it (research/reliability.md 4.3).

To add a kind: a module here that ends in one ``Kind``, and one line in ``registry.KINDS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.outbox import CostClass, Operation
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.desk import Desk

SETTLE = timedelta(seconds=90)
"""The longest a lost request may still take effect: 60 s deadline and 30 s spare (research/reliability.md 4.3)."""


def _nothing(_session: Any) -> object:
    """The mirror has no row for this."""
    return None


@dataclass(frozen=True, slots=True)
class Marker:
    """What the server has before anything is sent, as JSON text; None where there is nothing to compare with."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What was asked for is there. ``ref`` names it at the server; ``note`` goes into the history; ``write`` puts it
    into the mirror in the transaction that ends the operation."""

    ref: str | None
    note: str
    write: Callable[[Any], object] = _nothing


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something new is there that this program cannot read: never sent again, and ``words`` say so."""

    words: str


def _its_key_says(_operation: Operation) -> str:
    return ""


def _cannot_tell(_desk: Desk, _operation: Operation) -> None:
    return None


def _nothing_known(_desk: Desk, _operation: Operation) -> Marker:
    return Marker()


def never(_desk: Desk, _operation: Operation) -> bool:
    """For what must not be sent twice: a person decides."""
    return False


def always(_desk: Desk, _operation: Operation) -> bool:
    """For what may be sent twice: the second time changes nothing."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of change. All functions run on a worker and raise ``Problem`` kinds.

    ``prepare`` looks before the first byte (and before every further one): the pre-marker, or that the effect is there
    already, and then nothing is sent. ``send`` sends exactly one request. ``look`` asks the server whether a request
    in doubt has landed; None: not seen. ``resend`` decides, once the settle time is over and nothing was seen, whether
    it may be queued again by itself (same key, at most three times); False leaves it to a person, with
    ``unseen_words``. ``price`` is what it costs now, compared with what a person agreed to; None: nobody knows.
    ``merge`` puts a later wish for the same key into one that is under way. ``workers`` is how many are sent at a
    time; with ``pauses_all`` a pause the server asks for holds for all of this kind. ``about`` says what one is about
    where its natural key does not name a car.
    """

    name: str
    cost: CostClass
    title: str
    topics: frozenset[Topic]
    send: Callable[[Desk, Operation], Effect]
    prepare: Callable[[Desk, Operation], Marker | Effect | Unreadable] = _nothing_known
    look: Callable[[Desk, Operation], Effect | Unreadable | None] = _cannot_tell
    resend: Callable[[Desk, Operation], bool] = never
    unseen_words: str = N_("The server does not show it. It can be sent again.")
    price: Callable[[Desk, Operation], str | None] | None = None
    merge: Callable[[str, str], str] | None = None
    settle: timedelta = SETTLE
    workers: int = 1
    pauses_all: bool = True
    about: Callable[[Operation], str] = _its_key_says
