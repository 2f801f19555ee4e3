"""The sweep of an offset-paged list: page rows and cursor in one transaction, resumed where it stopped.

Offset paging shifts under one's feet (research/reliability.md 0 and 4.4): when rows moved between two pages the sweep
begins again, twice at most; what was not seen is nothing until it is confirmed by itself; and what the server counts is
compared with what it listed. Pages that did not change (ETag) cost a request and no work.
"""

from dataclasses import dataclass, replace
from typing import Any, Generic

from celliq_desktop.domain.problems import Refused, TryAgain
from celliq_desktop.domain.syncing import Page
from celliq_desktop.domain.text import N_
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.mirror import checkpoints
from celliq_desktop.mirror.checkpoints import SeenPage, Stream
from celliq_desktop.usecases.sync_page import PAGE_SIZE, Item, ListStep, Tally, checked, no_such_page
from celliq_desktop.usecases.sync_run import SyncRun

_RESTARTS = 2
_SPARE_PAGES = 3
"""Pages in a row without anything new after which the list is over, whatever its total says."""
_MOST_ROWS = 500_000
_IN_FLIGHT = 6


@dataclass(frozen=True, slots=True)
class Swept:
    """How a sweep ended: ``listed`` rows of the server's ``total`` (None where it does not say)."""

    at: Stream
    listed: int
    total: int | None


def sweep(run: SyncRun, step: ListStep[Item], tally: Tally) -> Swept:
    """Read the list from where it stands to its end, again when it changed meanwhile or does not add up. A cancel or a
    problem leaves the finished pages in place and the next sweep goes on at the same page."""
    with run.desk.mirror.read() as session:
        at = checkpoints.stream(session, step.name)
    if run.full:
        at = replace(at, page=0)
    again, recounted = 0, False
    while True:
        walk = _Walk(run, step, tally, at, strict=again < _RESTARTS)
        if walk.to_the_end():
            again += 1
        elif walk.total not in (None, walk.seen) and not recounted:
            recounted = True
        else:
            return Swept(walk.at, walk.seen, walk.total)
        at = replace(walk.at, page=0)
        tally.again()


@dataclass(frozen=True, slots=True)
class _Read(Generic[Item]):
    """A page as it came. ``known``: it did not change, and was this. ``total`` None where the server does not count."""

    page: Page[Item]
    ids: tuple[str, ...]
    total: int | None
    known: SeenPage | None = None


