"""``/vehicles``: list, create, read, change, remove, reconnect, disconnect."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.ev_energy import shapes
from celliq_desktop.sandbox.ev_energy.answers import Problem, body_of, reference_of, said, text_of, whole_of
from celliq_desktop.sandbox.ev_energy.paging import expand_of, page_of
from celliq_desktop.sandbox.ev_energy.telemetry import stamp
from celliq_desktop.sandbox.ev_energy.world import USER_ID, EvEnergyWorld, RemoteCar

EXPANDABLE = ("user", "trim", "trim.model", "trim.model.make", "latest_status_log")
_CLASSES = ("PASSENGER", "COMMERCIAL", None)
_SMALLEST_WH, _LARGEST_WH = 1_000, 300_000


def vehicle_of(world: EvEnergyWorld, request: Request) -> RemoteCar:
    """The car in the path; 404 for one that is not there, or not yours."""
    found = world.vehicles.get(request.path_params["vehicle_id"])
    if found is None:
        raise Problem(404, "Resource does not exist or cannot be accessed.")
    return found


async def list_vehicles(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicles``."""
    expand = expand_of(request, *EXPANDABLE)
    shown, headers = page_of(world, request, list(world.vehicles.values()), lambda one: one.id)
    return said([shapes.vehicle(world, one, expand) for one in shown], headers=headers)


async def create_vehicle(world: EvEnergyWorld, request: Request) -> Response:
    """``POST /vehicles``: the seed's ``{trim, user}``, or the newer ``{model, ...}``."""
    expand = expand_of(request, *EXPANDABLE)
    body = await body_of(request)
    user = request.headers.get("evenergy-user", "") or str(body.get("user", ""))
    if user.rstrip("/").rpartition("/")[2] != USER_ID:
        raise Problem(400, "EvEnergy-User is required.", fields={"user": "This field is required."})
    made = _from_trim(world, body) if "trim" in body or world.seed_only else _from_model(world, body)
    return said(shapes.vehicle(world, made, expand), 201)


async def read_vehicle(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicles/{vehicle_id}``."""
    return said(shapes.vehicle(world, vehicle_of(world, request), expand_of(request, *EXPANDABLE)))


async def update_vehicle(world: EvEnergyWorld, request: Request) -> Response:
    """``PATCH /vehicles/{vehicle_id}``; every field is judged before any is changed."""
    one = vehicle_of(world, request)
    expand = expand_of(request, *EXPANDABLE)
    body = await body_of(request)
    battery = limit = None
    if "battery_size_watt_hours" in body:
        battery = whole_of(body, "battery_size_watt_hours", _SMALLEST_WH, _LARGEST_WH)
        if one.integrated != "UNINTEGRATED":
            words = "Only for unintegrated vehicles."
            raise Problem(400, words, fields={"battery_size_watt_hours": words})
    if "maximum_charge_limit_percentage" in body:
        limit = whole_of(body, "maximum_charge_limit_percentage", 50, 100)
    smart = body.get("smart_charging_enabled", one.smart_charging)
    if not isinstance(smart, bool):
        raise Problem(400, "Must be true or false.", fields={"smart_charging_enabled": "Must be a valid boolean."})
    one.vehicle_class = _class_of(body, one.vehicle_class)
    one.battery_wh, one.charge_limit, one.smart_charging = battery or one.battery_wh, limit or one.charge_limit, smart
    return said(shapes.vehicle(world, one, expand))


async def remove_vehicle(world: EvEnergyWorld, request: Request) -> Response:
    """``DELETE /vehicles/{vehicle_id}``."""
    del world.vehicles[vehicle_of(world, request).id]
    return said({"remaining_car_count": len(world.vehicles)})


async def reconnect(world: EvEnergyWorld, request: Request) -> Response:
    """``POST /vehicles/{vehicle_id}/reconnect``: a page for the owner."""
    one = vehicle_of(world, request)
    if request.headers.get("content-length", "0") != "0":
        await body_of(request)
    state = world.begin_onboarding(vehicle_id=one.id)
    body = {"url": f"{world.origin}/vehicle-onboarding/start/{state.id}", "expires_at": stamp(state.expires_at)}
    return said(body, 201)


async def disconnect(world: EvEnergyWorld, request: Request) -> Response:
    """``POST /vehicles/{vehicle_id}/disconnect``: idempotent, a no-op for a car that is not integrated."""
    one = vehicle_of(world, request)
    if one.integrated == "ACTIVE":
        one.integrated, one.severed_at = "INACTIVE", world.now()
    return said(shapes.vehicle(world, one, frozenset()))


def _from_trim(world: EvEnergyWorld, body: dict[str, Any]) -> RemoteCar:
    trim = world.catalogue.trims.get(reference_of(body, "trim", "trim"))
    if trim is None:
        raise Problem(400, "There is no such trim.", fields={"trim": "Object does not exist."})
    return world.add_vehicle(trim.model_id, trim.id, "")


def _from_model(world: EvEnergyWorld, body: dict[str, Any]) -> RemoteCar:
    model = world.catalogue.models.get(reference_of(body, "model", "vmod"))
    if model is None:
        raise Problem(400, "There is no such model.", fields={"model": "Object does not exist."})
    description = text_of(body, "description") if "description" in body else ""
    size = (
        whole_of(body, "battery_size_watt_hours", _SMALLEST_WH, _LARGEST_WH) if "battery_size_watt_hours" in body else 0
    )
    vehicle_class = _class_of(body, "PASSENGER")
    made = world.add_vehicle(model.id, None, description)
    made.battery_wh, made.vehicle_class = size or made.battery_wh, vehicle_class
    return made


def _class_of(body: dict[str, Any], otherwise: str | None) -> str | None:
    chosen = body.get("vehicle_class", otherwise)
    if chosen not in _CLASSES:
        raise Problem(400, "No such class.", fields={"vehicle_class": "Not a valid choice."})
    return chosen
