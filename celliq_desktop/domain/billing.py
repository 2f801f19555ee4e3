"""Plan, credits, and what was paid for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from celliq_desktop.domain.money import Money
from celliq_desktop.domain.syncing import SetAside

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """celliq.yaml ``Subscription``. ``credits_balance`` is None when the server does not say."""

    plan: str | None
    status: str
    credits_balance: int | None = None
    credits_included: int | None = None
    credits_used: int | None = None
    current_period_end: datetime | None = None
    cancel_at_period_end: bool | None = None
    updated_at: datetime | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment page that has passed the URL policy. ``session_id`` and ``expires_at`` None when the server does not
    say."""

    url: str
    session_id: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One invoice as Stripe keeps it. ``page_url`` and ``pdf_url`` are as received: they pass the URL policy when they
    are opened, and not before."""

    id: str
    status: str
    total: Money
    paid: Money
    created_at: datetime
    number: str | None = None
    description: str | None = None
    page_url: str | None = None
    pdf_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One card payment or debit, with the receipt Stripe wrote for it."""

    id: str
    status: str
    amount: Money
    refunded: Money
    created_at: datetime
    description: str | None = None
    receipt_number: str | None = None
    receipt_url: str | None = None


@dataclass(frozen=True, slots=True)
class StripePage(Generic[Item]):
    """One page, newest first. ``after`` is the cursor of the next page, None at the end."""

    items: tuple[Item, ...]
    after: str | None = None
    set_aside: tuple[SetAside, ...] = ()
