"""Only what is new in a long list: ``updated_since`` (ASSUMED) where the server honours it, and one question how many
rows there are, so that an unchanged fleet costs two requests and no work."""

from dataclasses import replace
from datetime import datetime, timedelta

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.syncing import Page
from celliq_desktop.mirror import checkpoints
from celliq_desktop.mirror.checkpoints import Stream
from celliq_desktop.usecases.sync_page import PAGE_SIZE, Item, ListStep, Tally, checked, no_such_page
from celliq_desktop.usecases.sync_run import SyncRun

_SHORT = 2 * PAGE_SIZE
"""A list of so few rows is swept: that costs no more, and misses nothing."""
_SWEEP_EVERY = timedelta(days=1)
_MARGIN = timedelta(minutes=15)
"""A server may write a row down later than the time it gives it, and clocks differ."""


def take_news(run: SyncRun, step: ListStep[Item], tally: Tally) -> tuple[Stream, int] | None:
    """Take over what changed since the last look; where the list stands then and how many rows live, or None when it
    has to be swept: it is short, the last sweep is a day old, the server does not honour ``updated_since``, or rows
    are missing."""
    with run.desk.mirror.read() as session:
        at = checkpoints.stream(session, step.name)
        is_long = step.table.more_than(session, _SHORT)
    now = run.desk.clock.now()
    if run.full or run.wish.remove or not is_long or not _may_ask(at, now) or at.watermark is None:
        return None
    since = at.watermark - _MARGIN
    answered = _news(run, step, since)
    if answered is None:
        with run.desk.mirror.write() as session:
            checkpoints.save_stream(session, replace(at, since_ignored=True))
        return None
    if not _taken(run, step, tally, answered, since=since, at=at):
        return None
    count = step.fetch(run.desk, 1, 1, None, None)
    with run.desk.mirror.read() as session:
        living = step.table.living(session)
        here = living + checkpoints.aside(session, step.name) - at.held
    return (at, living) if count.said_total and count.total == here else None


def watermark(run: SyncRun, step: ListStep[Item], started: datetime | None) -> datetime | None:
    """Up to which server version everything is known: the server's time when the look began; where it does not tell
    the time, the newest version seen, but never later than that. None where rows have no version."""
    with run.desk.mirror.read() as session:
        newest = step.table.newest(session)
    if newest is None or started is None:
        return None
    skew = run.desk.api.clock_skew
    return min(newest, started) if skew is None else started - timedelta(seconds=skew.seconds)


def _may_ask(at: Stream, now: datetime) -> bool:
    whole = at.page == 0 and at.swept_at is not None and not at.since_ignored
    return whole and at.swept_at is not None and timedelta(0) <= now - at.swept_at < _SWEEP_EVERY


def _news(run: SyncRun, step: ListStep[Item], since: datetime) -> Page[Item] | None:
    """The first page of what is new; None when the server pays no heed to ``updated_since``."""
    try:
        page = checked(run.desk, step, step.fetch(run.desk, 1, PAGE_SIZE, since, None))
    except Refused as refusal:
        if no_such_page(refusal):
            return None
        raise
    heeded = all(item.updated_at is not None and item.updated_at >= since for item in page.items)
    return page if heeded and page.said_total else None


def _taken(run: SyncRun, step: ListStep[Item], tally: Tally, page: Page[Item], *, since: datetime, at: Stream) -> bool:
    """Every page of it into the mirror; False when it changed meanwhile or is so much that a sweep is as good."""
    seen, total = set[str](), page.total
    if total > _SHORT:
        return False
    number = 1
    while True:
        with run.desk.mirror.write() if page.items or page.set_aside else run.desk.mirror.read() as session:
            if page.items or page.set_aside:
                tally.take(step.table.upsert(session, page.items, at.generation))
                checkpoints.set_aside(session, step.name, page.set_aside, run.desk.clock.now())
        ids = {item.id for item in page.items} | {row.raw for row in page.set_aside}
        if page.total != total or not seen.isdisjoint(ids):
            return False
        seen |= ids
        run.progress(len(seen), total, step.words)
        if len(seen) >= total or not ids:
            return len(seen) == total
        number += 1
        run.cancel.check()
        page = checked(run.desk, step, step.fetch(run.desk, number, PAGE_SIZE, since, None))
