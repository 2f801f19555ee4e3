"""Changes to cars at ev.energy that may be sent twice: disconnect, change, remove. The second time changes nothing."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.outbox import CostClass, Operation, Wish
from celliq_desktop.domain.remote_vehicles import RemoteId, RemoteVehicle, RemoteVehicleChange
from celliq_desktop.domain.telemetry_ports import EvEnergyApi
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import remote_vehicles as rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER, waiting_ev_energy
from celliq_desktop.usecases.kinds.kind import Effect, Kind, always

_DISCONNECT, _CHANGE, _REMOVE = "remote_disconnect", "remote_change", "remote_remove"


def disconnect_wish(remote_id: RemoteId) -> Wish:
    """Revoke the service's access to a car."""
    return _wish(_DISCONNECT, remote_id, {})


def remove_wish(remote_id: RemoteId) -> Wish:
    """Take a car out of the service."""
    return _wish(_REMOVE, remote_id, {})


def change_wish(remote_id: RemoteId, change: RemoteVehicleChange) -> Wish:
    """Change fields of a car; a later wish is merged into an earlier one."""
    said = {name: value for name in _FIELDS if (value := getattr(change, name)) is not None}
    return _wish(_CHANGE, remote_id, {"change": said})


_FIELDS = ("battery_kwh", "charge_limit_percent", "smart_charging", "vehicle_class")


def _wish(kind: str, remote_id: RemoteId, more: dict[str, Any]) -> Wish:
    return Wish(
        kind=kind,
        natural_key=f"{kind}:{remote_id}",
        payload=json.dumps({"remote_id": remote_id, **more}),
        cost_class=CostClass.FREE,
    )


def _sender(act: Callable[[EvEnergyApi, RemoteId, dict[str, Any]], Effect]) -> Callable[[Desk, Operation], Effect]:
    def send(desk: Desk, operation: Operation) -> Effect:
        payload = json.loads(operation.payload)
        with waiting_ev_energy(desk) as api:
            return act(api, RemoteId(payload["remote_id"]), payload)

    return send


def _disconnected(api: EvEnergyApi, remote_id: RemoteId, _payload: dict[str, Any]) -> Effect:
    return _shown(api.disconnect(remote_id), "disconnected")


def _changed(api: EvEnergyApi, remote_id: RemoteId, payload: dict[str, Any]) -> Effect:
    return _shown(api.update_vehicle(remote_id, RemoteVehicleChange(**payload["change"])), "changed")


def _removed(api: EvEnergyApi, remote_id: RemoteId, _payload: dict[str, Any]) -> Effect:
    api.remove_vehicle(remote_id)
    return Effect(remote_id, "removed", partial(rows.remove, provider=PROVIDER, remote_id=remote_id))


def _shown(car: RemoteVehicle, note: str) -> Effect:
    return Effect(car.id, note, partial(rows.upsert, provider=PROVIDER, cars=(car,)))


def _merged(earlier: str, later: str) -> str:
    before, after = json.loads(earlier), json.loads(later)
    return json.dumps({**after, "change": before["change"] | after["change"]})


def _kind(
    name: str,
    title: str,
    act: Callable[[EvEnergyApi, RemoteId, dict[str, Any]], Effect],
    merge: Callable[[str, str], str] | None = None,
) -> Kind:
    return Kind(
        name=name,
        cost=CostClass.FREE,
        title=title,
        topics=frozenset({Topic.REMOTE}),
        send=_sender(act),
        resend=always,
        unseen_words=N_("ev.energy did not confirm. It can be sent again."),
        merge=merge,
        pauses_all=False,
    )


REMOTE_DISCONNECT = _kind(_DISCONNECT, N_("Disconnect at ev.energy"), _disconnected)
REMOTE_CHANGE = _kind(_CHANGE, N_("Change at ev.energy"), _changed, _merged)
REMOTE_REMOVE = _kind(_REMOVE, N_("Remove at ev.energy"), _removed)
