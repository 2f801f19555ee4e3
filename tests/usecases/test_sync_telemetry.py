"""The sync step of ev.energy: newest first, nothing lost by an interruption, and trouble that stays its own."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from celliq_desktop.domain.problems import Cancelled, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.providers import ConnectionState, Rate
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.remote_vehicles import CursorPage, ErrorLog, Integration, RemoteId, StatusLog
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.mirror import readings
from celliq_desktop.mirror.remote_vehicles import telemetry_key
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER, errors_of, remote_cars
from celliq_desktop.usecases.providers import connection
from celliq_desktop.usecases.sync_telemetry import refresh_remote
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import step, synced
from tests.support.ev_energy import FakeEvEnergy
from tests.support.ev_energy_desk import connected_desk
from tests.support.ev_energy_world import BEGIN, charge_logs, remote_car, remote_id, status
from tests.usecases.conftest import Restart

Connected = Callable[[], Desk]
_SLOW = TryAgain("timeout", "ev.energy took too long to answer.")


@pytest.fixture
def service() -> FakeEvEnergy:
    """ev.energy without cars."""
    return FakeEvEnergy()


@pytest.fixture
def connected(restart: Restart, celliq: FakeCellIq, clock: FakeClock, service: FakeEvEnergy) -> Connected:
    """Starts the program, connected to ``service``, on the same mirror each time."""

    return lambda: connected_desk(restart().mirror, celliq, clock, service)


def _samples(desk: Desk, number: int = 1) -> Samples:
    with desk.mirror.read() as session:
        return readings.samples_of(session, telemetry_key(PROVIDER, remote_id(number)))


def _outcome(desk: Desk, *, full: bool = False) -> StepOutcome:
    return step(synced(desk, full=full), PROVIDER)


def test_without_a_connection_there_is_no_such_step(restart: Restart) -> None:
    assert PROVIDER not in [one.name for one in synced(restart()).steps]


def test_cars_and_their_logs_are_mirrored_in_our_units(connected: Connected, service: FakeEvEnergy) -> None:
    service.add(remote_car(1), *charge_logs(0, 20, 80))
    desk = connected()
    found = _outcome(desk)
    assert (found.state, found.seen) == (StepState.DONE, 1)
    assert [car.title for car in remote_cars(desk)] == ["Volkswagen ID.3 Pro"]
    samples = _samples(desk)
    assert len(samples) == len(service.logs[remote_id(1)])
    assert list(samples.time_s) == sorted(samples.time_s)
    assert max(samples.power_kw) == 11.0
    assert samples.energy_kwh[0] == 0.0


def test_an_unchanged_service_costs_one_request_and_changes_no_row(connected: Connected, service: FakeEvEnergy) -> None:
    service.add(remote_car(1), *charge_logs(0, 20, 80))
    desk = connected()
    _outcome(desk)
    service.heard.clear()
    again = _outcome(desk)
    assert (again.added, again.updated, again.removed, again.unchanged) == (0, 0, 0, 1)
    assert dict(service.heard) == {"vehicles": 1}


def test_only_what_is_new_is_asked_for(connected: Connected, service: FakeEvEnergy) -> None:
    service.page_size = 10
    car = service.add(remote_car(1), *charge_logs(0, 20, 95))
    desk = connected()
    _outcome(desk)
    service.heard.clear()
    service.add(car, *charge_logs(3000, 40, 60))
    assert _outcome(desk).added == len(charge_logs(3000, 40, 60))
    assert service.heard["status_logs"] <= 2
    assert len(_samples(desk)) == len(service.logs[car.id])


def test_samples_that_arrive_late_are_not_overlooked(connected: Connected, service: FakeEvEnergy) -> None:
    car = service.add(remote_car(1), status(0, 50), status(10, 51))
    desk = connected()
    _outcome(desk)
    service.add(car, status(5, 50.5), status(20, 52))
    _outcome(desk)
    assert list(_samples(desk).soc_percent) == [50, 50.5, 51, 52]


@pytest.mark.parametrize("page_size", [2, 3, 5])
def test_a_service_that_refuses_its_own_cursor_is_read_by_time(
    connected: Connected, service: FakeEvEnergy, monkeypatch: pytest.MonkeyPatch, page_size: int
) -> None:
    """The contract's cursor of status logs is a time, which the contract's own pattern forbids."""
    ask = service.status_logs

    def strict(remote: RemoteId, *, cursor: str | None = None, **when: Any) -> CursorPage[StatusLog]:
        if cursor is not None:
            raise Refused("not_accepted", "page_after must match a pattern.")
        return ask(remote, **when)

    monkeypatch.setattr(service, "status_logs", strict)
    service.page_size = page_size
    service.add(remote_car(1), *charge_logs(0, 20, 80))
    desk = connected()
    assert _outcome(desk).state is StepState.DONE
    assert len(_samples(desk)) == len(service.logs[remote_id(1)])
    asked = service.heard["status_logs"]
    assert _outcome(desk).state is StepState.DONE
    assert service.heard["status_logs"] == asked
    service.add(remote_car(1), *charge_logs(900, 30, 60))
    assert _outcome(desk).state is StepState.DONE
    assert len(_samples(desk)) == len(service.logs[remote_id(1)])


@pytest.mark.parametrize("page", range(1, 8))
def test_an_interruption_after_any_page_loses_nothing_and_asks_for_no_page_twice(
    connected: Connected, service: FakeEvEnergy, page: int
) -> None:
    service.page_size = 5
    car = service.add(remote_car(1), *charge_logs(0, 20, 90))
    service.breaks_after["status_logs"] = (page, _SLOW)
    desk = connected()
    broken = _outcome(desk)
    assert broken.state is StepState.FAILED or len(_samples(desk)) == len(service.logs[car.id])
    service.breaks_after.clear()
    service.add(car, *charge_logs(2000, 30, 50))
    again = connected()
    assert _outcome(again).state is StepState.DONE
    assert len(_samples(again)) == len(service.logs[car.id])
    assert all(before < after for before, after in pairwise(_samples(again).time_s))


@pytest.mark.parametrize(
    ("problem", "state"),
    [
        (NeedsYou("wrong_token", "ev.energy does not accept the token any more."), ConnectionState.NEEDS_YOU),
        (Refused("no_permission", "You do not have permission."), ConnectionState.NEEDS_YOU),
        (TryAgain("offline", "ev.energy cannot be reached."), ConnectionState.CONNECTED),
        (TryAgain("server_error", "ev.energy has a fault of its own."), ConnectionState.CONNECTED),
    ],
)
def test_trouble_with_the_service_fails_its_own_step_and_signs_nobody_out(
    connected: Connected, service: FakeEvEnergy, celliq: FakeCellIq, problem: Problem, state: ConnectionState
) -> None:
    service.problem = problem
    desk = connected()
    summary = synced(desk)
    assert step(summary, PROVIDER).state is StepState.FAILED
    assert step(summary, PROVIDER).problem == problem.message
    assert step(summary, "estimates").state is StepState.DONE
    found = connection(desk, PROVIDER)
    assert (found.state, found.standing.last_error) == (state, problem.message)
    assert celliq.heard["sign_out"] == 0
    service.problem = None
    synced(desk)
    assert (connection(desk, PROVIDER).state, connection(desk, PROVIDER).standing.last_error) == (
        ConnectionState.CONNECTED,
        None,
    )


def test_the_last_requests_of_the_hour_are_kept_for_people(
    connected: Connected, service: FakeEvEnergy, clock: FakeClock
) -> None:
    car = service.add(remote_car(1), *charge_logs(0, 20, 90))
    service.rate = Rate(limit=1000, remaining=100, seen_at=clock.now())
    desk = connected()
    found = _outcome(desk)
    assert found.state is StepState.FAILED
    assert "kept for people" in (found.problem or "")
    assert len(_samples(desk)) == 0
    assert connection(desk, PROVIDER).standing.rate == service.rate
    assert refresh_remote(desk, car.id) == len(service.logs[car.id])
    clock.advance(3600)
    assert _outcome(desk).state is StepState.DONE


def test_a_person_sees_the_newest_first_although_an_older_read_was_left_open(
    connected: Connected, service: FakeEvEnergy
) -> None:
    service.page_size = 5
    car = service.add(remote_car(1), *charge_logs(0, 20, 90))
    service.breaks_after["status_logs"] = (1, _SLOW)
    desk = connected()
    assert _outcome(desk).state is StepState.FAILED
    service.breaks_after.clear()
    service.add(car, status(5000, 77))
    refresh_remote(desk, car.id)
    samples = _samples(desk)
    assert samples.soc_percent[-1] == 77
    assert len(samples) == len(service.logs[car.id])


def test_a_car_the_list_forgot_stays_and_one_that_is_gone_goes(connected: Connected, service: FakeEvEnergy) -> None:
    for number in (1, 2, 3):
        service.add(remote_car(number), status(0, 50))
    desk = connected()
    _outcome(desk)
    service.unlisted.add(remote_id(2))
    del service.cars[remote_id(3)]
    assert _outcome(desk).removed == 1
    assert [car.id for car in remote_cars(desk)] == [remote_id(1), remote_id(2)]


def test_errors_of_a_broken_connection_are_kept_and_readable_offline(
    connected: Connected, service: FakeEvEnergy
) -> None:
    car = service.add(remote_car(1, integration=Integration.INACTIVE, integration_raw="INACTIVE"))
    moments = [BEGIN + timedelta(hours=hour) for hour in (2, 1)]
    service.errors[car.id] = [
        ErrorLog(key=moment.isoformat(), logged_at=moment, error_code="AUTHENTICATION_ERROR") for moment in moments
    ]
    desk = connected()
    _outcome(desk)
    service.problem = TryAgain("offline", "no network")
    assert [one.logged_at for one in errors_of(desk, car.id)] == moments


def test_unknown_words_for_a_connection_survive_the_mirror(connected: Connected, service: FakeEvEnergy) -> None:
    service.add(remote_car(1, integration=Integration.UNKNOWN, integration_raw="HIBERNATING"))
    desk = connected()
    _outcome(desk)
    (car,) = remote_cars(desk)
    assert (car.integration, car.integration_raw) == (Integration.UNKNOWN, "HIBERNATING")


def test_a_cancel_between_pages_keeps_what_arrived(connected: Connected, service: FakeEvEnergy) -> None:
    service.page_size = 5
    service.add(remote_car(1), *charge_logs(0, 20, 90))
    service.breaks_after["status_logs"] = (1, Cancelled("cancelled", "Stopped."))
    desk = connected()
    with pytest.raises(Cancelled):
        synced(desk)
    assert len(_samples(desk)) == 5
