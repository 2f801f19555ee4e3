"""The CellIQ endpoints this sandbox serves; SEED ones always, ASSUMED ones unless ``seed_only``."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from celliq_desktop.sandbox.celliq import google, payments
from celliq_desktop.sandbox.celliq.answers import Rejected, body_of, said
from celliq_desktop.sandbox.celliq.connect import connect
from celliq_desktop.sandbox.celliq.dealer import announce_seal, dealer_reports, dealer_vehicles, settings
from celliq_desktop.sandbox.celliq.exports import export_reports
from celliq_desktop.sandbox.celliq.invites import invite
from celliq_desktop.sandbox.celliq.issuing import public_view
from celliq_desktop.sandbox.celliq.readings import readings
from celliq_desktop.sandbox.celliq.reports import generate, validate
from celliq_desktop.sandbox.celliq.vehicles import disconnect_vehicle, sync_vehicle, vehicles
from celliq_desktop.sandbox.celliq.world import DEALER_NAME, EMAIL, PASSWORD, USER, World

Handler = Callable[[World, Request], Awaitable[Response]]


def api_routes(world: World) -> list[BaseRoute]:
    """Everything under ``/api``."""

    def open_(path: str, handler: Handler, method: str = "GET") -> Route:
        async def endpoint(request: Request) -> Response:
            return await handler(world, request)

        return Route(path, endpoint, methods=[method])

    def signed_in(path: str, handler: Handler, method: str = "GET") -> Route:
        async def checked(asked: World, request: Request) -> Response:
            user = asked.doors.users[_user(asked, request)]
            if path.startswith("/dealer/") and user["role"] != "dealer":
                raise Rejected(403, "This is for dealers; your account is an owner's.", code="forbidden")
            request.state.user = user
            return await handler(asked, request)

        return open_(path, checked, method)

    seed = [
        open_("/auth/login", _login, "POST"),
        open_("/auth/refresh", _refresh, "POST"),
        open_("/auth/google", google.start),
        open_("/auth/google/callback", google.callback),
        open_("/reports/public/{token}", _public),
        signed_in("/reports/validate", validate),
        signed_in("/reports/generate", generate, "POST"),
        signed_in("/dealer/vehicles", dealer_vehicles),
        signed_in("/dealer/reports", dealer_reports),
        signed_in("/payments/subscription", payments.subscription),
        signed_in("/payments/create-checkout", payments.create_checkout, "POST"),
        signed_in("/payments/portal", payments.portal),
        open_("/payments/webhook", payments.webhook, "POST"),
        signed_in("/dealer/reports/export", export_reports),
        signed_in("/dealer/vehicles/invite", invite, "POST"),
        signed_in("/vehicles", vehicles),
        signed_in("/vehicles/connect", connect),
        signed_in("/vehicles/{vehicle_id}", disconnect_vehicle, "DELETE"),
        signed_in("/vehicles/{vehicle_id}/sync", sync_vehicle, "POST"),
    ]
    assumed = [
        open_("/auth/token", google.exchange, "POST"),
        signed_in("/dealer/settings", settings),
        signed_in("/dealer/settings", settings, "PATCH"),
        signed_in("/dealer/seal-certificates", announce_seal, "POST"),
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
    return said(google.tokens_of(world, world.office.pair(USER["id"]), USER["id"]))


async def _refresh(world: World, request: Request) -> Response:
    body = await body_of(request, "refresh_token")
    renewed = world.office.renew(body["refresh_token"])
    if renewed is None:
        raise Rejected(401, "This refresh token is not valid any more.", code="unauthorized")
    user_id, pair = renewed
    return said(google.tokens_of(world, pair, user_id))


async def _public(world: World, request: Request) -> Response:
    token = request.path_params["token"]
    report = next((one for one in world.reports.values() if one["token"] == token), None)
    if report is None:
        raise Rejected(404, "There is no such report.", code="not_found")
    return said(public_view(report, DEALER_NAME, world.announced_seals))
