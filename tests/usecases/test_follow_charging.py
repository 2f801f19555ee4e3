"""Charging sessions followed to their bill, and mirrored by a sync: every page once, then only what may change."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from celliq_desktop.domain.charging import ChargingId, ChargingState
from celliq_desktop.domain.problems import Cancelled, NeedsYou, TryAgain
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.domain.syncing import StepState
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.usecases.charging import (
    charging_overview,
    mirrored_session,
)
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.follow_charging import Follower, follow_sessions, pause_after
from tests.support.cariqa import FakeCariqa, bill, charged
from tests.support.celliq import FakeCellIq
from tests.support.charging import started
from tests.support.clocks import FakeClock, Waiter
from tests.support.desks import make_desk, step, synced

NEW = ChargingId("new-1")


@pytest.fixture
def desk(charging_desk: Desk) -> Desk:
    """A desk whose dealer has connected Cariqa."""
    return charging_desk


def test_a_session_is_followed_from_start_to_bill(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    started(desk)
    states: list[ChargingState] = []
    begun = clock.now()

    def meanwhile() -> None:
        passed = (clock.now() - begun).total_seconds()
        if passed < 100:
            cariqa.add(replace(cariqa.known[NEW], energy_kwh=Decimal(str(round(passed / 100, 3)))))
        elif cariqa.known[NEW].active:
            cariqa.add(replace(cariqa.known[NEW], active=False))
        elif passed > 200 and not cariqa.known[NEW].final:
            cariqa.record(NEW, cost=None)
        elif passed > 300:
            cariqa.record(NEW)

    waiter = Waiter(clock, meanwhile=meanwhile)
    left = follow_sessions(
        Follower(desk, jitter=lambda: 0.5),
        seen=lambda _changes: states.append(mirrored_session(desk, NEW).state),
        cancel=waiter,
    )
    assert left == 0
    assert list(dict.fromkeys(states)) == [
        ChargingState.CHARGING,
        ChargingState.AWAITING_RECORD,
        ChargingState.FINAL,
    ]
    assert mirrored_session(desk, NEW).session.cost == bill()
    active = waiter.waited[:6]
    assert all(10 <= pause <= 30 for pause in active if pause)


def test_following_ends_when_the_record_does_not_come_and_when_somebody_stops_it(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    started(desk)
    cariqa.add(replace(cariqa.known[NEW], active=False))
    waiter = Waiter(clock)
    assert follow_sessions(Follower(desk), seen=lambda _changes: None, cancel=waiter) == 1
    assert sum(waiter.waited) > 24 * 3600
    assert len(waiter.waited) < 120
    cariqa.add(replace(cariqa.known[NEW], active=True))
    with pytest.raises(Cancelled):
        follow_sessions(Follower(desk), seen=lambda _changes: None, cancel=Waiter(clock, cancel_after=3))


def test_following_goes_on_through_trouble_and_keeps_the_pause_asked_for(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    started(desk)
    cariqa.problem = TryAgain("rate_limited", "Cariqa asks for a pause.", retry_after_s=77)

    def meanwhile() -> None:
        cariqa.problem = None
        cariqa.record(NEW)

    waiter = Waiter(clock, meanwhile=meanwhile)
    assert follow_sessions(Follower(desk), seen=lambda _changes: None, cancel=waiter) == 0
    assert waiter.waited == [77]


@pytest.mark.parametrize("jitter", [-1.0, 0.0, 1.0])
def test_an_active_session_is_looked_at_every_ten_to_thirty_seconds(jitter: float) -> None:
    active = charged(active=True, ended_at=None, cost=None)
    assert 10 <= (pause_after(active, 0, jitter) or 0) <= 30
    assert pause_after(replace(active, active=False), 30, jitter) == 900
    assert pause_after(charged(), 0, jitter) is None


def test_a_sync_mirrors_every_page_and_then_only_what_may_still_change(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    old = [
        charged(number, started_at=clock.now() - timedelta(days=40 + number), ended_at=clock.now() - timedelta(days=40))
        for number in range(1, 20)
    ]
    cariqa.add(*old, charged(21))
    assert step(synced(desk), "cariqa").added == 20
    cariqa.heard.clear()
    again = step(synced(desk), "cariqa")
    assert (again.added, again.updated, again.state) == (0, 0, StepState.DONE)
    assert cariqa.heard == ["sessions None", "sessions 3"]


def test_a_late_credit_is_read_for_thirty_days(desk: Desk, cariqa: FakeCariqa) -> None:
    cariqa.add(charged(20))
    synced(desk)
    corrected = bill("3.89", credits=Decimal("-1.50"))
    cariqa.add(charged(20, cost=corrected))
    assert step(synced(desk), "cariqa").updated == 1
    assert mirrored_session(desk, charged(20).id).session.cost == corrected


def test_in_a_list_that_begins_with_the_oldest_what_is_new_is_found_all_the_same(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    cariqa.oldest_first = True
    cariqa.add(*(charged(number) for number in range(1, 12)))
    synced(desk)
    clock.advance(90 * 86_400)
    synced(desk)
    cariqa.add(charged(40))
    assert step(synced(desk), "cariqa").added == 1


def test_an_interrupted_first_sync_goes_on_where_it_stopped(desk: Desk, cariqa: FakeCariqa) -> None:
    cariqa.add(*(charged(number) for number in range(1, 13)))
    flag = CancelFlag()
    cariqa.meanwhile = lambda: flag.cancel() if "sessions 3" in cariqa.heard else None
    with pytest.raises(Cancelled):
        synced(desk, cancel=flag)
    assert len(charging_overview(desk).sessions) == 6
    cariqa.meanwhile = lambda: None
    cariqa.heard.clear()
    synced(desk)
    assert cariqa.heard[0] == "sessions 6"
    assert len(charging_overview(desk).sessions) == 12


def test_an_unfinished_session_that_the_list_leaves_out_is_read_by_itself(desk: Desk, cariqa: FakeCariqa) -> None:
    started(desk)
    cariqa.lists_new = False
    cariqa.record(NEW)
    synced(desk)
    assert mirrored_session(desk, NEW).state is ChargingState.FINAL


def test_a_refused_token_is_noted_with_the_connection_and_fails_this_step_only(desk: Desk, cariqa: FakeCariqa) -> None:
    cariqa.problem = NeedsYou("wrong_token", "Cariqa does not accept the token any more.")
    summary = synced(desk)
    assert step(summary, "cariqa").state is StepState.FAILED
    assert step(summary, "vehicles").state is StepState.DONE
    assert charging_overview(desk).connection.state is ConnectionState.NEEDS_YOU


def test_a_dealer_without_cariqa_has_no_such_step(charging_mirror: Mirror, clock: FakeClock) -> None:
    summary = synced(make_desk(charging_mirror, FakeCellIq(clock), clock))
    assert "cariqa" not in {one.name for one in summary.steps}
