"""Nothing spent twice: prices that change, credits that run out, colleagues, doubts that end late."""

from dataclasses import replace

import pytest

from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Refused, TryAgain
from celliq_desktop.domain.syncing import SetAside
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import meta, outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.generate_report import GenerateResult, generate_report
from celliq_desktop.usecases.kinds.reports import report_wish
from celliq_desktop.usecases.operations import ask, recover
from celliq_desktop.usecases.send_outbox import cancel_operation, operations, retry
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import Lost, offline
from tests.support.clocks import FakeClock
from tests.support.desks import click, only_operation, quiet, refused, synced
from tests.support.mirrors import CAR, car

SETTLED_S = 91.0


@pytest.fixture(autouse=True)
def one_car(celliq: FakeCellIq) -> None:
    """The server has one car with enough data."""
    celliq.add(car(1))


def agreed(desk: Desk, price: int, *, again: bool = False) -> GenerateResult:
    """A click on "Issue report" under a question that named ``price``."""
    return generate_report(desk, CAR, again=again, price=price, progress=quiet, cancel=CancelFlag())[0]


def test_a_price_that_went_up_is_asked_about_before_anything_is_sent(desk: Desk, celliq: FakeCellIq) -> None:
    """M5: the agreed price is on the row; another one is a question, not a charge."""
    celliq.price = 2
    with pytest.raises(NeedsYou) as refusal:
        agreed(desk, 1)
    assert refusal.value.code == "price_changed"
    assert "2 credits now" in refusal.value.message
    assert (celliq.heard["generate_report"], only_operation(desk).offered_price) == (0, "2 credits")
    assert synced(desk).outbox.needs_user == 1
    assert celliq.heard["generate_report"] == 0
    assert agreed(desk, 2).credits_charged == 2
    assert len(operations(desk)) == 1


def test_a_price_that_waits_for_an_answer_is_agreed_to_by_trying_again(desk: Desk, celliq: FakeCellIq) -> None:
    """M5: "try again" under the new price is the agreement to it, and to no other."""
    celliq.price = 2
    with pytest.raises(NeedsYou):
        agreed(desk, 1)
    retry(desk, only_operation(desk).op_id)
    celliq.price = 3
    synced(desk)
    assert (only_operation(desk).state, only_operation(desk).offered_price) == (OperationState.NEEDS_USER, "3 credits")
    retry(desk, only_operation(desk).op_id)
    assert synced(desk).outbox.sent == 1
    assert celliq.credits == 22


def test_a_price_nobody_named_is_not_asked_about(desk: Desk, celliq: FakeCellIq) -> None:
    assert click(desk, CAR).credits_charged == 1
    assert celliq.heard["validate_report"] == 0


def test_after_paying_the_same_key_goes_on(desk: Desk, celliq: FakeCellIq) -> None:
    """N5: a 402 parks; it is never repeated by itself; the paid order carries the key of the first one."""
    celliq.credits = 0
    refused(desk, NeedsYou)
    parked = only_operation(desk)
    for _sync in range(3):
        synced(desk)
    assert (parked.state, celliq.heard["generate_report"]) == (OperationState.NEEDS_PAYMENT, 1)
    celliq.credits = 1
    retry(desk, parked.op_id)
    assert synced(desk).outbox.sent == 1
    assert list(celliq.answers) == [parked.op_id]


def test_another_report_needs_a_word_of_its_own_and_has_a_key_of_its_own(desk: Desk, celliq: FakeCellIq) -> None:
    """M2: the same car again on purpose is a new intent; without "again" nothing is spent."""
    agreed(desk, 1)
    agreed(desk, 1)
    assert (celliq.credits, celliq.heard["generate_report"]) == (24, 1)
    agreed(desk, 1, again=True)
    assert (celliq.credits, len({one.op_id for one in operations(desk)})) == (23, 3)
    assert len(celliq.answers) == 2


