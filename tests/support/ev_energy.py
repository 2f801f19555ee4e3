"""ev.energy in memory: a hand-written ``telemetry_ports.EvEnergyApi``.

``tests/usecases/test_telemetry_port_contract.py`` holds it to what the real client says against a real server.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.remote_vehicles import (
    CatalogueMake,
    CatalogueModel,
    CatalogueTrim,
    CommandLog,
    CursorPage,
    ErrorLog,
    Integration,
    LocationLog,
    NewRemoteVehicle,
    OnboardingChoice,
    OnboardingRequest,
    Reconnection,
    RemoteId,
    RemoteVehicle,
    RemoteVehicleChange,
    StatusLog,
    VppModes,
)
from celliq_desktop.domain.syncing import SetAside
from tests.support.ev_energy_world import EvEnergyWorld, remote_car, told

_PAGE = "https://api.ev.energy/v2/vehicle_onboarding"
AUTH_CODE = "SC-AUTH-CODE-EXAMPLE"

Named = TypeVar("Named", CatalogueMake, CatalogueModel, CatalogueTrim)


class _Logs(EvEnergyWorld):
    def error_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[ErrorLog]:
        self.asked("error_logs")
        return self.page(self.errors.get(self.known(remote_id).id, []), cursor)

    def error_log(self, remote_id: RemoteId, key: str) -> ErrorLog:
        self.asked("error_log")
        return self.one([one for one in self.errors.get(remote_id, []) if one.key == key])

    def location_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[LocationLog]:
        self.asked("location_logs")
        return self.page(self.places.get(self.known(remote_id).id, []), cursor)

    def location_log(self, remote_id: RemoteId, key: str) -> LocationLog:
        self.asked("location_log")
        return self.one([one for one in self.places.get(remote_id, []) if one.key == key])

    def command_logs(self, remote_id: RemoteId, cursor: str | None = None) -> CursorPage[CommandLog]:
        self.asked("command_logs")
        return self.page(self.commands.get(self.known(remote_id).id, []), cursor)

    def command_log(self, remote_id: RemoteId, key: str) -> CommandLog:
        self.asked("command_log")
        return self.one([one for one in self.commands.get(remote_id, []) if one.key == key])

    def vpp_modes(self, remote_id: RemoteId) -> VppModes:
        self.asked("vpp_modes")
        active = self.known(remote_id).integration is Integration.ACTIVE
        return VppModes(target_power=False, import_max_power=active, export_max_power=False, charge_mode=active)


class _Catalogue(EvEnergyWorld):
    def makes(
        self, *, ordering: str | None = None, for_user: str | None = None, cursor: str | None = None
    ) -> CursorPage[CatalogueMake]:
        del for_user
        self.asked("makes")
        return self.page(_ordered(tuple(self.known_makes.values()), ordering), cursor)

    def make(self, make_id: str) -> CatalogueMake:
        self.asked("make")
        return self.one([one for one in self.known_makes.values() if one.id == make_id])

    def models(
        self,
        *,
        make_id: str | None = None,
        ordering: str | None = None,
        for_user: str | None = None,
        cursor: str | None = None,
    ) -> CursorPage[CatalogueModel]:
        del for_user
        self.asked("models")
        rows = [one for one in self.known_models.values() if make_id in (None, one.make_id)]
        return self.page(_ordered([one for one in rows if one.id not in self.unlisted], ordering), cursor)

    def model(self, model_id: str) -> CatalogueModel:
        self.asked("model")
        return self.one([one for one in self.known_models.values() if one.id == model_id])

    def create_model(self, name: str, make_id: str) -> CatalogueModel:
        self.asked("create_model")
        _needs(make_id in self.known_makes and name, "make")
        made = CatalogueModel(id=f"vmod{len(self.known_models) + 1:026d}", name=name, make_id=make_id)
        self.known_models[made.id] = made
        self.unlisted.add(made.id)
        return made

    def trims(
        self, *, model_id: str | None = None, ordering: str | None = None, cursor: str | None = None
    ) -> CursorPage[CatalogueTrim]:
        self.asked("trims")
        rows = [one for one in self.known_trims.values() if model_id in (None, one.model_id)]
        return self.page(_ordered([one for one in rows if one.id not in self.unlisted], ordering), cursor)

    def trim(self, trim_id: str) -> CatalogueTrim:
        self.asked("trim")
        return self.one([one for one in self.known_trims.values() if one.id == trim_id])

    def create_trim(self, name: str, model_id: str, battery_kwh: float) -> CatalogueTrim:
        self.asked("create_trim")
        _needs(model_id in self.known_models and 1 <= battery_kwh <= 300, "model")
        made = CatalogueTrim(
            id=f"trim{len(self.known_trims) + 1:026d}", name=name, model_id=model_id, battery_kwh=battery_kwh
        )
        self.known_trims[made.id] = made
        self.unlisted.add(made.id)
        return made


class _Onboarding(EvEnergyWorld):
    def onboarding_page(self, choice: OnboardingChoice) -> str:
        self.asked("onboarding_page")
        return f"{_PAGE}?make_id={choice.make_id}" if choice.make_id else _PAGE

    def begin_onboarding(self, choice: OnboardingChoice) -> OnboardingRequest:
        self.asked("begin_onboarding")
        if not (choice.make_id or choice.model_id or choice.trim_id):
            raise NeedsYou("no_make", "Choose the make first.")
        name = f"4d4ce3d9-8a16-46a8-99e1-{len(self.open_requests):012x}"
        self.open_requests.add(name)
        return OnboardingRequest(request_id=name, url="https://connect.smartcar.com/oauth", auth_method="api")

    def complete_onboarding(self, request_id: str, auth_code: str) -> tuple[RemoteId, ...]:
        self.asked("complete_onboarding")
        self.one([one for one in self.open_requests if one == request_id])
        _needs(auth_code == AUTH_CODE, "auth_code")
        self.open_requests.discard(request_id)
        return (self.add(remote_car(900 + len(self.cars))).id,)

    def send_onboarding_link(self, email: str, make: str) -> None:
        self.asked("send_onboarding_link")
        _needs("@" in email, "email")
        self.mailed.append((email, make))
        self.replied("send_onboarding_link")


class FakeEvEnergy(_Logs, _Catalogue, _Onboarding):
    """All of it."""

    def vehicles(self, cursor: str | None = None) -> CursorPage[RemoteVehicle]:
        """In the order they were added."""
        self.asked("vehicles")
        page = self.page([car for car in self.cars.values() if car.id not in self.unlisted], cursor)
        odd = tuple(SetAside(None, "id is missing", "{}") for _row in range(self.unreadable_rows))
        return CursorPage(page.items, page.next_cursor, odd)

    def vehicle(self, remote_id: RemoteId) -> RemoteVehicle:
        """One car."""
        self.asked("vehicle")
        return self.known(remote_id)

    def status_logs(
        self,
        remote_id: RemoteId,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> CursorPage[StatusLog]:
        """The cursor brings its lower bound along: ``row|since``."""
        self.asked("status_logs")
        start, _bar, bound = (cursor or f"0|{since.isoformat() if since else ''}").partition("|")
        first = datetime.fromisoformat(bound) if bound else None
        rows = [
            one
            for one in self.logs[self.known(remote_id).id]
            if (first is None or one.sampled_at >= first) and (until is None or one.sampled_at <= until)
        ]
        page = self.page(rows, start)
        return CursorPage(page.items, None if page.next_cursor is None else f"{page.next_cursor}|{bound}")

    def status_log(self, remote_id: RemoteId, key: str) -> StatusLog:
        """By its time."""
        self.asked("status_log")
        return self.one([one for one in self.logs[self.known(remote_id).id] if one.key == key])

    def create_vehicle(self, new: NewRemoteVehicle) -> RemoteVehicle:
        """An unintegrated car."""
        self.asked("create_vehicle")
        _needs(new.model_id in self.known_models, "model")
        made = self.add(
            remote_car(
                500 + len(self.cars),
                integration=Integration.UNINTEGRATED,
                integration_raw="UNINTEGRATED",
                description=new.description,
                battery_kwh=new.battery_kwh,
            )
        )
        self.replied("create_vehicle")
        return made

    def update_vehicle(self, remote_id: RemoteId, change: RemoteVehicleChange) -> RemoteVehicle:
        """What is None stays."""
        self.asked("update_vehicle")
        car = self.known(remote_id)
        limit = change.charge_limit_percent
        _needs(limit is None or 50 <= limit <= 100, "maximum_charge_limit_percentage")
        _needs(change.battery_kwh is None or car.integration is Integration.UNINTEGRATED, "battery_size_watt_hours")
        changed = replace(
            car,
            battery_kwh=car.battery_kwh if change.battery_kwh is None else change.battery_kwh,
            charge_limit_percent=car.charge_limit_percent if limit is None else float(limit),
            smart_charging=car.smart_charging if change.smart_charging is None else change.smart_charging,
            vehicle_class=change.vehicle_class or car.vehicle_class,
        )
        self.cars[remote_id] = told(changed)
        return self.cars[remote_id]

    def remove_vehicle(self, remote_id: RemoteId) -> int | None:
        """Gone is gone."""
        self.asked("remove_vehicle")
        return None if self.cars.pop(remote_id, None) is None else len(self.cars)

    def reconnect(self, remote_id: RemoteId) -> Reconnection:
        """A page for the owner."""
        self.asked("reconnect")
        return Reconnection(f"https://app.ev.energy/vehicle-onboarding/start/{self.known(remote_id).id}", None)

    def disconnect(self, remote_id: RemoteId) -> RemoteVehicle:
        """Idempotent."""
        self.asked("disconnect")
        car = self.known(remote_id)
        if car.integration is Integration.ACTIVE:
            car = told(replace(car, integration=Integration.INACTIVE, integration_raw="INACTIVE"))
            self.cars[remote_id] = car
        return car


def _ordered(rows: Sequence[Named], ordering: str | None) -> list[Named]:
    if ordering not in ("name", "-name"):
        return list(rows)
    return sorted(rows, key=lambda one: one.name.lower(), reverse=ordering == "-name")


def _needs(fits: object, field: str) -> None:
    if not fits:
        raise Refused("not_accepted", f"{field} is not accepted.", reasons=(f"{field}: Invalid value.",))
