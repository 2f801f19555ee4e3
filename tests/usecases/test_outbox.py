"""What waits in the outbox: for credits, for the network, for a person; and what may be taken back."""

from collections.abc import Callable

import pytest

from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Refused, TryAgain
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.send_outbox import cancel_operation, operations, retry
from tests.support.celliq import CHECKOUT, FakeCellIq
from tests.support.celliq_world import Lost, offline, server_error, signed_out
from tests.support.clocks import FakeClock
from tests.support.desks import click, only_operation, refused, synced
from tests.support.mirrors import CAR, car


@pytest.fixture(autouse=True)
def one_car(celliq: FakeCellIq) -> None:
    """The server has one car with enough data."""
    celliq.add(car(1))


def test_without_credits_a_person_pays_and_clicks_again(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.credits = 0
    problem = refused(desk, NeedsYou)
    assert (problem.code, problem.url) == ("payment_required", CHECKOUT)
    assert "Nothing was charged" in problem.safe
    assert synced(desk).outbox.needs_user == 1
    assert celliq.heard["generate_report"] == 1
    celliq.credits = 5
    assert click(desk, CAR).report.id == "rep_1"
    assert (celliq.credits, len(operations(desk))) == (4, 1)


def test_a_refusal_gives_its_reasons_and_ends_the_wish(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.lacking_data.add(CAR)
    problem = refused(desk, Refused)
    assert problem.code == "insufficient_data"
    assert problem.reasons == ("Three charges are needed; one was found.",)
    assert only_operation(desk).state is OperationState.REJECTED
    celliq.lacking_data.clear()
    synced(desk)
    assert len(celliq.reports_of(CAR)) == 0
    assert click(desk, CAR).report.id == "rep_1"


def test_a_car_the_server_lost_is_refused_as_such(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.cars.clear()
    assert refused(desk, Refused).code == "not_found"


@pytest.mark.parametrize(
    "broken",
    [
        lambda celliq: celliq.script["reports_page"].append(offline()),
        lambda celliq: celliq.script["generate_report"].append(offline()),
        lambda celliq: celliq.script["reports_page"].append(server_error()),
    ],
    ids=["no network", "refused connection", "the list fails"],
)
def test_what_could_not_be_sent_waits_and_goes_with_the_next_sync(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock, broken: Callable[[FakeCellIq], None]
) -> None:
    broken(celliq)
    problem = refused(desk, TryAgain)
    assert problem.code == "not_sent"
    assert "outbox" in problem.safe
    assert only_operation(desk).state is OperationState.QUEUED
    clock.advance(31)
    assert synced(desk).outbox.sent == 1
    assert (len(celliq.reports_of(CAR)), celliq.credits) == (1, 24)


def test_what_waited_offline_is_not_ordered_when_a_colleague_was_faster(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.script["reports_page"].append(offline())
    refused(desk, TryAgain)
    celliq.issue(CAR)
    assert synced(desk).outbox.sent == 1
    assert (len(celliq.reports_of(CAR)), celliq.heard["generate_report"]) == (1, 0)


def test_who_is_signed_out_is_told_so_and_the_wish_is_kept(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.script["reports_page"].append(signed_out())
    problem = refused(desk, NeedsYou)
    assert (problem.code, problem.next_step) == ("signed_out", "Sign in again.")
    assert synced(desk).outbox.sent == 1


def test_a_pause_the_server_asks_for_is_kept_by_the_sync(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.script["generate_report"].append(TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=120))
    assert refused(desk, TryAgain).retry_after_s == 120
    clock.advance(100)
    assert synced(desk).outbox.waiting == 1
    clock.advance(30)
    assert synced(desk).outbox.sent == 1


@pytest.mark.expects_log("WARNING celliq_desktop.usecases.send_outbox: outbox: server_error")
def test_one_wish_that_cannot_be_checked_does_not_hold_up_the_others(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.add(car(2))
    for number in (1, 2):
        celliq.script["reports_page"].append(offline())
        with pytest.raises(TryAgain):
            click(desk, VehicleId(f"veh_{number}"))
    celliq.script["reports_page"].append(server_error())
    summary = synced(desk)
    assert (summary.outbox.sent, summary.outbox.waiting, summary.complete) == (1, 1, True)
    assert synced(desk).outbox.sent == 1


def test_what_was_not_sent_can_be_taken_back(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.script["reports_page"].append(offline())
    refused(desk, TryAgain)
    cancel_operation(desk, only_operation(desk).op_id)
    synced(desk)
    assert only_operation(desk).state is OperationState.CANCELLED
    assert len(celliq.reports_of(CAR)) == 0


def test_what_may_have_happened_cannot_be_taken_back(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.script["generate_report"].append(Lost(late_s=40))
    refused(desk, InDoubt)
    for change in (cancel_operation, retry):
        with pytest.raises(Refused) as refusal:
            change(desk, only_operation(desk).op_id)
        assert refusal.value.next_step
    assert only_operation(desk).state is OperationState.IN_DOUBT


def test_what_is_over_can_be_neither_retried_nor_taken_back(desk: Desk) -> None:
    done = click(desk, CAR).operation
    assert done is not None
    for change in (cancel_operation, retry):
        with pytest.raises(Refused):
            change(desk, done.op_id)


def test_after_paying_a_retry_goes_with_the_next_sync(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.credits = 0
    refused(desk, NeedsYou)
    celliq.credits = 1
    retry(desk, only_operation(desk).op_id)
    assert synced(desk).outbox.sent == 1
    assert celliq.credits == 0


def test_a_change_nobody_knows_is_named(desk: Desk) -> None:
    with pytest.raises(NeedsYou) as refusal:
        retry(desk, OperationId("op_nobody"))
    assert "op_nobody" in refusal.value.message
