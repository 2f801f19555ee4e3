"""A car that cannot be integrated, created at ev.energy: it has no idempotency key, so the list is looked at first."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.outbox import CostClass, Operation, Wish, private_key
from celliq_desktop.domain.problems import Refused, TryAgain
from celliq_desktop.domain.remote_vehicles import Integration, NewRemoteVehicle, RemoteVehicle
from celliq_desktop.domain.telemetry_ports import EvEnergyApi
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import remote_vehicles as rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER, every_car, waiting_ev_energy
from celliq_desktop.usecases.kinds.catalogue import made_id
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, never

_NAME = "remote_create"


def create_wish(new: NewRemoteVehicle) -> Wish:
    """One car of this model and description at a time; its model and trim are ids, or natural keys of the wishes for
    them."""
    payload = {
        "model_id": new.model_id,
        "trim_id": new.trim_id,
        "battery_kwh": new.battery_kwh,
        "description": new.description,
    }
    return Wish(
        kind=_NAME,
        natural_key=f"{_NAME}:{private_key(new.model_id, new.description or '')}",
        payload=json.dumps(payload),
        cost_class=CostClass.FREE,
    )


def _prepare(desk: Desk, operation: Operation) -> Marker | Effect:
    try:
        _wanted(desk, operation)
    except Refused:  # said when it is sent: that is what ends it
        return Marker("[]")
    if operation.pre_marker is not None:
        found = _look(desk, operation)
        return found or Marker(operation.pre_marker)
    with waiting_ev_energy(desk) as api:
        return Marker(json.dumps(sorted(car.id for car in _cars(api))))


def _send(desk: Desk, operation: Operation) -> Effect:
    new = _wanted(desk, operation)
    with waiting_ev_energy(desk) as api:
        return _made(api.create_vehicle(new), "created")


def _wanted(desk: Desk, operation: Operation) -> NewRemoteVehicle:
    new = NewRemoteVehicle(**json.loads(operation.payload))
    trim_id = None if new.trim_id is None else made_id(desk, new.trim_id)
    return replace(new, model_id=made_id(desk, new.model_id), trim_id=trim_id)


def _look(desk: Desk, operation: Operation) -> Effect | None:
    """A car that was not there before the first attempt, unintegrated and with our description."""
    before = set(json.loads(operation.pre_marker or "[]"))
    wanted: dict[str, Any] = json.loads(operation.payload)
    with waiting_ev_energy(desk) as api:
        for car in _cars(api):
            ours = car.integration is Integration.UNINTEGRATED and (car.description or None) == wanted["description"]
            if ours and car.id not in before:
                return _made(car, N_("found at ev.energy"))
    return None


def _cars(api: EvEnergyApi) -> tuple[RemoteVehicle, ...]:
    cars, aside = every_car(api)
    if aside:
        raise TryAgain(
            "unreadable_rows", N_("ev.energy lists cars this program cannot read; nothing is sent until it can.")
        )
    return cars


def _made(car: RemoteVehicle, note: str) -> Effect:
    return Effect(car.id, note, partial(rows.upsert, provider=PROVIDER, cars=(car,)))


REMOTE_CREATE = Kind(
    name=_NAME,
    cost=CostClass.FREE,
    title=N_("Create at ev.energy"),
    topics=frozenset({Topic.REMOTE}),
    prepare=_prepare,
    send=_send,
    look=_look,
    resend=never,
    unseen_words=N_("ev.energy does not list the car. It can be created again."),
    pauses_all=False,
    about=lambda operation: str(json.loads(operation.payload)["description"] or ""),
)
