"""An unchanged fleet costs requests, not work: conditional requests and ``updated_since``, where the server has them
and where it only pretends to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.syncing import Page, StepState
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import filled, step, synced
from tests.support.mirrors import CAR, car

_MANY = 450
"""More than are swept as a matter of course."""


_WATCHED = ("vehicles", "reports", "quarantine", "sync_pages")


@pytest.fixture
def etags(celliq: FakeCellIq) -> FakeCellIq:
    """Ten cars on pages of four, with ETags."""
    filled(celliq, 10)
    celliq.offers, celliq.page_size = {"etag"}, 4
    return celliq


@pytest.fixture
def news(celliq: FakeCellIq, clock: FakeClock) -> FakeCellIq:
    """A long list with ``updated_since``; its last change is an hour old."""
    filled(celliq, _MANY)
    celliq.offers = {"since"}
    clock.advance(3_600)
    return celliq


_watched = pytest.mark.parametrize("mirror_kind", ["file"])
"""Who watches what is written does so by triggers as SQLite knows them."""


@contextmanager
def _rewritten(desk: Desk) -> Iterator[set[str]]:
    """The tables whose rows were written meanwhile."""
    written: set[str] = set()
    with desk.mirror.write() as session:
        session.execute(text("CREATE TEMP TABLE written (name)"))
        for name, act in product(_WATCHED, ("INSERT", "UPDATE", "DELETE")):
            trigger = (
                "CREATE TEMP TRIGGER on_{1}_of_{0} AFTER {1} ON main.{0} BEGIN INSERT INTO written VALUES ('{0}'); END"
            )
            session.execute(text(trigger.format(name, act)))
    yield written
    with desk.mirror.write() as session:
        written |= {row[0] for row in session.execute(text("SELECT DISTINCT name FROM temp.written"))}


@_watched
def test_pages_that_did_not_change_are_asked_for_and_nothing_is_written(desk: Desk, etags: FakeCellIq) -> None:
    """ETag a page."""
    synced(desk)
    before = etags.heard["vehicles_page"]
    with _rewritten(desk) as written:
        outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.seen, outcome.unchanged) == (StepState.DONE, 10, 10)
    assert written == set()
    assert etags.heard["vehicles_page"] == before + 3
    assert fleet(desk).as_of == desk.clock.now()


def test_one_page_that_changed_is_taken_over_among_those_that_did_not(desk: Desk, etags: FakeCellIq) -> None:
    """The pages before it are met, too: nobody is missing."""
    synced(desk)
    etags.change(VehicleId("veh_6"), odometer_km=99.0)
    asked = etags.heard["find_vehicle"]
    outcome = step(synced(desk), "vehicles")
    assert (outcome.updated, outcome.removed, outcome.unchanged) == (1, 0, 9)
    assert etags.heard["find_vehicle"] == asked
    assert {row.id: row.odometer_km for row in fleet(desk).rows}[VehicleId("veh_6")] == 99.0


def test_a_car_that_leaves_is_noticed_under_etags(desk: Desk, etags: FakeCellIq) -> None:
    """Every page behind it has other rows."""
    synced(desk)
    del etags.cars[VehicleId("veh_9")]
    assert step(synced(desk), "vehicles").removed == 1


@pytest.mark.usefixtures("etags")
def test_a_page_whose_rows_are_no_longer_all_here_is_read_in_full(desk: Desk) -> None:
    """A row that went here although the server's page is as it was."""
    synced(desk)
    with desk.mirror.write() as session:
        session.execute(text("UPDATE vehicles SET deleted_at = '2026' WHERE id = 'veh_6'"))
    assert step(synced(desk), "vehicles").added == 1
    assert len(fleet(desk).rows) == 10


@pytest.mark.usefixtures("etags")
def test_full_asks_for_everything_again(desk: Desk) -> None:
    """Also where the ETags are as before: a sweep after this one could not tell what happened here."""
    synced(desk)
    with desk.mirror.write() as session:
        session.execute(text("UPDATE vehicles SET odometer_km = 1, raw = '' WHERE id = 'veh_6'"))
    assert step(synced(desk), "vehicles").updated == 0
    assert step(synced(desk, full=True), "vehicles").updated == 1


@_watched
@pytest.mark.parametrize("changed", [0, 3])
def test_a_long_list_is_asked_only_for_what_is_new(desk: Desk, news: FakeCellIq, changed: int) -> None:
    """Two requests, whatever the fleet's size: what is new, and how many there are."""
    synced(desk)
    for number in range(1, changed + 1):
        news.change(VehicleId(f"veh_{number}"), odometer_km=99.0)
    before = news.heard["vehicles_page"]
    with _rewritten(desk) as written:
        outcome = step(synced(desk), "vehicles")
    assert (outcome.added, outcome.updated, outcome.removed) == (0, changed, 0)
    assert (outcome.seen, outcome.unchanged) == (_MANY, _MANY - changed)
    assert news.heard["vehicles_page"] == before + 2
    assert written == ({"vehicles"} if changed else set())
    assert sum(row.odometer_km == 99.0 for row in fleet(desk).rows) == changed


