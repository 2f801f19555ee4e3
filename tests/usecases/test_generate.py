"""Issuing a report: one credit a wish, whatever breaks on the way."""

import threading

import pytest

from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import InDoubt, Problem
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.syncing import SetAside
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.generate_report import GenerateResult
from celliq_desktop.usecases.reports import report_library
from celliq_desktop.usecases.send_outbox import retry
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import Lost, offline
from tests.support.clocks import FakeClock
from tests.support.desks import click, only_operation, refused, synced
from tests.support.mirrors import CAR, car
from tests.usecases.conftest import Restart

SETTLED_S = 91.0


class Crash(BaseException):
    """The program ends here: no handler of the product may catch it."""


@pytest.fixture(autouse=True)
def one_car(celliq: FakeCellIq) -> None:
    """The server has one car with enough data."""
    celliq.add(car(1))


def test_a_click_issues_one_report_for_one_credit(desk: Desk, celliq: FakeCellIq) -> None:
    made = click(desk, CAR)
    assert (made.reused, made.credits_charged, celliq.credits) == (False, 1, 24)
    assert [one.id for one in report_library(desk)] == [made.report.id]
    assert only_operation(desk).state is OperationState.DONE


def test_a_report_in_force_is_reused_and_costs_nothing(desk: Desk, celliq: FakeCellIq) -> None:
    elsewhere = celliq.issue(CAR)
    made = click(desk, CAR)
    assert (made.reused, made.credits_charged, made.report.id) == (True, 0, elsewhere.id)
    assert (celliq.credits, celliq.heard["generate_report"]) == (24, 0)


@pytest.mark.parametrize("status", [ReportStatus.SUPERSEDED, ReportStatus.REVOKED, ReportStatus.EXPIRED])
def test_a_report_no_longer_in_force_is_not_reused(desk: Desk, celliq: FakeCellIq, status: ReportStatus) -> None:
    celliq.set_status(celliq.issue(CAR).id, status)
    assert not click(desk, CAR).reused
    assert len(celliq.reports_of(CAR)) == 2


