"""A confirmed list of sellers is a promise: what a kill interrupts goes on by itself."""

import pytest

from celliq_desktop.domain.invites import InviteState
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import Cancelled
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import meta
from celliq_desktop.usecases.import_sellers import confirm_list
from celliq_desktop.usecases.invites import invites
from celliq_desktop.usecases.kinds.invites import INVITE_KIND
from celliq_desktop.usecases.send_outbox import operations, send_outbox
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import Lost
from tests.support.clocks import FakeClock
from tests.support.desks import quiet, synced
from tests.support.sellers import email_of, judged, run, seller_list, sent, vin_of
from tests.usecases.conftest import Restart


def test_a_list_that_a_kill_left_half_queued_goes_with_the_next_sync(restart: Restart, celliq: FakeCellIq) -> None:
    desk = restart()
    stop = CancelFlag()
    stop.cancel()
    with pytest.raises(Cancelled):
        confirm_list(desk, judged(desk, seller_list(501)), progress=quiet, cancel=stop)
    assert len(operations(desk)) == 500
    synced(restart())
    assert sorted(celliq.mails) == _each_once(501)


def test_a_kill_between_keeping_a_list_and_queueing_it_loses_nothing(
    restart: Restart, celliq: FakeCellIq, clock: FakeClock
) -> None:
    desk = restart()
    stop = CancelFlag()
    found = judged(desk, seller_list(1_200))

    def kill(done: int, _total: int | None, _words: str) -> None:
        if done >= 500:
            stop.cancel()

    with pytest.raises(Cancelled):
        confirm_list(desk, found, progress=kill, cancel=stop)
    desk = restart()
    assert len(operations(desk)) == 500
    run(desk, clock)
    assert sorted(celliq.mails) == _each_once(1_200)


def _each_once(count: int) -> list[tuple[str, str]]:
    return sorted((vin_of(number), email_of(number)) for number in range(1, count + 1))


def test_an_invite_the_server_still_works_on_is_not_taken_for_one_it_had_before(
    restart: Restart, celliq: FakeCellIq, clock: FakeClock
) -> None:
    desk = restart()
    celliq.lists_invites = celliq.honours_keys = True
    with desk.mirror.write() as session:
        meta.learn(session, f"honours_key.{INVITE_KIND}")  # so it is sent again under its key when it does not turn up
    celliq.script["invite_seller"].append(Lost(late_s=3_600))
    sent(desk, clock, seller_list(1))
    for _round in range(30):
        clock.advance(180)
        send_outbox(desk, progress=quiet, cancel=CancelFlag())
        (operation,) = operations(desk)
        assert (operation.state is OperationState.DONE) == bool(celliq.mails)
    assert celliq.heard["invite_seller"] > 1
    assert celliq.mails == [(vin_of(1), email_of(1))]
    assert [one.state for one in invites(desk)] == [InviteState.SENT]
