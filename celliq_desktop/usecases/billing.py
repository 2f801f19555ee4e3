"""What is known of plan, credits and money, without the network."""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.billing import Invoice, Payment, Subscription
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.providers import Connection
from celliq_desktop.domain.urls import checked_url
from celliq_desktop.mirror import billing, invoices
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.providers import connection
from celliq_desktop.usecases.send_outbox import operations

PAPER_HOSTS = frozenset({"invoice.stripe.com", "pay.stripe.com"})
"""Exact hosts an invoice or a receipt of Stripe may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingOverview:
    """``subscription`` None before the first sync. ``used`` are ``(first day of the month, credits)`` by the reports
    issued, oldest first; ``balances`` what was seen of the balance over time; ``parked`` reports wait for credits."""

    subscription: Subscription | None
    balances: tuple[tuple[datetime, int], ...]
    used: tuple[tuple[datetime, int], ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    stripe: Connection
    parked: int


def billing_overview(desk: Desk) -> BillingOverview:
    """As of the last sync."""
    with desk.mirror.read() as session:
        subscription = billing.subscription(session)
        balances = billing.credit_history(session)
        found, paid = invoices.invoices(session), invoices.payments(session)
        issued = report_rows.reports(session)
    months: dict[datetime, int] = {}
    for report in issued:
        month = report.generated_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        months[month] = months.get(month, 0) + (report.credits_charged or 0)
    return BillingOverview(
        subscription=subscription,
        balances=balances,
        used=tuple(sorted(months.items())),
        invoices=found,
        payments=paid,
        stripe=connection(desk, "stripe"),
        parked=sum(one.state is OperationState.NEEDS_PAYMENT for one in operations(desk)),
    )


def open_paper(desk: Desk, url: str) -> None:
    """Open an invoice or a receipt in the browser; Refused ``foreign_url`` when it lies elsewhere."""
    desk.browser.open(checked_url(url, api_url=desk.providers.url("stripe"), allowed_hosts=PAPER_HOSTS))


def paper_url(desk: Desk, url: str | None) -> str | None:
    """The address of a paper when it may be opened; None otherwise."""
    try:
        return checked_url(url or "", api_url=desk.providers.url("stripe"), allowed_hosts=PAPER_HOSTS)
    except Refused:
        return None
