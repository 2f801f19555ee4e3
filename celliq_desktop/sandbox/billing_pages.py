"""The pages that stand for Stripe: checkout, customer portal, invoice and receipt."""

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from celliq_desktop.sandbox.celliq.world import DEALER_NAME, World
from celliq_desktop.sandbox.forms import form_of
from celliq_desktop.sandbox.page_frame import page


def billing_routes(world: World) -> list[Route]:
    """Checkout and what follows from it."""

    async def checkout(request: Request) -> Response:
        session = world.till.books.session(request.path_params["checkout"])
        if session is None:
            return page("unknown.html", 404)
        return page(
            "checkout.html",
            status=session["status"],
            paid=session["payment_status"] == "paid",
            dealer=DEALER_NAME,
            words=session["description"],
            price=_euros(session["amount_total"]),
            balance=world.credits_balance,
        )

    async def pay(request: Request) -> Response:
        session = world.till.books.session(request.path_params["checkout"])
        choice = (await form_of(request)).get("choice", "card")
        if session is not None and choice == "cancel":
            world.till.books.expire(session)
        elif session is not None:
            world.till.books.pay(session, by_debit=choice == "debit")
        return RedirectResponse(f"/checkout/{request.path_params['checkout']}", 303)

    async def portal(_request: Request) -> Response:
        rows = [_row(one) for one in world.till.books.invoices[:12]]
        return page("portal.html", dealer=DEALER_NAME, plan=world.till.plan, ends=world.till.plan_ends, invoices=rows)

    async def change_plan(request: Request) -> Response:
        world.till.plan_ends = (await form_of(request)).get("choice") == "end"
        return RedirectResponse(request.url.path, 303)

    async def invoice(request: Request) -> Response:
        found = _found(world.till.books.invoices, request)
        return page("paper.html", kind="Invoice", **_paper(found, "total", "number")) if found else _unknown()

    async def receipt(request: Request) -> Response:
        found = _found(world.till.books.charges, request)
        return page("paper.html", kind="Receipt", **_paper(found, "amount", "receipt_number")) if found else _unknown()

    return [
        Route("/checkout/{checkout}", checkout),
        Route("/checkout/{checkout}", pay, methods=["POST"]),
        Route("/portal/{name}", portal),
        Route("/portal/{name}", change_plan, methods=["POST"]),
        Route("/invoice/{name}", invoice),
        Route("/receipt/{name}", receipt),
    ]


def _unknown() -> Response:
    return page("unknown.html", 404)


def _found(rows: list[dict[str, Any]], request: Request) -> dict[str, Any] | None:
    return next((row for row in rows if row["id"] == request.path_params["name"]), None)


def _paper(row: dict[str, Any], amount: str, number: str) -> dict[str, str]:
    return {"number": row[number], "words": row["description"], "price": _euros(row[amount]), "day": _day(row)}


def _row(row: dict[str, Any]) -> dict[str, str]:
    return {"id": row["id"], **_paper(row, "total", "number")}


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _day(row: dict[str, Any]) -> str:
    moment = datetime.fromtimestamp(row["created"], UTC)
    return f"{moment.day} {moment:%b %Y}"
