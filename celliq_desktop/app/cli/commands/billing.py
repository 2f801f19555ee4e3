"""``billing status | checkout | portal | invoices``."""

from typing import Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr, table
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.billing import Invoice, Payment
from celliq_desktop.domain.problems import NotOffered
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.jobs.cancel import CancelFlag

billing = typer.Typer(help="Plan, credits and invoices.", no_args_is_help=True)

NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]


@billing.callback()
def _billing() -> None:
    """Plan, credits and invoices."""


@billing.command("status")
def status(context: typer.Context) -> Answer:
    """Plan and credits as of now; as of the last sync when the server does not answer."""
    from celliq_desktop.usecases.billing import billing_overview
    from celliq_desktop.usecases.buy_credits import refresh_subscription

    with open_desk(context.obj) as desk:
        fresh = refresh_subscription(desk)
        overview = billing_overview(desk)
    found = overview.subscription
    if found is None:
        raise NotOffered("no_plan", "Nothing is known of your plan yet.", next_step="Run “celliq-desktop sync”.")
    document = {
        "plan": found.plan,
        "status": found.status,
        "credits_balance": found.credits_balance,
        "credits_included": found.credits_included,
        "credits_used": found.credits_used,
        "current_period_end": found.current_period_end,
        "waiting_for_credits": overview.parked,
        "fresh": fresh,
    }
    balance = "an unknown number of" if found.credits_balance is None else f"{found.credits_balance:,}"
    lines = [f"{found.plan or 'no plan'} ({found.status}), {balance} credits"]
    lines += [] if fresh else ["as of the last sync: CellIQ cannot be reached"]
    return Answer(document, "\n".join(lines))


@billing.command("checkout")
def checkout(
    context: typer.Context,
    number: Annotated[int, typer.Option("--credits", help="How many credits to buy.")] = 10,
    no_browser: NoBrowser = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the credits, then send what waited for them.")] = False,
) -> Answer:
    """Open a payment page for credits."""
    from celliq_desktop.usecases.billing import billing_overview
    from celliq_desktop.usecases.buy_credits import await_credits, open_checkout, refresh_subscription

    with open_desk(context.obj) as desk:
        if wait:
            refresh_subscription(desk)
        before = billing_overview(desk).subscription
        page = open_checkout(desk, number, in_browser=not no_browser)
        document: dict[str, Any] = {"url": page.url, "session_id": page.session_id, "expires_at": page.expires_at}
        if not wait:
            return Answer(document, page.url)
        balance = (before.credits_balance if before else None) or 0
        bought, _changes = await_credits(desk, balance, progress=progress_on_stderr(), cancel=CancelFlag())
    return Answer(
        {**document, "credits_balance": bought.balance, "continued": bought.continued},
        f"{bought.balance:,} credits are there now; {bought.continued} waiting changes are done.",
    )


@billing.command("portal")
def portal(context: typer.Context, no_browser: NoBrowser = False) -> Answer:
    """Open the payment service's page for plan, cards and addresses."""
    from celliq_desktop.usecases.buy_credits import open_portal

    with open_desk(context.obj) as desk:
        url = open_portal(desk, in_browser=not no_browser)
    return Answer({"url": url}, url)


@billing.command("invoices")
def invoices(context: typer.Context) -> Answer:
    """Invoices and payments of your Stripe account, as of the last sync."""
    from celliq_desktop.usecases.billing import billing_overview, paper_url

    with open_desk(context.obj) as desk:
        found = billing_overview(desk)
        documents = [_invoice(one, paper_url(desk, one.page_url)) for one in found.invoices]
        paid = [_payment(one, paper_url(desk, one.receipt_url)) for one in found.payments]
    connected = found.stripe.state is ConnectionState.CONNECTED
    document = {"items": documents, "payments": paid, "connected": connected}
    if not connected and not documents:
        words = "Invoices are shown once Stripe is connected: “celliq-desktop provider connect stripe --token-stdin”."
        return Answer(document, words)
    rows = [
        (f"{one.created_at:%Y-%m-%d}", one.number or one.id, one.status, str(one.total), one.description or "")
        for one in found.invoices
    ]
    return Answer(document, table(("date", "number", "status", "total", "what"), rows) if rows else "No invoice yet.")


def _invoice(one: Invoice, url: str | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "status": one.status,
        "total": str(one.total.amount),
        "paid": str(one.paid.amount),
        "currency": one.total.currency,
        "created_at": one.created_at,
        "description": one.description,
        "url": url,
    }


def _payment(one: Payment, url: str | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "status": one.status,
        "amount": str(one.amount.amount),
        "refunded": str(one.refunded.amount),
        "currency": one.amount.currency,
        "created_at": one.created_at,
        "receipt_number": one.receipt_number,
        "receipt_url": url,
    }