class _Walk(Generic[Item]):
    """One way through the list. Nothing is written before a page differs from what is known of it. ``strict``: stop
    where rows moved, else take what comes."""

    def __init__(self, run: SyncRun, step: ListStep[Item], tally: Tally, at: Stream, *, strict: bool) -> None:
        self._run, self._step, self._tally, self._strict = run, step, tally, strict
        self._begun = at.page > 0
        self._quiet: list[SeenPage] = []
        self._before: tuple[str, ...] = ()
        self._last = at.last_id if self._begun else None
        self._edges: list[tuple[int, str]] = []
        self._new = False
        self._longest = self._idle = 0
        self.at = at
        self.seen = at.seen if self._begun else 0
        self.total = at.total if self._begun else None

    def to_the_end(self) -> bool:
        """Page by page; True when rows moved meanwhile, and then no further than that."""
        number = max(1, self.at.page)
        while True:
            self._run.cancel.check()
            read = self._fetched(number)
            repeats = bool(read.ids) and read.ids == self._before
            moved = self._strict and number > 1 and not repeats and self._moved(read)
            if number > 1 and read.ids and not repeats and self._last is not None and not self._idle:
                self._edges.append((self.seen, self._last))
            self.total = read.total
            over = self._take(number, read, stop=moved or repeats)
            self._run.progress(self.seen, max(self.total or 0, self.seen), self._step.words)
            if over:
                return moved or self._edge_moved()
            self._refuse_endless(number)
            number += 1

    def _fetched(self, number: int) -> _Read[Item]:
        step = self._step
        with self._run.desk.mirror.read() as session:
            known = None if self._run.full else checkpoints.seen_page(session, step.name, number)
            if known is not None and not step.table.alive(session, known.ids):
                known = None
        try:
            page = step.fetch(self._run.desk, number, PAGE_SIZE, None, known.etag if known else None)
        except Refused as refusal:
            if number == 1 or not no_such_page(refusal):
                raise
            return _Read(Page((), 0, number, PAGE_SIZE), (), self.total)
        if not page.unchanged:
            ids = (*(item.id for item in page.items), *(row.item_id or row.raw for row in page.set_aside))
            return _Read(checked(self._run.desk, step, page), ids, page.total if page.said_total else None)
        if known is None:
            raise TryAgain(
                "bad_answer", N_("The server calls unchanged what was never read."), next_step=N_("Sync again.")
            )
        return _Read(page, known.ids, known.total, known)

    def _moved(self, read: _Read[Item]) -> bool:
        """Rows of the page before turn up again, or the server counts otherwise than a page ago."""
        if read.total is not None and self.total is not None and read.total != self.total:
            return True
        return self._last in read.ids or not set(self._before).isdisjoint(read.ids)

    def _take(self, number: int, read: _Read[Item], *, stop: bool) -> bool:
        """The page into the mirror, together with where to go on; True when the list is over."""
        self._longest = max(self._longest, len(read.ids))
        if read.ids:
            self._before, self._last = read.ids, None if read.page.set_aside else read.ids[-1]
        if read.known is not None and not self._begun:
            self._quiet.append(read.known)
            self._tally.met |= set(read.ids)
            self._count(len(read.ids))
            return stop or self._is_last(read)
        step, page = self._step, read.page
        with self._run.desk.mirror.write() as session:
            at = self.at if self._begun else self._begin(session)
            met = (
                step.table.upsert(session, page.items, at.generation)
                if read.known is None
                else step.table.meet(session, read.ids, at.generation)
            )
            checkpoints.set_aside(session, step.name, page.set_aside, self._run.desk.clock.now())
            checkpoints.save_page(session, step.name, number, read.known or _seen(read))
            self._count(met.first_met + len(page.set_aside))
            over = stop or self._is_last(read)
            self.at = replace(
                at,
                page=0 if over else number + 1,
                seen=self.seen,
                total=self.total,
                last_id=self._last,
                offered=True,
            )
            checkpoints.save_stream(session, self.at)
        self._begun, self._new = True, self._new or bool(met.new)
        self._tally.take(met)
        return over

    def _begin(self, session: Any) -> Stream:
        """A new sweep; the pages before this one, which did not change, are met."""
        at = self.at.begun(self._run.desk.clock.now())
        checkpoints.clear_aside(session, self._step.name)
        for page in self._quiet:
            self._step.table.meet(session, page.ids, at.generation)
        return at

    def _count(self, fresh: int) -> None:
        self.seen += fresh
        self._idle = 0 if fresh else self._idle + 1

    def _is_last(self, read: _Read[Item]) -> bool:
        """A short page and as many rows as the server counts (research/reliability.md N17). An empty page amid the
        list is passed over; where the total is missing or too small only an empty page ends the list."""
        if self._idle >= _SPARE_PAGES:
            return True
        if not read.ids:
            return self.total is None or self.seen >= self.total
        return self.seen == self.total and len(read.ids) < min(PAGE_SIZE, read.page.page_size)

    def _refuse_endless(self, number: int) -> None:
        pages = -(-max(self.total or 0, self.seen) // max(1, self._longest))
        if self.seen > _MOST_ROWS or number > pages + _SPARE_PAGES:
            words = self._step.words
            raise TryAgain(
                "list_endless",
                N_("The server's list of {words} does not end.").format(words=words),
                next_step=N_("Sync again."),
            )

    def _edge_moved(self) -> bool:
        """The last row of every page but the last is asked for by its place: another one there means that rows moved
        unnoticed, one going and one coming. Only where something was new: a row that was known and skipped is missed
        (``settle_missing``), one that was not would never be. A server that does not give single rows says nothing."""
        if not (self._strict and self._new):
            return False
        for _edge, answer in fan_out(self._edges, self._moved_at, workers=_IN_FLIGHT, cancel=self._run.cancel):
            self._run.progress(self.seen, max(self.total or 0, self.seen), self._step.words)
            if isinstance(answer, Exception):
                raise answer
            if answer:
                return True
        return False

    def _moved_at(self, edge: tuple[int, str]) -> bool:
        place, last = edge
        try:
            page = self._step.fetch(self._run.desk, place, 1, None, None)
        except Refused:
            return False
        ids = [item.id for item in checked(self._run.desk, self._step, page).items]
        return len(ids) == 1 and ids != [last]


def _seen(read: _Read[Item]) -> SeenPage | None:
    """What to remember of a page; nothing where a row of it could not be used, so that it is read again."""
    page = read.page
    if page.etag is None or page.set_aside or read.total is None:
        return None
    return SeenPage(page.etag, read.total, read.ids)
