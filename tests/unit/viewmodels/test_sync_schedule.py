"""When a sync starts by itself: a clock and dice are all it needs."""

import pytest

from celliq_desktop.domain.problems import BadSurroundings, Cancelled, NeedsYou, TryAgain
from celliq_desktop.viewmodels.sync_schedule import SyncSchedule
from tests.support.clocks import FakeClock

_MINUTE, _HOUR = 60.0, 3_600.0


class Dice:
    """Shows ``next``."""

    def __init__(self, shows: float = 0.5) -> None:
        self.shows = shows

    def __call__(self) -> float:
        return self.shows


@pytest.fixture
def clock() -> FakeClock:
    """Time stands still."""
    return FakeClock()


@pytest.fixture
def dice() -> Dice:
    """The middle of every range."""
    return Dice()


@pytest.fixture
def schedule(clock: FakeClock, dice: Dice) -> SyncSchedule:
    """Somebody has just signed in, and the first sync went well."""
    made = SyncSchedule(clock, dice)
    made.begin()
    assert made.is_due()
    made.started()
    assert not made.is_due()
    made.ended()
    return made


def _due_in(schedule: SyncSchedule, clock: FakeClock) -> float:
    """Seconds, to one."""
    for second in range(20 * 60):
        if schedule.is_due():
            return second
        clock.advance(1)
    return float("inf")


def test_nothing_starts_before_somebody_signs_in(clock: FakeClock) -> None:
    idle = SyncSchedule(clock)
    idle.somebody_is_back()
    clock.advance(_HOUR)
    assert not idle.is_due()
    idle.started()
    idle.ended()  # asked for by hand
    clock.advance(_HOUR)
    assert not idle.is_due()


@pytest.mark.parametrize(("shows", "seconds"), [(0.0, 810), (0.5, 900), (1.0, 990)])
def test_after_a_good_sync_the_next_is_a_quarter_of_an_hour_away_and_never_at_the_same_second_everywhere(
    schedule: SyncSchedule, clock: FakeClock, dice: Dice, shows: float, seconds: float
) -> None:
    dice.shows = shows
    schedule.started()
    schedule.ended()
    assert _due_in(schedule, clock) == pytest.approx(seconds, abs=1)


def test_who_comes_back_to_the_window_sees_fresh_data_but_not_more_often_than_every_minute(
    schedule: SyncSchedule, clock: FakeClock
) -> None:
    clock.advance(59)
    schedule.somebody_is_back()
    assert not schedule.is_due()
    clock.advance(1)
    schedule.somebody_is_back()
    assert schedule.is_due()


def test_failures_are_tried_again_in_growing_steps_up_to_five_minutes(
    schedule: SyncSchedule, clock: FakeClock, dice: Dice
) -> None:
    """N11: full jitter, so from one second to the ceiling."""
    dice.shows = 1.0
    waits = []
    for _failure in range(10):
        schedule.started()
        schedule.stopped_by(TryAgain("offline", "There is no network."))
        waits.append(_due_in(schedule, clock))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    dice.shows = 0.0
    schedule.started()
    schedule.stopped_by(TryAgain("offline", "There is no network."))
    assert _due_in(schedule, clock) == 1
    schedule.started()
    schedule.ended()
    dice.shows = 1.0
    schedule.started()
    schedule.ended(failed=True)
    assert _due_in(schedule, clock) == 2  # a good one in between, and it begins anew


def test_a_pause_the_server_asked_for_is_kept(schedule: SyncSchedule, clock: FakeClock) -> None:
    """N10."""
    schedule.started()
    schedule.stopped_by(TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=600))
    assert _due_in(schedule, clock) == 600


def test_a_network_that_wants_a_sign_in_is_tried_again_soon(schedule: SyncSchedule, clock: FakeClock) -> None:
    """N13: as soon as somebody signed in to it."""
    schedule.started()
    schedule.stopped_by(NeedsYou("captive_portal", "This network probably wants you to sign in."))
    assert _due_in(schedule, clock) <= 2


@pytest.mark.parametrize(
    "problem", [Cancelled("cancelled", "Stopped."), BadSurroundings("disk_full", "The disk is full.")]
)
def test_what_trying_again_does_not_help_waits_for_its_usual_turn(
    schedule: SyncSchedule, clock: FakeClock, problem: Cancelled | BadSurroundings
) -> None:
    schedule.started()
    schedule.stopped_by(problem)
    assert _due_in(schedule, clock) == pytest.approx(900, abs=1)


def test_who_is_signed_out_is_left_alone_until_the_next_sign_in(schedule: SyncSchedule, clock: FakeClock) -> None:
    """N2: no loop."""
    schedule.started()
    schedule.stopped_by(NeedsYou("signed_out", "You are signed out."))
    clock.advance(24 * _HOUR)
    schedule.somebody_is_back()
    assert not schedule.is_due()
    schedule.begin()
    assert schedule.is_due()


def test_two_minutes_without_progress_are_too_many(schedule: SyncSchedule, clock: FakeClock) -> None:
    """N23."""
    clock.advance(_HOUR)
    assert not schedule.is_stuck()  # none runs
    schedule.started()
    clock.advance(119)
    schedule.moved()
    clock.advance(120)
    assert not schedule.is_stuck()
    clock.advance(1)
    assert schedule.is_stuck()
    schedule.ended()
    assert not schedule.is_stuck()


def test_a_clock_that_is_set_changes_nothing(schedule: SyncSchedule) -> None:
    """P14: summer time, a wrong date, a night of sleep: only time that passes counts."""

    class Jumping(FakeClock):
        def jump(self, seconds: float) -> None:
            before = self.monotonic()
            self.advance(seconds)
            self._monotonic = before

    clock = Jumping()
    made = SyncSchedule(clock, lambda: 0.5)
    made.begin()
    made.started()
    clock.jump(10 * _HOUR)
    assert not made.is_stuck()
    made.ended()
    for jump in (10 * _HOUR, -48 * _HOUR):
        clock.jump(jump)
        assert not made.is_due()
    clock.advance(15 * _MINUTE)
    assert made.is_due()
    assert not schedule.is_due()
