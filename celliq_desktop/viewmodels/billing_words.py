"""Billing in words and numbers: plan, credits and their use, spend, papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from celliq_desktop.domain.billing import Invoice, Payment
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.viewmodels.formats import NOTHING, Formats, whole
from celliq_desktop.viewmodels.words import N_, _, ngettext, said

if TYPE_CHECKING:
    from celliq_desktop.usecases.billing import BillingOverview

_MONTHS = 12
_STATUSES = {
    "paid": (N_("Paid"), "good"),
    "succeeded": (N_("Paid"), "good"),
    "open": (N_("To be paid"), "fair"),
    "authorised": (N_("Authorised"), "fair"),
    "pending": (N_("Pending"), "fair"),
    "failed": (N_("Failed"), "poor"),
    "uncollectible": (N_("Not collectible"), "poor"),
    "void": (N_("Void"), "none"),
    "draft": (N_("Draft"), "none"),
    "refunded": (N_("Refunded"), "none"),
}
"""Words and tone of an invoice's and a payment's status at Stripe; another one stands as Stripe says it."""
_PLANS = {
    "active": N_("active"),
    "trialing": N_("on trial"),
    "past_due": N_("payment overdue"),
    "unpaid": N_("not paid"),
    "incomplete": N_("payment not finished"),
    "incomplete_expired": N_("never paid"),
    "canceled": N_("ended"),
    "paused": N_("paused"),
}
"""A subscription's status in words; another one stands as the server says it."""


class BillingPhase(Enum):
    """PAYING: a page is open in the browser and the balance is watched."""

    LOADING = "loading"
    READY = "ready"
    PAYING = "paying"


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: number, unit, what it rests on."""

    value: str = NOTHING
    unit: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Credits used in one month; ``share`` of the tallest from 0 to 1."""

    month: str
    used: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One invoice or payment; ``url`` is as Stripe sent it and is checked when it is opened."""

    at: datetime
    day: str
    number: str
    what: str
    status: str
    tone: str
    amount: str
    sum: Decimal
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingState:
    """What the screen draws. ``pay_words`` name the button that pays for what waits; ``stripe_words`` say why there are
    no invoices; ``told`` is what a payment brought."""

    phase: BillingPhase = BillingPhase.LOADING
    plan: Figure = Figure()
    credits: Figure = Figure()
    spend: Figure = Figure()
    bars: tuple[Bar, ...] = ()
    no_credits: str = ""
    pay_words: str = ""
    invoices: tuple[PaperLine, ...] = ()
    payments: tuple[PaperLine, ...] = ()
    stripe_connected: bool = False
    stripe_words: str = ""
    problem: Problem | None = None
    told: str = ""


def worded(overview: BillingOverview, formats: Formats) -> BillingState:
    """The overview in words and numbers."""
    plan = overview.subscription
    balance = plan.credits_balance if plan else None
    connected = overview.stripe.state is ConnectionState.CONNECTED
    parked = overview.parked
    waiting = (
        ngettext("{n} report waits for credits.", "{n} reports wait for credits.", parked).format(n=whole(parked))
        if parked
        else ""
    )
    empty = _("There are no credits left.") if balance == 0 else ""
    return BillingState(
        plan=_plan(overview, formats),
        credits=Figure(formats.number(balance), "", _included(overview)),
        spend=_spend(overview, formats),
        bars=_bars(overview.used, formats),
        no_credits=" ".join(part for part in (empty, waiting) if part),
        pay_words=_("Pay for what waits") if parked else "",
        invoices=tuple(_line(one, formats) for one in overview.invoices),
        payments=tuple(_line(one, formats) for one in overview.payments),
        stripe_connected=connected,
        stripe_words=_stripe_words(overview),
    )


def _plan(overview: BillingOverview, formats: Formats) -> Figure:
    plan = overview.subscription
    if plan is None:
        return Figure(detail=_("Known after the first sync"))
    until = formats.date(plan.current_period_end) if plan.current_period_end else ""
    ends = _("ends {day}") if plan.cancel_at_period_end else _("renews {day}")
    status = _(_PLANS.get(plan.status, plan.status.replace("_", " ")))
    detail = ", ".join((status, *([ends.format(day=until)] if until else ())))
    return Figure((plan.plan or _("No plan")).capitalize(), "", detail)


def _included(overview: BillingOverview) -> str:
    plan = overview.subscription
    if plan is None or plan.credits_included is None:
        return ""
    return _("{value} of {credits_included} used this period").format(
        value=whole(plan.credits_used or 0), credits_included=whole(plan.credits_included)
    )


def _spend(overview: BillingOverview, formats: Formats) -> Figure:
    """What was paid in the year before the newest payment, less what came back."""
    paid = [one for one in overview.payments if one.status == "succeeded"]
    if not paid:
        return Figure(detail=_("Shown once Stripe is connected"))
    newest = max(one.created_at for one in paid)
    year = [
        one for one in paid if (newest - one.created_at).days < 365 and one.amount.currency == paid[0].amount.currency
    ]
    total = sum((one.amount.amount - one.refunded.amount for one in year), Decimal(0))
    return Figure(
        formats.number(float(total), 2),
        paid[0].amount.currency,
        _("paid in twelve months, {n} times").format(n=len(year)),
    )


def _bars(used: tuple[tuple[datetime, int], ...], formats: Formats) -> tuple[Bar, ...]:
    """The last twelve months up to the newest with a report, those without one included."""
    if not used:
        return ()
    known, newest = dict(used), used[-1][0]
    count_back = min(_MONTHS, 12 * (newest.year - used[0][0].year) + newest.month - used[0][0].month + 1)
    months = [_back(newest, back) for back in range(count_back - 1, -1, -1)]
    tallest = max(known.get(month, 0) for month in months) or 1
    return tuple(Bar(formats.month(month), known.get(month, 0), known.get(month, 0) / tallest) for month in months)


def _back(month: datetime, months: int) -> datetime:
    year, index = divmod(12 * month.year + month.month - 1 - months, 12)
    return month.replace(year=year, month=index + 1)


def _line(found: Invoice | Payment, formats: Formats) -> PaperLine:
    if isinstance(found, Invoice):
        number, money, status, url = found.number, found.total, found.status, found.page_url
    else:
        status = "refunded" if found.refunded.amount else found.status
        number, money, url = found.receipt_number, found.amount, found.receipt_url
    words, tone = _STATUSES.get(status, (status.capitalize(), "none"))
    digits = max(0, -int(money.amount.as_tuple().exponent))
    return PaperLine(
        at=found.created_at,
        day=formats.date(found.created_at),
        number=number or found.id,
        what=found.description or NOTHING,
        status=_(words),
        tone=tone,
        amount=f"{formats.number(float(money.amount), digits)} {money.currency}",
        sum=money.amount,
        url=url,
    )


def _stripe_words(overview: BillingOverview) -> str:
    standing = overview.stripe.standing
    if standing.last_error:
        return said(standing.last_error)
    if overview.stripe.state is ConnectionState.NOT_CONNECTED:
        return _(
            "Invoices, receipts and payments of your Stripe account are shown here once you give a"
            " restricted key that may read them and nothing else. The key stays in the key store of"
            " this computer."
        )
    return "" if overview.invoices or overview.payments else _("The next sync brings invoices and payments.")
