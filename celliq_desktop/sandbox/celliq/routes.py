"""The CellIQ endpoints this sandbox serves; SEED ones always, ASSUMED ones unless ``seed_only``."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from celliq_desktop.sandbox.celliq.answers import Rejected, body_of, said
from celliq_desktop.sandbox.celliq.dealer import dealer_reports, dealer_vehicles, settings
from celliq_desktop.sandbox.celliq.invites import invite
from celliq_desktop.sandbox.celliq.issuing import public_view
from celliq_desktop.sandbox.celliq.readings import readings
from celliq_desktop.sandbox.celliq.reports import generate, validate
from celliq_desktop.sandbox.celliq.vehicles import disconnect_vehicle, sync_vehicle, vehicles
from celliq_desktop.sandbox.celliq.world import DEALER_NAME, EMAIL, PASSWORD, USER, World
from celliq_desktop.sandbox.clock import rfc3339

Handler = Callable[[World, Request], Awaitable[Response]]


def api_routes(world: World) -> list[BaseRoute]:
    """Everything under ``/api``."""

    def open_(path: str, handler: Handler, method: str = "GET") -> Route:
        async def endpoint(request: Request) -> Response:
            return await handler(world, request)

        return Route(path, endpoint, methods=[method])

    def signed_in(path: str, handler: Handler, method: str = "GET") -> Route:
        async def checked(asked: World, request: Request) -> Response:
            _user(asked, request)
            return await handler(asked, request)

        return open_(path, checked, method)

    seed = [
        open_("/auth/login", _login, "POST"),
        open_("/auth/refresh", _refresh, "POST"),
        open_("/reports/public/{token}", _public),
        signed_in("/reports/validate", validate),
        signed_in("/reports/generate", generate, "POST"),
        signed_in("/dealer/vehicles", dealer_vehicles),
        signed_in("/dealer/reports", dealer_reports),
        signed_in("/payments/subscription", _subscription),
        signed_in("/dealer/vehicles/invite", invite, "POST"),
        signed_in("/vehicles", vehicles),
        signed_in("/vehicles/{vehicle_id}", disconnect_vehicle, "DELETE"),
        signed_in("/vehicles/{vehicle_id}/sync", sync_vehicle, "POST"),
    ]
    assumed = [
        signed_in("/dealer/settings", settings),
        signed_in("/dealer/settings", settings, "PATCH"),
        signed_in("/vehicles/{vehicle_id}/readings", readings),
    ]
    return [Mount("/api", routes=seed if world.seed_only else [*seed, *assumed])]


def _user(world: World, request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    user = world.office.user_of(token) if scheme.lower() == "bearer" else None
    if user is None:
        raise Rejected(401, "Missing or invalid token.", code="unauthorized")
    return user


async def _login(world: World, request: Request) -> Response:
    body = await body_of(request, "email", "password")
    if body["email"].strip().lower() != EMAIL or body["password"] != PASSWORD:
        raise Rejected(401, "E-mail or password is wrong.", code="unauthorized")
    return said(_tokens(world, world.office.pair(USER["id"])))


async def _refresh(world: World, request: Request) -> Response:
    body = await body_of(request, "refresh_token")
    pair = world.office.renew(body["refresh_token"], USER["id"])
    if pair is None:
        raise Rejected(401, "This refresh token is not valid any more.", code="unauthorized")
    return said(_tokens(world, pair))


def _tokens(world: World, pair: tuple[str, str]) -> dict[str, Any]:
    tokens: dict[str, Any] = {"access_token": pair[0], "refresh_token": pair[1], "token_type": "bearer"}
    return tokens if world.seed_only else {**tokens, "expires_in": int(world.office.access_s), "user": USER}


async def _public(world: World, request: Request) -> Response:
    token = request.path_params["token"]
    report = next((one for one in world.reports.values() if one["token"] == token), None)
    if report is None:
        raise Rejected(404, "There is no such report.", code="not_found")
    return said(public_view(report, DEALER_NAME))


async def _subscription(world: World, _request: Request) -> Response:
    return said(
        {
            "plan": "pro",
            "status": "active",
            "current_period_end": rfc3339(world.period_end),
            "cancel_at_period_end": False,
            "credits": {
                "balance": world.credits_balance,
                "included_per_period": 50,
                "used_this_period": world.credits_used,
            },
            "updated_at": rfc3339(world.credits_changed),
        }
    )
