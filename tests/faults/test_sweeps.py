"""One thing goes wrong at every place where it can, one place after the other: the next visit ends as if nothing had.

The places are the program's crash points, its statements, its exchanges with the server and its calls of the key
store. The normal run takes every place but the statements, of which it takes some; ``--long`` takes them all.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from celliq_desktop.domain import crashpoints
from celliq_desktop.usecases.reports import report_exports, settle_exports
from tests.faults.dying import GONE
from tests.faults.lives import (
    BACKUPS,
    PAPER,
    LockedOnce,
    assert_as_if_nothing_had_happened,
    assert_copies_open,
    beginning,
    carried_on,
    failing_statement,
    hand_out,
    interrupted,
    visit,
    with_files,
)
from tests.faults.story import CRASHES, Crash, Story
from tests.support.model.faults import FAULTS, REFUSED, Fault
from tests.support.model.tcp import TcpServer

_MOST = 2_000
"""More places than any visit has."""
_SOME = 7
"""The normal run fails every so manieth statement."""
_LOST = next(fault for fault in FAULTS if fault.name == "the reply is lost after the effect")
_LATE = next(fault for fault in FAULTS if fault.name == "the reply is lost and the effect is late")
_EXCHANGES: tuple[Fault, ...] = (REFUSED, _LOST, _LATE, next(one for one in FAULTS if one.name == "500"), *CRASHES)
_NAMES = {"mirror: before commit", "mirror: after commit", "outbox: answer heard", "tokens: refreshed", "tokens: saved"}
_FILES = {"export: begun", "export: written"} | {
    f"{what}: {when} rename" for what in ("file", "backup") for when in ("before", "after")
}
_SAMPLE = (1, 9, 14, 40)
"""The normal run ends real processes at these points."""


class Points:
    """Ends the program at the ``ends_at``-th crash point, whichever thread comes to it."""

    def __init__(self, ends_at: int) -> None:
        self.names: list[str] = []
        self._ends_at = ends_at

    def __call__(self, name: str) -> None:
        """A point is reached."""
        self.names.append(name)
        if len(self.names) == self._ends_at:
            raise Crash


def _ends_well(story: Story, words: str) -> None:
    """The next visit; what was done at the place is named when it does not end well."""
    try:
        carried_on(story)
        assert_as_if_nothing_had_happened(story)
    except BaseException as wrong:
        wrong.add_note(f"{words}; {story.log}")
        raise
    finally:
        story.close()


def test_the_program_may_end_at_every_crash_point(mirror_template: Path, quick_path: Path) -> None:
    names: set[str] = set()
    ended = True
    for number in range(1, _MOST):
        story = beginning(mirror_template, quick_path)
        points = Points(number)
        crashpoints.listen(points)
        ended = interrupted(story)
        names |= set(points.names)
        _ends_well(story, f"crash point {number}: {points.names[-1]}")
        if not ended:
            break
    assert not ended
    assert names >= _NAMES


def test_the_program_may_end_at_every_point_of_a_paper_and_a_backup(mirror_template: Path, quick_path: Path) -> None:
    """P4: the reports are there; the paper is handed out and the day's backup made, again and again."""
    story = beginning(mirror_template, quick_path)
    visit(story.desk, None)
    out = quick_path / PAPER
    out.parent.mkdir()
    names: set[str] = set()
    for number in range(1, _MOST):
        story.clock.advance(86_400)  # the next day's backup is due
        points = Points(number)
        crashpoints.listen(points)
        try:
            hand_out(with_files(story.desk), out)
            story.mirror.keep_backup()
        except Crash:
            story.restart()
        else:
            break
        finally:
            crashpoints.listen(None)
            names |= set(points.names)
        settle_exports(with_files(story.desk))
        known = {one.sha256 for one in report_exports(story.desk)}
        assert not out.exists() or hashlib.sha256(out.read_bytes()).hexdigest() in known, points.names[-1]
        assert_copies_open(story)
    assert names >= _FILES
    assert_as_if_nothing_had_happened(story, out)
    story.close()


