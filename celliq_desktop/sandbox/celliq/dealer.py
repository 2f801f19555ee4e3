"""Lists and settings of the dealer."""

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, envelope, page_of, said
from celliq_desktop.sandbox.celliq.world import DEALER_ID, DEALER_NAME, World

_STATUSES = ("active", "pending", "attention", "disconnected")


async def dealer_vehicles(world: World, request: Request) -> Response:
    """``GET /dealer/vehicles``: page, page_size, search and status are SEED; updated_since and ETag ASSUMED."""
    page, size = page_of(request)
    status, search = request.query_params.get("status"), request.query_params.get("search", "").lower()
    if status is not None and status not in _STATUSES:
        raise Rejected(422, f"status must be one of {', '.join(_STATUSES)}.", code="validation_error")
    rows = [world.vehicle(one) for one in world.cars.values()]
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
    rows = sorted(world.reports.values(), key=lambda report: str(report["generated_at"]), reverse=True)
    for name, column in (("vehicle_id", "vehicle_id"), ("status", "status")):
        if name in asked:
            rows = [row for row in rows if row[column] == asked[name]]
    if "updated_since" in asked:
        rows = [row for row in rows if row["updated_at"] >= asked["updated_since"]]
    if "search" in asked:
        rows = [row for row in rows if asked["search"].lower() in f"{row['vin']} {row['id']}".lower()]
    return said(envelope(rows, page, size))


async def settings(_world: World, request: Request) -> Response:
    """``GET /dealer/settings`` (ASSUMED)."""
    body = {
        "dealer_id": DEALER_ID,
        "dealer_name": DEALER_NAME,
        "address": "Musterstraße 12, 10115 Berlin",
        "contact_email": "hello@sample-dealer.example",
        "contact_phone": "+49 30 5550100",
        "logo_url": None,
        "locale": "de",
        "currency": "EUR",
        "distance_unit": "km",
        "report_footer": "Sample data. Not for the sale of a car.",
        "public_fields": ["soh_percent", "odometer_km"],
        "updated_at": "2026-01-15T09:00:00Z",
    }
    return _tagged(request, body)


def _tagged(request: Request, body: dict[str, Any]) -> Response:
    """With an ETag; 304 when the client has it already."""
    tag = f'"{hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:20]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return said(body, headers={"ETag": tag})


def _haystack(row: dict[str, Any]) -> str:
    return " ".join(str(row[name] or "") for name in ("vin", "make", "model", "trim", "year", "seller_email")).lower()
