"""Watching for what happens elsewhere: bounded, cancelled at once, and not ended by a passing failure."""

from collections.abc import Callable

import pytest

from celliq_desktop.domain.problems import Cancelled, NeedsYou, TryAgain
from celliq_desktop.usecases.watching import watch
from tests.support.clocks import FakeClock, Waiter


def _looks(*answers: str | Exception | None) -> Callable[[], str | None]:
    left = list(answers)

    def look() -> str | None:
        answer = left.pop(0) if left else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    return look


def _watched(clock: FakeClock, waiter: Waiter, look: Callable[[], str | None]) -> str | None:
    return watch(look, clock=clock, cancel=waiter, every_s=4.0, patience_s=60.0)


def test_what_is_there_already_is_found_without_waiting(clock: FakeClock) -> None:
    waiter = Waiter(clock)
    assert _watched(clock, waiter, _looks("car")) == "car"
    assert waiter.waited == []


def test_it_looks_again_until_it_finds(clock: FakeClock) -> None:
    waiter = Waiter(clock)
    assert _watched(clock, waiter, _looks(None, None, "car")) == "car"
    assert waiter.waited == [4.0, 4.0]


def test_it_gives_up_in_time(clock: FakeClock) -> None:
    waiter = Waiter(clock)
    assert _watched(clock, waiter, _looks()) is None
    assert sum(waiter.waited) == 60.0


def test_a_passing_failure_ends_nothing_and_the_pause_asked_for_is_kept(clock: FakeClock) -> None:
    waiter = Waiter(clock)
    busy = TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=20.0)
    assert _watched(clock, waiter, _looks(TryAgain("offline", "No network."), busy, "car")) == "car"
    assert waiter.waited == [4.0, 20.0]


def test_any_other_problem_ends_it(clock: FakeClock) -> None:
    with pytest.raises(NeedsYou):
        _watched(clock, Waiter(clock), _looks(None, NeedsYou("signed_out", "You are signed out.")))


def test_a_cancel_is_heard_at_once(clock: FakeClock) -> None:
    waiter = Waiter(clock, cancel_after=2)
    with pytest.raises(Cancelled):
        _watched(clock, waiter, _looks())
    assert len(waiter.waited) == 2
