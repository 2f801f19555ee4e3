"""One whole visit of a dealer, from an empty profile to a sealed paper, and what must be left of it however often it
was interrupted."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, event

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.domain import crashpoints
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import BadSurroundings, Problem
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import backups
from celliq_desktop.mirror.driver import DRIVER_ERROR
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_report import export_report
from celliq_desktop.usecases.kinds.settings import settings_wish
from celliq_desktop.usecases.operations import ask
from celliq_desktop.usecases.reports import report_exports, report_library
from celliq_desktop.usecases.send_outbox import operations
from tests.faults.invariants import assert_mirrored
from tests.faults.story import Crash, Story, told
from tests.support.desks import click, quiet, synced
from tests.support.mirrors import KEY
from tests.support.servers import MemoryTokens

CARS = ("veh_1", "veh_2")
ADDRESS = "Neuer Weg 1"
BACKUPS = "backups"
PAPER = Path("papers", "report.pdf")


def visit(desk: Desk, out: Path | None) -> None:
    """Sync, ask for two reports and a change of address, sync again; with ``out`` hand out a paper, too, and look
    after the mirror."""
    synced(desk)
    for one in CARS:
        click(desk, VehicleId(one))
    if not any(row.kind == "settings" for row in operations(desk)):
        ask(desk, settings_wish({"address": ADDRESS}))
    synced(desk)
    if out is not None:
        out.parent.mkdir(exist_ok=True)
        hand_out(desk, out)
        desk.mirror.keep_backup()


def hand_out(desk: Desk, out: Path) -> None:
    """The newest report of the mirror as a sealed file."""
    newest = report_library(desk)[0]
    export_report(desk, ReportId(newest.id), out=out, language="en", progress=quiet, cancel=CancelFlag())


def interrupted(story: Story, out: Path | None = None) -> bool:
    """A visit that may be cut short by a problem or by the end of the program; True when it was."""
    try:
        visit(with_files(story.desk), out)
    except Problem as problem:
        story.log.append(problem.code)
        return True
    except Crash:
        story.restart()
        return True
    finally:
        crashpoints.listen(None)
    return False


def carried_on(story: Story, out: Path | None = None) -> None:
    """The dealer comes back a few minutes later, with a quiet network, and does the same again."""
    story.coming.clear()
    story.clock.advance(200)
    synced(story.desk)
    visit(with_files(story.desk), out)
    synced(story.desk, full=True)


def assert_as_if_nothing_had_happened(story: Story, out: Path | None = None) -> None:
    """The end of an undisturbed visit: one credit a car, every wish done, mirror and server equal, no torn file."""
    books = story.books
    assert {one: books.spent_on(one) for one in books.cars if books.spent_on(one)} == dict.fromkeys(CARS, 1)
    assert books.settings.get("address") == ADDRESS
    assert {(row.kind, row.state) for row in operations(story.desk)} == {
        ("report", OperationState.DONE),
        ("settings", OperationState.DONE),
    }
    assert_mirrored(story)
    assert story.server.door.revoked == 0
    if out is not None:
        (newest, *_others) = report_exports(story.desk)
        assert newest.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
        AtomicFiles().sweep(out.parent)
        assert [one.name for one in out.parent.iterdir()] == [out.name]
        assert_copies_open(story)


def assert_copies_open(story: Story) -> None:
    """Every backup is whole, and there is one."""
    story.mirror.keep_backup()
    kept = backups.copies(story.path, story.path.parent / BACKUPS)
    assert kept
    assert all(backups.sound(one, KEY) for one in kept)


def beginning(template: Path, folder: Path, store: MemoryTokens | None = None) -> Story:
    """Five cars on pages of three, keys not honoured; the access token has just ended."""
    story = told(template, folder, cars=5, store=store)
    story.server.door.expire()
    return story


class LockedOnce(MemoryTokens):
    """A key store that is locked at its ``fails_at``-th call."""

    def __init__(self, fails_at: int) -> None:
        super().__init__()
        self.calls = 0
        self._fails_at = fails_at

    def unlock(self) -> None:
        """It is open from now on."""
        self._fails_at = 0

    def load(self) -> Tokens | None:
        """What was kept."""
        self._count()
        return super().load()

    def save(self, tokens: Tokens) -> None:
        """Keep it."""
        self._count()
        super().save(tokens)

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self._fails_at:
            raise BadSurroundings("key_store_locked", "The key store is locked.", next_step="Unlock it.")


@contextmanager
def failing_statement(number: int) -> Iterator[list[str]]:
    """The ``number``-th statement or commit of any mirror fails as on a bad disk; the list names all that began."""
    seen: list[str] = []

    def count(words: str) -> None:
        seen.append(words)
        if len(seen) == number:
            raise DRIVER_ERROR("disk I/O error")

    def statement(_connection: object, _cursor: object, sql: str, *_others: object) -> None:
        count(sql)

    def commit(_connection: object) -> None:
        count("COMMIT")

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", commit)


def with_files(desk: Desk) -> Desk:
    """The same desk with a real disk."""
    return replace(desk, files=AtomicFiles())
