"""Cariqa's paths under ``/api/v1``, each with its trailing slash; without it there is nothing."""

import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from celliq_desktop.sandbox.cariqa.stations import BROKEN, BUSY, POINTS
from celliq_desktop.sandbox.cariqa.world import (
    DECLINED,
    NEEDS_BANK,
    PAYMENT_METHOD,
    REVOKED_TOKEN,
    TOKEN,
    USER_ID,
    CariqaWorld,
    Charge,
)
from celliq_desktop.sandbox.celliq.answers import said
from celliq_desktop.sandbox.page_frame import page

Handler = Callable[[CariqaWorld, Request], Awaitable[Response]]

_LARGEST_PAGE = 100
_JSON = "application/json"


class Failed(Exception):
    """A request that ends with ``{detail}`` or, with a ``kind``, ``{detail, error}``."""

    def __init__(self, status: int, detail: str, kind: str = "", **more: str) -> None:
        super().__init__(detail)
        self.status = status
        self.body: dict[str, Any] = {"detail": "Charging Error" if kind else detail}
        if kind:
            self.body["error"] = {"type": kind, "details": detail, **more}


def cariqa_routes(world: CariqaWorld) -> list[BaseRoute]:
    """``/api/v1`` (to be mounted before ``/api``) and the invoices people look at."""
    listed, started, stopped = "charging-sessions/", "charging/start/", "charging/stop/{session_id}/"
    routes = [
        _route(world, listed, "GET", _list),
        _route(world, f"{listed}{{session_id}}/", "GET", _one),
        _route(world, f"{listed}{{session_id}}/", "PATCH", _rate),
        _route(world, started, "POST", _start),
        _route(world, stopped, "POST", _stop),
    ]

    async def invoice(request: Request) -> Response:
        one = world.charges.get(request.path_params["name"])
        bill = None if one is None else world.bill(one)
        if one is None or bill is None:
            return page("no_paper.html", 404)
        day = f"{one.started_at.day} {one.started_at:%b %Y}"
        words = f"{one.kwh(world.now())} kWh at {one.point.name}"
        return page(
            "paper.html", kind="Charging", number=one.id[:8], day=day, price=bill["invoice_summary"], words=words
        )

    papers: list[BaseRoute] = [
        Route("/cariqa/invoices/{name}", invoice),
        Route("/cariqa/invoices/{name}/pdf", invoice),
    ]
    return [Mount("/api/v1", app=Router(routes, redirect_slashes=False)), *papers]


def _route(world: CariqaWorld, path: str, method: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            _check_token(request)
            if request.path_params["user_id"] != USER_ID:
                raise Failed(404, "User not found.")
            return await handler(world, request)
        except Failed as failed:
            return said(failed.body, failed.status)

    return Route(f"/users/{{user_id}}/{path}", endpoint, methods=[method])


def _check_token(request: Request) -> None:
    """401: no token, or nothing that could be one; 403: a token that is not valid (any more)."""
    scheme, _space, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or token.count(".") != 2:
        raise Failed(401, "Authentication credentials were not provided.")
    if token == REVOKED_TOKEN or token != TOKEN:
        raise Failed(403, "Given token not valid for any token type.")


async def _list(world: CariqaWorld, request: Request) -> Response:
    if "seed-samples" in world.words:
        return _sample("sessions")
    world.credit_late()
    page, size = _whole(request, "page", 1), min(_whole(request, "page_size", 20), _LARGEST_PAGE)
    rows = world.newest_first()
    start = (page - 1) * size
    if start >= len(rows) and page > 1:
        raise Failed(404, "Invalid page.")
    shown = [world.shown(one) for one in rows[start : start + size]]
    if "broken-rows" in world.words and shown:
        del shown[0]["is_active"]
    origin = "https://connect.elsewhere.example" if "hostile-urls" in world.words else world.origin
    here = f"{origin}{request.url.path}"
    body = {
        "count": len(rows),
        "next": f"{here}?page={page + 1}&page_size={size}" if start + size < len(rows) else None,
        "previous": f"{here}?page={page - 1}&page_size={size}" if page > 1 else None,
        "results": shown,
    }
    return said(body)


async def _one(world: CariqaWorld, request: Request) -> Response:
    if "seed-samples" in world.words:
        return _sample("record")
    return said(world.shown(_charge(world, request)))


async def _rate(world: CariqaWorld, request: Request) -> Response:
    one = _charge(world, request)
    body = await _body(request)
    stars = body.get("rates", one.rating)
    if stars is not None and (isinstance(stars, bool) or stars not in (1, 2, 3, 4, 5)):
        raise Failed(400, "rates must be from 1 to 5.", "validation_error")
    one.rating = stars
    return said(world.shown(one))


async def _start(world: CariqaWorld, request: Request) -> Response:
    if "seed-samples" in world.words:
        return _sample("started", 201)
    body = await _body(request)
    evse, payment = body.get("evse_id"), body.get("payment_method_id")
    if not isinstance(evse, str) or not isinstance(payment, str):
        raise Failed(400, "evse_id and payment_method_id are required.", "validation_error")
    point = next((one for one in POINTS if one.evse_id == evse), None)
    if point is None:
        raise Failed(404, "Charging point not found.")
    if payment == DECLINED:
        raise Failed(402, "The card was declined.", "payment_error")
    if payment == NEEDS_BANK:
        secret = {"payment_intent_client_secret": "pi_sample_secret_sample"}
        raise Failed(402, "The bank wants to confirm this payment.", "pre_authorization_failed", **secret)
    if payment != PAYMENT_METHOD:
        raise Failed(400, "There is no such payment method.", "payment_method_error")
    if evse == BUSY:
        raise Failed(409, "The charging point is in use.", "station_availability_issue")
    if evse == BROKEN:
        raise Failed(424, "The operator does not answer.", "charging_provider_error")
    if world.charging_at(evse) is not None:
        raise Failed(409, "A session is running already.", "already_charging")
    return said(world.shown(world.start(point)), 201)


async def _stop(world: CariqaWorld, request: Request) -> Response:
    one = _charge(world, request)
    now = world.now()
    if one.ends_at(now) is not None:
        raise Failed(409, "The session has ended already.", "already_stopped")
    one.stopped_at = now
    return Response(status_code=204)


def _charge(world: CariqaWorld, request: Request) -> Charge:
    found = world.charges.get(request.path_params["session_id"])
    if found is None:
        raise Failed(404, "Charging session not found.")
    return found


def _sample(name: str, status: int = 200) -> Response:
    """A published example, byte for byte."""
    data = files("celliq_desktop.sandbox.cariqa").joinpath(f"samples/{name}.json").read_bytes()
    return Response(data, status, media_type=_JSON)


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise Failed(400, "The body is not JSON.", "validation_error") from error
    if not isinstance(body, dict):
        raise Failed(400, "The body must be an object.", "validation_error")
    return body


def _whole(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise Failed(404, "Invalid page.")
    return int(text)
