"""How a car comes in: the start of an onboarding, its completion, the link by e-mail, and the pages an owner walks."""

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from celliq_desktop.sandbox.ev_energy.answers import Problem, body_of, said, text_of
from celliq_desktop.sandbox.ev_energy.ids import uuid_of
from celliq_desktop.sandbox.ev_energy.world import AUTH_CODE, CLIENT_ID, USER_ID, EvEnergyWorld, OnboardingState
from celliq_desktop.sandbox.page_frame import page

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_FAILING_CODE = "provider-fails"
"""The maker refuses this code, whatever the onboarding."""


async def start(world: EvEnergyWorld, request: Request) -> Response:
    """``GET /vehicle_onboarding``: a redirect to the owner's page, or with ``response_type=json`` where it leads."""
    query = request.query_params
    if not world.seed_only:
        for name, known in (("user_id", USER_ID), ("client_id", CLIENT_ID)):
            if not query.get(name):
                raise Problem(400, f"{name} is required.", fields={name: "This field is required."})
            if query[name] != known:
                raise Problem(404, "Resource does not exist or cannot be accessed.")
    as_json = query.get("response_type") == "json"
    if query.get("response_type") not in (None, "json"):
        raise Problem(400, "response_type is json or nothing.", fields={"response_type": "Not a valid choice."})
    chosen = {name: query.get(name) for name in ("make_id", "model_id", "trim_id")}
    if as_json and not any(chosen.values()):
        raise Problem(400, "At least one of make_id, model_id or trim_id is required.")
    _check_chosen(world, chosen)
    state = world.begin_onboarding(**chosen, redirect_uri=_redirect_of(query.get("redirect_uri")), json=as_json)
    url = f"{world.origin}/vehicle-onboarding/start/{state.id}"
    if not as_json:
        return RedirectResponse(url, 302)
    native = _make_of(world, state) in {one.id for one in world.catalogue.makes.values() if one.native}
    body = {
        "authorization_request_id": state.id,
        "url": url,
        "auth_method": "native" if native else "api",
        "scopes": ["read_vehicle_info", "read_charge", "control_charge"],
        "single_select": False,
    }
    return said(body)


async def complete(world: EvEnergyWorld, request: Request) -> Response:
    """``POST /vehicle_onboarding/complete``: the request's id is good for one use."""
    body = await body_of(request)
    name, code = text_of(body, "authorization_request_uid"), text_of(body, "auth_code", longest=500)
    if _UUID.fullmatch(name) is None:
        words = "Must be a valid UUID."
        raise Problem(400, words, fields={"authorization_request_uid": words})
    state = world.open_onboarding(name.lower())
    if state is None or not state.json:
        raise Problem(404, "Resource does not exist or cannot be accessed.")
    if code == _FAILING_CODE or code not in (AUTH_CODE, *state.codes):
        raise Problem(422, "The provider did not accept the code.")
    made = world.finish_onboarding(state)
    return said({"vehicles": [{"id": made.id, "url": f"{world.base}/vehicles/{made.id}/"}]}, 201)


async def send_link(world: EvEnergyWorld, request: Request) -> Response:
    """``POST /vehicle_onboarding/onboarding_link``: one e-mail for every call."""
    body = await body_of(request)
    email, make = text_of(body, "email"), text_of(body, "make")
    if _EMAIL.fullmatch(email) is None:
        raise Problem(400, "email is no e-mail address.", fields={"email": "Enter a valid email address."})
    world.mailed.append((email, make))
    return Response(status_code=204)


def onboarding_pages(world: EvEnergyWorld) -> list[Route]:
    """The pages of the owner's browser."""

    async def shown(request: Request) -> Response:
        state = world.open_onboarding(request.path_params["name"])
        if state is None:
            return page("onboarding_over.html", 404)
        make_id = request.query_params.get("make_id")
        if make_id in world.catalogue.makes and state.vehicle_id is None and _make_of(world, state) is None:
            state.make_id = make_id
        return _consent(world, state)

    async def allowed(request: Request) -> Response:
        state = world.open_onboarding(request.path_params["name"])
        if state is None:
            return page("onboarding_over.html", 404)
        return RedirectResponse(_after_consent(world, state), 303)

    async def done(_request: Request) -> Response:
        return page("onboarding_done.html")

    return [
        Route("/vehicle-onboarding/start/{name}", shown),
        Route("/vehicle-onboarding/start/{name}", allowed, methods=["POST"]),
        Route("/vehicle-onboarding/done", done),
    ]


def _after_consent(world: EvEnergyWorld, state: OnboardingState) -> str:
    """Where the browser goes: with the new car's ids, or with a code for ``complete``."""
    if state.json:
        code = f"SC-{uuid_of(f'code:{state.id}:{len(state.codes)}')}"
        state.codes.add(code)
        query = urlencode({"code": code, "state": state.id})
    else:
        made = world.finish_onboarding(state)
        query = urlencode({"vehicle_id": made.number, "vehicle_uid": made.id})
    return f"{state.redirect_uri or f'{world.origin}/vehicle-onboarding/done'}?{query}"


def _consent(world: EvEnergyWorld, state: OnboardingState) -> Response:
    make_id = _make_of(world, state)
    known = world.vehicles.get(state.vehicle_id or "")
    facts = {
        "make": world.catalogue.makes[make_id].name if make_id else None,
        "makes": sorted(world.catalogue.makes.values(), key=lambda one: one.name),
        "model": world.catalogue.models[known.model_id].name if known else None,
        "again": known is not None,
    }
    return page("onboarding.html", **facts)


def _make_of(world: EvEnergyWorld, state: OnboardingState) -> str | None:
    known = world.vehicles.get(state.vehicle_id or "")
    trim = world.catalogue.trims.get(state.trim_id or "")
    model_id = known.model_id if known else state.model_id or (trim.model_id if trim else None)
    return world.catalogue.models[model_id].make_id if model_id else state.make_id


def _check_chosen(world: EvEnergyWorld, chosen: dict[str, str | None]) -> None:
    known: dict[str, dict[str, Any]] = {
        "make_id": {**world.catalogue.makes},
        "model_id": {**world.catalogue.models},
        "trim_id": {**world.catalogue.trims},
    }
    for name, value in chosen.items():
        if value is not None and value not in known[name]:
            raise Problem(404, "Resource does not exist or cannot be accessed.")


def _redirect_of(text: str | None) -> str | None:
    """Only a page on this computer is registered with the sample application."""
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        registered = parts.scheme == "http" and parts.hostname in _LOOPBACK and not parts.query
    except ValueError:
        registered = False
    if not registered:
        words = "This address is not registered."
        raise Problem(400, words, fields={"redirect_uri": words})
    return text
