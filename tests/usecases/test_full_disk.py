"""A full disk: large work waits, what exists stays readable, and it goes on by itself (P7)."""

from contextlib import suppress

import pytest

from celliq_desktop.domain.outbox import CostClass, Wish
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.space import MEGABYTE, Space
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.desks import click, filled, synced
from tests.support.mirrors import CAR

pytestmark = pytest.mark.parametrize("mirror_kind", ["file"])  # the disk of a group's database is not this computer's


def test_a_sync_does_not_begin_without_room_and_goes_on_at_twice_as_much(desk: Desk, celliq: FakeCellIq) -> None:
    left = 500 * MEGABYTE
    desk.mirror.space = Space(desk.mirror.path.with_name("ballast"), free=lambda _folder: left)
    filled(celliq, 3)
    synced(desk)
    filled(celliq, 6)
    left, asked = 60 * MEGABYTE, celliq.requests_sent
    with pytest.raises(BadSurroundings) as refusal:
        synced(desk)
    assert refusal.value.code == "disk_full"
    assert celliq.requests_sent == asked
    assert len(fleet(desk).rows) == 3
    left = 130 * MEGABYTE
    assert synced(desk).complete
    assert len(fleet(desk).rows) == 6
    left = 500 * MEGABYTE
    desk.mirror.space.give_up_ballast()
    synced(desk)
    assert desk.mirror.path.with_name("ballast").exists(), "the next time it is laid again"


def test_a_disk_that_fills_up_on_the_way_stops_the_sync_and_keeps_what_came(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 2)
    synced(desk)
    filled(celliq, 900, readings_each=3)
    _limit_pages(desk.mirror, 0)
    with pytest.raises(BadSurroundings) as refusal:
        synced(desk)
    assert refusal.value.code == "disk_full"
    assert desk.mirror.is_sound()
    _limit_pages(desk.mirror, 1_000_000)
    assert synced(desk).complete
    assert len(fleet(desk).rows) == 900


def test_an_intent_that_cannot_be_kept_is_refused_before_any_request(desk: Desk, celliq: FakeCellIq) -> None:
    """P7: nothing is asked of the server for a click that is not on the disk."""
    filled(celliq, 1)
    synced(desk)
    asked = celliq.requests_sent
    _limit_pages(desk.mirror, 0)
    with suppress(BadSurroundings):
        for number in range(2_000):  # until not even the smallest wish fits
            with desk.mirror.write() as session:
                wish = Wish(kind="report", natural_key=f"r:{number}", payload="", cost_class=CostClass.FREE)
                outbox.enqueue(session, wish, desk.clock.now())
    with pytest.raises(BadSurroundings) as refusal:
        click(desk, CAR)
    assert refusal.value.code == "disk_full"
    assert celliq.requests_sent == asked


def _limit_pages(mirror: Mirror, more: int) -> None:
    with mirror.write() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")