def test_a_car_that_left_a_long_list_is_noticed_by_the_count(desk: Desk, news: FakeCellIq) -> None:
    """``updated_since`` says nothing of deletes: the list is swept."""
    synced(desk)
    del news.cars[CAR]
    news.add(car(_MANY + 1, updated_at=news.clock.now()))
    outcome = step(synced(desk), "vehicles")
    assert (outcome.added, outcome.removed) == (1, 1)


def test_a_long_list_is_swept_once_a_day_all_the_same(desk: Desk, news: FakeCellIq, clock: FakeClock) -> None:
    """A change without a new version would never be told as new."""
    synced(desk)
    news.change(CAR, odometer_km=99.0, updated_at=news.cars[CAR].updated_at)
    assert step(synced(desk), "vehicles").updated == 0
    clock.advance(86_400)
    assert step(synced(desk), "vehicles").updated == 1


@pytest.mark.parametrize("how", ["ignored", "refused", "no versions"])
def test_a_server_that_pays_no_heed_to_updated_since_is_found_out_and_swept(
    desk: Desk, news: FakeCellIq, how: str
) -> None:
    """Detected by what it answers, once, and lived without."""

    def refuse(_number: int, page: Page[Any]) -> Page[Any]:
        if page.total < _MANY:
            raise Refused("insufficient_data", "There is no parameter updated_since.")
        return page

    if how == "ignored":
        news.offers = set()
    elif how == "refused":
        news.quirks["vehicles"] = refuse
    else:
        news.change(CAR, updated_at=None)
    synced(desk)
    news.change(VehicleId("veh_2"), odometer_km=99.0, updated_at=news.cars[VehicleId("veh_2")].updated_at)
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.updated) == (StepState.DONE, 1)
    before = news.heard["vehicles_page"]
    synced(desk)
    assert news.heard["vehicles_page"] == before + 3  # three pages, nothing asked in vain


def test_a_version_far_in_the_future_hides_no_change(desk: Desk, news: FakeCellIq, clock: FakeClock) -> None:
    """P14: one row with a wrong clock must not move the mark for all others."""
    news.change(VehicleId("veh_3"), updated_at=clock.now().replace(year=2099))
    synced(desk)
    clock.advance(60)
    news.change(CAR, odometer_km=99.0)
    assert step(synced(desk), "vehicles").updated == 1


def test_without_the_servers_time_the_newest_version_is_the_mark(
    desk: Desk, news: FakeCellIq, clock: FakeClock
) -> None:
    """P14: a clock that is hours ahead would ask for the future."""
    news.clock_skew = None
    news.change(CAR, odometer_km=1.0)
    clock.advance(7_200)
    synced(desk)
    news.change(VehicleId("veh_2"), odometer_km=99.0, updated_at=clock.now() - timedelta(hours=1))
    assert step(synced(desk), "vehicles").updated == 1


def test_a_change_written_down_late_is_inside_the_margin(desk: Desk, news: FakeCellIq, clock: FakeClock) -> None:
    """A server may commit a row minutes after the time it gives it."""
    news.change(VehicleId("veh_3"), odometer_km=1.0)
    synced(desk)
    news.change(CAR, odometer_km=99.0, updated_at=clock.now() - timedelta(minutes=10))
    assert step(synced(desk), "vehicles").updated == 1


def test_news_that_move_while_they_are_read_lead_to_a_sweep(desk: Desk, news: FakeCellIq) -> None:
    """More than a page of news, and one that changes between the pages."""
    synced(desk)
    for number in range(1, 301):
        news.change(VehicleId(f"veh_{number}"), odometer_km=99.0)

    def one_more() -> None:
        news.change(VehicleId("veh_400"), odometer_km=99.0)

    news.script["vehicles_page"].extend([None, one_more])
    outcome = step(synced(desk), "vehicles")
    assert (outcome.updated, outcome.state) == (301, StepState.DONE)


def test_reports_are_asked_for_in_the_same_way(desk: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    """Hundreds of reports, one of which was revoked meanwhile."""
    filled(celliq, 3)
    for _time in range(_MANY // 3):
        for number in (1, 2, 3):
            celliq.issue(VehicleId(f"veh_{number}"))
    celliq.offers = {"since"}
    clock.advance(3_600)
    synced(desk)
    first = next(iter(celliq.issued.values()))
    celliq.issued[first.id] = replace(first, status_raw="revoked", updated_at=clock.now(), raw="{}")
    before = celliq.heard["reports_page"]
    assert step(synced(desk), "reports").updated == 1
    assert celliq.heard["reports_page"] == before + 2
