"""One list as a sweep sees it: how its pages are fetched, what makes a row another dealer's, and what was counted."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.problems import Refused, TryAgain
from celliq_desktop.domain.syncing import Page
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror.swept import Listed, SweptTable, Upserted
from celliq_desktop.usecases.desk import Desk

PAGE_SIZE = 200
"""The most celliq.yaml allows; a server that gives fewer a page is followed."""

_security = logging.getLogger("celliq_desktop.security")

Item = TypeVar("Item", bound=Listed)

Fetch = Callable[[Desk, int, int, datetime | None, str | None], Page[Item]]
"""``(desk, page, page size, updated since, ETag)``."""


@dataclass(frozen=True, slots=True)
class ListStep(Generic[Item]):
    """One list. ``find`` looks for a row by itself: None only when the server surely no longer has it."""

    name: str
    words: str
    topic: Topic
    table: SweptTable[Item]
    fetch: Fetch[Item]
    find: Callable[[Desk, str], Item | None]


@dataclass(slots=True)
class Tally:
    """What one sync did to a list, by id, so that a row met in two sweeps counts once."""

    new: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def take(self, page: Upserted) -> None:
        """Add one page."""
        self.new |= page.new
        self.updated |= page.updated - self.new
        self.met |= page.changed | page.unchanged

    def again(self) -> None:
        """The list is read from its beginning once more."""
        self.met.clear()


def checked(desk: Desk, step: ListStep[Item], page: Page[Item]) -> Page[Item]:
    """The page, unless it holds a row of another dealer: that rejects all of it, also what could not be read, and is
    logged as a security event (research/reliability.md N19)."""
    if any(_foreign(desk, raw) for raw in [row.raw for row in page.items] + [row.raw for row in page.set_aside]):
        _security.warning("security event: %s page %d holds rows of another dealer", step.name, page.page)
        raise foreign_row()
    return page


def own(desk: Desk, step: ListStep[Item], item: Item) -> Item:
    """A row that was looked for by itself, under the same rule."""
    if _foreign(desk, item.raw):
        _security.warning("security event: %s answers with a row of another dealer", step.name)
        raise foreign_row()
    return item


def foreign_row() -> TryAgain:
    """Another dealer's data came."""
    return TryAgain(
        "foreign_row",
        N_("The server sent data of another dealer; that page was not taken over."),
        safe=N_("Nothing of it was kept."),
        next_step=N_("Tell CellIQ support."),
    )


def no_such_page(refusal: Refused) -> bool:
    """Some servers refuse a page behind the last one instead of sending an empty one."""
    return refusal.code in ("not_found", "insufficient_data")


def _foreign(desk: Desk, raw: str) -> bool:
    mine = desk.account.user.dealer_id
    if not mine or '"dealer_id"' not in raw:
        return False
    row: Any = json.loads(raw)
    dealer = row.get("dealer_id") if isinstance(row, dict) else None
    return dealer is not None and str(dealer) not in ("", "None", mine)
