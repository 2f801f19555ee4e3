"""What comes back from a copy that is older than the order: it may have been sent since, and the copy knows nothing of
it (research P10)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.mirror.repair import repair
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.reports import report_wish
from celliq_desktop.usecases.operations import ask
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import click, make_desk, only_operation, synced
from tests.support.mirrors import ACCOUNT, CAR, KEY, car, copied, opened

SETTLED_S = 91.0
Restored = Callable[[bool], Desk]


@pytest.fixture
def restored(mirror_template: Path, tmp_path: Path, celliq: FakeCellIq, clock: FakeClock) -> Restored:
    """A desk whose file was made anew from a copy in which an order for another report still waits; ``sent`` tells
    whether it was sent after the copy was made."""
    celliq.add(car(1))
    mirror_path = copied(mirror_template, tmp_path)
    backups = mirror_path.parent / "backups"

    def damaged(sent: bool) -> Desk:
        desk = make_desk(opened(mirror_path, clock=clock, backups=backups), celliq, clock)
        synced(desk)
        celliq.issue(CAR)
        clock.advance(86_400)
        ask(desk, report_wish(CAR, again=True))
        desk.mirror.keep_backup()
        if sent:
            clock.advance(2)
            assert synced(desk).outbox.sent == 1
        desk.mirror.close()
        data = mirror_path.read_bytes()
        mirror_path.write_bytes(bytes(100) + data[100:])
        repair(mirror_path, KEY, clock=clock, account=ACCOUNT, backups=backups, damaged=mirror_path.parent / "damaged")
        desk = make_desk(opened(mirror_path, clock=clock), celliq, clock)
        assert only_operation(desk).pre_marker is None
        return desk

    return damaged


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_an_order_that_was_sent_after_the_copy_is_found_and_not_paid_for_again(
    restored: Restored, celliq: FakeCellIq, clock: FakeClock
) -> None:
    desk = restored(True)
    before, newest = celliq.credits, max(celliq.reports_of(CAR), key=lambda one: one.generated_at)
    clock.advance(SETTLED_S)
    synced(desk)
    order = only_operation(desk)
    assert (order.state, order.result_ref) == (OperationState.DONE, newest.id)
    assert (celliq.credits, celliq.heard["generate_report"]) == (before, 1)
    desk.mirror.close()


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_a_click_on_it_spends_nothing_either(restored: Restored, celliq: FakeCellIq) -> None:
    desk = restored(True)
    before = celliq.credits
    click(desk, CAR)
    assert (celliq.credits, celliq.heard["generate_report"]) == (before, 1)
    desk.mirror.close()


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_one_that_was_never_sent_takes_no_older_report_for_its_own_and_asks(
    restored: Restored, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """The report of the day before is none that this order has paid for; and nothing is sent without a word."""
    desk = restored(False)
    clock.advance(SETTLED_S)
    synced(desk)
    assert only_operation(desk).state is OperationState.NEEDS_USER
    assert celliq.heard["generate_report"] == 0
    desk.mirror.close()
