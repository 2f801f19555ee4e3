"""The pages CellIQ sends a person to, and the file it hands over: only what passes the URL policy, and said in words
where a server lacks something."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.urls import CONNECT_HOSTS, PAYMENT_HOSTS, checked_url
from tests.support.servers import Reply, Request, ScriptedServer, Service

Ask = Callable[[CellIqClient], Any]

_KEY = OperationId("op-1")
_CHECKOUT = "https://checkout.stripe.com/c/pay/cs_test_1"
_HOSTILE = (
    "https://checkout.stripe.com.evil.example/c/pay/1",
    "https://checkout.stripe.com@evil.example/",
    "https://evil.example/checkout.stripe.com",
    "http://checkout.stripe.com/c/pay/1",
    "https://checkout.stripe.com:8443/c/pay/1",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//checkout.stripe.com/c/pay/1",
    "https://checkout.stripe.com\\@evil.example/",
    "https://CHECKOUT.stripe.com.evil.example/",
    "https://checkout.stripe.com/%2e%2e/x",
    "http://127.0.0.1:9/checkout",
    "http://2130706433/x",
    "https://checkout.stripe.com/#@evil.example",
    " https://checkout.stripe.com/c/pay/1",
)
_PAGES: dict[str, tuple[Ask, str, str]] = {
    "checkout": (lambda client: client.create_checkout(10, _KEY).url, "checkout_url", _CHECKOUT),
    "portal": (lambda client: client.portal_url(), "portal_url", "https://billing.stripe.com/p/session/1"),
    "connect": (lambda client: client.connect_url(), "auth_url", "https://connect.smartcar.com/oauth/authorize?x=1"),
}
_OTHERS: dict[str, Ask] = {
    "export": lambda client: client.export_reports(),
    "vehicles": lambda client: client.connected_vehicles(),
    "subscription": lambda client: client.subscription(),
}


def _always(service: Service, reply: Reply) -> None:
    service.other = lambda _request: reply


@pytest.mark.parametrize("page", _PAGES)
def test_a_good_page_is_given_as_it_came(service: Service, client: CellIqClient, page: str) -> None:
    ask, field, url = _PAGES[page]
    _always(service, Reply(200, {field: url, "extra": {"unknown": 1}}))
    assert ask(client) == url


@pytest.mark.parametrize("url", _HOSTILE)
@pytest.mark.parametrize("page", _PAGES)
def test_a_page_elsewhere_is_refused_in_words(service: Service, client: CellIqClient, page: str, url: str) -> None:
    ask, field, _url = _PAGES[page]
    _always(service, Reply(200, {field: url}))
    with pytest.raises(Refused) as said:
        ask(client)
    assert said.value.code == "foreign_url"
    assert said.value.safe == "Nothing was opened."


@given(st.text(max_size=60))
def test_whatever_a_server_says_only_known_places_pass(url: str) -> None:
    for hosts in (PAYMENT_HOSTS, CONNECT_HOSTS):
        try:
            passed = checked_url(url, api_url="https://celliq.eu/api", allowed_hosts=hosts)
        except Refused:
            continue
        assert passed == url
        assert any(
            url == f"https://{host}" or url.startswith((f"https://{host}/", f"https://{host}?")) for host in hosts
        )


@pytest.mark.parametrize("body", [{}, [], {"checkout_url": None}, {"portal_url": 7}, b"not json", b""])
@pytest.mark.parametrize("page", _PAGES)
def test_an_answer_without_a_page_is_no_answer(service: Service, client: CellIqClient, page: str, body: Any) -> None:
    _always(service, Reply(200, body))
    with pytest.raises((TryAgain, Refused)) as said:
        _PAGES[page][0](client)
    assert said.value.code in ("bad_answer", "no_checkout", "foreign_url")


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, NeedsYou, "signed_out"),
        (403, Refused, "no_permission"),
        (404, Refused, "not_found"),
        (405, TryAgain, "bad_answer"),
        (422, Refused, "insufficient_data"),
        (429, TryAgain, "rate_limited"),
        (500, TryAgain, ""),
        (501, TryAgain, ""),
        (503, TryAgain, ""),
    ],
)
@pytest.mark.parametrize("name", [*_PAGES, *_OTHERS])
def test_every_refusal_is_a_kind_a_person_can_act_on(
    service: Service, client: CellIqClient, name: str, status: int, kind: type[Problem], code: str
) -> None:
    ask = _PAGES[name][0] if name in _PAGES else _OTHERS[name]
    _always(service, Reply(status, {"detail": "No."}))
    with pytest.raises(Problem) as said:
        ask(client)
    if name == "subscription" and status in (404, 405, 501):
        assert said.value.code == "not_offered"
    else:
        assert isinstance(said.value, kind)
        assert code in ("", said.value.code)


def test_a_checkout_is_asked_for_once_with_its_key_and_number(
    service: Service, server: ScriptedServer, client: CellIqClient
) -> None:
    _always(
        service, Reply(200, {"checkout_url": _CHECKOUT, "session_id": "cs_1", "expires_at": "2026-11-24T09:00:00Z"})
    )
    made = client.create_checkout(25, _KEY)
    (heard,) = [one for one in server.heard if one.path == "/payments/create-checkout"]
    assert heard.json == {"kind": "credits", "quantity": 25}
    assert heard.headers["idempotency-key"] == "op-1"
    assert made.session_id == "cs_1"
    assert made.expires_at is not None


def test_a_lost_checkout_costs_nothing_and_is_said(service: Service, client: CellIqClient) -> None:
    _always(service, Reply(502, {"detail": "Bad gateway"}))
    with pytest.raises(TryAgain) as said:
        client.create_checkout(10, _KEY)
    assert (said.value.code, said.value.safe) == ("no_checkout", "Nothing was paid.")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_portal_that_answers_with_a_redirect_is_looked_at_and_not_followed(
    service: Service, server: ScriptedServer, client: CellIqClient, status: int
) -> None:
    _always(service, Reply(status, b"", {"Location": "https://billing.stripe.com/p/session/2"}))
    assert client.portal_url() == "https://billing.stripe.com/p/session/2"
    _always(service, Reply(status, b"", {"Location": "https://evil.example/"}))
    with pytest.raises(Refused):
        client.portal_url()
    assert all(one.path == "/payments/portal" for one in server.heard)


def _car(number: int) -> dict[str, Any]:
    return {
        "id": f"veh_{number}",
        "vin": f"WVWZZZE1ZMP{number:06d}",
        "make": "Volkswagen",
        "model": "ID.3",
        "year": 2021,
        "status": "active",
    }


@pytest.mark.parametrize("wrap", [False, True])
def test_cars_of_the_account_come_as_a_list_or_as_items(service: Service, client: CellIqClient, wrap: bool) -> None:
    rows = [_car(1), {"id": "veh_2"}, _car(3)]
    _always(service, Reply(200, {"items": rows} if wrap else rows))
    page = client.connected_vehicles()
    assert [one.id for one in page.items] == ["veh_1", "veh_3"]
    assert [one.item_id for one in page.set_aside] == ["veh_2"]


@pytest.mark.parametrize("kind", ["text/csv; charset=utf-8", "text/plain", "application/octet-stream"])
def test_the_export_is_the_servers_bytes_for_the_days_asked_for(
    service: Service, server: ScriptedServer, client: CellIqClient, kind: str
) -> None:
    csv = "id,vin,make\r\nrep_1,WVWZZZE1ZMP000001,=Škoda\r\n".encode()
    _always(service, Reply(200, csv, {"Content-Type": kind}))
    assert client.export_reports(date(2026, 11, 1), date(2026, 11, 30)) == csv
    (heard,) = server.heard
    assert heard.query == {"format": "csv", "from": "2026-11-01", "to": "2026-11-30"}
    assert "text/csv" in heard.headers["accept"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, [{"id": "rep_1"}]),
        Reply(200, b"<html>Sign in to the WLAN</html>", {"Content-Type": "text/html"}),
        Reply(204, b""),
        Reply(200, b"%PDF-1.7", {"Content-Type": "application/pdf"}),
    ],
)
def test_an_export_that_is_no_table_is_no_answer(service: Service, client: CellIqClient, reply: Reply) -> None:
    _always(service, reply)
    with pytest.raises((TryAgain, NeedsYou)) as said:
        client.export_reports()
    assert said.value.code in ("bad_answer", "captive_portal")


def test_an_expired_token_is_renewed_on_the_way_to_a_page(service: Service, client: CellIqClient) -> None:
    def script(request: Request) -> Reply:
        if request.token == "access-1":
            return Reply(401, {"detail": "Expired"})
        return Reply(200, {"checkout_url": _CHECKOUT})

    service.other = script
    assert client.create_checkout(1, _KEY).url == _CHECKOUT
    assert service.refreshes == 1
