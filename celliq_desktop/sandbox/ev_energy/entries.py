"""``/vehicle_makes``, ``/vehicle_models`` and ``/vehicle_trims``: the catalogue over HTTP."""

import re

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.ev_energy import shapes
from celliq_desktop.sandbox.ev_energy.answers import Problem, body_of, reference_of, said, text_of, whole_of
from celliq_desktop.sandbox.ev_energy.paging import expand_of, ordered, page_of
from celliq_desktop.sandbox.ev_energy.world import EvEnergyWorld

_USER = re.compile(r"user[A-Z\d]{26}")


async def makes(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicle_makes``."""
    _check_user(request)
    items = ordered(request, list(world.catalogue.makes.values()), lambda one: one.name)
    shown, headers = page_of(world, request, items, lambda one: one.id)
    return said([shapes.make(world, one) for one in shown], headers=headers)


async def make(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicle_makes/{id}``."""
    found = world.catalogue.makes.get(request.path_params["id"])
    if found is None:
        raise _missing()
    return said(shapes.make(world, found))


async def models(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicle_models``; models nobody has reviewed yet are left out."""
    _check_user(request)
    expand = expand_of(request, "make")
    make_id = request.query_params.get("make_id")
    listed = [one for one in world.catalogue.models.values() if not one.hidden and make_id in (None, one.make_id)]
    shown, headers = page_of(world, request, ordered(request, listed, lambda one: one.name), lambda one: one.id)
    return said([shapes.model(world, one, expand) for one in shown], headers=headers)


async def model(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicle_models/{id}``."""
    expand = expand_of(request, "make")
    found = world.catalogue.models.get(request.path_params["id"])
    if found is None:
        raise _missing()
    return said(shapes.model(world, found, expand))


async def create_model(world: EvEnergyWorld, request: Request) -> Response:
    """``POST /vehicle_models``."""
    body = await body_of(request)
    name, make_id = text_of(body, "name"), reference_of(body, "make", "vmak")
    if make_id not in world.catalogue.makes:
        raise Problem(400, "There is no such make.", fields={"make": "Object does not exist."})
    return said(shapes.model(world, world.catalogue.add_model(name, make_id), frozenset()), 201)


async def trims(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicle_trims``; custom ones are left out."""
    expand = expand_of(request, "model", "model.make")
    model_id = request.query_params.get("model_id")
    listed = [one for one in world.catalogue.trims.values() if not one.custom and model_id in (None, one.model_id)]
    shown, headers = page_of(world, request, ordered(request, listed, lambda one: one.name), lambda one: one.id)
    return said([shapes.trim(world, one, expand) for one in shown], headers=headers)


async def trim(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicle_trims/{id}``."""
    expand = expand_of(request, "model", "model.make")
    found = world.catalogue.trims.get(request.path_params["id"])
    if found is None:
        raise _missing()
    return said(shapes.trim(world, found, expand))


async def create_trim(world: EvEnergyWorld, request: Request) -> Response:
    """``POST /vehicle_trims``."""
    body = await body_of(request)
    name, model_id = text_of(body, "name"), reference_of(body, "model", "vmod")
    battery = whole_of(body, "battery_size_watt_hours", 1_000, 300_000)
    if model_id not in world.catalogue.models:
        raise Problem(400, "There is no such model.", fields={"model": "Object does not exist."})
    return said(shapes.trim(world, world.catalogue.add_trim(name, model_id, battery), frozenset()), 201)


def _check_user(request: Request) -> None:
    user = request.query_params.get("available_for_user_id")
    if user is not None and _USER.fullmatch(user) is None:
        raise Problem(400, "available_for_user_id is no user.", fields={"available_for_user_id": "Invalid value."})


def _missing() -> Problem:
    return Problem(404, "Resource does not exist or cannot be accessed.")
