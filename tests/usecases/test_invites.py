"""Every seller is mailed once: whatever the server answers, whatever gets lost, wherever the program dies."""

import contextlib
import random
from collections import Counter
from itertools import product

import pytest

from celliq_desktop.domain.invites import InviteState
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import Cancelled, Refused, TryAgain
from celliq_desktop.domain.sellers import RowVerdict
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.import_sellers import confirm_list
from celliq_desktop.usecases.invites import invites, remind, results_of
from celliq_desktop.usecases.send_invites import cancel_invites, hold_invites, resume_invites, send_invites
from celliq_desktop.usecases.send_outbox import drained, operations, send_outbox
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import Lost, Step, offline, signed_out
from tests.support.clocks import FakeClock
from tests.support.desks import quiet, synced
from tests.support.mirrors import car
from tests.support.sellers import email_of, judged, run, seller_list, sent, vin_of
from tests.usecases.conftest import Restart


def _mails(celliq: FakeCellIq) -> Counter[tuple[str, str]]:
    return Counter(celliq.mails)


def _everybody(count: int) -> Counter[tuple[str, str]]:
    return Counter({(vin_of(number), email_of(number)): 1 for number in range(1, count + 1)})


def test_a_list_is_sent_and_sending_it_again_mails_nobody(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    first = sent(desk, clock, seller_list(12))
    assert {row.state for row in first} == {"sent"}
    again = sent(desk, clock, seller_list(14))
    assert Counter(row.state for row in again) == {"already_invited": 12, "sent": 2}
    assert _mails(celliq) == _everybody(14)


def test_what_the_fleet_and_earlier_invites_say_is_seen_before_anything_is_sent(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.add(car(1))
    celliq.add(car(2, status=VehicleStatus.PENDING, status_raw="pending", seller_email=email_of(2).upper()))
    celliq.add(car(3, status=VehicleStatus.PENDING, status_raw="pending", seller_email="other@example.com"))
    synced(desk)
    sent(desk, clock, seller_list(1, first=4))
    text = seller_list(5) + f"{vin_of(4)},second@example.com\n" + "WVWZZZE1ZMPO00006,x@example.com\n"
    rows = judged(desk, text.replace(f"{vin_of(4)},{email_of(4)}\n", "")).rows
    verdicts = {row.email: row.verdict for row in rows}
    assert verdicts == {
        email_of(1): RowVerdict.CONNECTED,
        email_of(2): RowVerdict.INVITED,
        email_of(3): RowVerdict.LOOK,
        email_of(5): RowVerdict.READY,
        "second@example.com": RowVerdict.LOOK,
        "x@example.com": RowVerdict.INVALID,
    }
    assert celliq.mails == [(vin_of(4), email_of(4))]


def test_already_invited_and_connected_count_as_success(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.dedupes_invites = True
    celliq.mails.append((vin_of(1), email_of(1)))  # by a colleague's desk
    celliq.add(car(2))
    rows = sent(desk, clock, seller_list(3))
    assert [row.state for row in rows] == ["already_invited", "already_invited", "sent"]


def test_one_dead_row_never_holds_up_the_rest(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.script["invite_seller"].extend([None, Refused("insufficient_data", "This address is blocked."), None])
    rows = sent(desk, clock, seller_list(8))
    assert Counter(row.state for row in rows) == {"sent": 7, "failed": 1}
    assert [row.reason for row in rows if row.state == "failed"] == ["This address is blocked."]


@pytest.mark.parametrize("how", ["rate limit", "server error", "offline"])
def test_trouble_on_the_way_ends_with_everybody_mailed_once(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock, how: str
) -> None:
    celliq.lists_invites = True
    trouble: dict[str, Step | Lost] = {
        "rate limit": TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=20.0),
        "server error": Lost(),
        "offline": offline(),
    }
    celliq.script["invite_seller"].extend([None, None, trouble[how], None, trouble[how]])
    sent(desk, clock, seller_list(20))
    clock.advance(120)
    run(desk, clock)
    assert _mails(celliq) == _everybody(20)
    assert {one.state for one in invites(desk)} == {InviteState.SENT}


def test_offline_stops_at_once_and_everything_waits(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.always["invite_seller"] = offline()
    rows = sent(desk, clock, seller_list(300))
    assert {row.state for row in rows} == {"waiting"}
    assert celliq.heard["invite_seller"] < 10
    del celliq.always["invite_seller"]
    clock.advance(60)
    assert send_outbox(desk, progress=quiet, cancel=CancelFlag())[0].sent == 300
    assert _mails(celliq) == _everybody(300)


def test_being_signed_out_keeps_the_rest_waiting(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.script["invite_seller"].extend([None, None, signed_out()])
    found = judged(desk, seller_list(6))
    confirm_list(desk, found, progress=quiet, cancel=CancelFlag())
    problem = run(desk, clock)
    assert problem is not None
    assert problem.code == "signed_out", "whoever waits is told why nothing goes out any more"
    assert Counter(row.state for row in results_of(desk, found))["failed"] == 0
    clock.advance(60)
    assert run(desk, clock) is None
    assert _mails(celliq) == _everybody(6)


@pytest.mark.parametrize(("lists", "honours"), [(True, False), (True, True), (False, True)])
def test_an_invite_that_never_arrived_is_sent_again_where_that_is_safe(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock, lists: bool, honours: bool
) -> None:
    celliq.lists_invites, celliq.honours_keys = lists, honours
    celliq.script["invite_seller"].extend([None, None, server_error_of_a_write()])
    sent(desk, clock, seller_list(3))
    doubtful = [one for one in invites(desk) if one.state is not InviteState.SENT]
    if lists:
        assert not doubtful
        assert _mails(celliq) == _everybody(3)
    else:  # the server is not known to honour keys: a person decides
        assert [one.state for one in doubtful] == [InviteState.NEEDS_YOU]
        assert "may mail the seller twice" in doubtful[0].reason


def server_error_of_a_write() -> BaseException:
    """The request is lost on its way, and nobody can tell."""
    return Lost().how()


def test_a_late_effect_is_waited_for(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.lists_invites = True
    celliq.script["invite_seller"].extend([None, Lost(late_s=60)])
    sent(desk, clock, seller_list(2))
    assert _mails(celliq) == _everybody(2)
    assert {one.state for one in invites(desk)} == {InviteState.SENT}


def test_without_lists_and_known_keys_nobody_is_mailed_twice_and_nothing_is_lost_in_silence(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.script["invite_seller"].extend([None, Lost(), None, server_error_of_a_write()])
    rows = sent(desk, clock, seller_list(5))
    again = sent(desk, clock, seller_list(5))
    assert max(_mails(celliq).values()) == 1
    assert Counter(row.state for row in rows) == {"sent": 3, "waiting": 2}
    assert Counter(row.state for row in again) == {"already_invited": 3, "waiting": 2}
    waiting = [row for row in again if row.state == "waiting"]
    assert len(waiting) == 2
    assert all("did not confirm" in row.reason for row in waiting)


@pytest.mark.parametrize(("lists", "dedupes", "honours"), list(product([True, False], repeat=3)))
def test_schedules_of_kills_and_lost_replies_mail_nobody_twice(
    restart: Restart, celliq: FakeCellIq, clock: FakeClock, lists: bool, dedupes: bool, honours: bool
) -> None:
    celliq.lists_invites, celliq.dedupes_invites, celliq.honours_keys = lists, dedupes, honours
    dice = random.Random(f"{lists}{dedupes}{honours}")
    first = 1
    for _schedule in range(6):
        text = seller_list(9, first=first)
        celliq.script["invite_seller"].extend(dice.choice([None, None, None, Lost(), offline()]) for _ in range(9))
        for _run in range(3):
            desk = restart()
            kills = dice.random() < 0.5
            if kills:
                celliq.script["invite_seller"].insert(dice.randrange(4), KeyboardInterrupt())
            with contextlib.suppress(KeyboardInterrupt):
                sent(desk, clock, text)
            clock.advance(120)
        celliq.script["invite_seller"].clear()
        desk = restart()
        rows = sent(desk, clock, text)
        assert max(_mails(celliq).values(), default=0) <= 1
        for row in rows:
            mailed = (row.vin, row.seller_email) in celliq.mails
            assert mailed or row.state != "sent", row
            assert mailed or row.state == "waiting", row
            if lists and not mailed:
                assert _doubts(desk, row.vin) == 3, "what ended in doubt three times is left to a person"
        first += 9


def _doubts(desk: Desk, vin: str) -> int:
    """How often the invite for this car ended in doubt."""
    (one,) = (one for one in operations(desk) if vin in one.natural_key)
    with desk.mirror.read() as session:
        return outbox.times_in(session, one.op_id, OperationState.IN_DOUBT)


def test_pause_holds_also_what_a_sync_has_begun_to_send(desk: Desk, celliq: FakeCellIq) -> None:
    confirm_list(desk, judged(desk, seller_list(9)), progress=quiet, cancel=CancelFlag())
    sending = drained(desk, operations(desk), CancelFlag())
    next(sending)
    hold_invites(desk)
    under_way = len(celliq.mails)
    rest = list(sending)
    assert len(rest) == 8
    assert len(celliq.mails) <= under_way + 4, "at most what was on its way"
    assert len(celliq.mails) < 9


def test_pause_holds_what_waits_also_from_a_sync(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    stop = CancelFlag()

    def after_five(done: int, _total: int | None, _words: str) -> None:
        if done >= 5:
            stop.cancel()

    found = judged(desk, seller_list(30))
    confirm_list(desk, found, progress=quiet, cancel=CancelFlag())
    with pytest.raises(Cancelled):
        send_invites(desk, progress=after_five, cancel=stop, pause=lambda _seconds: None)
    hold_invites(desk)
    mailed = len(celliq.mails)
    assert 5 <= mailed <= 9, "what was under way ended, and no more"
    send_outbox(desk, progress=quiet, cancel=CancelFlag())
    assert len(celliq.mails) == mailed
    states = Counter(one.state for one in invites(desk))
    assert states == {InviteState.SENT: mailed, InviteState.PAUSED: 30 - mailed}
    resume_invites(desk)
    run(desk, clock)
    assert _mails(celliq) == _everybody(30)


def test_cancel_takes_back_what_waits_and_a_later_list_may_ask_again(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    confirm_list(desk, judged(desk, seller_list(6)), progress=quiet, cancel=CancelFlag())
    assert cancel_invites(desk)[0] == 6
    run(desk, clock)
    assert not celliq.mails
    assert {one.state for one in invites(desk)} == {InviteState.CANCELLED}
    assert {row.state for row in sent(desk, clock, seller_list(6))} == {"sent"}
    assert _mails(celliq) == _everybody(6)


def test_a_reminder_is_a_persons_wish_after_some_days(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    sent(desk, clock, seller_list(1))
    (one,) = invites(desk)
    with pytest.raises(Refused, match="not 3 days old"):
        remind(desk, one.key)
    clock.advance(4 * 86_400)
    run(desk, clock)
    assert len(celliq.mails) == 1, "nobody is reminded by a timer"
    remind(desk, one.key)
    run(desk, clock)
    (one,) = invites(desk)
    assert (len(celliq.mails), one.mails, one.state) == (2, 2, InviteState.SENT)


def test_a_reminder_in_doubt_is_never_repeated_by_itself(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.lists_invites = True
    sent(desk, clock, seller_list(2))
    clock.advance(4 * 86_400)
    celliq.script["invite_seller"].append(Lost())
    remind(desk, next(one.key for one in invites(desk) if one.vin == vin_of(1)))
    run(desk, clock)
    clock.advance(300)
    run(desk, clock)
    assert _mails(celliq)[vin_of(1), email_of(1)] == 2
    assert next(one.state for one in invites(desk) if one.vin == vin_of(1)) is InviteState.NEEDS_YOU


def test_a_connected_car_ends_its_invite(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    sent(desk, clock, seller_list(1))
    celliq.add(car(1))
    synced(desk)
    (one,) = invites(desk)
    assert (one.state, one.vehicle_id) == (InviteState.CONNECTED, "veh_1")
    with pytest.raises(Refused, match="connected"):
        remind(desk, one.key)
