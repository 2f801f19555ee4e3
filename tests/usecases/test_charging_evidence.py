"""Sessions of a charging point as evidence for a battery: linked ones only, plausible ones only, at their own point of
measurement."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from celliq_desktop.domain.charging import PROVIDER, ChargingSession
from celliq_desktop.domain.health import EstimateStatus, HealthEstimate
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import Reading
from celliq_desktop.domain.sessions import MeasuringPoint
from celliq_desktop.mirror import charging
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.links import confirm, undo
from celliq_desktop.usecases.vehicles import vehicle_detail
from tests.support.cariqa import charged
from tests.support.celliq import FakeCellIq
from tests.support.desks import synced
from tests.support.mirrors import car

_OURS = VehicleId("veh_1")
_BEGIN = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
_USABLE_KWH = 50.0
_EFFICIENCY = 0.88
_CHARGES = 6


@pytest.fixture
def silent(desk: Desk, celliq: FakeCellIq) -> Desk:
    """A car that tells its state of charge and never an energy or a power: from 20 to 90 % on six days."""
    celliq.add(car(1, nominal_capacity_kwh=58.0))
    for number in range(_CHARGES):
        for minute in range(0, 241, 5):
            celliq.record(
                _OURS,
                Reading(
                    time_s=(_BEGIN + timedelta(days=number, minutes=minute)).timestamp(),
                    soc_percent=round(20 + 70 * minute / 240),
                    charging=1.0,
                ),
            )
    synced(desk)
    return desk


def _session(number: int, kwh: float = 0.70 * _USABLE_KWH / _EFFICIENCY, minutes: float = 240) -> ChargingSession:
    begin = _BEGIN + timedelta(days=number)
    return charged(
        number,
        started_at=begin,
        ended_at=begin + timedelta(minutes=minutes),
        duration_s=int(60 * minutes),
        energy_kwh=Decimal(f"{kwh:.3f}"),
    )


def _known(desk: Desk, *sessions: ChargingSession) -> None:
    with desk.mirror.write() as session:
        charging.upsert(session, sessions)


def _estimate(desk: Desk) -> HealthEstimate:
    found = vehicle_detail(desk, _OURS).estimate
    assert found is not None
    return found


def test_energy_at_the_charging_point_counts_once_a_person_has_linked_it(silent: Desk) -> None:
    sessions = [_session(number) for number in range(_CHARGES)]
    _known(silent, *sessions)
    assert _estimate(silent).status is EstimateStatus.REFUSED
    for one in sessions:
        confirm(silent, PROVIDER, one.id, _OURS)
    found = _estimate(silent)
    assert found.status is not EstimateStatus.REFUSED
    assert found.measured_at is MeasuringPoint.EVSE_AC
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.value == pytest.approx(_USABLE_KWH, rel=0.04)
    assert found.capacity_kwh.low < _USABLE_KWH < found.capacity_kwh.high
    assert found.error_budget is not None
    assert found.error_budget.measurement_point_percent > 2
    assert any("counted at the charging point (alternating current) in 6 linked sessions" in one for one in found.flags)
    for one in sessions:
        undo(silent, PROVIDER, one.id)
    assert _estimate(silent).status is EstimateStatus.REFUSED


def test_ten_kilowatt_hours_in_ten_seconds_are_no_charge(silent: Desk) -> None:
    sessions = [_session(number, kwh=10.0, minutes=10 / 60) for number in range(_CHARGES)]
    _known(silent, *sessions)
    for one in sessions:
        confirm(silent, PROVIDER, one.id, _OURS)
    assert _estimate(silent).status is EstimateStatus.REFUSED


def test_a_session_of_another_time_is_not_this_charge(silent: Desk) -> None:
    sessions = [_session(number + 20) for number in range(_CHARGES)]
    _known(silent, *sessions)
    for one in sessions:
        confirm(silent, PROVIDER, one.id, _OURS)
    assert _estimate(silent).status is EstimateStatus.REFUSED


def test_a_record_that_comes_later_reaches_the_estimate_with_the_next_sync(silent: Desk) -> None:
    sessions = [_session(number) for number in range(_CHARGES)]
    for one in sessions:
        confirm(silent, PROVIDER, one.id, _OURS)
    _known(silent, *sessions)
    assert vehicle_detail(silent, _OURS).row.soh_low_percent is None
    synced(silent)
    assert vehicle_detail(silent, _OURS).row.soh_low_percent is not None
