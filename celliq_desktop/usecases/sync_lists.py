"""The sweep of an offset-paged list: page rows and cursor in one transaction, resumed where it stopped.

Offset paging shifts under one's feet (research/reliability.md 0): "not seen" means nothing until an item is confirmed
by itself, an identical page twice ends the sweep, and a sweep has a hard end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.domain.syncing import Page
from celliq_desktop.mirror import checkpoints
from celliq_desktop.mirror.checkpoints import Stream
from celliq_desktop.mirror.vehicles import Upserted
from celliq_desktop.usecases.desk import Desk

PAGE_SIZE = 200
"""The most celliq.yaml allows; a server that gives fewer a page is followed."""
_SPARE_PAGES = 3

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ListStep(Generic[Item]):
    """One list: how a page is fetched and taken over, and what makes a row another dealer's."""

    name: str
    words: str
    fetch: Callable[[Desk, int, int], Page[Item]]
    upsert: Callable[[Any, tuple[Item, ...], int], Upserted]
    id_of: Callable[[Item], str]
    dealer_of: Callable[[Item], str | None] = field(default=lambda _item: None)


@dataclass(slots=True)
class Tally:
    """Counts of one sweep, as cli.md names them."""

    seen: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    changed: set[str] = field(default_factory=set)

    def take(self, page: Upserted) -> None:
        """Add one page."""
        self.added += page.added
        self.updated += page.updated
        self.unchanged += page.unchanged
        self.seen += page.added + page.updated + page.unchanged
        self.changed |= page.changed


def sweep(
    desk: Desk, step: ListStep[Item], tally: Tally, *, full: bool, progress: Progress, cancel: CancelToken
) -> Stream:
    """Read the list from where it stands to its end; the stream as it stands then. A cancel or a problem leaves the
    finished pages in place and the next sweep goes on at the same page."""
    with desk.mirror.write() as session:
        at = checkpoints.stream(session, step.name)
        if full or at.page == 0:
            at = at.begun(desk.clock.now())
            checkpoints.clear_aside(session, step.name)
            checkpoints.save_stream(session, at)
    before: tuple[str, ...] = ()
    total = 0
    while True:
        cancel.check()
        page = step.fetch(desk, at.page, PAGE_SIZE)
        _refuse_foreign(desk, step, page)
        ids = tuple(step.id_of(item) for item in page.items)
        if ids and ids == before:
            raise TryAgain("list_repeats", f"The server repeats a page of {step.words}.", next_step="Sync again.")
        before = ids
        rows = len(page.items) + len(page.set_aside)
        last = rows == 0 or at.seen + rows >= page.total
        total = page.total
        with desk.mirror.write() as session:
            tally.take(step.upsert(session, page.items, at.generation))
            checkpoints.set_aside(session, step.name, page.set_aside, desk.clock.now())
            at = replace(at, page=0 if last else at.page + 1, seen=at.seen + rows, total=total, offered=True)
            checkpoints.save_stream(session, at)
        progress(at.seen, max(total, at.seen), step.words)
        if last:
            return at
        if at.page > -(-total // max(1, rows)) + _SPARE_PAGES + at.seen // max(1, rows):
            raise TryAgain("list_endless", f"The server's list of {step.words} does not end.", next_step="Sync again.")


def _refuse_foreign(desk: Desk, step: ListStep[Item], page: Page[Item]) -> None:
    """A row of another dealer rejects the whole page (research/reliability.md N19)."""
    mine = desk.account.user.dealer_id
    if mine and any((dealer := step.dealer_of(item)) and dealer != mine for item in page.items):
        raise TryAgain(
            "foreign_row",
            "The server sent data of another dealer; that page was not taken over.",
            safe="Nothing of it was kept.",
            next_step="Tell CellIQ support.",
        )
