"""Money in the sandbox: checkout, signed events, plan; Stripe's part spoken to by Stripe's own library."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import stripe

from celliq_desktop.sandbox.server import RunningSandbox
from celliq_desktop.sandbox.stripe.books import CUSTOMER, READ_KEY, SECRET_KEY, WEBHOOK_SECRET
from tests.sandbox.conftest import Start, signed_in


class Hours:
    """A clock the test turns."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The set moment."""
        return self.at


@pytest.fixture
def hours() -> Hours:
    """The sandbox's time."""
    return Hours()


@pytest.fixture
def poor(start: Start) -> RunningSandbox:
    """A dealer without credits."""
    return start(vehicles=2, credits=0)


@pytest.fixture
def backend(poor: RunningSandbox) -> stripe.StripeClient:
    """Stripe's own library with the backend's secret key."""
    return stripe.StripeClient(SECRET_KEY, base_addresses={"api": poor.urls.stripe_url or ""})


@pytest.fixture
def buyer(poor: RunningSandbox) -> Iterator[httpx.Client]:
    """Signed in to CellIQ."""
    with signed_in(poor) as client:
        yield client


def _balance(client: httpx.Client) -> int:
    return int(client.get("/payments/subscription").json()["credits"]["balance"])


def _checkout(client: httpx.Client, **order: Any) -> str:
    return str(client.post("/payments/create-checkout", json={"kind": "credits", **order}).json()["checkout_url"])


def _choose(url: str, choice: str) -> str:
    return httpx.post(url, data={"choice": choice}, follow_redirects=True, trust_env=False).text


def _event(session: dict[str, Any], name: str = "evt_1", kind: str = "checkout.session.completed") -> bytes:
    return json.dumps({"id": name, "object": "event", "type": kind, "data": {"object": session}}).encode()


def _signature(payload: bytes, secret: str = WEBHOOK_SECRET, age_s: int = 0) -> str:
    """As Stripe's library would make it for a test."""
    at = int((datetime.now(UTC) - timedelta(seconds=age_s)).timestamp())
    signed = stripe.WebhookSignature._compute_signature(f"{at}.{payload.decode()}", secret)
    return f"t={at},v1={signed}"


def _told(sandbox: RunningSandbox, payload: bytes, signature: str) -> int:
    url = f"{sandbox.urls.api_url}/payments/webhook"
    headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
    return httpx.post(url, content=payload, headers=headers, trust_env=False).status_code


@pytest.mark.parametrize("quantity", [1, 10, 500])
def test_paying_by_card_brings_exactly_what_was_bought_once(buyer: httpx.Client, quantity: int) -> None:
    url = _checkout(buyer, quantity=quantity)
    for _twice in range(2):
        assert "credits are there now" in _choose(url, "card")
        assert _balance(buyer) == quantity


def test_a_cancelled_checkout_brings_nothing_and_says_so(buyer: httpx.Client) -> None:
    url = _checkout(buyer)
    assert "Nothing was paid" in _choose(url, "cancel")
    assert "Nothing was paid" in _choose(url, "card")
    assert _balance(buyer) == 0


def test_a_direct_debit_brings_credits_when_the_bank_has_paid(start: Start, hours: Hours) -> None:
    with signed_in(start(vehicles=1, credits=0, now=hours)) as client:
        assert "Your bank is asked" in _choose(_checkout(client, quantity=3), "debit")
        assert _balance(client) == 0
        hours.at += timedelta(seconds=5)
        assert [_balance(client), _balance(client)] == [3, 3]


def test_a_checkout_ends_after_a_day(start: Start, hours: Hours) -> None:
    with signed_in(start(vehicles=1, credits=0, now=hours)) as client:
        url = _checkout(client)
        hours.at += timedelta(hours=25)
        assert "Nothing was paid" in _choose(url, "card")


def test_the_same_key_gives_the_same_page(buyer: httpx.Client) -> None:
    headers = {"Idempotency-Key": "op-1"}
    answers = [
        buyer.post("/payments/create-checkout", json={"kind": "credits"}, headers=headers).json() for _twice in range(2)
    ]
    assert answers[0]["session_id"] == answers[1]["session_id"]


@pytest.mark.parametrize(
    "body",
    [{}, {"kind": "gold"}, {"kind": "credits", "quantity": 0}, {"kind": "credits", "quantity": 501}, {"x": 1}, [1]],
)
def test_an_odd_order_is_refused(buyer: httpx.Client, body: Any) -> None:
    assert buyer.post("/payments/create-checkout", json=body).status_code == 422


def test_a_plan_can_be_bought_ended_and_kept(buyer: httpx.Client) -> None:
    order = {"kind": "subscription", "plan": "starter"}
    _choose(str(buyer.post("/payments/create-checkout", json=order).json()["checkout_url"]), "card")
    assert buyer.get("/payments/subscription").json()["plan"] == "starter"
    portal = buyer.get("/payments/portal").json()["portal_url"]
    for choice, ends in (("end", True), ("keep", False)):
        _choose(portal, choice)
        assert buyer.get("/payments/subscription").json()["cancel_at_period_end"] is ends


def test_two_portals_are_two_sessions(buyer: httpx.Client) -> None:
    urls = {buyer.get("/payments/portal").json()["portal_url"] for _time in range(2)}
    assert len(urls) == 2


