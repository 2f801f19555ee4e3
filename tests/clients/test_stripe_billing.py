"""Stripe through its own library: only keys that cannot move money, whole pages, decimal money, plain words."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.clients import fields
from celliq_desktop.clients.stripe_billing import StripeBillingClient, invoice, payment
from celliq_desktop.domain.billing import Invoice, Payment
from celliq_desktop.domain.money import Money
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from tests.support.clocks import FakeClock
from tests.support.servers import Reply, Request, Script, ScriptedServer

KEY = "rk_test_abcdefgh12345678"


def _invoice(number: int, **other: Any) -> dict[str, Any]:
    return {
        "id": f"in_{number}",
        "object": "invoice",
        "status": "paid",
        "currency": "eur",
        "total": 1240 + number,
        "amount_paid": 1240 + number,
        "created": 1_790_000_000 - number,
        "number": f"INV-{number:04d}",
        "hosted_invoice_url": f"https://invoice.stripe.com/i/in_{number}",
        "invoice_pdf": f"https://pay.stripe.com/invoice/in_{number}/pdf",
    } | other


def _paged(rows: list[dict[str, Any]]) -> Script:
    def script(request: Request) -> Reply:
        after = request.query.get("starting_after")
        begin = next((at + 1 for at, row in enumerate(rows) if row["id"] == after), 0)
        end = begin + int(request.query["limit"])
        return Reply(200, {"object": "list", "data": rows[begin:end], "has_more": end < len(rows)})

    return script


@contextmanager
def _asking(script: Script) -> Iterator[tuple[StripeBillingClient, ScriptedServer]]:
    with ScriptedServer(script).running() as server, StripeBillingClient(server.url, KEY, FakeClock()) as client:
        yield client, server


def _refused(script: Script) -> Problem:
    with _asking(script) as (client, _server), pytest.raises(Problem) as said:
        client.invoices_page()
    return said.value


def test_every_invoice_is_on_one_page_by_the_cursor_of_the_last() -> None:
    with _asking(_paged([_invoice(number) for number in range(230)])) as (client, server):
        found: list[Invoice] = []
        after = None
        while True:
            page = client.invoices_page(after)
            found += page.items
            after = page.after
            if after is None:
                break
    assert [one.id for one in found] == [f"in_{number}" for number in range(230)]
    assert found[0].total == Money(Decimal("12.40"), "EUR")
    assert [one.query.get("starting_after") for one in server.heard] == [None, "in_99", "in_199"]


def test_the_key_goes_in_the_header_and_nowhere_else() -> None:
    with _asking(_paged([])) as (client, server):
        client.try_key()
    (heard,) = server.heard
    assert heard.headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in f"{heard.path}{heard.query}{heard.body!r}"
    assert "x-stripe-client-telemetry" not in heard.headers


@pytest.mark.parametrize(
    ("key", "kind", "code"),
    [
        ("sk_live_abcdefgh12345678", Refused, "secret_key"),
        ("sk_test_abcdefgh12345678", Refused, "secret_key"),
        ("whsec_abcdefgh12345678", Refused, "secret_key"),
        ("pk_live_abcdefgh12345678", NeedsYou, "wrong_token"),
        ("rk_live_", NeedsYou, "wrong_token"),
        ("rk_live_abcdefgh\r\nX: y", NeedsYou, "wrong_token"),
    ],
)
def test_a_key_that_is_not_restricted_is_never_sent(key: str, kind: type[Problem], code: str) -> None:
    with ScriptedServer(_paged([])).running() as server:
        with pytest.raises(kind) as said:
            StripeBillingClient(server.url, key, FakeClock())
        assert server.heard == []
    assert said.value.code == code
    assert "abcdefgh" not in f"{said.value.message}{said.value.next_step}{said.value.safe}"


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (Reply(401, {"error": {"type": "invalid_request_error", "message": "Invalid key"}}), NeedsYou, "wrong_token"),
        (Reply(403, {"error": {"type": "invalid_request_error", "message": "No"}}), Refused, "no_permission"),
        (Reply(429, {"error": {"type": "rate_limit_error", "message": "Slow"}}), TryAgain, "rate_limited"),
        (Reply(500, {"error": {"type": "api_error", "message": "Oh"}}), TryAgain, "server_error"),
        (Reply(404, {"error": {"type": "invalid_request_error", "message": "?"}}), TryAgain, "bad_answer"),
        (Reply(200, b"<html>Sign in to the WLAN</html>"), TryAgain, "bad_answer"),
        (Reply(200, {"object": "list"}), TryAgain, "bad_answer"),
        (Reply(200, [1, 2]), TryAgain, "bad_answer"),
        (Reply(302, b"", {"Location": "https://evil.example/"}), TryAgain, "bad_answer"),
        (Reply(200, b'{"data": [], "data": []}'), TryAgain, "bad_answer"),
    ],
)
def test_every_refusal_is_a_kind_a_person_can_act_on(reply: Reply, kind: type[Problem], code: str) -> None:
    problem = _refused(lambda _request: reply)
    assert isinstance(problem, kind)
    assert problem.code == code
    assert KEY not in f"{problem.message}{problem.next_step}"


def test_a_fault_that_passes_is_tried_again_by_itself() -> None:
    replies = iter([Reply(500, {"error": {"type": "api_error"}}), Reply(200, {"data": [_invoice(1)]})])
    with _asking(lambda _request: next(replies)) as (client, server):
        assert len(client.invoices_page().items) == 1
    assert len(server.heard) == 2


def test_a_server_that_is_not_there_is_offline() -> None:
    with ScriptedServer(_paged([])).running() as server:
        url = server.url
    with StripeBillingClient(url, KEY, FakeClock()) as client, pytest.raises(TryAgain) as said:
        client.payments_page()
    assert said.value.code == "offline"


def test_a_row_that_lacks_something_is_set_aside_and_the_page_stays() -> None:
    rows = [_invoice(1), _invoice(2, currency=None), _invoice(3, total="12.40"), _invoice(4, created=None), _invoice(5)]
    with _asking(_paged(rows)) as (client, _server):
        page = client.invoices_page()
    assert [one.id for one in page.items] == ["in_1", "in_5"]
    assert [one.item_id for one in page.set_aside] == ["in_2", "in_3", "in_4"]


def test_a_list_that_gives_the_same_cursor_again_ends() -> None:
    with _asking(lambda _request: Reply(200, {"data": [_invoice(1)], "has_more": True})) as (client, _server):
        assert client.invoices_page("in_1").after is None


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [(1240, "eur", "12.40"), (500, "jpy", "500"), (5120, "kwd", "5.120"), (-99, "usd", "-0.99"), (0, "krw", "0")],
)
def test_money_counts_in_the_units_of_its_currency(minor: int, currency: str, amount: str) -> None:
    assert str(Money.of_minor(minor, currency)) == f"{amount} {currency.upper()}"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys((*_invoice(1), "amount", "amount_refunded"), _JSON)))
def test_whatever_a_row_holds_it_is_read_or_set_aside(row: dict[str, Any]) -> None:
    for read in (invoice, payment):
        try:
            found: Invoice | Payment = read(row)
        except fields.Unusable:
            continue
        assert found.id
        assert found.created_at.tzinfo is not None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["eur", "usd", "jpy", "kwd", "chf", "pln"]))
def test_no_cent_is_lost_on_the_way_to_decimals(minor: int, currency: str) -> None:
    money = Money.of_minor(minor, currency)
    digits = -int(money.amount.as_tuple().exponent)
    assert int(money.amount.scaleb(digits)) == minor
    assert Money.parse(str(money.amount), money.currency) == money
