"""Lists and settings of the dealer."""

import hashlib
import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, body_of, envelope, page_of, said
from celliq_desktop.sandbox.celliq.invites import invited_cars
from celliq_desktop.sandbox.celliq.world import World
from celliq_desktop.sandbox.clock import rfc3339

_PATCH: dict[str, int | tuple[str, ...]] = {
    "dealer_name": 120,
    "address": 300,
    "contact_email": 254,
    "contact_phone": 60,
    "locale": ("en", "de", "fr", "nl"),
    "distance_unit": ("km", "mi"),
    "report_footer": 500,
}
"""What may be changed: the most characters, or the words allowed."""
_FINGERPRINT = re.compile("[0-9a-f]{64}")
_STATUSES = ("active", "pending", "attention", "disconnected")


async def dealer_vehicles(world: World, request: Request) -> Response:
    """``GET /dealer/vehicles``: page, page_size, search and status are SEED; updated_since and ETag ASSUMED."""
    page, size = page_of(request)
    status, search = request.query_params.get("status"), request.query_params.get("search", "").lower()
    if status is not None and status not in _STATUSES:
        raise Rejected(422, f"status must be one of {', '.join(_STATUSES)}.", code="validation_error")
    rows = [*(world.vehicle(one) for one in world.cars_of(request.state.user)), *invited_cars(world)]
    if status:
        rows = [row for row in rows if row["status"] == status]
    if search:
        rows = [row for row in rows if search in _haystack(row)]
    since = None if world.seed_only else request.query_params.get("updated_since")
    if since:
        rows = [row for row in rows if row["updated_at"] >= since]
    body = envelope(rows, page, size)
    if "unknown-words" in world.words:
        body["items"] = [{**row, "status": "hibernating", "colour": "teal"} for row in body["items"]]
    if "broken-rows" in world.words:
        body["items"] = [{**row, "vin": None} if at % 7 == 3 else row for at, row in enumerate(body["items"])]
    return said(body) if world.seed_only else _tagged(request, body)


async def dealer_reports(world: World, request: Request) -> Response:
    """``GET /dealer/reports``: newest first; the query is ASSUMED."""
    page, size = page_of(request)
    asked = {} if world.seed_only else request.query_params
    rows = sorted(world.dealers_reports(), key=lambda report: str(report["generated_at"]), reverse=True)
    for name, column in (("vehicle_id", "vehicle_id"), ("status", "status")):
        if name in asked:
            rows = [row for row in rows if row[column] == asked[name]]
    if "updated_since" in asked:
        rows = [row for row in rows if row["updated_at"] >= asked["updated_since"]]
    if "search" in asked:
        rows = [row for row in rows if asked["search"].lower() in f"{row['vin']} {row['id']}".lower()]
    return said(envelope(rows, page, size))


async def settings(world: World, request: Request) -> Response:
    """``GET`` and ``PATCH /dealer/settings`` (ASSUMED)."""
    if request.method == "PATCH":
        if request.headers.get("if-match", _tag_of(world.settings)) != _tag_of(world.settings):
            raise Rejected(412, "Settings changed elsewhere.", code="precondition_failed")
        world.settings |= {**await _patch_of(request), "updated_at": rfc3339(world.now())}
        return said(world.settings)
    return _tagged(request, world.settings)


async def announce_seal(world: World, request: Request) -> Response:
    """``POST /dealer/seal-certificates`` (ASSUMED): the public record names the certificate from now on."""
    body = await body_of(request, "certificate_sha256")
    if not _FINGERPRINT.fullmatch(body["certificate_sha256"]):
        raise Rejected(422, "certificate_sha256 must be 64 hexadecimal digits.", code="validation_error")
    world.seals.add(body["certificate_sha256"])
    return said({"seal_certificates": sorted(world.seals)})


async def _patch_of(request: Request) -> dict[str, Any]:
    """celliq.yaml ``SettingsPatch``; 422 for anything else."""
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise Rejected(422, "The body is not JSON.", code="validation_error") from error
    if not isinstance(body, dict) or not body or not body.keys() <= _PATCH.keys():
        raise Rejected(422, f"The body may hold {', '.join(_PATCH)}.", code="validation_error")
    for name, value in body.items():
        allowed = _PATCH[name]
        if isinstance(allowed, tuple):
            if value not in allowed:
                raise Rejected(422, f"{name} must be one of {', '.join(allowed)}.", code="validation_error")
        elif not (isinstance(value, str) and len(value) <= allowed) and not (value is None and name != "dealer_name"):
            raise Rejected(422, f"{name} must be a text of at most {allowed} characters.", code="validation_error")
    if body.get("dealer_name") == "":
        raise Rejected(422, "dealer_name must not be empty.", code="validation_error")
    return body


def _tagged(request: Request, body: dict[str, Any]) -> Response:
    """With an ETag; 304 when the client has it already."""
    tag = _tag_of(body)
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return said(body, headers={"ETag": tag})


def _tag_of(body: dict[str, Any]) -> str:
    return f'"{hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:20]}"'


def _haystack(row: dict[str, Any]) -> str:
    return " ".join(str(row[name] or "") for name in ("vin", "make", "model", "trim", "year", "seller_email")).lower()
