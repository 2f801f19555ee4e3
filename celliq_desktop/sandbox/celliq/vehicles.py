"""One car: its own list, a fresh fetch of its readings, and letting it go."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, said
from celliq_desktop.sandbox.celliq.world import World
from celliq_desktop.sandbox.clock import rfc3339
from celliq_desktop.sandbox.fleet.cars import STATUS_OF, Car


async def vehicles(world: World, request: Request) -> Response:
    """``GET /vehicles``."""
    return said([world.vehicle(one) for one in world.cars_of(request.state.user)])


async def sync_vehicle(world: World, request: Request) -> Response:
    """``POST /vehicles/{vehicle_id}/sync``: the body is ASSUMED. 409 for a car that must be reconnected first."""
    one = _car(world, request)
    if STATUS_OF.get(one.story) in ("pending", "disconnected"):
        raise Rejected(409, "This car must be reconnected by its owner first.", code="conflict")
    now = world.now()
    world.cars[one.id] = replace(one, last_sync_at=now)
    answer = {"vehicle_id": one.id, "synced_at": rfc3339(now), "readings_added": 0, "latest": None}
    return said(answer if world.seed_only else {**answer, "next_sync_allowed_at": None})


async def disconnect_vehicle(world: World, request: Request) -> Response:
    """``DELETE /vehicles/{vehicle_id}``: from now on no list has it."""
    del world.cars[_car(world, request).id]
    return Response(status_code=204)


def _car(world: World, request: Request) -> Car:
    found = world.car_of(request.state.user, request.path_params["vehicle_id"])
    if found is None:
        raise Rejected(404, "There is no such vehicle.", code="not_found")
    return found
