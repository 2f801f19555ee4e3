"""Links: suggested with evidence, in force only when a person says so, undone without a trace in the estimate."""

from dataclasses import replace

import pytest

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.links import Candidate, Likeness
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.readings import Reading
from celliq_desktop.domain.remote_vehicles import Integration, RemoteId
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER
from celliq_desktop.usecases.ev_energy import remote_car as mirrored
from celliq_desktop.usecases.link_evidence import candidate_of
from celliq_desktop.usecases.links import all_links, candidates, confirm, undo, unlinked
from celliq_desktop.usecases.vehicles import fleet, vehicle_detail
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import quiet, synced
from tests.support.ev_energy import FakeEvEnergy
from tests.support.ev_energy_desk import connected_desk
from tests.support.ev_energy_world import charge_logs, remote_car, remote_id
from tests.support.mirrors import car
from tests.usecases.conftest import Restart

_OURS, _OTHER = VehicleId("veh_1"), VehicleId("veh_2")
_DAY_MIN = 1440.0


@pytest.fixture
def desk(restart: Restart, celliq: FakeCellIq, clock: FakeClock) -> Desk:
    """Two cars of one model at CellIQ, the first of them at ev.energy, too, with five more charges; synced."""
    service = FakeEvEnergy()
    logs = [replace(log, odometer_km=41_000.0 + at) for at in range(8) for log in charge_logs(at * _DAY_MIN, 20, 90)]
    service.add(remote_car(1), *logs)
    service.add(remote_car(2, integration=Integration.UNINTEGRATED, make="Fiat", model="500e", trim=None))
    for number, km in ((1, 41_000.0), (2, 9_000.0)):
        celliq.add(car(number, nominal_capacity_kwh=58.0))
        for day in range(2):
            for log in charge_logs(day * _DAY_MIN + (0 if number == 1 else 300), 20, 90):
                celliq.record(
                    VehicleId(f"veh_{number}"),
                    Reading(
                        time_s=log.sampled_at.timestamp() + 20,
                        soc_percent=log.soc_percent or 0.0,
                        energy_kwh=log.energy_added_kwh or 0.0,
                        power_kw=11.0,
                        charging=1.0,
                        odometer_km=km + day,
                    ),
                )
    made = connected_desk(restart().mirror, celliq, clock, service)
    synced(made)
    return made


def _found(desk: Desk, number: int = 1) -> tuple[Candidate, ...]:
    return candidates(desk, mirrored(desk, remote_id(number)), progress=quiet, cancel=CancelFlag())


def test_nothing_is_linked_by_itself(desk: Desk) -> None:
    synced(desk)
    assert all_links(desk) == ()
    assert {one.id for one in unlinked(desk)} == {remote_id(1), remote_id(2)}


def test_the_right_car_is_the_likeliest_and_the_evidence_is_said(desk: Desk) -> None:
    best, *others = _found(desk)
    assert best.vehicle_id == _OURS
    assert best.confidence > 0.9
    assert any("odometer agrees in 100 %" in one for one in best.evidence)
    assert all(one.confidence < 0.2 for one in others)


def test_a_car_nobody_can_compare_is_no_certain_one(desk: Desk) -> None:
    assert all(one.confidence < 0.2 for one in _found(desk, 2))


def test_a_confirmed_link_brings_charges_into_the_estimate_and_undoing_takes_them_out(desk: Desk) -> None:
    before = vehicle_detail(desk, _OURS).estimate
    assert before is not None
    assert before.status is not EstimateStatus.STANDARD
    link, changes = confirm(desk, PROVIDER, remote_id(1), _OURS)
    assert changes.touches(Topic.LINKS, Topic.ESTIMATES)
    assert (link.linked_by, link.vin) == ("dealer@example.com", car(1).vin)
    assert link.confidence is not None
    assert link.evidence
    after = vehicle_detail(desk, _OURS)
    assert after.estimate is not None
    assert len(after.estimate.sessions) == 8
    assert _fleet_sessions(desk) == 8
    undo(desk, PROVIDER, remote_id(1))
    assert all_links(desk) == ()
    assert _fleet_sessions(desk) == len(before.sessions) == 2


def _fleet_sessions(desk: Desk) -> int | None:
    return next(row.sessions_found for row in fleet(desk).rows if row.id == _OURS)


def test_confirming_twice_is_one_link_and_another_car_must_wait_for_undo(desk: Desk) -> None:
    first, _changes = confirm(desk, PROVIDER, remote_id(1), _OURS)
    again, changes = confirm(desk, PROVIDER, remote_id(1), _OURS)
    assert again == first
    assert not changes
    with pytest.raises(NeedsYou) as refusal:
        confirm(desk, PROVIDER, remote_id(1), _OTHER)
    assert refusal.value.code == "already_linked"
    assert [one.vehicle_id for one in all_links(desk)] == [_OURS]


@pytest.mark.parametrize(
    ("remote", "vehicle", "code"),
    [(RemoteId("vhcl-nobody"), _OURS, "unknown_remote"), (remote_id(1), VehicleId("veh_nobody"), "not_found")],
)
def test_what_is_not_there_cannot_be_linked(desk: Desk, remote: RemoteId, vehicle: VehicleId, code: str) -> None:
    with pytest.raises((NeedsYou, Refused)) as refusal:
        confirm(desk, PROVIDER, remote, vehicle)
    assert refusal.value.code == code


def test_undoing_what_was_never_linked_says_so(desk: Desk) -> None:
    with pytest.raises(NeedsYou) as refusal:
        undo(desk, PROVIDER, remote_id(1))
    assert refusal.value.code == "not_linked"


def test_a_link_outlives_the_car_at_the_service_and_a_full_sync(desk: Desk) -> None:
    link, _changes = confirm(desk, PROVIDER, remote_id(1), _OURS)
    service = desk.ev_energy()
    assert isinstance(service, FakeEvEnergy)
    del service.cars[remote_id(1)]
    synced(desk, full=True)
    assert all_links(desk) == (link,)


def test_a_session_of_another_service_can_be_linked_without_telemetry(desk: Desk) -> None:
    link, _changes = confirm(desk, "cariqa", "session-7", _OURS)
    assert (link.confidence, link.evidence) == (None, ())


@pytest.mark.parametrize(
    ("alike", "least", "most"),
    [
        (Likeness(compared=0), 0.05, 0.15),
        (Likeness(compared=500, soc_agreeing=0.99, odometer_compared=500, odometer_agreeing=1.0), 0.9, 0.99),
        (Likeness(compared=500, soc_agreeing=0.99, odometer_compared=500, odometer_agreeing=0.0), 0.0, 0.15),
        (Likeness(compared=3, soc_agreeing=1.0), 0.0, 0.4),
        (Likeness(compared=500, soc_agreeing=0.4), 0.0, 0.05),
    ],
)
def test_confidence_follows_the_evidence(alike: Likeness, least: float, most: float) -> None:
    found = candidate_of(PROVIDER, remote_car(1), car(1), alike)
    assert least <= found.confidence <= most


def test_another_model_is_a_doubt_that_is_said() -> None:
    alike = Likeness(compared=500, soc_agreeing=1.0, odometer_compared=500, odometer_agreeing=1.0)
    found = candidate_of(PROVIDER, remote_car(1, make="Kia", model="EV6"), car(1), alike)
    assert found.confidence < 0.3
    assert "not a Volkswagen ID.3" in found.doubts[0]
