"""What Stripe knows of the sample dealer: checkout sessions, invoices, charges, and the events it tells the backend."""

import itertools
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celliq_desktop.sandbox.clock import Now
from celliq_desktop.sandbox.stripe.signatures import signed

READ_KEY = "rk_test_sandboxReadsInvoices"
SECRET_KEY = "sk_test_sandboxBackendOnly"
WEBHOOK_SECRET = "whsec_sandboxSignsEvents"
CUSTOMER = "cus_sample"
API_VERSION = "2026-10-28.endive"

_SESSION_LIVES = timedelta(hours=24)
_DEBIT_TAKES = timedelta(seconds=4)
"""How long the sample bank takes for a direct debit; a real one takes days."""
_MONTHS = 7
_PLAN_CENTS = 4900

Deliver = Callable[[bytes, str], object]
"""Takes an event's raw body and its ``Stripe-Signature``."""


@dataclass(slots=True)
class StripeBooks:
    """``deliver`` carries events to the backend's webhook; ``origin`` is where the pages live."""

    origin: str
    now: Now
    deliver: Deliver
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    invoices: list[dict[str, Any]] = field(default_factory=list)
    charges: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    replies: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    _debits: list[tuple[datetime, str]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        begin = self.now()
        for month in range(_MONTHS, 0, -1):
            at = begin - timedelta(days=30 * month - 11)
            self._paid(_PLAN_CENTS, "CellIQ Pro, one month", at)
            if month % 3 == 0:
                self._paid(10 * 1900, "10 report credits", at + timedelta(days=6))
        self._paid(19_00, "1 report credit", begin - timedelta(days=40), refunded=19_00)
        for papers in (self.invoices, self.charges):  # newest first, as Stripe lists them
            papers.sort(key=lambda paper: -paper["created"])

    def open_session(
        self, *, cents: int, words: str, metadata: dict[str, str], mode: str = "payment"
    ) -> dict[str, Any]:
        """A checkout session that waits to be paid."""
        now = self.now()
        name = f"cs_test_{secrets.token_hex(12)}"
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "mode": mode,
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": cents,
            "currency": "eur",
            "customer": CUSTOMER,
            "metadata": metadata,
            "client_reference_id": metadata.get("dealer_id"),
            "url": f"{self.origin}/checkout/{name}",
            "created": int(now.timestamp()),
            "expires_at": int((now + _SESSION_LIVES).timestamp()),
            "livemode": False,
            "description": words,
        }
        return self.sessions[name]

    def session(self, name: str) -> dict[str, Any] | None:
        """A session as it stands now: it expires after a day."""
        found = self.sessions.get(name)
        if found is not None and found["status"] == "open" and found["expires_at"] < self.now().timestamp():
            self.expire(found)
        return found

    def pay(self, session: dict[str, Any], *, by_debit: bool) -> None:
        """Complete an open session. A card is paid at once; a direct debit says so some seconds later, in an event of
        its own."""
        if session["status"] != "open":
            return
        session.update(status="complete", url=None)
        if by_debit:
            self._debits.append((self.now() + _DEBIT_TAKES, session["id"]))
        else:
            self._settle(session)
        self._tell("checkout.session.completed", session)

    def expire(self, session: dict[str, Any]) -> None:
        """Nobody paid."""
        session.update(status="expired", url=None)
        self._tell("checkout.session.expired", session)

    def settle_due(self) -> None:
        """Debits whose time has come are paid now."""
        due = [name for at, name in self._debits if at <= self.now()]
        self._debits = [(at, name) for at, name in self._debits if name not in due]
        for name in due:
            self._settle(self.sessions[name])
            self._tell("checkout.session.async_payment_succeeded", self.sessions[name])

    def _settle(self, session: dict[str, Any]) -> None:
        session["payment_status"] = "paid"
        self._paid(session["amount_total"], session["description"], self.now())

    def _paid(self, cents: int, words: str, at: datetime, refunded: int = 0) -> None:
        number = next(self._numbers)
        created = int(at.timestamp())
        common = {"currency": "eur", "created": created, "customer": CUSTOMER, "description": words, "livemode": False}
        self.invoices.insert(
            0,
            {
                "id": f"in_sample{number:04d}",
                "object": "invoice",
                "number": f"CQ-{at:%Y}-{number:04d}",
                "status": "paid",
                "total": cents,
                "amount_due": cents,
                "amount_paid": cents,
                "amount_remaining": 0,
                "hosted_invoice_url": f"{self.origin}/invoice/in_sample{number:04d}",
                "invoice_pdf": None,
                **common,
            },
        )
        self.charges.insert(
            0,
            {
                "id": f"ch_sample{number:04d}",
                "object": "charge",
                "amount": cents,
                "amount_captured": cents,
                "amount_refunded": refunded,
                "refunded": refunded == cents,
                "paid": True,
                "status": "succeeded",
                "receipt_number": f"{1000 + number}-{2000 + number}",
                "receipt_url": f"{self.origin}/receipt/ch_sample{number:04d}",
                **common,
            },
        )

    def _tell(self, kind: str, about: dict[str, Any]) -> None:
        now = self.now()
        event = {
            "id": f"evt_{secrets.token_hex(10)}",
            "object": "event",
            "api_version": API_VERSION,
            "type": kind,
            "created": int(now.timestamp()),
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "data": {"object": dict(about)},
        }
        self.events.insert(0, event)
        payload = json.dumps(event, separators=(",", ":")).encode()
        self.deliver(payload, signed(payload, WEBHOOK_SECRET, now))
