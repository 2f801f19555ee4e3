"""Asking a seller by e-mail to connect a car."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, body_of, said
from celliq_desktop.sandbox.celliq.world import World
from celliq_desktop.sandbox.clock import rfc3339
from celliq_desktop.sandbox.fleet.cars import Story

_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


async def invite(world: World, request: Request) -> Response:
    """``POST /dealer/vehicles/invite``: 201 and an e-mail; 200 for an identical open invite (ASSUMED), 409 for a car
    that is connected."""
    body = await body_of(request, "vin", "seller_email")
    vin, email = body["vin"], body["seller_email"]
    if not _VIN.fullmatch(vin):
        raise Rejected(422, "The VIN is not well formed.", code="validation_error")
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Rejected(422, "The e-mail is not well formed.", code="validation_error")
    key = "" if world.seed_only else request.headers.get("idempotency-key", "")
    if key in world.invite_keys:
        return said(world.invites[world.invite_keys[key]], 201, {"Idempotent-Replayed": "true"})
    if any(one.vin == vin and one.story is not Story.PENDING for one in world.cars.values()):
        raise Rejected(409, "This car is connected already.", code="conflict")
    known = next((one for one in world.invites.values() if (one["vin"], one["seller_email"]) == (vin, email)), None)
    if known is not None:
        return said(known)
    made = _made(world, vin, email)
    if key:
        world.invite_keys[key] = made["id"]
    return said(made, 201)


def _made(world: World, vin: str, email: str) -> dict[str, Any]:
    invited: dict[str, Any] = {
        "id": f"inv_{len(world.invites) + 1:06d}",
        "vin": vin,
        "seller_email": email,
        "status": "sent",
        "vehicle_id": None,
        "invite_url": None,
        "expires_at": None,
        "created_at": rfc3339(world.now()),
    }
    world.invites[invited["id"]] = invited
    return invited
