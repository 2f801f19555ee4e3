"""The way to Google and back: one request on loopback, a state of our own, PKCE; and the code swapped once."""

import base64
import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.google_sign_in import GoogleSignIn
from celliq_desktop.domain.accounts import Grant
from celliq_desktop.domain.ports import WaitingSignIn
from celliq_desktop.domain.problems import Cancelled, NeedsYou, NotOffered, Problem, Refused, TryAgain
from celliq_desktop.jobs.cancel import CancelFlag
from tests.support.clocks import FakeClock
from tests.support.servers import ClientFor, MemoryTokens, Reply, ScriptedServer

_API = "https://celliq.example/api"


class _RushingClock(FakeClock):
    """A minute passes with every look at it."""

    def monotonic(self) -> float:
        """Later every time."""
        self.advance(60.0)
        return super().monotonic()


@contextmanager
def _attempt(role: str = "dealer", clock: FakeClock | None = None) -> Iterator[tuple[WaitingSignIn, dict[str, str]]]:
    """A sign-in that waits, and what its start address asks the server for."""
    with GoogleSignIn(_API, clock or FakeClock()).listening(role) as waiting:
        yield waiting, dict(parse_qsl(urlsplit(waiting.start_url).query))


class _Visit:
    """A browser that comes back while the program waits; ``answers`` are the status codes it saw."""

    def __init__(
        self,
        *urls: str,
        methods: tuple[str, ...] = (),
        hosts: tuple[str | None, ...] = (),
        garbage: bool = False,
    ) -> None:
        """``garbage`` sends something that is no HTTP first."""
        self.answers: list[int] = []
        self.pages: list[str] = []
        self._steps = list(zip_longest(urls, methods, hosts))
        self._garbage = garbage
        self._thread = threading.Thread(target=self._go, name="a browser")

    def __enter__(self) -> "_Visit":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._thread.join(10)

    def _go(self) -> None:
        if self._garbage:
            port = urlsplit(self._steps[0][0]).port or 0
            with socket.create_connection(("127.0.0.1", port)) as odd:
                odd.sendall(b"\x00\xff garbage\r\n\r\n")
        for url, method, host in self._steps:
            headers = {"Host": host} if host else {}
            answer = httpx.request(method or "GET", url, headers=headers, trust_env=False, timeout=5)
            self.answers.append(answer.status_code)
            self.pages.append(answer.text)


def _back(query: dict[str, str], **fields: str) -> str:
    return f"{query['redirect_uri']}?{urlencode(fields)}"


def _refusal(waiting: WaitingSignIn, url: str) -> Problem:
    with _Visit(url), pytest.raises(Problem) as said:
        waiting.grant(CancelFlag())
    return said.value


def test_the_start_address_asks_for_what_rfc_7636_and_8252_want() -> None:
    with _attempt("owner") as (waiting, query):
        assert waiting.start_url.startswith(f"{_API}/auth/google?")
        assert query["role"] == "owner"
        assert query["code_challenge_method"] == "S256"
        assert len(query["code_challenge"]) == 43
        assert len(query["state"]) >= 43
        parts = urlsplit(query["redirect_uri"])
        assert (parts.scheme, parts.hostname, parts.path) == ("http", "127.0.0.1", "/oauth/callback")
        assert parts.port


def test_every_attempt_has_secrets_of_its_own() -> None:
    with _attempt() as (_one, first), _attempt() as (_two, second):
        assert first["state"] != second["state"]
        assert first["code_challenge"] != second["code_challenge"]
        assert first["redirect_uri"] != second["redirect_uri"]


def test_the_code_comes_back_with_its_verifier_and_the_door_is_shut() -> None:
    with _attempt() as (waiting, query):
        url = _back(query, code="one-time-code", state=query["state"])
        with _Visit(url) as visit:
            grant = waiting.grant(CancelFlag())
        digest = hashlib.sha256(grant.verifier.encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == query["code_challenge"]
        assert (grant.code, grant.redirect_uri) == ("one-time-code", query["redirect_uri"])
        assert "one-time-code" not in repr(grant)
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)
    assert visit.answers == [200]
    assert "one-time-code" not in visit.pages[0]
    assert "close this page" in visit.pages[0]


def test_an_icon_a_guess_and_another_method_do_not_count() -> None:
    with _attempt() as (waiting, query):
        origin = query["redirect_uri"].removesuffix("/oauth/callback")
        good = _back(query, code="the-code", state=query["state"])
        with _Visit(f"{origin}/favicon.ico", f"{origin}/", f"{origin}/oauth/callback/x", good) as visit:
            assert waiting.grant(CancelFlag()).code == "the-code"
    assert visit.answers == [404, 404, 404, 200]


def test_only_a_plain_get_to_this_very_address_is_heard() -> None:
    """One after the other, as a browser does: whoever knocks when the door is shut gets no answer at all."""
    with _attempt(clock=FakeClock()) as (waiting, query):
        good = _back(query, code="the-code", state=query["state"])
        odd = _Visit(good, good, good, methods=("POST", "GET", "GET"), hosts=(None, "evil.example", None), garbage=True)
        with odd as visit:
            assert waiting.grant(CancelFlag()).code == "the-code"
    assert visit.answers == [404, 404, 200]


