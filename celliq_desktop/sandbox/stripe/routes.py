"""The few endpoints of Stripe's API a backend and a desk use, shaped for Stripe's own library: form bodies in, objects
and cursor lists out. A restricted key may read and nothing else."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from celliq_desktop.sandbox.forms import form_of
from celliq_desktop.sandbox.stripe.books import CUSTOMER, READ_KEY, SECRET_KEY, StripeBooks

_MOST = 100

Handler = Callable[[Request, dict[str, str]], Awaitable[dict[str, Any]]]


class _Refused(Exception):
    def __init__(self, status: int, message: str, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


class _StripeApi:
    """The endpoints over one set of books."""

    def __init__(self, books: StripeBooks) -> None:
        self._books = books

    async def make_session(self, _request: Request, form: dict[str, str]) -> dict[str, Any]:
        """POST /v1/checkout/sessions, priced by ``price_data`` of the first line."""
        mode = form.get("mode", "")
        if mode not in ("payment", "subscription"):
            raise _Refused(400, "Missing required param: mode.")
        line = "line_items[0]"
        quantity, cents = form.get(f"{line}[quantity]", "1"), form.get(f"{line}[price_data][unit_amount]", "1900")
        if not quantity.isdecimal() or not cents.isdecimal():
            raise _Refused(400, "Invalid integer.")
        metadata = {name[len("metadata[") : -1]: value for name, value in form.items() if name.startswith("metadata[")}
        words = form.get(f"{line}[price_data][product_data][name]", "CellIQ")
        return self._books.open_session(cents=int(cents) * int(quantity), words=words, metadata=metadata, mode=mode)

    async def read_session(self, request: Request, _form: dict[str, str]) -> dict[str, Any]:
        """GET /v1/checkout/sessions/{name}."""
        return self._session(request)

    async def expire_session(self, request: Request, _form: dict[str, str]) -> dict[str, Any]:
        """POST /v1/checkout/sessions/{name}/expire."""
        found = self._session(request)
        if found["status"] != "open":
            raise _Refused(400, "Only open sessions can be expired.")
        self._books.expire(found)
        return found

    async def make_portal(self, _request: Request, form: dict[str, str]) -> dict[str, Any]:
        """POST /v1/billing_portal/sessions."""
        customer = form.get("customer", "")
        if customer not in {CUSTOMER, *self._books.customers}:
            raise _Refused(400, "No such customer.")
        name = f"bps_{secrets.token_hex(10)}"
        url = f"{self._books.origin}/portal/{name}"
        return {"id": name, "object": "billing_portal.session", "customer": customer, "url": url}

    async def make_customer(self, _request: Request, form: dict[str, str]) -> dict[str, Any]:
        """POST /v1/customers."""
        name = f"cus_{secrets.token_hex(7)}"
        self._books.customers[name] = {"id": name, "object": "customer", "email": form.get("email")}
        return self._books.customers[name]

    def _session(self, request: Request) -> dict[str, Any]:
        found = self._books.session(request.path_params["name"])
        if found is None:
            raise _Refused(404, "No such checkout session.")
        return found


def stripe_routes(books: StripeBooks) -> list[BaseRoute]:
    """Everything under ``/stripe``."""
    api, sessions = _StripeApi(books), "/v1/checkout/sessions"
    lists = {"/v1/invoices": books.invoices, "/v1/charges": books.charges, "/v1/events": books.events}
    routes = [
        *(_route(books, path, "GET", _lister(path, rows)) for path, rows in lists.items()),
        _route(books, sessions, "POST", api.make_session),
        _route(books, f"{sessions}/{{name}}", "GET", api.read_session),
        _route(books, f"{sessions}/{{name}}/expire", "POST", api.expire_session),
        _route(books, "/v1/billing_portal/sessions", "POST", api.make_portal),
        _route(books, "/v1/customers", "POST", api.make_customer),
    ]
    return [Mount("/stripe", routes=routes)]


def _route(books: StripeBooks, path: str, method: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            _check_key(request, writes=method == "POST")
            return JSONResponse(await _once(books, request, await form_of(request), handler))
        except _Refused as refused:
            return JSONResponse({"error": {"type": refused.kind, "message": str(refused)}}, refused.status)

    return Route(path, endpoint, methods=[method])


def _lister(path: str, rows: list[dict[str, Any]]) -> Handler:
    async def handler(request: Request, _form: dict[str, str]) -> dict[str, Any]:
        return _listed(request, rows, path)

    return handler


async def _once(books: StripeBooks, request: Request, form: dict[str, str], handler: Handler) -> dict[str, Any]:
    """With an idempotency key the same answer again; the same key for something else is refused."""
    key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
    asked = f"{request.url.path}?{sorted(form.items())}"
    if key in books.replies:
        before, answer = books.replies[key]
        if before != asked:
            raise _Refused(400, "This idempotency key was used for another request.", "idempotency_error")
        return answer
    answer = await handler(request, form)
    if key:
        books.replies[key] = (asked, dict(answer))
    return answer


def _check_key(request: Request, *, writes: bool) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or key not in (READ_KEY, SECRET_KEY):
        raise _Refused(401, "Invalid API Key provided.")
    if writes and key == READ_KEY:
        raise _Refused(403, "The provided key does not have the required permissions.")


def _listed(request: Request, rows: list[dict[str, Any]], path: str) -> dict[str, Any]:
    limit = request.query_params.get("limit", "10")
    if not limit.isdecimal() or not 1 <= int(limit) <= _MOST:
        raise _Refused(400, f"limit must be from 1 to {_MOST}.")
    after = request.query_params.get("starting_after")
    begin = next((at + 1 for at, row in enumerate(rows) if row["id"] == after), None if after else 0)
    if begin is None:
        raise _Refused(400, "No such object in the list.")
    end = begin + int(limit)
    return {"object": "list", "url": path, "data": rows[begin:end], "has_more": end < len(rows)}
