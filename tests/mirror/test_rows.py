"""Rows of the lists: pages in, sweeps, deletes that wait for a confirmation, and rows that cannot be used."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain.billing import Subscription
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import DealerId, ReportId, VehicleId
from celliq_desktop.domain.outbox import CostClass, OperationState, Wish
from celliq_desktop.domain.reports import Report, ReportStatus, SealedExport
from celliq_desktop.domain.syncing import SetAside
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus
from celliq_desktop.mirror import billing, checkpoints, dealers, exports, fleet, outbox, readings, reports, vehicles
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.rows import stamp, unstamp
from celliq_desktop.mirror.swept import Upserted
from tests.support.mirrors import CAR, VIN, car, samples

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZERO = datetime(1, 1, 1, tzinfo=UTC)
"""What several languages send for "no time"."""


def _upsert(mirror: Mirror, generation: int, *cars: Vehicle) -> Upserted:
    with mirror.write() as session:
        return vehicles.upsert(session, cars, generation)


def _report(number: int, vehicle_id: VehicleId = CAR, **known: Any) -> Report:
    values: dict[str, Any] = {
        "id": ReportId(f"rep_{number}"),
        "token": f"token-of-report-{number:04d}",
        "vehicle_id": vehicle_id,
        "status": ReportStatus.VALID,
        "status_raw": "valid",
        "generated_at": NOW + timedelta(days=number),
        "soh_percent": 91.5,
        "raw": f'{{"id":"rep_{number}"}}',
    }
    return Report(**(values | known))


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_times_read_back_and_sort_as_text(one: datetime, other: datetime) -> None:
    assert unstamp(stamp(one)) == one
    assert (str(stamp(one)) < str(stamp(other))) == (one < other)


def test_a_car_is_read_back_as_it_came(mirror: Mirror) -> None:
    known = car(
        trim="Pro",
        soc_percent=80.5,
        connected_at=ZERO,
        latest_report_id=ReportId("rep_1"),
        dealer_id=DealerId("dlr_1"),
        status=VehicleStatus.UNKNOWN,
        status_raw="sleeping",
    )
    assert _upsert(mirror, 1, known) == Upserted(frozenset({CAR}), frozenset(), frozenset(), 1)
    with mirror.read() as session:
        assert vehicles.vehicle(session, CAR) == known
        assert vehicles.vehicle_by_vin(session, VIN) == known
        assert vehicles.vehicle_by_vin(session, "unknown") is None


def test_a_page_says_what_it_changed_and_an_older_row_never_wins(mirror: Mirror) -> None:
    _upsert(mirror, 1, car(1), car(2), car(3))
    newer = car(2, odometer_km=42_000.0, updated_at=NOW)
    older = car(3, odometer_km=1.0, updated_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert _upsert(mirror, 2, car(1), newer, older, car(4), car(4)) == Upserted(
        frozenset({"veh_4"}), frozenset({"veh_2"}), frozenset({CAR, "veh_3"}), 4
    )
    with mirror.read() as session:
        assert vehicles.vehicles(session) == (car(1), newer, car(3), car(4))
        assert vehicles.SWEPT.unseen(session, 2) == ()


def test_a_sweep_finds_what_it_did_not_meet_and_deletes_only_on_confirmation(mirror: Mirror) -> None:
    _upsert(mirror, 1, car(1), car(2), car(3))
    _upsert(mirror, 2, car(1))
    with mirror.write() as session:
        assert vehicles.SWEPT.unseen(session, 2) == ("veh_2", "veh_3")
        assert vehicles.living(session) == 3
        vehicles.confirm_gone(session, [VehicleId("veh_2")], NOW)
        vehicles.confirm_gone(session, [], NOW)
    with mirror.read() as session:
        assert [one.id for one in vehicles.vehicles(session)] == ["veh_1", "veh_3"]
        assert vehicles.vehicle(session, VehicleId("veh_2")) is None
        assert vehicles.SWEPT.unseen(session, 2) == ("veh_3",)
        assert [row.id for row in fleet.fleet_rows(session)] == ["veh_1", "veh_3"]


def test_a_deleted_car_that_the_server_lists_again_lives_again(mirror: Mirror) -> None:
    _upsert(mirror, 1, car(1))
    with mirror.write() as session:
        vehicles.confirm_gone(session, [CAR], NOW)
    assert _upsert(mirror, 2, car(1)).new == {CAR}
    with mirror.read() as session:
        assert vehicles.vehicle(session, CAR) == car(1)


def test_reports_are_listed_newest_first_and_updated_in_place(mirror: Mirror) -> None:
    other = VehicleId("veh_2")
    with mirror.write() as session:
        first = reports.upsert(session, [_report(1), _report(2), _report(3, other)], 1)
        revoked = _report(2, status=ReportStatus.REVOKED, status_raw="revoked", raw="{}", valid_until=ZERO)
        second = reports.upsert(session, [revoked, _report(1)], 2)
    assert [len(part) for part in (first.new, first.updated, first.unchanged)] == [3, 0, 0]
    assert [len(part) for part in (second.new, second.updated, second.unchanged)] == [0, 1, 1]
    with mirror.read() as session:
        assert reports.reports(session) == (_report(3, other), revoked, _report(1))
        assert reports.reports_of(session, CAR) == (revoked, _report(1))
        assert reports.report(session, ReportId("rep_1")) == _report(1)
        assert reports.report(session, ReportId("rep_9")) is None


def test_rows_set_aside_are_counted_once_each_and_judged_anew_by_the_next_sweep(mirror: Mirror) -> None:
    bad = SetAside("veh_7", "vin is missing", '{"id":"veh_7"}')
    nameless = SetAside(None, "not an object", "17")
    with mirror.write() as session:
        checkpoints.set_aside(session, "vehicles", [bad, nameless], NOW)
        checkpoints.set_aside(session, "vehicles", [replace(bad, raw='{"id":"veh_7","x":1}'), nameless], NOW)
        checkpoints.set_aside(session, "reports", [bad], NOW)
    with mirror.write() as session:
        assert checkpoints.aside(session, "vehicles") == 2
        checkpoints.clear_aside(session, "vehicles")
        assert checkpoints.aside(session, "vehicles") == 0
        assert checkpoints.aside(session, "reports") == 1


def test_a_checkpoint_and_its_rows_are_kept_together_or_not_at_all(mirror: Mirror) -> None:
    with mirror.write() as session:
        begun = checkpoints.stream(session, "vehicles").begun(NOW)
        vehicles.upsert(session, [car(1)], begun.generation)
        kept = replace(begun, page=2, seen=1, total=2, etag='"v1"')
        checkpoints.save_stream(session, kept)
    with pytest.raises(InterruptedError):
        _second_page_interrupted(mirror, kept)
    with mirror.read() as session:
        assert checkpoints.stream(session, "vehicles") == kept
        assert vehicles.vehicles(session) == (car(1),)
    assert (kept.generation, kept.begun(NOW).generation, kept.begun(NOW).page, kept.begun(NOW).seen) == (1, 2, 1, 0)


def _second_page_interrupted(mirror: Mirror, before: checkpoints.Stream) -> None:
    with mirror.write() as session:
        vehicles.upsert(session, [car(2)], before.generation)
        checkpoints.save_stream(session, replace(before, page=3, seen=2))
        raise InterruptedError


def test_plan_and_dealer_are_replaced_only_when_they_changed(mirror: Mirror) -> None:
    plan = Subscription(plan="pro", status="active", credits_balance=3, cancel_at_period_end=True, raw='{"b":3}')
    own = DealerSettings(dealer_id=DealerId("dlr_1"), dealer_name="Autohaus Äther", raw='{"n":1}')
    with mirror.write() as session:
        assert billing.subscription(session) is None
        assert dealers.dealer(session) is None
        assert [billing.save(session, plan, NOW), billing.save(session, plan, NOW)] == [True, False]
        assert [dealers.save(session, own), dealers.save(session, own)] == [True, False]
        spent = replace(plan, credits_balance=2, raw='{"b":2}')
        assert billing.save(session, spent, NOW + timedelta(days=1))
    with mirror.read() as session:
        assert billing.subscription(session) == spent
        assert [balance for _when, balance in billing.credit_history(session)] == [3, 2]
        assert dealers.dealer(session) == own


def test_sealed_files_are_listed_newest_first_with_their_certificates(mirror: Mirror) -> None:
    made = [
        SealedExport(
            id=f"exp_{number}",
            report_id=ReportId("rep_1"),
            path=f"report-{number}.pdf",
            sha256=f"{number}" * 64,
            language="de",
            seal_level="B-LT",
            certificate_sha256="c" * 64,
            created_at=NOW + timedelta(minutes=number),
        )
        for number in (1, 2)
    ]
    with mirror.write() as session:
        for one in made:
            exports.begin(session, one)
            exports.confirm(session, one)
    with mirror.read() as session:
        assert exports.exports(session) == (made[1], made[0])
        assert exports.certificates(session) == {"c" * 64}


def test_the_fleet_shows_data_report_and_pending_order_of_each_car(mirror: Mirror) -> None:
    _upsert(mirror, 1, car(1), car(2))
    with mirror.write() as session:
        readings.append(session, CAR, samples(10.0, 20.0), cursor=None, marker=None)
        reports.upsert(session, [_report(1), _report(2)], 1)
        wish = Wish(kind="report", natural_key=f"report:{CAR}", payload="{}", cost_class=CostClass.CREDIT)
        outbox.enqueue(session, wish, NOW)
    with mirror.read() as session:
        first, second = fleet.fleet_rows(session)
        assert fleet.fleet_row(session, CAR) == first
        assert fleet.fleet_row_by_vin(session, second.vin) == second
    assert (first.readings_stored, first.newest_reading_s) == (2, 20.0)
    assert (first.latest_report_id, first.report_status) == ("rep_2", ReportStatus.VALID)
    assert first.pending is OperationState.QUEUED
    assert (second.readings_stored, second.newest_reading_s, second.latest_report_id) == (0, None, None)
    assert second.pending is None
