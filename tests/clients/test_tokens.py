"""Signing in, staying in, and being signed out: one refresh at a time, saved before it is used, never shown."""

import logging
from collections.abc import Callable

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.problems import BadSurroundings, InDoubt, NeedsYou, Problem, TryAgain
from tests.support.clocks import FakeClock
from tests.support.servers import ClientFor, MemoryTokens, RawServer, Reply, Request, ScriptedServer, Service

CAR = VehicleId("veh_1")
ORDER = OperationId("0f0f0f0f-0000-4000-8000-000000000001")
_EMPTY = Reply(200, {"items": [], "total": 0, "page": 1, "page_size": 50})


def _list(client: CellIqClient) -> object:
    return client.vehicles_page(1, 50)


def _order(client: CellIqClient) -> object:
    return client.generate_report(CAR, ORDER)


def _report(request: Request) -> Reply:
    return Reply(
        201,
        {
            "id": "rep_1",
            "token": "t" * 22,
            "vehicle_id": request.json["vehicle_id"],
            "status": "valid",
            "generated_at": "2026-11-23T09:00:00Z",
            "soh_percent": 91.2,
        },
    )


def test_an_expired_token_is_refreshed_once_and_the_read_repeated(client: CellIqClient, service: Service) -> None:
    service.valid, service.other = "expired", lambda _request: _EMPTY
    _list(client)
    _list(client)
    assert service.refreshes == 1


def test_an_order_with_an_expired_token_is_sent_again_under_the_same_key(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    service.valid, service.other = "expired", _report
    assert client.generate_report(CAR, ORDER).id == "rep_1"
    assert server.paths() == ["POST /reports/generate", "POST /auth/refresh", "POST /reports/generate"]
    assert {one.headers["idempotency-key"] for one in server.heard if "generate" in one.path} == {ORDER}


def test_a_token_about_to_end_is_refreshed_before_it_is_used(
    client: CellIqClient, service: Service, server: ScriptedServer, clock: FakeClock
) -> None:
    service.valid, service.other = "access-9", lambda _request: _EMPTY
    answer = {"access_token": "access-9", "refresh_token": "refresh-9", "expires_in": 900}
    service.refresh_reply = lambda _request: Reply(200, answer)
    _list(client)
    clock.advance(860)
    _list(client)
    assert service.refreshes == 1
    clock.advance(11)
    _list(client)
    assert service.refreshes == 2
    assert server.paths()[-2:] == ["POST /auth/refresh", "GET /dealer/vehicles"]


def test_a_fresh_token_that_is_refused_too_ends_without_a_loop(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    service.other = lambda _request: Reply(401)
    for act in (_list, _order):
        service.valid, before = "expired", len(server.heard)
        with pytest.raises(NeedsYou) as refusal:
            act(client)
        assert refusal.value.code == "signed_out"
        assert len(server.heard) == before + 3


def test_tokens_that_live_for_seconds_only_are_not_refreshed_for_every_request(
    client: CellIqClient, service: Service, clock: FakeClock
) -> None:
    service.valid, service.other = "access-9", lambda _request: _EMPTY
    answer = {"access_token": "access-9", "refresh_token": "refresh-9", "expires_in": 10}
    service.refresh_reply = lambda _request: Reply(200, answer)
    for _read in range(5):
        _list(client)
    assert service.refreshes == 1
    clock.advance(8.5)
    _list(client)
    assert service.refreshes == 2


@pytest.mark.parametrize("status", [400, 401, 403, 422])
def test_a_refused_refresh_signs_out_and_is_not_asked_again(
    client: CellIqClient, service: Service, server: ScriptedServer, status: int
) -> None:
    service.valid = "expired"
    service.refresh_reply = lambda _request: Reply(status, {"detail": "invalid_grant"})
    for act in (_list, _order, _list):
        with pytest.raises(NeedsYou) as refusal:
            act(client)
        assert refusal.value.code == "signed_out"
        assert "kept" in refusal.value.safe
    assert service.refreshes == 1
    assert client.sign_in("dealer@example.com", "words").email == "dealer@example.com"
    service.other = lambda _request: _EMPTY
    service.valid = "access-1"
    _list(client)
    assert server.heard[-1].token == "access-1"


_PROXY_PAGE = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503),
        Reply(200, {"access_token": ""}),
        Reply(429),
        Reply(200, b"<html>"),
        Reply(403, {"detail": "Blocked by your network"}),
        Reply(407),
        Reply(404),
        Reply(401, b"<html>Sign in to the guest network</html>", _PROXY_PAGE),
        Reply(400, b"<html>Bad request</html>", _PROXY_PAGE),
    ],
    ids=["503", "no token", "429", "web page", "403 of a proxy", "407", "404", "portal 401", "proxy 400"],
)
@pytest.mark.parametrize("act", [_list, _order])
def test_a_server_with_trouble_signs_nobody_out_and_puts_no_order_in_doubt(
    client: CellIqClient, service: Service, server: ScriptedServer, act: Callable[[CellIqClient], object], reply: Reply
) -> None:
    """N3: only the server's own "invalid grant" ends a session."""
    service.valid, service.refresh_reply = "expired", lambda _request: reply
    with pytest.raises(TryAgain) as refusal:
        act(client)
    assert not isinstance(refusal.value, InDoubt)
    assert service.refreshes <= 2
    service.refresh_reply, service.other = None, lambda _request: _EMPTY
    _list(client)
    assert server.heard[-1].token == "access-2"


