"""Lists that lie or break (research/reliability.md N15, N17, N19): read to their real end, and what does not add up is
said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.syncing import Page, SetAside, StepState
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import fleet
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import filled, step, synced
from tests.support.mirrors import CAR, car

_SIZE = 4


def _ids(desk: Desk) -> set[str]:
    return {row.id for row in fleet(desk).rows}


def _cars(*numbers: int) -> set[str]:
    return {f"veh_{number}" for number in numbers}


@pytest.mark.parametrize(
    ("quirk", "state"),
    [
        (lambda _number, page: replace(page, total=13), StepState.MISMATCH),
        (lambda _number, page: replace(page, total=1_000_000_000), StepState.MISMATCH),
        (lambda _number, page: replace(page, total=3), StepState.MISMATCH),
        (lambda _number, page: replace(page, total=0), StepState.MISMATCH),
        (lambda _number, page: replace(page, total=len(page.items), said_total=False), StepState.DONE),
        (lambda number, page: replace(page, total=10 + number), StepState.MISMATCH),
    ],
    ids=["too large", "absurd", "too small", "zero", "missing", "another on every page"],
)
def test_whatever_the_total_says_the_whole_list_is_read_and_a_wrong_one_is_told(
    desk: Desk, celliq: FakeCellIq, quirk: Callable[[int, Page[Any]], Page[Any]], state: StepState
) -> None:
    """N17 and the sanity check: counted once more, then said instead of lying."""
    filled(celliq, 10)
    celliq.page_size, celliq.quirks["vehicles"] = _SIZE, quirk
    summary = synced(desk)
    outcome = step(summary, "vehicles")
    assert _ids(desk) == _cars(*range(1, 11))
    assert (outcome.state, outcome.removed) == (state, 0)
    assert summary.complete is (state is StepState.DONE)
    assert (outcome.problem is None) is (state is StepState.DONE)


def test_a_server_that_repeats_its_last_page_behind_the_end_is_read_to_the_end_once(
    desk: Desk, celliq: FakeCellIq
) -> None:
    """N17: page beyond the end."""
    filled(celliq, 8)
    celliq.page_size = _SIZE
    pages = {number: celliq.vehicles_page(number, _SIZE) for number in (1, 2)}
    celliq.quirks["vehicles"] = lambda number, page: pages[min(number, 2)] if page.page_size == _SIZE else page
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.seen, outcome.added) == (StepState.DONE, 8, 8)


def test_a_server_that_sends_page_one_for_ever_is_not_read_for_ever(desk: Desk, celliq: FakeCellIq) -> None:
    """N17: an identical page twice."""
    filled(celliq, 4)
    first = replace(celliq.vehicles_page(1, 200), total=600)
    celliq.quirks["vehicles"] = lambda _number, _page: first
    before = celliq.heard["vehicles_page"]
    summary = synced(desk)
    assert (step(summary, "vehicles").state, summary.complete) == (StepState.MISMATCH, False)
    assert step(summary, "vehicles").problem == "The server counts 600 vehicles, but lists 4."
    assert celliq.heard["vehicles_page"] - before < 10
    assert len(_ids(desk)) == 4


def test_a_server_that_pays_no_heed_to_the_page_size_is_read(desk: Desk, celliq: FakeCellIq) -> None:
    """N15: everything at once, whatever page is asked for."""
    filled(celliq, 250)
    everything = replace(celliq.vehicles_page(1, 200), items=tuple(celliq.cars.values()))
    celliq.quirks["vehicles"] = lambda _number, _page: everything
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.added) == (StepState.DONE, 250)


@pytest.mark.expects_log("WARNING celliq_desktop.usecases.sync: sync step vehicles: list_endless")
def test_a_list_that_invents_new_rows_for_ever_is_given_up(
    desk: Desk, celliq: FakeCellIq, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N15, N17: a hard end."""
    monkeypatch.setattr("celliq_desktop.usecases.sync_lists._MOST_ROWS", 50)
    celliq.quirks["vehicles"] = lambda number, page: replace(page, items=(car(number),), said_total=False)
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.problem) == (StepState.FAILED, "The server's list of vehicles does not end.")


@pytest.mark.parametrize("refusal", [Refused("not_found", "Invalid page."), Refused("insufficient_data", "page")])
def test_a_server_that_refuses_pages_behind_the_end_has_an_end(
    desk: Desk, celliq: FakeCellIq, refusal: Refused
) -> None:
    """N17: 404 and 422 instead of an empty page."""

    def refuse(number: int, page: Page[Any]) -> Page[Any]:
        if number > 2 and page.page_size == _SIZE:
            raise refusal
        return page

    filled(celliq, 8)
    celliq.page_size, celliq.quirks["vehicles"] = _SIZE, refuse
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.added) == (StepState.DONE, 8)


def test_rows_out_of_order_and_twice_on_a_page_count_once_and_the_newest_counts(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """N17: duplicate and out of order."""
    filled(celliq, 3)
    old = celliq.cars[CAR]
    clock.advance(60)
    celliq.change(CAR, odometer_km=50_000.0)
    celliq.quirks["vehicles"] = lambda _number, page: replace(page, items=(*reversed(page.items), old))
    outcome = step(synced(desk), "vehicles")
    assert (outcome.state, outcome.added) == (StepState.DONE, 3)
    assert {row.id: row.odometer_km for row in fleet(desk).rows}[CAR] == 50_000.0


def test_an_older_row_never_replaces_a_newer_one_and_one_without_a_version_is_taken(
    desk: Desk, celliq: FakeCellIq, clock: FakeClock
) -> None:
    """N17: from a stale replica; then a server that stops telling versions, and one that changes without a new one."""

    def odometer(row_is: Any) -> float | None:
        celliq.cars[CAR] = row_is
        synced(desk)
        return fleet(desk).rows[0].odometer_km

    filled(celliq, 1)
    before = celliq.cars[CAR]
    clock.advance(60)
    assert odometer(celliq.change(CAR, odometer_km=2.0)) == 2.0
    assert odometer(before) == 2.0
    assert odometer(celliq.change(CAR, odometer_km=3.0, updated_at=celliq.clock.now())) == 3.0
    assert odometer(celliq.change(CAR, odometer_km=4.0, updated_at=None)) == 4.0


@pytest.mark.expects_log(
    "WARNING celliq_desktop.security: security event: vehicles page 2 holds rows of another dealer"
)
@pytest.mark.expects_log("WARNING celliq_desktop.usecases.sync: sync step vehicles: foreign_row")
@pytest.mark.parametrize("readable", [True, False])
def test_a_page_with_a_row_of_another_dealer_is_rejected_and_logged(
    desk: Desk, celliq: FakeCellIq, readable: bool
) -> None:
    """N19: also when the row could not be used; the page before it stays."""
    filled(celliq, 6)
    foreign = '{"id": "veh_9", "dealer_id": "dlr_other"}'
    if readable:
        celliq.add(car(9, raw=foreign))
    else:
        celliq.unreadable.append(SetAside("veh_9", "vin is missing", foreign))
    celliq.page_size = _SIZE
    assert step(synced(desk), "vehicles").state is StepState.FAILED
    assert _ids(desk) == _cars(1, 2, 3, 4)
    assert fleet(desk).set_aside == 0