def test_a_colleagues_report_is_used_for_a_doubt_that_never_arrived(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """M4: what another workstation issued meanwhile is adopted and nothing is spent here."""
    celliq.script["generate_report"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    refused(desk, InDoubt)
    theirs = celliq.issue(CAR)
    clock.advance(5)
    assert synced(desk).outbox.sent == 1
    assert (only_operation(desk).result_ref, celliq.credits) == (theirs.id, 24)


def test_an_order_whose_network_failed_counts_a_colleagues_report_as_free(desk: Desk, celliq: FakeCellIq) -> None:
    """M4: a connection that was never made is no attempt, so nothing is shown as spent."""
    celliq.script["generate_report"].append(offline())
    refused(desk, TryAgain)
    celliq.issue(CAR)
    made = click(desk, CAR)
    assert (made.reused, made.credits_charged) == (True, 0)


def test_a_doubt_is_resent_by_itself_only_to_a_server_that_honours_the_key(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """Research 4.3: needs_user unless the server proved it; the proof is kept, and grows old with the order."""
    celliq.honours_keys = True
    with desk.mirror.write() as session:
        meta.learn(session, "honours_key.report")
    celliq.script["generate_report"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    refused(desk, InDoubt)
    clock.advance(SETTLED_S)
    assert synced(desk).outbox.sent == 1
    assert (celliq.heard["generate_report"], celliq.credits) == (2, 24)
    assert list(celliq.answers) == [only_operation(desk).op_id]


def test_a_key_that_may_be_forgotten_is_not_relied_on(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    with desk.mirror.write() as session:
        meta.learn(session, "honours_key.report")
    celliq.script["generate_report"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    refused(desk, InDoubt)
    clock.advance(13 * 3_600)
    assert synced(desk).outbox.needs_user == 1
    assert celliq.heard["generate_report"] == 1


def test_a_repeated_answer_teaches_that_keys_are_honoured(desk: Desk, celliq: FakeCellIq) -> None:
    """``Idempotent-Replayed`` is the only proof there is."""
    celliq.honours_keys = True
    celliq.credits = 0
    refused(desk, NeedsYou)
    celliq.credits = 5
    celliq.answers[only_operation(desk).op_id] = celliq.issue(CAR, id="rep_9")
    celliq.issued.clear()
    click(desk, CAR)
    with desk.mirror.read() as session:
        assert meta.learned(session, "honours_key.report")


def test_a_refusal_after_a_doubt_looks_for_the_lost_order_first(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """E1: 77 schedules called a charge "failed" that had landed; an end in words is checked, too."""
    celliq.script["generate_report"].append(Lost(late_s=200))
    refused(desk, InDoubt)
    clock.advance(SETTLED_S)
    assert synced(desk).outbox.needs_user == 1
    retry(desk, only_operation(desk).op_id)

    def land_then_refuse() -> None:
        clock.advance(200)
        raise Refused("insufficient_data", "There is not enough data yet.")

    celliq.script["generate_report"].append(land_then_refuse)
    synced(desk)
    assert only_operation(desk).state is OperationState.DONE
    assert (len(celliq.reports_of(CAR)), celliq.credits) == (1, 24)


def test_a_paid_report_that_could_not_be_read_is_looked_for_again(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """E1: failed operations are reconciled, too; "not charged" is never said of them."""
    celliq.script["generate_report"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    refused(desk, InDoubt)
    celliq.unreadable_reports.append(SetAside("rep_odd", "no token", "{}"))
    clock.advance(SETTLED_S)
    synced(desk)
    failed = only_operation(desk)
    assert failed.state is OperationState.FAILED
    assert "charged" not in (failed.last_error or "")
    celliq.unreadable_reports.clear()
    found = celliq.issue(CAR)
    synced(desk)
    assert (only_operation(desk).state, only_operation(desk).result_ref) == (OperationState.DONE, found.id)


def test_a_late_report_ends_a_question_nobody_has_answered(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    """Late landing: "try again?" goes away by itself when the report turns up after all."""
    celliq.script["generate_report"].append(Lost(late_s=600))
    refused(desk, InDoubt)
    clock.advance(SETTLED_S)
    assert synced(desk).outbox.needs_user == 1
    clock.advance(600)
    assert synced(desk).outbox.sent == 1
    assert celliq.heard["generate_report"] == 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Refused("not_found", "There is no such vehicle."), OperationState.REJECTED),
        (Refused("no_permission", "Your role has no access."), OperationState.REJECTED),
        (Refused("insufficient_data", "There is not enough data yet."), OperationState.REJECTED),
        (TryAgain("conflict", "CellIQ is still working on this."), OperationState.IN_DOUBT),
        (InDoubt("in_doubt", "CellIQ did not confirm."), OperationState.IN_DOUBT),
        (NeedsYou("payment_required", "No credits are left."), OperationState.NEEDS_PAYMENT),
        (TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=5.0), OperationState.WAITING),
        (offline(), OperationState.QUEUED),
    ],
    ids=["N7 404", "N6 403", "N9 422", "N8 409", "N12/N22 no usable answer", "N5 402", "N10 429", "N12 not connected"],
)
def test_every_answer_to_a_paid_order_has_its_state(
    desk: Desk, celliq: FakeCellIq, answer: Exception, state: OperationState
) -> None:
    """N5-N10, N12, N22: one request, one state, and never a second request by itself."""
    celliq.script["generate_report"].append(answer)
    with pytest.raises(type(answer)):
        click(desk, CAR)
    assert (only_operation(desk).state, celliq.heard["generate_report"]) == (state, 1)
    assert only_operation(desk).last_error


def test_a_role_without_access_stops_the_rest_of_its_kind(desk: Desk, celliq: FakeCellIq) -> None:
    """N6: one 403 is enough; the others are parked with the reason, not sent one by one."""
    cars = [celliq.add(car(number)).id for number in range(1, 5)]
    for one in cars:
        ask(desk, report_wish(one, again=False))
    celliq.script["generate_report"].append(Refused("no_permission", "Your role has no access."))
    counts = synced(desk).outbox
    assert (counts.failed, counts.needs_user, celliq.heard["generate_report"]) == (1, 3, 1)
    assert {one.last_error for one in operations(desk)} == {"Your role has no access."}


def test_a_pause_holds_for_all_of_a_kind(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    """N10: after a 429 the rest is not tried, neither now nor before the pause is over."""
    for number in range(1, 5):
        ask(desk, report_wish(celliq.add(car(number)).id, again=False))
    celliq.script["generate_report"].append(TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=60.0))
    assert synced(desk).outbox.waiting == 4
    clock.advance(30)
    synced(desk)
    assert celliq.heard["generate_report"] == 1
    clock.advance(31)
    assert synced(desk).outbox.sent == 4


def test_what_is_sent_this_moment_is_no_doubt_until_its_time_is_over(desk: Desk, clock: FakeClock) -> None:
    """P2: the lease tells a running program's own row from what a crash left."""
    operation, _new = ask(desk, report_wish(CAR, again=False))
    now = clock.now()
    mine = replace(operation, state=OperationState.SENDING, lease_owner=desk.owner, last_sent_at=now)
    with desk.mirror.write() as session:
        outbox.change(session, operation, replace(mine, settle_until=now.replace(hour=now.hour + 1)), "sending", now)
    recover(desk)
    assert only_operation(desk).state is OperationState.SENDING
    recover(replace(desk, owner="after a restart"))
    assert only_operation(desk).state is OperationState.IN_DOUBT


def test_cancelling_takes_back_what_waits_and_says_nothing_of_undoing(desk: Desk, celliq: FakeCellIq) -> None:
    """M7: queued is cancelled; what is in flight finishes."""
    for number in (1, 2):
        ask(desk, report_wish(celliq.add(car(number)).id, again=False))
    celliq.script["generate_report"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    first, second = operations(desk)
    cancel_operation(desk, second.op_id)
    synced(desk)
    with pytest.raises(Refused):
        cancel_operation(desk, first.op_id)
    with desk.mirror.read() as session:
        notes = [note for _at, _state, note in outbox.history(session, second.op_id)]
    assert notes == ["asked for", "taken back"]
    assert celliq.heard["generate_report"] == 1
