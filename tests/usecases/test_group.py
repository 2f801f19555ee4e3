"""Two desks of one dealer on one PostgreSQL: what is paid for is sent once, whoever dies in between."""

from collections.abc import Iterator

import pytest

from celliq_desktop.domain import crashpoints
from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.group_news import group_news
from celliq_desktop.usecases.send_outbox import operations
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import click, make_desk, only_operation, synced
from tests.support.mirrors import CAR, car, joined


class _Dies(BaseException):
    """The desk's computer is off."""


@pytest.fixture
def two(group_address: str, celliq: FakeCellIq, clock: FakeClock) -> Iterator[tuple[Desk, Desk]]:
    """Two desks at one server."""
    celliq.add(car(1))
    mirrors = [joined(group_address, clock=clock) for _desk in range(2)]
    first, second = (make_desk(mirror, celliq, clock, owner=mirror.group.name) for mirror in mirrors)
    yield first, second
    crashpoints.listen(None)
    for mirror in mirrors:
        mirror.close()


def _dies_at(point: str) -> None:
    def reached(name: str) -> None:
        if name == point:
            raise _Dies

    crashpoints.listen(reached)


def test_one_fetches_for_both_and_the_other_hears_of_it(two: tuple[Desk, Desk]) -> None:
    first, second = two
    assert not group_news(second, 0.5, CancelFlag())
    assert synced(first).led_by == ""
    assert synced(second).led_by == first.mirror.group.name[:8]
    assert group_news(second, 10, CancelFlag()).touches(Topic.VEHICLES)
    assert [row.id for row in fleet(second).rows] == [CAR]
    first.mirror.close()
    assert synced(second).led_by == ""


def test_what_a_desk_was_sending_when_it_died_is_found_by_another(
    two: tuple[Desk, Desk], celliq: FakeCellIq, clock: FakeClock
) -> None:
    first, second = two
    _dies_at("outbox: answer heard")
    with pytest.raises(_Dies):
        click(first, CAR)
    crashpoints.listen(None)
    assert only_operation(second).state is OperationState.SENDING
    first.mirror.close()
    synced(second)
    assert only_operation(second).state is OperationState.DONE
    assert celliq.heard["generate_report"] == 1
    assert click(second, CAR).reused
    assert celliq.heard["generate_report"] == 1
    assert clock.now() == FakeClock().now()


def test_what_another_desk_is_sending_is_left_to_it(two: tuple[Desk, Desk], celliq: FakeCellIq) -> None:
    first, second = two
    looked: list[OperationState] = []

    def meanwhile(name: str) -> None:
        if name == "outbox: answer heard" and not looked:
            looked.append(OperationState.SENDING)
            synced(second)
            looked.append(only_operation(second).state)

    crashpoints.listen(meanwhile)
    click(first, CAR)
    assert looked == [OperationState.SENDING, OperationState.SENDING]
    assert {one.state for one in operations(second)} == {OperationState.DONE}
    assert celliq.heard["generate_report"] == 1
