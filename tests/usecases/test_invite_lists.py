"""A confirmed list of sellers is a promise: what a kill interrupts goes on by itself."""

import pytest

from celliq_desktop.domain.problems import Cancelled
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.import_sellers import confirm_list
from celliq_desktop.usecases.send_outbox import operations
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import quiet, synced
from tests.support.sellers import email_of, judged, run, seller_list, vin_of
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
