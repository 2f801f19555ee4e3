"""Every fault of the network and every question of the client: what is said, what was heard, and what it cost."""

from collections.abc import Iterator

import pytest

from celliq_desktop.clients import celliq_session, transport
from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from tests.faults.clients import CAR, ENDPOINTS, Endpoint, client_at, named, small_server
from tests.support.clocks import FakeClock
from tests.support.model.asgi import FaultyNetwork, application, served
from tests.support.model.direct import DirectWire, Plan
from tests.support.model.faults import FAULTS, REFUSED, Effect, End, Fault, redirect, status
from tests.support.model.messages import Heard
from tests.support.model.server import ModelServer
from tests.support.model.tcp import TcpServer, closed_port

_SHORT_S = 0.15
_ATTEMPTS = 4
_REDIRECTS = (301, 302, 303, 307, 308)
_CODES = {
    "a page of the network": "captive_portal",
    "a page of the network after the effect": "captive_portal",
    "500": "server_error",
    "500 after the effect": "server_error",
    "502": "server_error",
    "503 with a pause": "server_error",
    "429": "rate_limited",
}
"""What a read ends in when it is not an answer that cannot be used."""
_SHAPELESS = ("nothing in it", "an empty object")
"""Whole answers that are no answers to this question: asking again would not help."""


def _code(fault: Fault) -> str:
    if fault.end in (End.SILENCE, End.DRIP):
        return "timeout"
    return _CODES.get(fault.name, "bad_answer")


def _only(endpoint: Endpoint, fault: Fault) -> Plan:
    """Nothing else goes wrong, so that the sign-in does not."""
    return lambda heard: fault if heard.name == endpoint.heard else None


def _every(fault: Fault) -> Plan:
    return lambda _heard: fault


@pytest.fixture
def clock() -> FakeClock:
    """Time stands still."""
    return FakeClock()


@pytest.fixture
def model(clock: FakeClock) -> ModelServer:
    """Two cars, one report."""
    return small_server(clock)


@pytest.fixture
def tcp(model: ModelServer) -> Iterator[TcpServer]:
    """The model on plain TCP."""
    with TcpServer(model).running() as running:
        yield running


