"""Letting a car go: the server forgets it, and doing it twice changes nothing."""

import json
from functools import partial

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.outbox import CostClass, Operation, Wish
from celliq_desktop.domain.problems import Problem, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, Unreadable, always

_NAME = "disconnect"


def disconnect_wish(vehicle_id: VehicleId) -> Wish:
    """One disconnect a car."""
    return Wish(
        kind=_NAME,
        natural_key=f"{_NAME}:{vehicle_id}",
        payload=json.dumps({"vehicle_id": vehicle_id}),
        cost_class=CostClass.FREE,
    )


def _vehicle_of(operation: Operation) -> VehicleId:
    return VehicleId(json.loads(operation.payload)["vehicle_id"])


def _prepare(desk: Desk, operation: Operation) -> Marker | Effect | Unreadable:
    """After a first attempt the car may be gone already."""
    return (_look(desk, operation) if operation.first_sent_at is not None else None) or Marker()


def _send(desk: Desk, operation: Operation) -> Effect:
    vehicle_id = _vehicle_of(operation)
    try:
        desk.api.disconnect_vehicle(vehicle_id)
    except Refused as refusal:
        if refusal.code != "not_found" or _still_listed(desk, vehicle_id):
            raise
        return _gone(desk, vehicle_id, N_("the server did not have it any more"))
    try:
        return _look(desk, operation) or Effect(vehicle_id, "disconnected")
    except Problem:  # it is done; the next sync shows what the list says
        return Effect(vehicle_id, "disconnected")


def _look(desk: Desk, operation: Operation) -> Effect | None:
    """Gone from the list, or listed as disconnected. A car the mirror never had cannot be looked for; asking the server
    a second time will tell."""
    vehicle_id = _vehicle_of(operation)
    with desk.mirror.read() as session:
        known = vehicle_rows.vehicle(session, vehicle_id, also_gone=True)
    if known is None:
        return None
    found = desk.api.find_vehicle(known)
    if found is None:
        return _gone(desk, vehicle_id, N_("gone from the server's list"))
    return _listed(found) if found.status is VehicleStatus.DISCONNECTED else None


def _still_listed(desk: Desk, vehicle_id: VehicleId) -> bool:
    """A "not found" from something on the way to the server is no proof that the car is gone."""
    with desk.mirror.read() as session:
        known = vehicle_rows.vehicle(session, vehicle_id, also_gone=True)
    found = desk.api.find_vehicle(known) if known is not None else None
    return found is not None and found.status is not VehicleStatus.DISCONNECTED


def _gone(desk: Desk, vehicle_id: VehicleId, note: str) -> Effect:
    return Effect(vehicle_id, note, partial(vehicle_rows.confirm_gone, ids=(vehicle_id,), now=desk.clock.now()))


def _listed(found: Vehicle) -> Effect:
    return Effect(
        found.id, N_("the server calls it disconnected"), partial(vehicle_rows.upsert, items=(found,), generation=0)
    )


DISCONNECT = Kind(
    name=_NAME,
    cost=CostClass.FREE,
    title="Disconnect",
    topics=frozenset({Topic.VEHICLES}),
    prepare=_prepare,
    send=_send,
    look=_look,
    resend=always,
    unseen_words=N_("CellIQ still lists this car. It can be disconnected again."),
)
