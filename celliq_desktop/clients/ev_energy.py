"""ev.energy v2 for one connection: implements ``telemetry_ports.EvEnergyApi`` (seeds/ev-energy-vehicles-index).

The seeds decide over specs/ev-energy.yaml where they differ. There is no idempotency key anywhere: what may not happen
twice is looked for before it is sent again.
"""

from datetime import UTC, datetime

from celliq_desktop.clients import ev_energy_reader as reader
from celliq_desktop.clients import fields
from celliq_desktop.clients.ev_energy_catalogue import EvEnergyCatalogue
from celliq_desktop.clients.ev_energy_logs import EvEnergyLogs
from celliq_desktop.clients.ev_energy_onboarding import EvEnergyOnboarding, reconnection
from celliq_desktop.clients.ev_energy_session import EvEnergySession, in_path
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.providers import Rate
from celliq_desktop.domain.remote_vehicles import (
    CursorPage,
    NewRemoteVehicle,
    Reconnection,
    RemoteId,
    RemoteVehicle,
    RemoteVehicleChange,
    StatusLog,
)

PAGE_SIZE = 100
"""The most the contract allows."""
_EXPAND = ("trim.model.make", "latest_status_log")


class EvEnergyClient(EvEnergyCatalogue, EvEnergyLogs, EvEnergyOnboarding):
    """One token at one server. Thread-safe; ``close`` it."""

    def __init__(self, transport: Transport, token: str, user: str | None = None) -> None:
        super().__init__(EvEnergySession(transport, token, user))
        self._transport = transport

    @property
    def rate(self) -> Rate | None:
        """What the service still allows."""
        return self._session.rate

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def vehicles(self, cursor: str | None = None) -> CursorPage[RemoteVehicle]:
        """GET /vehicles, with make, model, trim and newest status log in the same answer."""
        return self._session.page("/vehicles", reader.vehicle, {"page_size": PAGE_SIZE, "expand": _EXPAND}, cursor)

    def vehicle(self, remote_id: RemoteId) -> RemoteVehicle:
        """GET /vehicles/{vehicle_id}."""
        return self._session.one(_of(remote_id), reader.vehicle, {"expand": _EXPAND})

    def status_logs(
        self,
        remote_id: RemoteId,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> CursorPage[StatusLog]:
        """GET /vehicles/{vehicle_id}/status_logs, newest first."""
        query: dict[str, str | int] = {"page_size": PAGE_SIZE}
        if since is not None:
            query["sampled_at__gte"] = _rfc3339(since)
        if until is not None:
            query["sampled_at__lte"] = _rfc3339(until)
        return self._session.page(_of(remote_id, "status_logs"), reader.status_log, query, cursor)

    def status_log(self, remote_id: RemoteId, key: str) -> StatusLog:
        """GET /vehicles/{vehicle_id}/status_logs/{sampled_at}; ``key`` as the service wrote it."""
        return self._session.one(_of(remote_id, "status_logs", key), reader.status_log)

    def create_vehicle(self, new: NewRemoteVehicle) -> RemoteVehicle:
        """POST /vehicles. The seed's body is ``{trim, user}``, today's contract wants ``{model}``: a server gets the
        newer form, and the seed's when it asks for the trim."""
        session = self._session
        body: dict[str, object] = {"model": session.transport.base_url + f"/vehicle_models/{in_path(new.model_id)}"}
        if new.battery_kwh is not None:
            body["battery_size_watt_hours"] = round(new.battery_kwh * 1000)
        if new.description:
            body["description"] = new.description
        user = {"user": f"{session.transport.base_url}/users/{in_path(session.user)}"} if session.user else {}
        try:
            answer = session.write("POST", "/vehicles", {**body, **user})
        except Refused as refusal:
            asked_for_trim = any(reason.startswith("trim:") for reason in refusal.reasons)
            if refusal.code != "not_accepted" or not asked_for_trim or new.trim_id is None:
                raise
            trim = f"{session.transport.base_url}/vehicle_trims/{in_path(new.trim_id)}"
            answer = session.write("POST", "/vehicles", {"trim": trim, **user})
        return session.changed(answer, reader.vehicle)

    def update_vehicle(self, remote_id: RemoteId, change: RemoteVehicleChange) -> RemoteVehicle:
        """PATCH /vehicles/{vehicle_id}; sends what changes and nothing else."""
        body: dict[str, object] = {}
        if change.battery_kwh is not None:
            body["battery_size_watt_hours"] = round(change.battery_kwh * 1000)
        if change.charge_limit_percent is not None:
            body["maximum_charge_limit_percentage"] = change.charge_limit_percent
        if change.smart_charging is not None:
            body["smart_charging_enabled"] = change.smart_charging
        if change.vehicle_class is not None:
            body["vehicle_class"] = change.vehicle_class
        return self._session.changed(self._session.write("PATCH", _of(remote_id), body), reader.vehicle)

    def remove_vehicle(self, remote_id: RemoteId) -> int | None:
        """DELETE /vehicles/{vehicle_id}; 404 means that it is gone already."""
        try:
            answer = self._session.write("DELETE", _of(remote_id))
        except Refused as refusal:
            if refusal.code != "not_found":
                raise
            return None
        return fields.whole(answer.body, "remaining_car_count") if isinstance(answer.body, dict) else None

    def reconnect(self, remote_id: RemoteId) -> Reconnection:
        """POST /vehicles/{vehicle_id}/reconnect."""
        answer = self._session.write("POST", _of(remote_id, "reconnect"), {})
        return self._session.object(answer, lambda row: reconnection(row, self._transport.base_url))

    def disconnect(self, remote_id: RemoteId) -> RemoteVehicle:
        """POST /vehicles/{vehicle_id}/disconnect; on a car that is not integrated it does nothing."""
        return self._session.changed(self._session.write("POST", _of(remote_id, "disconnect")), reader.vehicle)


def _of(remote_id: RemoteId, *more: str) -> str:
    return "/".join(("/vehicles", in_path(remote_id), *map(in_path, more)))


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