@pytest.mark.parametrize("state", ["", "x" * 43, None])
def test_an_answer_to_another_sign_in_is_not_used(state: str | None) -> None:
    with _attempt() as (waiting, query):
        fields = {"code": "stolen"} if state is None else {"code": "stolen", "state": state}
        problem = _refusal(waiting, _back(query, **fields))
    assert isinstance(problem, Refused)
    assert problem.code == "google_wrong_state"


def test_a_state_that_comes_twice_is_no_state() -> None:
    with _attempt() as (waiting, query):
        url = f"{_back(query, code='stolen', state='x' * 43)}&state={query['state']}"
        assert _refusal(waiting, url).code == "google_wrong_state"


@pytest.mark.parametrize("error", ["access_denied", "server_error", "<script>alert(1)</script>"])
def test_a_refusal_at_google_is_said_in_our_words(error: str) -> None:
    with _attempt() as (waiting, query):
        problem = _refusal(waiting, _back(query, error=error, state=query["state"]))
    assert isinstance(problem, NeedsYou)
    assert problem.code == "google_denied"
    assert error not in problem.message


@pytest.mark.parametrize("code", ["", "x" * 513, "a b", "a\x00b"])
def test_a_code_that_is_none_is_not_used(code: str) -> None:
    with _attempt() as (waiting, query):
        problem = _refusal(waiting, _back(query, code=code, state=query["state"]))
    assert problem.code == "google_no_code"


def test_nobody_comes_back_within_five_minutes() -> None:
    with _attempt(clock=_RushingClock()) as (waiting, query):
        with pytest.raises(NeedsYou) as said:
            waiting.grant(CancelFlag())
        with pytest.raises(httpx.ConnectError):
            httpx.get(query["redirect_uri"], trust_env=False)
    assert said.value.code == "google_no_answer"
    assert "password" in said.value.next_step


def test_waiting_can_be_stopped() -> None:
    flag = CancelFlag()
    flag.cancel()
    with _attempt() as (waiting, query):
        with pytest.raises(Cancelled):
            waiting.grant(flag)
        with pytest.raises(httpx.ConnectError):
            httpx.get(query["redirect_uri"], trust_env=False)


_GRANT = Grant("the-code", "v" * 64, "http://127.0.0.1:1/oauth/callback")


@contextmanager
def _anonymous(
    client_for: ClientFor, reply: Reply, store: MemoryTokens | None = None
) -> Iterator[tuple[CellIqClient, ScriptedServer]]:
    """A client nobody is signed in to, of a server that always answers ``reply``."""
    with ScriptedServer(lambda _request: reply).running() as server:
        yield client_for(server.url, store, signed_in=False), server


def test_the_code_is_swapped_once_and_the_tokens_are_kept(client_for: ClientFor) -> None:
    user = {"id": "usr_g", "email": "g@example.com", "role": "dealer", "dealer_id": "dlr_1"}
    store = MemoryTokens()
    reply = Reply(200, {"access_token": "a1", "refresh_token": "r1", "user": user})
    with _anonymous(client_for, reply, store) as (client, server):
        found = client.sign_in_with_grant(_GRANT)
    assert (found.id, found.email, found.dealer_id) == ("usr_g", "g@example.com", "dlr_1")
    (heard,) = server.heard
    assert heard.json == {"code": "the-code", "code_verifier": "v" * 64, "redirect_uri": _GRANT.redirect_uri}
    assert store.kept is not None
    assert store.kept.refresh == "r1"


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (Reply(400, {"detail": "Used", "code": "invalid_grant"}), NeedsYou, "google_refused"),
        (Reply(422, {"detail": [{"loc": ["body"], "msg": "odd", "type": "x"}]}), NeedsYou, "google_refused"),
        (Reply(404, {"detail": "Not Found"}), NotOffered, "not_offered"),
        (Reply(405, {"detail": "Method Not Allowed"}), NotOffered, "not_offered"),
        (Reply(501, {"detail": "Not Implemented"}), NotOffered, "not_offered"),
        (Reply(500, {"detail": "Oh"}), TryAgain, "not_signed_in"),
        (Reply(429, {"detail": "Slow"}), TryAgain, "rate_limited"),
        (Reply(200, {"access_token": "a1"}), TryAgain, "bad_answer"),
        (Reply(200, {"refresh_token": "r1"}), TryAgain, "bad_answer"),
        (Reply(200, []), TryAgain, "bad_answer"),
        (Reply(200, {"access_token": "a\r\nX: y", "refresh_token": "r"}), TryAgain, "bad_answer"),
    ],
)
def test_what_the_server_says_to_a_code_is_a_kind_a_person_can_act_on(
    client_for: ClientFor, reply: Reply, kind: type[Problem], code: str
) -> None:
    with _anonymous(client_for, reply) as (client, server), pytest.raises(Problem) as said:
        client.sign_in_with_grant(_GRANT)
    assert isinstance(said.value, kind)
    assert said.value.code == code
    assert len(server.heard) == 1


@pytest.mark.parametrize(("status", "offered"), [(400, True), (422, True), (404, False), (405, False), (501, False)])
def test_a_server_without_the_exchange_is_known_before_a_browser_opens(
    client_for: ClientFor, status: int, offered: bool
) -> None:
    with _anonymous(client_for, Reply(status, {"detail": "Odd"})) as (client, server):
        assert client.offers_browser_sign_in() is offered
    (heard,) = server.heard
    assert (heard.path, heard.json) == ("/auth/token", {})
