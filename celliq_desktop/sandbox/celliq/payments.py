"""Plan and credits: checkout, portal, and the webhook by which Stripe says that something was paid."""

import json
import secrets
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from celliq_desktop.sandbox.celliq.answers import Rejected, said
from celliq_desktop.sandbox.celliq.world import DEALER_ID, PRICE_EUR, World
from celliq_desktop.sandbox.clock import rfc3339
from celliq_desktop.sandbox.stripe.books import WEBHOOK_SECRET
from celliq_desktop.sandbox.stripe.signatures import is_good

PACK = 10
"""Credits a checkout sells unless it is asked for another number."""
_MOST = 500
_PLANS = {"starter": 1900, "pro": 4900}
_PAID_EVENTS = ("checkout.session.completed", "checkout.session.async_payment_succeeded")


async def subscription(world: World, _request: Request) -> Response:
    """``GET /payments/subscription``."""
    world.till.books.settle_due()
    return said(
        {
            "plan": world.till.plan,
            "status": "active" if world.till.plan else "none",
            "current_period_end": rfc3339(world.period_end),
            "cancel_at_period_end": world.till.plan_ends,
            "credits": {
                "balance": world.credits_balance,
                "included_per_period": 50,
                "used_this_period": world.credits_used,
            },
            "updated_at": rfc3339(world.credits_changed),
        }
    )


async def create_checkout(world: World, request: Request) -> Response:
    """``POST /payments/create-checkout``: the body is ASSUMED; the same Idempotency-Key gives the same page."""
    order = _order(await request.body())
    key = "" if world.seed_only else request.headers.get("idempotency-key", "")
    session = world.till.keys.get(key) if key else None
    if session is None:
        session = open_checkout(world, order)
        if key:
            world.till.keys[key] = session
    url = session["url"] or f"{world.origin}/checkout/{session['id']}"
    answer = {"checkout_url": _shown(world, url), "session_id": session["id"]}
    if not world.seed_only:
        answer["expires_at"] = rfc3339(datetime.fromtimestamp(session["expires_at"], UTC))
    return said(answer)


def open_checkout(world: World, order: dict[str, Any] | None = None) -> dict[str, Any]:
    """A session at Stripe for credits or a plan."""
    asked = order or {"kind": "credits"}
    metadata = {"dealer_id": DEALER_ID, "intent_id": secrets.token_hex(8)}
    if asked["kind"] == "subscription":
        plan = asked.get("plan", "pro")
        words = f"CellIQ {plan.capitalize()}, one month"
        return world.till.books.open_session(
            cents=_PLANS[plan], words=words, metadata={**metadata, "plan": plan}, mode="subscription"
        )
    quantity = asked.get("quantity", PACK)
    words = f"{quantity} report credits"
    return world.till.books.open_session(
        cents=quantity * PRICE_EUR * 100, words=words, metadata={**metadata, "credits": str(quantity)}
    )


async def portal(world: World, _request: Request) -> Response:
    """``GET /payments/portal``: a new session every time."""
    return said({"portal_url": _shown(world, f"{world.origin}/portal/bps_{secrets.token_hex(10)}")})


async def webhook(world: World, request: Request) -> Response:
    """``POST /payments/webhook``: 400 unless Stripe signed these very bytes within five minutes."""
    if not accept_event(world, await request.body(), request.headers.get("stripe-signature", "")):
        raise Rejected(400, "The signature does not fit.", code="bad_signature")
    return said({"received": True})


def accept_event(world: World, payload: bytes, signature: str) -> bool:
    """Take an event once; a paid session is fulfilled once, however many events speak of it."""
    if not is_good(payload, signature, WEBHOOK_SECRET, world.now()):
        return False
    try:
        event = json.loads(payload)
        kind, about = event["type"], event["data"]["object"]
    except (ValueError, KeyError, TypeError):
        return True  # signed by Stripe and of no interest
    if event.get("id") in world.till.seen or kind not in _PAID_EVENTS:
        return True
    world.till.seen.add(event["id"])
    if about["payment_status"] == "unpaid" or about["id"] in world.till.fulfilled:
        return True
    world.till.fulfilled.add(about["id"])
    bought = about["metadata"]
    if bought.get("plan"):
        world.till.plan, world.till.plan_ends = bought["plan"], False
    world.change_credits(int(bought.get("credits", 0)))
    return True


def _order(data: bytes) -> dict[str, Any]:
    """celliq.yaml ``CheckoutRequest``."""
    try:
        body = json.loads(data or b"{}")
    except ValueError as error:
        raise Rejected(422, "The body is not JSON.", code="validation_error") from error
    if not isinstance(body, dict) or not body.keys() <= {"kind", "plan", "quantity", "return_url"}:
        raise Rejected(422, "The body may hold kind, plan, quantity and return_url.", code="validation_error")
    quantity = body.get("quantity", PACK)
    if body.get("kind") not in ("credits", "subscription"):
        raise Rejected(422, "kind must be credits or subscription.", code="validation_error")
    plan = body.get("plan", "pro")
    if not isinstance(plan, str) or plan not in _PLANS or not isinstance(body.get("return_url", ""), str):
        raise Rejected(422, "plan must be starter or pro, return_url a text.", code="validation_error")
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= _MOST:
        raise Rejected(422, f"quantity must be a whole number from 1 to {_MOST}.", code="validation_error")
    return body


def _shown(world: World, url: str) -> str:
    return f"https://checkout.stripe.com.evil.example{url[len(world.origin) :]}" if world.hostile else url
