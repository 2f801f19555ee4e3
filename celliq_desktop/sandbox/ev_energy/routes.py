"""The endpoints of ev.energy v2 that have to do with vehicles, behind its checks: version, media type, token, scope,
rate."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from celliq_desktop.sandbox.ev_energy import entries, onboarding, seed_payloads, vehicles
from celliq_desktop.sandbox.ev_energy.answers import Problem, problem
from celliq_desktop.sandbox.ev_energy.logs import LOGS, vpp_modes
from celliq_desktop.sandbox.ev_energy.world import READ_ONLY_TOKEN, TOKEN, EvEnergyWorld

Handler = Callable[[EvEnergyWorld, Request], Awaitable[Response]]

SAMPLES = "seed-samples"
"""The fault that answers with the seed's own payloads."""
_READ, _WRITE, _DEBUG = "vehicle:read", "vehicle:write", "debug:read"
_SCOPES = {TOKEN: frozenset({_READ, _WRITE, _DEBUG}), READ_ONLY_TOKEN: frozenset({_READ})}
_OVER_S = 3600


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """``scope`` None: open to everybody."""

    path: str
    handler: Handler
    scope: str | None = _READ
    method: str = "GET"


_CAR = "/vehicles/{vehicle_id}"
_ENDPOINTS = (
    _Endpoint("/vehicles", vehicles.list_vehicles),
    _Endpoint("/vehicles", vehicles.create_vehicle, _WRITE, "POST"),
    _Endpoint(_CAR, vehicles.read_vehicle),
    _Endpoint(_CAR, vehicles.update_vehicle, _WRITE, "PATCH"),
    _Endpoint(_CAR, vehicles.remove_vehicle, _WRITE, "DELETE"),
    _Endpoint(f"{_CAR}/reconnect", vehicles.reconnect, _WRITE, "POST"),
    _Endpoint(f"{_CAR}/disconnect", vehicles.disconnect, _WRITE, "POST"),
    _Endpoint(f"{_CAR}/vpp_modes", vpp_modes),
    _Endpoint("/vehicle_makes", entries.makes, None),
    _Endpoint("/vehicle_makes/{id}", entries.make, None),
    _Endpoint("/vehicle_models", entries.models, None),
    _Endpoint("/vehicle_models", entries.create_model, _WRITE, "POST"),
    _Endpoint("/vehicle_models/{id}", entries.model, None),
    _Endpoint("/vehicle_trims", entries.trims),
    _Endpoint("/vehicle_trims", entries.create_trim, _WRITE, "POST"),
    _Endpoint("/vehicle_trims/{id}", entries.trim),
    _Endpoint("/vehicle_onboarding", onboarding.start, None),
    _Endpoint("/vehicle_onboarding/complete", onboarding.complete, None, "POST"),
    _Endpoint("/vehicle_onboarding/onboarding_link", onboarding.send_link, _WRITE, "POST"),
    *(
        endpoint
        for kind in LOGS
        for scope in (_DEBUG if kind.path == "command_logs" else _READ,)
        for endpoint in (
            _Endpoint(f"{_CAR}/{kind.path}", kind.listed, scope),
            _Endpoint(f"{_CAR}/{kind.path}/{{at}}", kind.single, scope),
        )
    ),
)


def ev_energy_routes(world: EvEnergyWorld) -> list[BaseRoute]:
    """Everything under ``/v2``, with and without the slash at the end, and the owner's pages."""

    def route(endpoint: _Endpoint, path: str) -> Route:
        async def answered(request: Request) -> Response:
            return await _answered(world, endpoint, request)

        return Route(path, answered, methods=[endpoint.method])

    async def elsewhere(request: Request) -> Response:
        return _dressed(world, request, problem(_unknown(request)))

    api = [route(one, f"{one.path}{slash}") for one in _ENDPOINTS for slash in ("", "/")]
    every = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]
    rest = Route("/{rest:path}", elsewhere, methods=every)
    return [Mount("/v2", routes=[*api, rest]), *onboarding.onboarding_pages(world)]


async def _answered(world: EvEnergyWorld, endpoint: _Endpoint, request: Request) -> Response:
    try:
        _check(endpoint, request)
        sample = _sample(world, endpoint)
        return _dressed(world, request, sample or await endpoint.handler(world, request))
    except Problem as trouble:
        return _dressed(world, request, problem(trouble))


def _check(endpoint: _Endpoint, request: Request) -> None:
    """In the order the service looks: media type, version, token, scope."""
    accepted = request.headers.get("accept", "*/*")
    if not any(kind in accepted for kind in ("*/*", "application/*", "application/json", "problem+json", "text/html")):
        raise Problem(406, "Could not satisfy the request Accept header.")
    if request.headers.get("evenergy-version", "2") not in ("2", "2.0"):
        status = 406 if endpoint.method == "DELETE" else 400  # the contract gives DELETE no 400
        raise Problem(status, "This version of the API is not supported.")
    if endpoint.scope is None:
        return
    scopes = _SCOPES.get(_token(request))
    if scopes is None:
        raise Problem(401, "Authentication credentials were not provided.")
    if endpoint.scope not in scopes:
        raise Problem(403, "You do not have permission to perform this action.")


def _dressed(world: EvEnergyWorld, request: Request, answer: Response) -> Response:
    """The headers every answer carries: version, rate, and the contract's ``RetryAfter`` that means nothing on a good
    one."""
    left = world.take_request(_token(request))
    if left < 0:
        answer = problem(Problem(429, "Request was rate limited. Try again later."))
        answer.headers["Retry-After"] = str(_OVER_S)
    answer.headers["EvEnergy-Version"] = "2"
    answer.headers["X-RateLimit-Limit"] = str(world.limit)
    answer.headers["X-RateLimit-Remaining"] = str(max(0, left))
    answer.headers["RetryAfter"] = str(_OVER_S)
    return answer


def _sample(world: EvEnergyWorld, endpoint: _Endpoint) -> Response | None:
    """The seed's bytes for the operations it shows, when that fault is on."""
    if SAMPLES not in world.words:
        return None
    found = {
        ("GET", "/vehicles"): (seed_payloads.VEHICLES, 200),
        ("POST", "/vehicles"): (seed_payloads.VEHICLE, 201),
        ("GET", _CAR): (seed_payloads.VEHICLE, 200),
    }.get((endpoint.method, endpoint.path))
    if found is None:
        return None
    headers = {"Link": seed_payloads.LINK} if endpoint.path == "/vehicles" and endpoint.method == "GET" else {}
    return Response(found[0], found[1], headers=headers, media_type="application/json")


def _unknown(request: Request) -> Problem:
    path = request.url.path.removeprefix("/v2").rstrip("/") or "/"
    known = any(_fits(one.path, path) for one in _ENDPOINTS)
    if known:
        return Problem(405, "Could not satisfy this HTTP method.")
    return Problem(404, "Resource does not exist or cannot be accessed.")


def _fits(template: str, path: str) -> bool:
    wanted, given = template.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        part.startswith("{") or part == found for part, found in zip(wanted, given, strict=True)
    )


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