def _hurry(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults that last end at the deadline; it comes soon."""
    if fault.end in (End.SILENCE, End.DRIP):
        monkeypatch.setattr(transport, "READ_S", _SHORT_S)
        monkeypatch.setattr(celliq_session, "PAID_S", _SHORT_S)


def _asked(client: CellIqClient, endpoint: Endpoint, fault: Fault, model: ModelServer, clock: FakeClock) -> None:
    """Ask, and judge the words, the requests and the books."""
    before, heard_before = endpoint.effects(model.books), model.heard[endpoint.heard]
    if fault.name in endpoint.content:
        endpoint.ask(client)
    else:
        with pytest.raises(Problem) as refusal:
            endpoint.ask(client)
        problem = refusal.value
        assert problem.message
        assert problem.next_step
        assert (type(problem), problem.code) == _expected(endpoint, fault)
    clock.advance(60)
    model.settle()
    once = endpoint.order or fault.name in _SHAPELESS or _code(fault) == "captive_portal"
    assert model.heard[endpoint.heard] - heard_before == (0 if fault.unheard else 1 if once else _ATTEMPTS)
    happened = endpoint.order and fault.effect is not Effect.NONE
    assert endpoint.effects(model.books) - before == happened
    assert model.spent == 1 + (happened and endpoint.name == "generate_report")


def _expected(endpoint: Endpoint, fault: Fault) -> tuple[type[Problem], str]:
    if not endpoint.order:
        return (NeedsYou if _code(fault) == "captive_portal" else TryAgain), _code(fault)
    if fault.name == "429":  # an answer came, and it says that nothing was done
        return TryAgain, "rate_limited"
    if endpoint.lost:
        return TryAgain, "bad_answer" if fault.name in _SHAPELESS else endpoint.lost
    return InDoubt, "in_doubt"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.name)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_every_fault_of_every_question_over_tcp(
    tcp: TcpServer,
    model: ModelServer,
    clock: FakeClock,
    endpoint: Endpoint,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with client_at(tcp.url, clock) as client:
        tcp.plan = _only(endpoint, fault)
        _hurry(fault, monkeypatch)
        _asked(client, endpoint, fault, model, clock)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.name)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_direct_calls_say_the_same(model: ModelServer, clock: FakeClock, endpoint: Endpoint, fault: Fault) -> None:
    wire = DirectWire(model)
    with client_at("https://celliq.example/api", clock, wire=wire) as client:
        wire.plan = _only(endpoint, fault)
        _asked(client, endpoint, fault, model, clock)


_SPOKEN = tuple(
    fault for fault in FAULTS if fault.whole or fault.end in (End.SILENCE, End.DRIP) or fault.name.startswith("half")
)
"""What an application under a real HTTP server can do."""


@pytest.mark.parametrize("fault", _SPOKEN, ids=lambda one: one.name)
def test_the_application_under_a_real_server_says_the_same(
    model: ModelServer, clock: FakeClock, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = FaultyNetwork(application(model), model)
    with served(network) as url, client_at(url, clock) as client:
        _hurry(fault, monkeypatch)
        for one in map(named, ("create_checkout", "change_settings", "generate_report")):
            network.plan = _only(one, fault)
            _asked(client, one, fault, model, clock)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_where_nobody_listens_everything_is_offline_and_nothing_is_in_doubt(
    model: ModelServer, clock: FakeClock, endpoint: Endpoint
) -> None:
    wire = DirectWire(model)
    with (
        client_at(closed_port(), clock, signed_in=False) as alone,
        client_at("http://h/api", clock, wire=wire) as other,
    ):
        alone._session.tokens.adopt(Tokens(access="a", refresh="r"))
        wire.plan = _every(REFUSED)
        for client in (alone, other):
            with pytest.raises(TryAgain) as refusal:
                endpoint.ask(client)
            assert (type(refusal.value), refusal.value.code) == (TryAgain, "offline")
            assert refusal.value.safe


@pytest.mark.parametrize("code", _REDIRECTS)
def test_no_token_follows_a_redirect_to_a_foreign_host(
    tcp: TcpServer, model: ModelServer, clock: FakeClock, code: int
) -> None:
    foreign = small_server(clock)
    with TcpServer(foreign).running() as elsewhere, client_at(tcp.url, clock) as client:
        for endpoint in ENDPOINTS:
            fault = redirect(code, f"{elsewhere.url}/dealer/vehicles")
            tcp.plan = _only(endpoint, fault)
            with pytest.raises(InDoubt if endpoint.order and not endpoint.lost else (TryAgain, Refused)):
                endpoint.ask(client)
        tcp.plan = _every(redirect(code, f"{elsewhere.url}/auth/refresh"))
        model.door.expire()
        with pytest.raises(TryAgain):
            client.subscription()
    assert not foreign.heard
    assert not foreign.tokens_seen


def test_an_expired_token_is_renewed_once_whatever_is_asked(model: ModelServer, clock: FakeClock) -> None:
    wire = DirectWire(model)
    with client_at("https://celliq.example/api", clock, wire=wire) as client:
        for number, endpoint in enumerate(ENDPOINTS[1:], 1):
            if endpoint.name == "public_report":
                continue
            model.door.expire()
            endpoint.ask(client)
            assert model.door.refreshes <= number
        assert (model.door.refreshes, model.door.revoked) == (len(ENDPOINTS) - 2, 0)
        assert all(endpoint.effects(model.books) for endpoint in ENDPOINTS if endpoint.order)
        assert model.books.spent_on(CAR) == 2


_STRANGE = tuple(Fault(f"{code} for a token", other=status(code)) for code in (402, 404, 405, 409, 410))


@pytest.mark.parametrize("fault", [*FAULTS, *_STRANGE], ids=lambda one: one.name)
def test_no_fault_of_the_refresh_signs_out_or_puts_an_order_in_doubt(
    model: ModelServer, clock: FakeClock, fault: Fault
) -> None:
    wire = DirectWire(model)
    with client_at("https://celliq.example/api", clock, wire=wire) as client:
        model.door.expire()
        wire.plan = lambda heard: fault if heard.path == "/auth/refresh" else None
        for one in ("vehicles_page", "create_checkout", "generate_report"):
            with pytest.raises(Problem) as refusal:
                named(one).ask(client)
            assert type(refusal.value) is TryAgain
            assert refusal.value.code == ("bad_answer" if fault.name in _SHAPELESS else "not_renewed")
        wire.plan = lambda _heard: None
        client.vehicles_page(1, 50)
        assert (model.door.revoked, model.spent) == (0, 1)


def test_a_request_that_says_which_one_it_is_is_told_apart() -> None:
    assert Heard.of("GET", "/api/vehicles/veh_1/readings?limit=3", {}, b"").name == "GET /vehicles/*/readings"
    assert Heard.of("GET", "/api/vehicles/connect", {}, b"").name == "GET /vehicles/connect"
    assert Heard.of("GET", "/api/reports/public/abc", {}, b"").name == "GET /reports/public/*"
