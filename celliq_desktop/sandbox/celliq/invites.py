"""Asking a seller by e-mail to connect a car: every mail is in the ledger, an open invite is a pending car."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, body_of, said
from celliq_desktop.sandbox.celliq.world import World
from celliq_desktop.sandbox.clock import rfc3339
from celliq_desktop.sandbox.fleet.cars import Car, Story, car
from celliq_desktop.sandbox.fleet.catalogue import MODELS

_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_OPEN = timedelta(days=30)


async def invite(world: World, request: Request) -> Response:
    """``POST /dealer/vehicles/invite``: 201 and an e-mail; 200 for an identical open invite (ASSUMED), 409 for a car
    that is connected."""
    body = await body_of(request, "vin", "seller_email")
    vin, email = body["vin"], body["seller_email"]
    if not _VIN.fullmatch(vin):
        raise Rejected(422, "The VIN is not well formed.", code="validation_error")
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Rejected(422, "The e-mail is not well formed.", code="validation_error")
    key = "" if world.seed_only or "deaf-to-keys" in world.words else request.headers.get("idempotency-key", "")
    if key in world.invite_keys:
        return said(world.invites[world.invite_keys[key]], 201, {"Idempotent-Replayed": "true"})
    if any(one.vin == vin and one.story is not Story.PENDING for one in world.cars.values()):
        raise Rejected(409, "This car is connected already.", code="conflict")
    known = next((one for one in open_invites(world) if (one["vin"], one["seller_email"]) == (vin, email)), None)
    if known is not None and "forgetful-invites" not in world.words:
        return said(known)
    made = _made(world, vin, email)
    if key:
        world.invite_keys[key] = made["id"]
    return said(made, 201)


def open_invites(world: World) -> list[dict[str, Any]]:
    """Those that were neither accepted nor have run out."""
    now = rfc3339(world.now())
    for one in world.invites.values():
        if one["status"] == "sent" and one["expires_at"] <= now:
            one["status"] = "expired"
    return [one for one in world.invites.values() if one["status"] == "sent"]


def invited_cars(world: World) -> list[dict[str, Any]]:
    """Cars of open invites as the list of vehicles shows them: pending, with the seller's address."""
    if "unlisted-invites" in world.words:
        return []
    there = {one.vin for one in world.cars.values()}
    newest = {one["vin"]: one for one in open_invites(world) if one["vin"] not in there}
    return [_pending(one) for one in newest.values()]


def accepted(world: World, invite_id: str, at: datetime | None = None) -> Car:
    """The seller has connected the car: it is in the fleet from now on."""
    one = world.invites[invite_id]
    now = at or world.now()
    made = replace(
        car(world.seed, 10_000 + len(world.cars), now),
        vin=one["vin"],
        seller_email=one["seller_email"],
        story=Story.FEW,
        connected_at=now,
        created_at=now,
        last_sync_at=now,
    )
    world.cars[made.id] = made
    one.update(status="accepted", vehicle_id=made.id)
    return made


def _made(world: World, vin: str, email: str) -> dict[str, Any]:
    now = world.now()
    invited: dict[str, Any] = {
        "id": f"inv_{len(world.invites) + 1:06d}",
        "vin": vin,
        "seller_email": email,
        "status": "sent",
        "vehicle_id": None,
        "invite_url": None,
        "expires_at": rfc3339(now + _OPEN),
        "created_at": rfc3339(now),
    }
    world.invites[invited["id"]] = invited
    world.mails.append((vin, email))
    return invited


def _pending(one: dict[str, Any]) -> dict[str, Any]:
    """celliq.yaml ``Vehicle`` of a car nobody has connected yet; the maker is read from the VIN."""
    model = next((model for model in MODELS if one["vin"].startswith(model.vin_start[:3])), None)
    return {
        "id": f"veh_{one['id']}",
        "vin": one["vin"],
        "make": model.make if model is not None else "Unknown",
        "model": "invited",
        "year": int(one["created_at"][:4]),
        "trim": None,
        "status": "pending",
        "provider": None,
        "odometer_km": None,
        "soc_percent": None,
        "soh_percent": None,
        "range_km": None,
        "nominal_capacity_kwh": None,
        "readings_count": 0,
        "connected_at": None,
        "last_sync_at": None,
        "seller_email": one["seller_email"],
        "latest_report_id": None,
        "deleted_at": None,
        "created_at": one["created_at"],
        "updated_at": one["created_at"],
    }