def test_a_lost_refresh_reply_is_asked_for_once_more_with_the_same_token(client_for: ClientFor) -> None:
    replies = iter([b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 O", b"", b""])
    with RawServer(lambda: [next(replies)]).running() as server:
        with pytest.raises(TryAgain) as refusal:
            _order(client_for(server.url))
        heard = [request for request in server.heard if b"/auth/refresh" in request]
    assert not isinstance(refusal.value, InDoubt)
    assert len(heard) == 2
    assert all(b'"refresh-1"' in request for request in heard)


def test_a_token_rotated_by_another_process_is_taken_from_the_store(
    server: ScriptedServer, service: Service, client_for: ClientFor
) -> None:
    store = MemoryTokens()
    client = client_for(server.url, store)
    store.kept = Tokens(access="", refresh="refresh-5")
    service.valid, service.other = "expired", lambda _request: _EMPTY

    def only_five(request: Request) -> Reply:
        if request.json["refresh_token"] != "refresh-5":
            return Reply(401)
        service.valid = "access-6"
        return Reply(200, {"access_token": "access-6", "refresh_token": "refresh-6"})

    service.refresh_reply = only_five
    _list(client)
    assert store.load() == Tokens(access="", refresh="refresh-6")


@pytest.mark.expects_log("WARNING celliq_desktop.clients.tokens: the refresh token could not be saved yet")
def test_a_store_that_is_locked_for_a_moment_gets_the_token_at_the_next_use(
    server: ScriptedServer, service: Service, client_for: ClientFor
) -> None:
    store = MemoryTokens()
    client = client_for(server.url, store)
    service.valid, service.other = "expired", lambda _request: _EMPTY

    def locked(_tokens: Tokens) -> None:
        raise BadSurroundings("key_store_locked", "locked")

    store.saved = locked
    _list(client)
    assert store.load() == Tokens(access="", refresh="refresh-1")
    kept = [client.sign_in_kept]
    store.saved = lambda _tokens: None
    _list(client)
    assert [*kept, client.sign_in_kept] == [False, True]
    assert store.load() == Tokens(access="", refresh="refresh-2")


def test_a_stored_account_goes_on_after_a_restart_and_nobody_is_signed_in_without_one(
    server: ScriptedServer, service: Service, client_for: ClientFor
) -> None:
    service.other = lambda _request: _EMPTY
    _list(client_for(server.url, MemoryTokens("refresh-3"), signed_in=False))
    assert server.paths() == ["POST /auth/refresh", "GET /dealer/vehicles"]
    with pytest.raises(NeedsYou) as refusal:
        _list(client_for(server.url, MemoryTokens(), signed_in=False))
    assert refusal.value.code == "signed_out"
    assert len(server.heard) == 2


def test_signing_out_forgets_everything(server: ScriptedServer, client_for: ClientFor) -> None:
    store = MemoryTokens()
    client = client_for(server.url, store)
    client.sign_out()
    assert store.load() is None
    with pytest.raises(NeedsYou):
        _list(client)
    assert server.heard == []


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "tök", "a b", "a\x00"])
def test_a_token_that_is_no_header_text_is_a_broken_answer(client: CellIqClient, service: Service, token: str) -> None:
    service.valid = "expired"
    service.refresh_reply = lambda _request: Reply(200, {"access_token": token, "refresh_token": "r"})
    with pytest.raises(TryAgain) as refusal:
        _order(client)
    assert not isinstance(refusal.value, InDoubt)


def test_blanks_around_a_token_are_no_part_of_it(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    service.valid, service.other = "access-2", lambda _request: _EMPTY
    service.refresh_reply = lambda _request: Reply(200, {"access_token": " access-2\n", "refresh_token": "r"})
    _list(client)
    assert server.heard[-1].token == "access-2"


def test_no_secret_is_ever_logged_or_part_of_a_problem(
    server: ScriptedServer, service: Service, client_for: ClientFor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = ("access-1", "access-2", "refresh-1", "refresh-2", "canary-password")
    client = client_for(server.url, MemoryTokens(), signed_in=False)
    client.sign_in("dealer@example.com", "canary-password")
    service.valid = "expired"
    service.other = lambda request: Reply(500, {"detail": request.token})
    problems: list[Problem] = []
    for act in (_list, _order):
        with pytest.raises(Problem) as refusal:
            act(client)
        problems.append(refusal.value)
    said = caplog.text + "".join(f"{one} {one.next_step} {one.safe} {one.reasons}" for one in problems)
    assert "dealer/vehicles" in caplog.text
    for secret in (*secrets, "canary-password"):
        assert secret not in said
    assert "access-1" not in repr(Tokens(access="access-1", refresh="refresh-1"))