def _ended_for_good(number: int, story: Story) -> bool:
    """A process makes the visit and dies at its ``number``-th point; True when it did."""
    folder = story.path.parent
    with TcpServer(story.server).running() as tcp:
        command = [sys.executable, "-m", "tests.faults.dying", str(number), str(folder), tcp.url]
        code = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=600, check=False)
    assert code.returncode in (0, GONE), code.stderr
    return code.returncode == GONE


def _dies_and_carries_on(numbers: Iterable[int], template: Path, folder: Path) -> int:
    died = 0
    for number in numbers:
        story = beginning(template, folder)
        story.close()
        gone = _ended_for_good(number, story)
        story.restart()
        story.turned_away = True  # the process signed in anew, and what this one holds is worth nothing
        story.signs_in()
        carried_on(story, folder / PAPER)
        assert_as_if_nothing_had_happened(story, folder / PAPER)
        story.close()
        shutil.rmtree(folder / PAPER.parent)
        shutil.rmtree(folder / BACKUPS)
        if not gone:
            break
        died += 1
    return died


@pytest.mark.timeout(600)
def test_a_process_that_is_gone_at_a_point_leaves_nothing_wrong(mirror_template: Path, quick_path: Path) -> None:
    assert _dies_and_carries_on(_SAMPLE, mirror_template, quick_path) == len(_SAMPLE)


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_a_process_may_be_gone_at_every_point(mirror_template: Path, quick_path: Path) -> None:
    assert _dies_and_carries_on(range(1, _MOST), mirror_template, quick_path) > max(_SAMPLE)


@pytest.mark.parametrize("fault", _EXCHANGES, ids=lambda one: one.name)
def test_every_exchange_may_go_wrong(fault: Fault, mirror_template: Path, quick_path: Path) -> None:
    struck = 0
    for number in range(1, _MOST):
        story = beginning(mirror_template, quick_path)
        has_struck = story.strikes(number, fault)
        interrupted(story)
        missed = not has_struck()
        _ends_well(story, f"exchange {number}: {fault.name}")
        if missed:
            break
        struck += 1
    assert struck > 15


def _fail_statements(numbers: Iterable[int], template: Path, folder: Path) -> int:
    """Fail each of these, until one is beyond the last; how many failed."""
    failed = 0
    for number in numbers:
        story = beginning(template, folder)
        with failing_statement(number) as seen:
            interrupted(story)
        _ends_well(story, f"statement {number}: {seen[min(number, len(seen)) - 1]}")
        if len(seen) < number:
            break
        failed += 1
    return failed


@pytest.mark.expects_log("WARNING celliq_desktop.usecases")
@pytest.mark.timeout(400)
def test_some_statements_may_fail(mirror_template: Path, quick_path: Path) -> None:
    assert _fail_statements(range(3, _MOST, _SOME), mirror_template, quick_path) > 15


@pytest.mark.long
@pytest.mark.expects_log("WARNING celliq_desktop")
@pytest.mark.timeout(1_200)
def test_every_statement_may_fail(mirror_template: Path, quick_path: Path) -> None:
    assert _fail_statements(range(1, _MOST), mirror_template, quick_path) > 100


@pytest.mark.expects_log("WARNING celliq_desktop.clients.tokens")
def test_the_key_store_may_be_locked_at_every_call(mirror_template: Path, quick_path: Path) -> None:
    for number in range(2, _MOST):  # the first call is that of the sign-in, which is not part of the visit
        store = LockedOnce(number)
        story = beginning(mirror_template, quick_path, store)
        interrupted(story)
        reached = store.calls >= number
        store.unlock()
        story.restart()
        _ends_well(story, f"key store call {number}")
        if not reached:
            break
    assert number > 2