def test_a_report_whose_time_is_over_is_not_reused(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.issue(CAR)
    clock.advance(91 * 86_400)
    assert not click(desk, CAR).reused


def test_who_asks_for_another_gets_another(desk: Desk, celliq: FakeCellIq) -> None:
    first = click(desk, CAR)
    second = click(desk, CAR, again=True)
    assert second.report.id != first.report.id
    assert celliq.credits == 23


def test_a_second_click_gives_the_report_of_the_first(desk: Desk, celliq: FakeCellIq) -> None:
    first, second = click(desk, CAR), click(desk, CAR)
    assert (second.report.id, second.reused, celliq.credits) == (first.report.id, True, 24)


def test_two_clicks_at_once_issue_once_and_the_first_still_gets_its_report(desk: Desk, celliq: FakeCellIq) -> None:
    sent, answered = threading.Event(), threading.Event()

    def held() -> None:
        sent.set()
        assert answered.wait(10)

    celliq.script["generate_report"].append(held)
    first: list[GenerateResult] = []
    other = threading.Thread(target=lambda: first.append(click(desk, CAR)))
    other.start()
    try:
        assert sent.wait(10)
        in_doubt = refused(desk, InDoubt)
    finally:
        answered.set()
        other.join(10)
    assert "checked" in in_doubt.message
    assert [made.credits_charged for made in first] == [1]
    assert (len(celliq.reports_of(CAR)), celliq.heard["generate_report"]) == (1, 1)
    assert only_operation(desk).state is OperationState.DONE


def test_two_clicks_that_look_at_the_same_moment_issue_once(desk: Desk, celliq: FakeCellIq) -> None:
    both = threading.Barrier(2, timeout=10)

    def meet() -> None:
        both.wait()

    celliq.script["reports_page"].extend([meet, meet])
    ends: list[object] = []

    def press() -> None:
        try:
            ends.append(click(desk, CAR).report.id)
        except Problem as problem:
            ends.append(type(problem))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(celliq.reports_of(CAR)) == 1
    assert "rep_1" in ends
    assert set(ends) <= {"rep_1", InDoubt}


def test_a_lost_reply_is_found_at_the_server_at_once(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.script["generate_report"].append(Lost())
    assert click(desk, CAR).report.id == "rep_1"
    assert celliq.credits == 24


def test_while_it_is_in_doubt_nothing_is_sent_and_the_next_sync_closes_it(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.script["generate_report"].append(Lost(late_s=40))
    problem = refused(desk, InDoubt)
    assert problem.safe
    refused(desk, InDoubt)
    clock.advance(20)
    synced(desk)
    assert only_operation(desk).state is OperationState.IN_DOUBT
    clock.advance(30)
    assert synced(desk).outbox.sent == 1
    assert only_operation(desk).state is OperationState.DONE
    assert (len(celliq.reports_of(CAR)), celliq.heard["generate_report"], celliq.credits) == (1, 1, 24)


def test_a_doubt_stays_a_doubt_while_the_network_is_down(desk: Desk, celliq: FakeCellIq) -> None:
    celliq.script["generate_report"].append(Lost())
    celliq.script["reports_page"].extend([None, offline(), offline()])
    refused(desk, InDoubt)
    refused(desk, InDoubt)
    assert click(desk, CAR).report.id == "rep_1"
    assert celliq.credits == 24


def test_an_order_that_never_arrived_waits_for_a_person_and_then_is_sent(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.script["generate_report"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    refused(desk, InDoubt)
    clock.advance(SETTLED_S)
    assert synced(desk).outbox.needs_user == 1
    assert synced(desk).outbox.needs_user == 1
    assert celliq.heard["generate_report"] == 1
    assert click(desk, CAR).report.id == "rep_1"
    assert celliq.credits == 24


@pytest.mark.parametrize("by", ["click", "retry"])
@pytest.mark.parametrize("again", [False, True])
def test_a_report_that_turns_up_very_late_is_taken_before_another_is_sent(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock, by: str, again: bool
) -> None:
    celliq.script["generate_report"].append(Lost(late_s=600))
    with pytest.raises(InDoubt):
        click(desk, CAR, again=again)
    clock.advance(SETTLED_S)
    synced(desk)
    waiting = only_operation(desk)
    assert waiting.state is OperationState.NEEDS_USER
    clock.advance(600)
    if by == "retry":
        retry(desk, waiting.op_id)
        synced(desk)
    else:
        click(desk, CAR, again=again)
    assert only_operation(desk).state is OperationState.DONE
    assert (len(celliq.reports_of(CAR)), celliq.heard["generate_report"]) == (1, 1)


def test_a_new_report_that_cannot_be_read_is_not_ordered_a_second_time(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.script["generate_report"].append(InDoubt("in_doubt", "CellIQ did not confirm."))
    refused(desk, InDoubt)
    celliq.unreadable_reports.append(SetAside("rep_odd", "no token", "{}"))
    clock.advance(SETTLED_S)
    assert synced(desk).outbox.failed == 1
    ended = only_operation(desk)
    assert ended.state is OperationState.FAILED
    assert "cannot read" in (ended.last_error or "")


@pytest.mark.parametrize("arrived", [True, False])
def test_a_crash_while_sending_never_costs_a_second_credit(
    desk: Desk, restart: Restart, celliq: FakeCellIq, clock: FakeClock, arrived: bool
) -> None:
    celliq.script["generate_report"].append(Lost(how=Crash) if arrived else Crash())
    with pytest.raises(Crash):
        click(desk, CAR)
    assert only_operation(desk).state is OperationState.SENDING
    desk = restart()
    if arrived:
        assert synced(desk).outbox.sent == 1
    else:
        assert synced(desk).outbox.waiting == 1
        clock.advance(SETTLED_S)
        assert synced(desk).outbox.needs_user == 1
        assert len(celliq.reports_of(CAR)) == 0
        click(desk, CAR)
    assert (len(celliq.reports_of(CAR)), celliq.credits) == (1, 24)
    assert only_operation(desk).state is OperationState.DONE


def test_a_crash_before_sending_keeps_the_wish(desk: Desk, restart: Restart, celliq: FakeCellIq) -> None:
    celliq.script["reports_page"].append(Crash())
    with pytest.raises(Crash):
        click(desk, CAR)
    assert synced(restart()).outbox.sent == 1
    assert (len(celliq.reports_of(CAR)), celliq.credits) == (1, 24)
