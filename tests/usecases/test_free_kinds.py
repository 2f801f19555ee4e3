"""What every free kind of change must do: durable first, kept while offline, found after a crash, ended in words."""

import pytest

from celliq_desktop.domain.outbox import OperationState, Wish
from celliq_desktop.domain.problems import InDoubt, NeedsYou, NotOffered, Refused, TryAgain
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.disconnect import disconnect_wish
from celliq_desktop.usecases.kinds.settings import settings_wish
from celliq_desktop.usecases.kinds.vehicle_sync import vehicle_sync_wish
from celliq_desktop.usecases.operations import ask
from celliq_desktop.usecases.send_outbox import operations, retry
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import Lost, offline
from tests.support.clocks import FakeClock
from tests.support.desks import only_operation, synced, wished
from tests.support.mirrors import CAR, car
from tests.usecases.conftest import Restart

SETTLED_S = 91.0


class Crash(BaseException):
    """The program ends here."""


@pytest.fixture(autouse=True)
def one_car(celliq: FakeCellIq) -> None:
    """The server has one car."""
    celliq.add(car(1))


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        ("sync_vehicle", vehicle_sync_wish(CAR)),
        ("disconnect_vehicle", disconnect_wish(CAR)),
        ("change_settings", settings_wish({"address": "Neue Straße 1"})),
    ],
    ids=["vehicle_sync", "disconnect", "settings"],
)
class TestEveryFreeKind:
    """What is free may be sent twice, and still nothing is lost or left without words."""

    def test_it_is_on_the_disk_before_a_byte_is_sent(
        self, desk: Desk, celliq: FakeCellIq, name: str, wish: Wish
    ) -> None:
        """Issue 3.1: a durable row first."""
        seen: list[OperationState] = []
        celliq.script[name].append(lambda: seen.append(only_operation(desk).state))
        assert wished(desk, wish).operations[0].state is OperationState.DONE
        assert seen == [OperationState.SENDING]

    def test_without_network_it_waits_and_goes_with_the_next_sync(
        self, desk: Desk, celliq: FakeCellIq, clock: FakeClock, name: str, wish: Wish
    ) -> None:
        """N12: a connection that was never made is no doubt."""
        synced(desk)
        celliq.script[name].append(offline())
        made = wished(desk, wish)
        assert made.operations[0].state is OperationState.QUEUED
        assert made.operations[0].last_error
        clock.advance(31)
        assert synced(desk).outbox.sent == 1
        assert celliq.heard[name] == 2

    def test_two_wishes_are_one_operation(self, desk: Desk, celliq: FakeCellIq, name: str, wish: Wish) -> None:
        """M1: one active operation per natural key."""
        celliq.script[name].append(offline())
        wished(desk, wish)
        assert ask(desk, wish)[1] is False
        assert len(operations(desk)) == 1

    def test_a_crash_after_it_arrived_ends_well(
        self, restart: Restart, celliq: FakeCellIq, clock: FakeClock, name: str, wish: Wish
    ) -> None:
        """P2, P3: what was being sent comes back in doubt, and the doubt is settled."""
        desk = restart()
        synced(desk)
        celliq.script[name].append(Lost(how=Crash))
        with pytest.raises(Crash):
            wished(desk, wish)
        assert only_operation(desk).state is OperationState.SENDING
        desk = restart()
        for _sync in range(3):
            synced(desk)
            clock.advance(SETTLED_S)
        assert only_operation(desk).state is OperationState.DONE

    def test_a_server_that_never_confirms_ends_with_a_person(
        self, desk: Desk, celliq: FakeCellIq, clock: FakeClock, name: str, wish: Wish
    ) -> None:
        """Not more than three doubts, then words instead of a silent loop."""
        synced(desk)
        celliq.always[name] = InDoubt("in_doubt", "CellIQ did not confirm.")
        wished(desk, wish)
        for _sync in range(12):
            clock.advance(SETTLED_S)
            synced(desk)
        ended = only_operation(desk)
        assert (ended.state, celliq.heard[name]) == (OperationState.NEEDS_USER, 3)
        assert ended.last_error
        del celliq.always[name]
        retry(desk, ended.op_id)
        assert synced(desk).outbox.sent == 1

    def test_no_access_is_an_end_in_the_servers_words(
        self, desk: Desk, celliq: FakeCellIq, name: str, wish: Wish
    ) -> None:
        """N6: a 403 is shown, and not tried again."""
        synced(desk)
        celliq.script[name].append(Refused("no_permission", "Your role has no access."))
        ended = wished(desk, wish).operations[0]
        assert (ended.state, ended.last_error) == (OperationState.REJECTED, "Your role has no access.")
        synced(desk)
        assert celliq.heard[name] == 1

    def test_a_pause_is_kept(self, desk: Desk, celliq: FakeCellIq, clock: FakeClock, name: str, wish: Wish) -> None:
        """N10: a 429 waits as long as the server says."""
        synced(desk)
        celliq.script[name].append(TryAgain("rate_limited", "CellIQ asks for a pause.", retry_after_s=120.0))
        assert wished(desk, wish).operations[0].state is OperationState.WAITING
        clock.advance(110)
        assert synced(desk).outbox.waiting == 1
        clock.advance(11)
        assert synced(desk).outbox.sent == 1

    def test_signed_out_keeps_the_wish(self, desk: Desk, celliq: FakeCellIq, name: str, wish: Wish) -> None:
        """N3: who is signed out loses nothing."""
        synced(desk)
        celliq.script[name].append(NeedsYou("signed_out", "You are signed out."))
        assert wished(desk, wish).operations[0].state is OperationState.QUEUED


def test_a_change_in_doubt_that_a_server_turns_out_not_to_offer_ends_and_says_so(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.script["change_settings"].append(Lost())
    wished(desk, settings_wish({"address": "Neue Straße 1"}))
    missing = NotOffered("not_offered", "CellIQ does not offer this.")
    celliq.always["settings"] = celliq.always["change_settings"] = missing
    for _sync in range(3):
        clock.advance(SETTLED_S)
        synced(desk)
    ended = only_operation(desk)
    assert (ended.state, ended.last_error) == (OperationState.REJECTED, "CellIQ does not offer this.")


def test_a_car_the_server_calls_unknown_and_lists_all_the_same_is_not_called_gone(
    desk: Desk, celliq: FakeCellIq
) -> None:
    synced(desk)
    celliq.script["disconnect_vehicle"].append(Refused("not_found", "CellIQ does not have this."))
    wished(desk, disconnect_wish(CAR))
    assert only_operation(desk).state is OperationState.REJECTED
    assert [row.id for row in fleet(desk).rows] == [CAR]
