"""One contract for everything that says it is ev.energy: the fake of these tests, and the real client over real
HTTP."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from celliq_desktop.clients.ev_energy import EvEnergyClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.remote_vehicles import (
    Integration,
    NewRemoteVehicle,
    OnboardingChoice,
    RemoteId,
    RemoteVehicle,
    RemoteVehicleChange,
    StatusLog,
)
from celliq_desktop.domain.telemetry_ports import EvEnergyApi
from celliq_desktop.sandbox.server import SandboxOptions, start_sandbox
from tests.support.clocks import FakeClock
from tests.support.ev_energy import AUTH_CODE, FakeEvEnergy
from tests.support.ev_energy_world import charge_logs, remote_car

_NOBODY = RemoteId("vhcl00000000000000000000000000")


@pytest.fixture(params=["fake", "client"])
def api(request: pytest.FixtureRequest) -> Iterator[EvEnergyApi]:
    """A service with connected cars, one of them with many logs."""
    if request.param == "fake":
        fake = FakeEvEnergy()
        for number in range(1, 5):
            logs = [one for day in range(12) for one in charge_logs(day * 1440.0, 20, 90)]
            fake.add(remote_car(number), *logs)
        yield fake
        return
    running = start_sandbox(SandboxOptions(vehicles=10))
    transport = Transport(str(running.urls.ev_energy_url), "ev.energy", FakeClock(), lambda _seconds: None)
    client = EvEnergyClient(transport, str(running.urls.ev_energy_token), running.urls.ev_energy_user)
    try:
        yield client
    finally:
        client.close()
        running.stop()


def _active(api: EvEnergyApi) -> RemoteVehicle:
    return next(one for one in api.vehicles().items if one.integration is Integration.ACTIVE and one.latest_key)


def _all_logs(api: EvEnergyApi, car: RemoteVehicle) -> list[StatusLog]:
    page = api.status_logs(car.id)
    found = list(page.items)
    while page.next_cursor is not None:
        page = api.status_logs(car.id, cursor=page.next_cursor)
        found += page.items
    return found


def test_a_car_of_the_list_is_the_car_by_itself(api: EvEnergyApi) -> None:
    car = _active(api)
    assert (api.vehicle(car.id).id, api.vehicle(car.id).integration) == (car.id, Integration.ACTIVE)
    assert car.make


def test_status_logs_come_newest_first_each_once_and_the_newest_is_the_one_the_list_names(api: EvEnergyApi) -> None:
    car = _active(api)
    logs = _all_logs(api, car)
    times = [one.sampled_at for one in logs]
    assert len(logs) > 150
    assert times == sorted(set(times), reverse=True)
    assert logs[0].key == car.latest_key
    assert api.status_log(car.id, logs[3].key).sampled_at == logs[3].sampled_at


def test_a_lower_bound_stays_on_later_pages(api: EvEnergyApi) -> None:
    car = _active(api)
    every = _all_logs(api, car)
    since = every[130].sampled_at
    page = api.status_logs(car.id, since=since)
    found = list(page.items)
    while page.next_cursor is not None:
        page = api.status_logs(car.id, cursor=page.next_cursor)
        found += page.items
    assert [one.key for one in found] == [one.key for one in every[:131]]


def test_an_upper_bound_leaves_out_what_is_newer(api: EvEnergyApi) -> None:
    car = _active(api)
    until = api.status_logs(car.id).items[10].sampled_at
    assert api.status_logs(car.id, until=until).items[0].sampled_at == until
    assert api.status_logs(car.id, until=until - timedelta(days=4000)).items == ()


def test_energies_are_kilowatt_hours_and_powers_kilowatts(api: EvEnergyApi) -> None:
    charging = [one for one in _all_logs(api, _active(api)) if one.charging]
    assert all(0 < (one.power_kw or 0) < 260 for one in charging)
    assert 5 < max(one.energy_added_kwh or 0 for one in charging) < 110


@pytest.mark.parametrize("call", ["vehicle", "status_logs", "error_logs", "location_logs", "command_logs", "vpp_modes"])
def test_a_car_that_is_not_there_is_not_found(api: EvEnergyApi, call: str) -> None:
    with pytest.raises(Refused) as refusal:
        getattr(api, call)(_NOBODY)
    assert refusal.value.code == "not_found"


@pytest.mark.parametrize("call", ["status_log", "error_log", "location_log", "command_log"])
def test_a_log_of_another_time_is_not_found(api: EvEnergyApi, call: str) -> None:
    with pytest.raises(Refused) as refusal:
        getattr(api, call)(_active(api).id, "2001-01-01T00:00:00.000000Z")
    assert refusal.value.code == "not_found"


def test_disconnecting_twice_is_disconnecting_once(api: EvEnergyApi) -> None:
    car = _active(api)
    assert [api.disconnect(car.id).integration for _time in range(2)] == [Integration.INACTIVE] * 2
    assert api.vehicle(car.id).integration is Integration.INACTIVE
    assert "/vehicle-onboarding/start/" in api.reconnect(car.id).url


def test_an_unintegrated_car_is_made_changed_disconnected_without_effect_and_removed(api: EvEnergyApi) -> None:
    model = api.models().items[0]
    made = api.create_vehicle(NewRemoteVehicle(model_id=model.id, battery_kwh=52.0, description="Loan car"))
    assert (made.integration, made.description, made.battery_kwh) == (Integration.UNINTEGRATED, "Loan car", 52.0)
    changed = api.update_vehicle(made.id, RemoteVehicleChange(battery_kwh=50.5, charge_limit_percent=80))
    assert (changed.battery_kwh, changed.charge_limit_percent, changed.description) == (50.5, 80, "Loan car")
    assert api.disconnect(made.id).integration is Integration.UNINTEGRATED
    left = api.remove_vehicle(made.id)
    assert left == len(api.vehicles().items)
    assert api.remove_vehicle(made.id) is None


def test_what_the_service_does_not_accept_is_refused_with_the_field(api: EvEnergyApi) -> None:
    car = _active(api)
    for change in (RemoteVehicleChange(charge_limit_percent=20), RemoteVehicleChange(battery_kwh=60.0)):
        with pytest.raises(Refused) as refusal:
            api.update_vehicle(car.id, change)
        assert refusal.value.code == "not_accepted"
        assert refusal.value.reasons


def test_the_catalogue_is_ordered_and_new_entries_are_in_no_list(api: EvEnergyApi) -> None:
    names = [one.name for one in api.makes(ordering="name").items]
    assert names == sorted(names, key=str.lower)
    assert [one.name for one in api.makes(ordering="-name").items] == names[::-1]
    make = api.makes().items[0]
    model = api.create_model("Prototype", make.id)
    trim = api.create_trim("Long range", model.id, 61.5)
    assert api.make(make.id).name == make.name
    assert api.model(model.id).name == "Prototype"
    assert (api.trim(trim.id).battery_kwh, api.trim(trim.id).model_id) == (61.5, model.id)
    assert model.id not in [one.id for one in api.models(make_id=make.id).items]
    assert trim.id not in [one.id for one in api.trims(model_id=model.id).items]


def test_an_onboarding_is_good_for_one_use(api: EvEnergyApi) -> None:
    choice = OnboardingChoice(make_id=api.makes().items[0].id)
    assert "vehicle_onboarding" in api.onboarding_page(choice)
    request = api.begin_onboarding(choice)
    with pytest.raises(Refused) as wrong:
        api.complete_onboarding(request.request_id, "a code nobody gave")
    assert wrong.value.code == "not_accepted"
    (made,) = api.complete_onboarding(request.request_id, AUTH_CODE)
    assert api.vehicle(made).integration is Integration.ACTIVE
    with pytest.raises(Refused) as spent:
        api.complete_onboarding(request.request_id, AUTH_CODE)
    assert spent.value.code == "not_found"


def test_a_native_onboarding_needs_a_make(api: EvEnergyApi) -> None:
    with pytest.raises(NeedsYou) as refusal:
        api.begin_onboarding(OnboardingChoice())
    assert refusal.value.code == "no_make"


def test_an_onboarding_link_goes_to_an_address_only(api: EvEnergyApi) -> None:
    api.send_onboarding_link("owner@example.com", "Volkswagen")
    with pytest.raises(Refused) as refusal:
        api.send_onboarding_link("nobody", "Volkswagen")
    assert refusal.value.code == "not_accepted"


def test_vpp_modes_are_said_plainly(api: EvEnergyApi) -> None:
    modes = api.vpp_modes(_active(api).id)
    assert (modes.import_max_power, modes.export_max_power) == (True, False)
