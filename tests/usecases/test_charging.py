"""Charging at public points: started once, stopped, followed to its record, rated, mirrored; nothing paid twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from celliq_desktop.domain.charging import ChargingId, ChargingState
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import charging
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.usecases.charging import (
    charging_overview,
    mirrored_session,
    open_receipt,
    rate_session,
    refresh_session,
    stop_charging,
)
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.send_outbox import operations, send_outbox
from tests.support.cariqa import CARD, EVSE, FakeCariqa, charged
from tests.support.charging import started
from tests.support.clocks import FakeClock
from tests.support.desks import quiet

NEW = ChargingId("new-1")


@pytest.fixture
def desk(charging_desk: Desk) -> Desk:
    """A desk whose dealer has connected Cariqa."""
    return charging_desk


def _drain(desk: Desk) -> None:
    send_outbox(desk, progress=quiet, cancel=CancelFlag())


def test_a_start_gives_the_session_and_is_kept(desk: Desk, cariqa: FakeCariqa) -> None:
    shown = started(desk)
    assert (shown.session.id, shown.state) == (NEW, ChargingState.STARTING)
    assert mirrored_session(desk, NEW).session == cariqa.known[NEW]
    assert cariqa.closed > 0


def test_starting_where_it_charges_already_sends_nothing(desk: Desk, cariqa: FakeCariqa) -> None:
    first = started(desk)
    assert started(desk, "desmpe10011").session.id == first.session.id
    assert cariqa.started == 1
    assert cariqa.heard.count("start") == 1


def test_a_lost_start_is_found_in_the_list_and_never_sent_again(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    cariqa.add(*(charged(number) for number in range(1, 12)))
    cariqa.lose = True
    assert started(desk).session.id == NEW
    assert [one.state for one in operations(desk)] == [OperationState.DONE]
    clock.advance(600)
    _drain(desk)
    assert cariqa.started == 1


def test_in_a_list_that_begins_with_the_oldest_a_lost_start_is_found_all_the_same(
    desk: Desk, cariqa: FakeCariqa
) -> None:
    cariqa.oldest_first, cariqa.lose = True, True
    cariqa.add(*(charged(number) for number in range(1, 12)))
    assert started(desk).session.id == NEW
    assert started(desk).session.id == NEW
    assert cariqa.started == 1


def test_a_lost_start_that_no_list_shows_waits_for_a_person(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    cariqa.lose, cariqa.lists_new = True, False
    with pytest.raises(InDoubt, match="did not confirm"):
        started(desk)
    assert [evse for evse, _words in charging_overview(desk).starting] == [EVSE]
    for _minute in range(10):
        clock.advance(60)
        _drain(desk)
    assert [one.state for one in operations(desk)] == [OperationState.NEEDS_USER]
    assert charging_overview(desk).starting == (), "it asks a person now; nobody is told that it is looked for"
    assert cariqa.started == 1
    cariqa.lists_new = True
    _drain(desk)
    assert [one.state for one in operations(desk)] == [OperationState.DONE]
    assert cariqa.started == 1


def test_asking_again_after_a_lost_start_looks_first(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    cariqa.lose, cariqa.lists_new = True, False
    with pytest.raises(InDoubt):
        started(desk)
    clock.advance(600)
    _drain(desk)
    cariqa.lists_new = True
    assert started(desk).session.id == NEW
    assert cariqa.started == 1


def test_another_persons_session_at_the_same_point_is_not_taken_for_ours(
    desk: Desk, cariqa: FakeCariqa, clock: FakeClock
) -> None:
    cariqa.add(charged(3, started_at=clock.now() - timedelta(hours=5), ended_at=clock.now() - timedelta(hours=4)))
    cariqa.problem = None
    cariqa.lose, cariqa.lists_new = True, False
    with pytest.raises(InDoubt):
        started(desk)
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
        started(desk)
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
        started(desk, card="pm_other")
    assert refusal.value.code == "payment_refused"
    assert cariqa.started == 0


@pytest.mark.parametrize(("evse", "card"), [("", CARD), (EVSE, " "), ("x" * 101, CARD)])
def test_a_start_needs_a_point_and_a_card(desk: Desk, evse: str, card: str) -> None:
    with pytest.raises(NeedsYou):
        started(desk, evse, card)


def test_without_a_connection_the_way_to_it_is_said(desk: Desk) -> None:
    with pytest.raises(NeedsYou, match="not connected"):
        started(replace(desk, cariqa=lambda: None))


def test_a_stop_is_confirmed_by_the_session(desk: Desk, cariqa: FakeCariqa) -> None:
    started(desk)
    stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert mirrored_session(desk, NEW).state is ChargingState.AWAITING_RECORD
    stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert cariqa.heard.count("stop") == 1


def test_a_lost_stop_is_looked_for(desk: Desk, cariqa: FakeCariqa) -> None:
    started(desk)
    cariqa.lose = True
    stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert mirrored_session(desk, NEW).state is ChargingState.AWAITING_RECORD


def test_a_stop_without_network_stays_wanted_and_says_so(desk: Desk, cariqa: FakeCariqa, clock: FakeClock) -> None:
    started(desk)
    cariqa.problem = TryAgain("offline", "There is no network.")
    with pytest.raises(TryAgain):
        stop_charging(desk, NEW, progress=quiet, cancel=CancelFlag())
    assert mirrored_session(desk, NEW).state is ChargingState.STOPPING
    assert mirrored_session(desk, NEW).waits == "The stop is waiting to be sent."
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


def test_a_late_answer_never_takes_the_record_away(charging_mirror: Mirror) -> None:
    with charging_mirror.write() as session:
        assert charging.upsert(session, (charged(),)) == (1, 0)
        assert charging.upsert(session, (charged(ended_at=None, active=True, cost=None),)) == (0, 0)
        assert charging.sessions(session) == (charged(),)


def test_a_receipt_opens_only_where_receipts_live(desk: Desk) -> None:
    open_receipt(desk, "https://invoice.stripe.com/i/acct_1/test_1?s=ap")
    with pytest.raises(Refused):
        open_receipt(desk, "https://invoices.elsewhere.example/1")
