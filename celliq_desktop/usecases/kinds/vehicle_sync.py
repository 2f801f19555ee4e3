"""Asking the server to fetch a car's readings now: free, and doing it twice does no harm."""

import json
from datetime import timedelta

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.outbox import CostClass, Operation, Wish
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, always

_NAME = "vehicle_sync"


def vehicle_sync_wish(vehicle_id: VehicleId) -> Wish:
    """One fetch a car at a time."""
    return Wish(
        kind=_NAME,
        natural_key=f"{_NAME}:{vehicle_id}",
        payload=json.dumps({"vehicle_id": vehicle_id}),
        cost_class=CostClass.FREE,
    )


def _send(desk: Desk, operation: Operation) -> Effect:
    vehicle_id = VehicleId(json.loads(operation.payload)["vehicle_id"])
    desk.api.sync_vehicle(vehicle_id)
    return Effect(vehicle_id, "fetched")


VEHICLE_SYNC = Kind(
    name=_NAME,
    cost=CostClass.FREE,
    title=N_("Fetch fresh readings"),
    topics=frozenset({Topic.VEHICLES, Topic.READINGS}),
    send=_send,
    resend=always,
    unseen_words=N_("CellIQ did not confirm that it fetched this car. It can be asked again."),
    settle=timedelta(0),
    workers=4,
    pauses_all=False,
)
