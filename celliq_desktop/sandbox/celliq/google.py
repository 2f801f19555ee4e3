"""Signing in with Google: the way through the browser that both the website and a desktop program take.

A program on the computer adds a loopback address, a PKCE challenge and a state of its own; the one-time code it gets
back is good for one minute, once, and only with the verifier (research/apis.md 6; all of that is ASSUMED).
"""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from celliq_desktop.sandbox.celliq.answers import Rejected, body_of, said
from celliq_desktop.sandbox.celliq.doors import SignInRequest
from celliq_desktop.sandbox.celliq.world import USER, World

_REDIRECT = re.compile(r"http://(127\.0\.0\.1|\[::1\]):\d{1,5}/oauth/callback")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CODE_LIVES = timedelta(seconds=60)
_REQUEST_LIVES = timedelta(minutes=10)


async def start(world: World, request: Request) -> Response:
    """``GET /auth/google?role=``: 302 to the consent page."""
    role = request.query_params.get("role")
    if role not in ("owner", "dealer"):
        raise Rejected(422, "role must be owner or dealer.", code="validation_error")
    asked = SignInRequest(role, world.now())
    redirect_uri = request.query_params.get("redirect_uri")
    if redirect_uri is not None and not world.seed_only:
        challenge, state = request.query_params.get("code_challenge", ""), request.query_params.get("state", "")
        if not _REDIRECT.fullmatch(redirect_uri):
            raise Rejected(400, "redirect_uri must be a loopback address.", code="bad_redirect_uri")
        if request.query_params.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
            raise Rejected(400, "code_challenge must be S256.", code="bad_challenge")
        if not 16 <= len(state) <= 256:
            raise Rejected(400, "state must have from 16 to 256 characters.", code="bad_state")
        asked = SignInRequest(role, world.now(), redirect_uri, challenge, state)
    name = secrets.token_urlsafe(24)
    world.doors.sign_ins[name] = asked
    return RedirectResponse(f"{world.origin}/google/consent?request={name}", 302)


async def callback(world: World, request: Request) -> Response:
    """``GET /auth/google/callback``: Google is done; on to the program, or to the website."""
    name, code = request.query_params.get("state", ""), request.query_params.get("code")
    asked = world.doors.sign_ins.pop(name, None)
    if asked is None or asked.at + _REQUEST_LIVES < world.now():
        raise Rejected(400, "This sign-in is not known or has ended.", code="bad_state")
    refused = request.query_params.get("error")
    if code is None and refused is None:
        raise Rejected(422, "code is missing.", code="validation_error")
    if asked.redirect_uri is None:
        return RedirectResponse(f"{world.origin}/website", 302)
    if refused is not None or code is None:
        return _back(asked, error="access_denied")
    user_id = world.doors.google_codes.pop(code, None)
    if user_id is None:
        raise Rejected(400, "Google does not know this code.", code="bad_code")
    native = secrets.token_urlsafe(32)
    world.doors.native_codes[native] = SignInRequest(
        asked.role, world.now(), asked.redirect_uri, asked.challenge, asked.state, user_id
    )
    return _back(asked, code=native)


async def exchange(world: World, request: Request) -> Response:
    """``POST /auth/token`` (ASSUMED): the one-time code for a token pair; a wrong try uses the code up, too."""
    body = await body_of(request, "code", "code_verifier", "redirect_uri")
    if not 16 <= len(body["code"]) <= 512 or not _VERIFIER.fullmatch(body["code_verifier"]):
        raise Rejected(422, "code or code_verifier is not well formed.", code="validation_error")
    asked = world.doors.native_codes.pop(body["code"], None)
    known = asked is not None and asked.at + _CODE_LIVES >= world.now()
    if asked is None or not known or body["redirect_uri"] != asked.redirect_uri or asked.user_id is None:
        raise Rejected(400, "This code is not valid (any more).", code="invalid_grant")
    if not hmac.compare_digest(_challenge_of(body["code_verifier"]), asked.challenge):
        raise Rejected(400, "This code is not valid (any more).", code="invalid_grant")
    return said(tokens_of(world, world.office.pair(asked.user_id), asked.user_id))


def agree(world: World, name: str, *, as_new: bool) -> str | None:
    """The person agreed at Google: the address the browser goes to next; None for a request nobody made. Somebody new
    is registered with the role that was asked for."""
    asked = world.doors.sign_ins.get(name)
    if asked is None:
        return None
    user_id = _registered(world, asked.role) if as_new else USER["id"]
    code = secrets.token_urlsafe(24)
    world.doors.google_codes[code] = user_id
    return f"{world.origin}/api/auth/google/callback?{urlencode({'code': code, 'state': name})}"


def decline(world: World, name: str) -> str | None:
    """The person did not agree."""
    if name not in world.doors.sign_ins:
        return None
    return f"{world.origin}/api/auth/google/callback?{urlencode({'error': 'access_denied', 'state': name})}"


def tokens_of(world: World, pair: tuple[str, str], user_id: str) -> dict[str, Any]:
    """celliq.yaml ``TokenPair``."""
    tokens: dict[str, Any] = {"access_token": pair[0], "refresh_token": pair[1], "token_type": "bearer"}
    if world.seed_only:
        return tokens
    return {**tokens, "expires_in": int(world.office.access_s), "user": world.doors.users[user_id]}


def _registered(world: World, role: str) -> str:
    number = len(world.doors.users)
    user_id = f"usr_new{number}"
    dealer_id = USER["dealer_id"] if role == "dealer" else None
    email = f"new.{role}.{number}@gmail.example"
    world.doors.users[user_id] = {
        "id": user_id,
        "email": email,
        "name": "Nia New",
        "role": role,
        "dealer_id": dealer_id,
    }
    return user_id


def _back(asked: SignInRequest, **answer: str) -> Response:
    return RedirectResponse(f"{asked.redirect_uri}?{urlencode({**answer, 'state': asked.state})}", 302)


def _challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
