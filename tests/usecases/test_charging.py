"""Charging at public points: started once, stopped, followed to its record, rated, mirrored; nothing paid twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.domain.charging import ChargingId, ChargingState
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import Cancelled, InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.providers import ConnectionState, Standing
from celliq_desktop.domain.syncing import StepState
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import charging, providers
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.usecases.charging import (
    charging_overview,
    mirrored_session,
    open_receipt,
    rate_session,
    refresh_session,
    start_charging,
    stop_charging,
)
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.follow_charging import Follower, follow_sessions, pause_after
from celliq_desktop.usecases.send_outbox import operations, send_outbox
from tests.support.cariqa import CARD, EVSE, FakeCariqa, bill, charged
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock, Waiter
from tests.support.desks import make_desk, quiet, step, synced
from tests.support.mirrors import copied, opened
from tests.support.providers import FakeProviders

NEW = ChargingId("new-1")


@pytest.fixture
def cariqa(clock: FakeClock) -> FakeCariqa:
    """The service."""
    return FakeCariqa(clock)


@pytest.fixture
def mirror(mirror_template: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Mirror]:
    """An empty mirror."""
    made = opened(copied(mirror_template, tmp_path), clock=clock)
    yield made
    made.close()


@pytest.fixture
def desk(mirror: Mirror, cariqa: FakeCariqa, clock: FakeClock) -> Desk:
    """A desk whose dealer has connected Cariqa."""
    kept = FakeProviders()
    kept.names = ("cariqa", "stripe")
    kept.keep("cariqa", "good")
    with mirror.write() as session:
        providers.note(session, "cariqa", Standing(state=ConnectionState.CONNECTED, user="u"))
    return make_desk(mirror, FakeCellIq(clock), clock, providers=kept, cariqa=cariqa.opener())


def _start(desk: Desk, evse: str = EVSE, card: str = CARD) -> Any:
    return start_charging(desk, evse, card, progress=quiet, cancel=CancelFlag())[0]


def _drain(desk: Desk) -> None:
    send_outbox(desk, progress=quiet, cancel=CancelFlag())


def test_a_start_gives_the_session_and_is_kept(desk: Desk, cariqa: FakeCariqa) -> None:
    shown = _start(desk)
    assert (shown.session.id, shown.state) == (NEW, ChargingState.STARTING)
    assert mirrored_session(desk, NEW).session == cariqa.known[NEW]
    assert cariqa.closed > 0


def test_starting_where_it_charges_already_sends_nothing(desk: Desk, cariqa: FakeCariqa) -> None:
    first = _start(desk)
    assert _start(desk, "desmpe10011").session.id == first.session.id
    assert cariqa.started == 1
    assert cariqa.heard.count("start") == 1


def test_a_lost_start_is_found_in_the_list_and_never_sent_again(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    cariqa.add(*(charged(number) for number in range(1, 12)))
    cariqa.lose = True
    assert _start(desk).session.id == NEW
    assert [one.state for one in operations(desk)] == [OperationState.DONE]
    clock.advance(600)
    _drain(desk)
    assert cariqa.started == 1


def test_a_lost_start_that_no_list_shows_waits_for_a_person(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    cariqa.lose, cariqa.lists_new = True, False
    with pytest.raises(InDoubt, match="did not confirm"):
        _start(desk)
    assert [evse for evse, _words in charging_overview(desk).starting] == [EVSE]
    for _minute in range(10):
        clock.advance(60)
        _drain(desk)
    assert [one.state for one in operations(desk)] == [OperationState.NEEDS_USER]
    assert cariqa.started == 1
    cariqa.lists_new = True
    _drain(desk)
    assert [one.state for one in operations(desk)] == [OperationState.DONE]
    assert cariqa.started == 1


def test_asking_again_after_a_lost_start_looks_first(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    cariqa.lose, cariqa.lists_new = True, False
    with pytest.raises(InDoubt):
        _start(desk)
    clock.advance(600)
    _drain(desk)
    cariqa.lists_new = True
    assert _start(desk).session.id == NEW
    assert cariqa.started == 1


def test_another_persons_session_at_the_same_point_is_not_taken_for_ours(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    cariqa.add(charged(3, started_at=clock.now() - timedelta(hours=5), ended_at=clock.now() - timedelta(hours=4)))
    cariqa.problem = None
    cariqa.lose, cariqa.lists_new = True, False
    with pytest.raises(InDoubt):
        _start(desk)
    cariqa.add(charged(4, id=ChargingId("late-listed"), started_at=clock.now() - timedelta(hours=2)))
    clock.advance(600)
    _drain(desk)
    assert [one.state for one in operations(desk)] == [OperationState.NEEDS_USER]


@pytest.mark.parametrize(
    "trouble",
    [
        TryAgain("offline", "There is no network."),
        TryAgain("rate_limited", "Cariqa asks for a pause.", retry_after_s=30),
        NeedsYou("wrong_token", "Cariqa does not accept the token any more."),
        Refused("not_found", "User not found."),
    ],
)
def test_a_start_that_could_not_be_sent_is_not_sent_later(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock, trouble: Problem
) -> None:
    cariqa.problem = trouble
    with pytest.raises(type(trouble), match=trouble.message):
        _start(desk)
    cariqa.problem = None
    clock.advance(3600)
    _drain(desk)
    assert cariqa.started == 0
    assert not any(one.state.active for one in operations(desk))


def test_a_start_left_by_a_crash_is_too_old_to_be_sent(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    from celliq_desktop.usecases.kinds.charging import start_wish
    from celliq_desktop.usecases.operations import ask

    ask(desk, start_wish(EVSE, CARD, clock.now()))
    clock.advance(121)
    _drain(desk)
    (found,) = operations(desk)
    assert found.state is OperationState.REJECTED
    assert "a while ago" in str(found.last_error)
    assert cariqa.started == 0


def test_a_declined_card_is_said_and_over(desk: Desk, cariqa: FakeCariqa) -> None:
    with pytest.raises(Refused, match="declined") as refusal:
        _start(desk, card="pm_other")
    assert refusal.value.code == "payment_refused"
    assert cariqa.started == 0


@pytest.mark.parametrize(("evse", "card"), [("", CARD), (EVSE, " "), ("x" * 101, CARD)])
def test_a_start_needs_a_point_and_a_card(desk: Desk, evse: str, card: str) -> None:
    with pytest.raises(NeedsYou):
        _start(desk, evse, card)


def test_without_a_connection_the_way_to_it_is_said(desk: Desk) -> None:
    with pytest.raises(NeedsYou, match="not connected"):
        _start(replace(desk, cariqa=lambda: None))


def test_a_stop_is_confirmed_by_the_session(desk: Desk, cariqa: FakeCariqa) -> None:
    _start(desk)
    stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert mirrored_session(desk, NEW).state is ChargingState.AWAITING_RECORD
    stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert cariqa.heard.count("stop") == 1


def test_a_lost_stop_is_looked_for(desk: Desk, cariqa: FakeCariqa) -> None:
    _start(desk)
    cariqa.lose = True
    stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert mirrored_session(desk, NEW).state is ChargingState.AWAITING_RECORD


def test_a_stop_without_network_stays_wanted_and_says_so(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    _start(desk)
    cariqa.problem = TryAgain("offline", "There is no network.")
    with pytest.raises(TryAgain):
        stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert mirrored_session(desk, NEW).state is ChargingState.STOPPING
    assert mirrored_session(desk, NEW).waits
    cariqa.problem = None
    clock.advance(60)
    _drain(desk)
    assert mirrored_session(desk, NEW).state is ChargingState.AWAITING_RECORD


def test_the_last_rating_counts(desk: Desk, cariqa: FakeCariqa) -> None:
    cariqa.add(charged())
    name = charged().id
    refresh_session(desk, name)
    for stars in (2, 5):
        shown, _changes = rate_session(desk, name, stars, progress=quiet, cancel=CancelFlag())
        assert shown.session.rating == cariqa.known[name].rating == stars
    with pytest.raises(NeedsYou):
        rate_session(desk, name, 6, progress=quiet, cancel=CancelFlag())


def test_a_session_is_followed_from_start_to_bill(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    _start(desk)
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
    _start(desk)
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
    _start(desk)
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
    _start(desk)
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


def test_a_dealer_without_cariqa_has_no_such_step(mirror: Mirror, clock: FakeClock) -> None:
    summary = synced(make_desk(mirror, FakeCellIq(clock), clock))
    assert "cariqa" not in {one.name for one in summary.steps}


def test_a_late_answer_never_takes_the_record_away(mirror: Mirror) -> None:
    with mirror.write() as session:
        assert charging.upsert(session, (charged(),)) == (1, 0)
        assert charging.upsert(session, (charged(ended_at=None, active=True, cost=None),)) == (0, 0)
        assert charging.sessions(session) == (charged(),)


def test_a_receipt_opens_only_where_receipts_live(desk: Desk) -> None:
    open_receipt(desk, "https://invoice.stripe.com/i/acct_1/test_1?s=ap")
    with pytest.raises(Refused):
        open_receipt(desk, "https://invoices.elsewhere.example/1")
