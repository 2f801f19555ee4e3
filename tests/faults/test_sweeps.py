"""One thing goes wrong at every place where it can, one place after the other: the next visit ends as if nothing had.

The places are the program's crash points, its statements, its exchanges with the server and its calls of the key
store. The normal run takes every place but the statements, of which it takes some; ``--long`` takes them all.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest

from celliq_desktop.domain import crashpoints
from tests.faults.lives import (
    LockedOnce,
    assert_as_if_nothing_had_happened,
    beginning,
    carried_on,
    failing_statement,
    interrupted,
)
from tests.faults.story import CRASHES, Crash, Story
from tests.support.model.faults import FAULTS, REFUSED, Fault

_MOST = 2_000
"""More places than any visit has."""
_SOME = 7
"""The normal run fails every so manieth statement."""
_LOST = next(fault for fault in FAULTS if fault.name == "the reply is lost after the effect")
_LATE = next(fault for fault in FAULTS if fault.name == "the reply is lost and the effect is late")
_EXCHANGES: tuple[Fault, ...] = (REFUSED, _LOST, _LATE, next(one for one in FAULTS if one.name == "500"), *CRASHES)
_NAMES = {"mirror: before commit", "mirror: after commit", "outbox: answer heard", "tokens: refreshed", "tokens: saved"}


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
