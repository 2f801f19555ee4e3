"""Which car a charging session belongs to: suggested with evidence, in force only when a person says so."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from celliq_desktop.domain.charging import PROVIDER, ChargingId, ChargingSession
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.links import Candidate
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.readings import Reading
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import charging
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.links import confirm
from celliq_desktop.usecases.session_links import link_of_session, session_candidates
from tests.support.cariqa import charged
from tests.support.celliq import FakeCellIq
from tests.support.desks import quiet, synced
from tests.support.mirrors import car

_BEGIN = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
_OURS, _LATER, _SMALLER = (VehicleId(f"veh_{number}") for number in (1, 2, 3))


@pytest.fixture
def fleet(desk: Desk, celliq: FakeCellIq) -> Desk:
    """One car that charged 35 kWh from eight to twelve, one that charged as much in the evening, and one that charged
    at eight, too, but took a third of it."""
    for number, hours, kwh in ((1, 0, 35.0), (2, 10, 35.0), (3, 0, 12.0)):
        celliq.add(car(number, nominal_capacity_kwh=58.0))
        for minute in range(0, 241, 5):
            celliq.record(
                VehicleId(f"veh_{number}"),
                Reading(
                    time_s=(_BEGIN + timedelta(hours=hours, minutes=minute)).timestamp(),
                    soc_percent=round(20 + 70 * minute / 240),
                    energy_kwh=kwh * minute / 240,
                    charging=1.0,
                ),
            )
    synced(desk)
    return desk


def _session(**known: object) -> ChargingSession:
    end = _BEGIN + timedelta(hours=4)
    return charged(1, **{"started_at": _BEGIN, "ended_at": end, "energy_kwh": Decimal("39.800"), **known})


def _found(desk: Desk, one: ChargingSession) -> tuple[Candidate, ...]:
    with desk.mirror.write() as session:
        charging.upsert(session, (one,))
    return session_candidates(desk, one.id, progress=quiet, cancel=CancelFlag())


def test_the_car_that_charged_then_and_took_as_much_is_the_likeliest(fleet: Desk) -> None:
    best, other = _found(fleet, _session())
    assert (best.vehicle_id, other.vehicle_id) == (_OURS, _SMALLER)
    assert best.confidence > 0.9
    assert best.confidence < 1
    assert best.evidence[0] == "It charged from 21 to 90 % in 98 % of that time."
    assert "39.8 kWh, of which about 35.0 reach a battery; this one took 34." in best.evidence[1]
    assert other.confidence < 0.5
    assert other.doubts
    assert link_of_session(fleet, ChargingId(best.remote_id)) is None


def test_a_person_confirms_and_that_is_kept(fleet: Desk) -> None:
    best, *_others = _found(fleet, _session())
    confirm(fleet, PROVIDER, best.remote_id, best.vehicle_id)
    link = link_of_session(fleet, ChargingId(best.remote_id))
    assert link is not None
    assert link.vehicle_id == _OURS


def test_at_another_time_it_was_none_of_them(fleet: Desk) -> None:
    late = _BEGIN + timedelta(days=9)
    assert _found(fleet, _session(started_at=late, ended_at=late + timedelta(hours=4))) == ()


@pytest.mark.parametrize("known", [{"ended_at": None}, {"ended_at": _BEGIN + timedelta(seconds=10)}])
def test_a_session_that_is_no_evidence_is_not_compared(fleet: Desk, known: dict[str, object]) -> None:
    with pytest.raises(NeedsYou, match="cannot be compared"):
        _found(fleet, _session(**known))