def test_the_backend_makes_reads_and_expires_a_session(backend: stripe.StripeClient, poor: RunningSandbox) -> None:
    made = backend.v1.checkout.sessions.create(
        {
            "mode": "payment",
            "success_url": "https://celliq.eu/done",
            "line_items": [
                {
                    "quantity": 2,
                    "price_data": {"currency": "eur", "unit_amount": 1900, "product_data": {"name": "Report credits"}},
                }
            ],
            "metadata": {"credits": "2", "dealer_id": "dlr_sample"},
        }
    )
    assert (made.status, made.payment_status, made.amount_total) == ("open", "unpaid", 3800)
    assert made.url
    assert made.url.startswith(poor.urls.verify_base_url)
    assert backend.v1.checkout.sessions.retrieve(made.id).id == made.id
    assert backend.v1.checkout.sessions.expire(made.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        backend.v1.checkout.sessions.expire(made.id)


def test_the_backend_makes_a_portal_for_a_customer(backend: stripe.StripeClient) -> None:
    customer = backend.v1.customers.create({"email": "dealer@example.com"})
    for one in (customer.id, CUSTOMER):
        assert "/portal/" in backend.v1.billing_portal.sessions.create({"customer": one}).url
    with pytest.raises(stripe.InvalidRequestError):
        backend.v1.billing_portal.sessions.create({"customer": "cus_nobody"})


def test_an_idempotency_key_gives_the_same_session_and_refuses_another(backend: stripe.StripeClient) -> None:
    def made(quantity: int) -> str:
        return backend.v1.checkout.sessions.create(
            {"mode": "payment", "line_items": [{"quantity": quantity}]}, {"idempotency_key": "k-1"}
        ).id

    assert made(1) == made(1)
    with pytest.raises(stripe.IdempotencyError):
        made(2)


def test_a_restricted_key_reads_and_nothing_else(poor: RunningSandbox) -> None:
    reader = stripe.StripeClient(READ_KEY, base_addresses={"api": poor.urls.stripe_url or ""})
    invoices = list(reader.v1.invoices.list({"limit": 3}).auto_paging_iter())
    assert len({one.id for one in invoices}) == len(invoices) >= 8
    assert len(list(reader.v1.charges.list({"limit": 2}).auto_paging_iter())) == len(invoices)
    with pytest.raises(stripe.PermissionError):
        reader.v1.customers.create({"email": "x@example.com"})
    wrong = stripe.StripeClient("rk_test_nobodyKnowsThis", base_addresses={"api": poor.urls.stripe_url or ""})
    with pytest.raises(stripe.AuthenticationError):
        wrong.v1.invoices.list()


def test_events_are_signed_so_that_stripes_own_library_accepts_them(
    backend: stripe.StripeClient, buyer: httpx.Client, poor: RunningSandbox
) -> None:
    heard: list[tuple[bytes, str]] = []
    deliver = poor.world.till.books.deliver

    def listen(payload: bytes, signature: str) -> object:
        heard.append((payload, signature))
        return deliver(payload, signature)

    poor.world.till.books.deliver = listen
    _choose(_checkout(buyer), "card")
    ((payload, signature),) = heard
    event = backend.construct_event(payload, signature, WEBHOOK_SECRET)
    assert event.type == "checkout.session.completed"
    assert [one.id for one in backend.v1.events.list()] == [event.id]
    with pytest.raises(stripe.SignatureVerificationError):
        backend.construct_event(payload.replace(b"10", b"99"), signature, WEBHOOK_SECRET)


def test_only_what_stripe_signed_lately_is_believed(buyer: httpx.Client, poor: RunningSandbox) -> None:
    session = {"id": "cs_1", "payment_status": "paid", "metadata": {"credits": "5"}}
    payload = _event(session)
    good = _signature(payload)
    for bad in (
        "",
        "t=1,v1=00",
        _signature(payload, "whsec_another"),
        _signature(payload, age_s=301),
        good.replace("v1=", "v0="),
        _signature(payload + b" "),
    ):
        assert _told(poor, payload, bad) == 400
    assert _balance(buyer) == 0
    assert _told(poor, payload, f"{good},v1={'0' * 64}") == 200
    assert _balance(buyer) == 5


def test_a_session_is_fulfilled_once_however_often_it_is_told(buyer: httpx.Client, poor: RunningSandbox) -> None:
    session = {"id": "cs_2", "payment_status": "paid", "metadata": {"credits": "5"}}
    other = "checkout.session.async_payment_succeeded"
    for payload in (_event(session), _event(session), _event(session, "evt_2"), _event(session, "evt_3", other)):
        assert _told(poor, payload, _signature(payload)) == 200
    assert _balance(buyer) == 5


def test_an_unpaid_session_and_another_event_bring_nothing(buyer: httpx.Client, poor: RunningSandbox) -> None:
    unpaid = {"id": "cs_3", "payment_status": "unpaid", "metadata": {"credits": "5"}}
    for payload in (_event(unpaid), _event(unpaid, "evt_4", "invoice.paid"), b'{"id": "evt_5"}', b"[]", b"{"):
        assert _told(poor, payload, _signature(payload)) == 200
    assert _balance(buyer) == 0


def test_invoice_and_receipt_have_pages(backend: stripe.StripeClient) -> None:
    invoice = backend.v1.invoices.list().data[0]
    charge = backend.v1.charges.list().data[0]
    for url, number in ((invoice.hosted_invoice_url, invoice.number), (charge.receipt_url, charge.receipt_number)):
        assert url
        page = httpx.get(url, trust_env=False)
        assert page.status_code == 200
        assert str(number) in page.text
