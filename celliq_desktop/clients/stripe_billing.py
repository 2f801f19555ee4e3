"""Invoices and payments at Stripe, read with a restricted key: implements ``page_ports.StripeBilling``.

Only keys that can read and nothing else are taken (``rk_``): a secret key moves money and has no business on a desk
(research/apis.md 0.6). Amounts are whole numbers of the smallest unit; they become decimals here.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import stripe

from celliq_desktop.clients import fields
from celliq_desktop.clients.failures import broken_answer
from celliq_desktop.clients.strict_json import NotStrictJson, parse
from celliq_desktop.clients.stripe_wire import StripeWire
from celliq_desktop.domain.billing import Invoice, Payment, StripePage
from celliq_desktop.domain.money import Money
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_

_SERVICE = "Stripe"
_PAGE = 100
_RETRIES = 2
_RESTRICTED = re.compile(r"rk_(?:live|test)_[A-Za-z0-9]{8,250}")

Read = TypeVar("Read")


class StripeBillingClient:
    """One account at Stripe. ``url`` is the base address; Refused ``secret_key`` / NeedsYou ``wrong_token`` for a key
    that is not a restricted one, before anything is sent."""

    def __init__(self, url: str, key: str, clock: Clock) -> None:
        _refuse_unfit(key)
        stripe.enable_telemetry = False
        self._clock = clock
        self._wire = StripeWire()
        self._stripe = stripe.StripeClient(
            key, base_addresses={"api": url}, http_client=self._wire, max_network_retries=_RETRIES
        )

    def __enter__(self) -> "StripeBillingClient":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def try_key(self) -> None:
        """Read one invoice, to see whether the key is good for it."""
        self._page("invoices", None, invoice, limit=1)

    def invoices_page(self, after: str | None = None) -> StripePage[Invoice]:
        """GET /v1/invoices."""
        return self._page("invoices", after, invoice)

    def payments_page(self, after: str | None = None) -> StripePage[Payment]:
        """GET /v1/charges: what was paid or tried, each with its receipt."""
        return self._page("charges", after, payment)

    def _page(
        self, what: str, after: str | None, read: Callable[[fields.Row], Read], limit: int = _PAGE
    ) -> StripePage[Read]:
        query: dict[str, Any] = {"limit": limit, **({"starting_after": after} if after else {})}
        try:
            answer: Any = self._stripe.raw_request("get", f"/v1/{what}", **query)
            body = parse(answer.body.encode())
        except stripe.StripeError as error:
            raise _problem(error, what) from error
        except NotStrictJson as error:
            raise broken_answer(_SERVICE, str(error)) from error
        listed = body.get("data") if isinstance(body, dict) else None
        if not isinstance(listed, list):
            raise broken_answer(_SERVICE, "it holds no list")
        good, aside = fields.rows(listed, read)
        last = listed[-1].get("id") if listed and isinstance(listed[-1], dict) else None
        more = body.get("has_more") is True and isinstance(last, str) and last != after
        return StripePage(good, last if more else None, aside)


def invoice(row: fields.Row) -> Invoice:
    """Stripe ``Invoice``; required: id, currency, total, created."""
    return Invoice(
        id=fields.need_text(row, "id"),
        status=fields.text(row, "status") or "unknown",
        total=_money(row, "total"),
        paid=_money(row, "amount_paid", missing=0),
        created_at=_moment(row),
        number=fields.text(row, "number"),
        description=fields.text(row, "description"),
        page_url=fields.text(row, "hosted_invoice_url"),
        pdf_url=fields.text(row, "invoice_pdf"),
    )


def payment(row: fields.Row) -> Payment:
    """Stripe ``Charge``; required: id, currency, amount, created. Money that is only held back is not paid."""
    status = fields.text(row, "status") or "unknown"
    return Payment(
        id=fields.need_text(row, "id"),
        status="authorised" if status == "succeeded" and row.get("captured") is False else status,
        amount=_money(row, "amount"),
        refunded=_money(row, "amount_refunded", missing=0),
        created_at=_moment(row),
        description=fields.text(row, "description"),
        receipt_number=fields.text(row, "receipt_number"),
        receipt_url=fields.text(row, "receipt_url"),
    )


def _money(row: fields.Row, name: str, missing: int | None = None) -> Money:
    minor = row.get(name, missing)
    if isinstance(minor, bool) or not isinstance(minor, int):
        raise fields.Unusable(f"{name} is missing or no whole number")
    try:
        return Money.of_minor(minor, fields.need_text(row, "currency"))
    except ValueError as error:
        raise fields.Unusable("currency is none") from error


def _moment(row: fields.Row) -> datetime:
    created = row.get("created")
    if isinstance(created, bool) or not isinstance(created, int):
        raise fields.Unusable("created is missing")
    try:
        return datetime.fromtimestamp(created, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise fields.Unusable("created is no time") from error


def _refuse_unfit(key: str) -> None:
    if key.startswith(("sk_", "whsec_")):
        raise Refused(
            "secret_key",
            N_("This is a secret key of Stripe: whoever has it can move money. It was not kept and not sent."),
            safe=N_("Nothing was changed."),
            next_step=N_("Make a restricted key (rk_…) that may only read invoices and charges, and give that one."),
        )
    if _RESTRICTED.fullmatch(key) is None:
        raise _wrong(N_("This is no restricted key of Stripe; those begin with rk_live_ or rk_test_."))


def _problem(error: stripe.StripeError, what: str) -> Problem:
    if isinstance(error, stripe.AuthenticationError):
        return _wrong(N_("Stripe does not accept this key (any more)."))
    if isinstance(error, stripe.PermissionError):
        return Refused(
            "no_permission",
            N_("This key may not read {what} at Stripe.").format(what=what),
            safe=N_("Everything else works as before."),
            next_step=N_("Give the restricted key the right to read {what}.").format(what=what),
        )
    if isinstance(error, stripe.RateLimitError):
        return TryAgain("rate_limited", N_("Stripe asks for a pause."), next_step=N_("It goes on by itself."))
    if isinstance(error, stripe.APIConnectionError):
        return TryAgain(
            "offline",
            N_("Stripe cannot be reached."),
            safe=N_("What is mirrored stays readable."),
            next_step=N_("Check the network; it is tried again by itself."),
        )
    if error.http_status is not None and error.http_status >= 500:
        return TryAgain(
            "server_error",
            N_("Stripe has a fault of its own (status {http_status}).").format(http_status=error.http_status),
            next_step=N_("Try again later."),
        )
    return broken_answer(_SERVICE, f"status {error.http_status}")


def _wrong(words: str) -> NeedsYou:
    return NeedsYou(
        "wrong_token", words, safe=N_("What is mirrored stays readable."), next_step=N_("Give another restricted key.")
    )
