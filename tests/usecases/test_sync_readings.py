"""Mirroring what a server may or may not have: readings, settings; and readings page by page."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from celliq_desktop.domain.problems import Cancelled, NotOffered
from celliq_desktop.domain.syncing import StepState
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import readings
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import fleet, vehicle_detail
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import reading, server_error
from tests.support.clocks import FakeClock
from tests.support.desks import filled, step, synced
from tests.support.mirrors import CAR, car
from tests.usecases.conftest import Restart


@pytest.mark.parametrize(
    ("lacks", "hidden"), [("readings", "readings"), ("settings", "settings"), ("subscription", "subscription")]
)
def test_what_a_server_does_not_offer_is_noted_and_is_no_failure(
    desk: Desk, celliq: FakeCellIq, lacks: str, hidden: str
) -> None:
    filled(celliq, 5, readings_each=3)
    celliq.lacking_endpoints = {lacks}
    summary = synced(desk)
    assert summary.complete
    assert step(summary, hidden).state is StepState.NOT_OFFERED
    assert len(fleet(desk).rows) == 5


def test_readings_are_shown_as_missing_only_while_the_server_lacks_them(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 5, readings_each=3)
    celliq.lacking_endpoints = {"readings"}
    synced(desk)
    assert not vehicle_detail(desk, CAR).readings_offered
    celliq.lacking_endpoints = set()
    assert step(synced(desk), "readings").added == 15
    assert vehicle_detail(desk, CAR).readings_offered


@pytest.fixture
def paged(celliq: FakeCellIq) -> FakeCellIq:
    """One car with twenty readings on four pages."""
    filled(celliq, 1, readings_each=20)
    celliq.reading_page_size = 5
    return celliq


def _stored(desk: Desk) -> list[float]:
    with desk.mirror.read() as session:
        return list(readings.samples_of(session, CAR).time_s)


def _fails(desk: Desk, paged: FakeCellIq) -> None:
    paged.script["readings_page"].extend([None, None, server_error()])
    outcome = step(synced(desk), "readings")
    assert outcome.state is StepState.FAILED
    assert "1 car could not be read" in (outcome.problem or "")


def _is_stopped(desk: Desk, paged: FakeCellIq) -> None:
    flag = CancelFlag()
    paged.script["readings_page"].extend([None, flag.cancel])
    with pytest.raises(Cancelled):
        synced(desk, cancel=flag)


@pytest.mark.parametrize("interrupted", [_fails, _is_stopped])
def test_readings_go_on_at_the_page_where_they_stopped(
    restart: Restart, paged: FakeCellIq, interrupted: Callable[[Desk, FakeCellIq], None]
) -> None:
    desk = restart()
    interrupted(desk, paged)
    assert len(_stored(desk)) == 10
    before = paged.heard["readings_page"]
    desk = restart()
    assert step(synced(desk), "readings").added == 10
    assert paged.heard["readings_page"] == before + 2
    assert len(set(_stored(desk))) == 20


def test_a_car_that_fails_does_not_keep_the_others_from_being_read(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 4, readings_each=3)
    celliq.script["readings_page"].append(server_error())
    outcome = step(synced(desk), "readings")
    assert (outcome.state, outcome.seen, outcome.added) == (StepState.FAILED, 4, 9)
    assert step(synced(desk), "readings").added == 3


def test_one_new_car_without_readings_does_not_hide_those_of_the_others(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 3, readings_each=3)
    synced(desk)
    celliq.add(car(4, readings_count=1))
    celliq.script["readings_page"].append(NotOffered("not_offered", "CellIQ does not offer readings."))
    assert step(synced(desk), "readings").state is StepState.DONE
    assert vehicle_detail(desk, CAR).readings_offered


def test_new_readings_after_a_break_are_added_to_the_old_ones(desk: Desk, paged: FakeCellIq, clock: FakeClock) -> None:
    synced(desk)
    clock.advance(86_400)
    paged.record(CAR, *(reading(100 + hour) for hour in range(12)))
    assert step(synced(desk), "readings").added == 12
    assert len(_stored(desk)) == 32
    assert _stored(desk) == sorted(_stored(desk))


def test_a_cursor_that_does_not_move_ends_the_reading(
    desk: Desk, paged: FakeCellIq, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = replace(paged.readings_page(CAR, cursor="5"), next_cursor="5")
    monkeypatch.setattr(paged, "readings_page", lambda *_car, **_how: stuck)
    assert step(synced(desk), "readings").state is StepState.DONE
    assert len(_stored(desk)) == 5
