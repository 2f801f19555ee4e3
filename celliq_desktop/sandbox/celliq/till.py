"""What the sample dealer has bought, and what the backend remembers so that nothing is fulfilled twice."""

from dataclasses import dataclass, field
from typing import Any

from celliq_desktop.sandbox.stripe.books import StripeBooks


@dataclass(slots=True)
class Till:
    """``plan`` None: no subscription. ``keys`` are Idempotency-Keys of checkouts; ``seen`` events and ``fulfilled``
    sessions of Stripe."""

    books: StripeBooks
    plan: str | None = "pro"
    plan_ends: bool = False
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    fulfilled: set[str] = field(default_factory=set)
