"""What a sweep did not meet: each is asked for by itself before it is called gone, and many at once wait for a person
(research/reliability.md N18; "missing means deleted" was wrong in 936 of 1,500 schedules)."""

from dataclasses import dataclass, replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.mirror import checkpoints
from celliq_desktop.mirror.checkpoints import Stream
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.sync_page import Item, ListStep, own
from celliq_desktop.usecases.sync_run import SyncRun

_HELD_SHARE = 0.2
_HELD_COUNT = 50
"""More than this at once are held for a person."""
_IN_FLIGHT = 6
LISTS = ("vehicles", "reports")
"""Swept whole, so that what is missing from them can be told."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What became of them: ``removed``, ``held`` for a person, or ``found`` by themselves although the list left them
    out."""

    removed: int = 0
    held: int = 0
    found: int = 0

    def then(self, later: "Missing") -> "Missing":
        """Both together: what was held or found is judged by the later one."""
        return replace(later, removed=self.removed + later.removed)


def settle_missing(run: SyncRun, step: ListStep[Item], at: Stream) -> Missing:
    """Ask for each row the sweep did not meet. Above the limits nothing goes before a person agrees (``sync --full``,
    or "Remove" in the window); whom a person decided to keep is not asked for again."""
    with run.desk.mirror.read() as session:
        missing = step.table.unseen(session, at.generation)
        living = step.table.living(session)
    agreed = run.full or run.wish.remove
    if not agreed and (len(missing) > _HELD_COUNT or (missing and len(missing) == at.kept)):
        return Missing(held=len(missing))
    gone: list[str] = []
    found = 0
    for item_id, answer in fan_out(
        missing, lambda one: step.find(run.desk, one), workers=_IN_FLIGHT, cancel=run.cancel
    ):
        run.progress(len(gone) + found, len(missing), f"{step.words} that were not listed")
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            gone.append(item_id)
            continue
        found += 1
        item = own(run.desk, step, answer)
        with run.desk.mirror.write() as session:
            step.table.upsert(session, (item,), at.generation)
    if not agreed and len(gone) > max(1.0, _HELD_SHARE * living):
        return Missing(held=len(gone), found=found)
    if gone:
        with run.desk.mirror.write() as session:
            step.table.confirm_gone(session, gone, run.desk.clock.now())
    return Missing(removed=len(gone), found=found)


def keep_missing(desk: Desk) -> Changes:
    """A person decides that what is held stays: it is not asked about again until it is another number."""
    with desk.mirror.write() as session:
        for name in LISTS:
            at = checkpoints.stream(session, name)
            checkpoints.save_stream(session, replace(at, kept=at.held))
    return Changes.of(Topic.VEHICLES)
