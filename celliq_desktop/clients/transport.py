"""The one way to a server: total deadline, size cap, strict JSON, no redirects, problems in plain words.

``read`` repeats what may be repeated; ``write`` never repeats, on a connection of its own, so that its outcome is
known or in doubt.
"""

import random
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from celliq_desktop.clients import failures
from celliq_desktop.clients.body import NotWhole, unpacked
from celliq_desktop.clients.budget import Budgets
from celliq_desktop.clients.deadline import exchange_deadline
from celliq_desktop.clients.proxies import NetworkTransport
from celliq_desktop.clients.strict_json import NotStrictJson, parse
from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Problem, TryAgain
from celliq_desktop.domain.text import N_

READ_S = 30.0
PAID_S = 60.0
"""Total deadlines of one exchange (research/reliability.md N14)."""
_LARGEST = 8 * 1024 * 1024
"""Decoded bytes of one answer (N15)."""
_ATTEMPTS = 4
PATIENCE_S = 60.0
"""How long one read may take with all its pauses; who has to wait longer is told how long, and its thread goes on."""
_PATIENCE_OF_WRITES_S = 10.0
"""The settle time of a write begins before it is sent (outbox), and only a third of its spare time may be used up."""
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0

Pause = Callable[[float], None]
Wire = Callable[[bool], httpx.BaseTransport]
"""Makes what carries the exchanges: one with connections kept alive (True), one with a fresh connection each."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: ``body`` is the JSON value, None when there is none."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def ok(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. ``token`` the bearer token; ``etag`` for a conditional read; ``background`` for what nobody waits
    for: it leaves a reserve of the host's budget to people; ``accepts`` other kinds of body than JSON, which are then
    given as bytes, the preferred one first; ``optional``: an ASSUMED endpoint, whose 501 is an answer and no doubt;
    ``redirects``: a redirect is an answer to look at (it is never followed); ``headers`` what a service wants
    besides."""

    method: str
    path: str
    query: Mapping[str, str | int | Sequence[str]] | None = None
    json: Any = None
    token: str | None = None
    idempotency_key: str | None = None
    etag: str | None = None
    background: bool = False
    accepts: tuple[str, ...] = ()
    optional: bool = False
    redirects: bool = False
    headers: Mapping[str, str] | None = None


class Transport:
    """One server at ``base_url`` (no trailing slash); ``service`` is its name in sentences. Thread-safe; close it."""

    def __init__(
        self,
        base_url: str,
        service: str,
        clock: Clock,
        pause: Pause,
        wire: Wire | None = None,
        *,
        budgets: Budgets | None = None,
    ) -> None:
        """``wire`` None is the network; ``budgets`` are shared by all transports of a process."""
        self.budget = (budgets or Budgets(clock)).of(base_url)
        self.base_url = base_url
        self.service = service
        self.clock = clock
        self._pause = pause
        self._wire = wire or _network
        self._clients: dict[bool, httpx.Client] = {}
        self._sent = 0
        self.clock_skew: ClockSkew | None = None
        self._lock = threading.Lock()
        self._jitter = random.SystemRandom()

    @property
    def requests_sent(self) -> int:
        """Requests sent since the start, repeats included."""
        return self._sent

    def read(self, call: Call) -> Answer:
        """Send a request without effects; repeated with growing pauses while that may help and a minute is not over.
        Raises the last problem, with what is left to wait."""
        begun, waited, attempt = self.clock.monotonic(), 0.0, 0
        pause, problem = self.budget.wait_s(background=call.background), None
        while True:
            if pause > 0:
                waited = max(waited, self.clock.monotonic() - begun) + pause
                if waited > PATIENCE_S:
                    raise problem or self._asked_to_wait(pause)
                self._pause(pause)
            attempt += 1
            try:
                answer = self._exchange(call, READ_S, keep_alive=True)
                if answer.status not in (429, 500, 502, 503, 504):
                    return answer
                problem = self.problem(answer)
            except TryAgain as trouble:
                problem = trouble
            if attempt >= _ATTEMPTS:
                raise problem
            pause = max(self._wait_s(attempt, problem), self.budget.wait_s(background=call.background))

    def write(self, call: Call, *, seconds: float = READ_S) -> Answer:
        """Send a request with effects, once. TryAgain ``offline`` or ``rate_limited`` when nothing was sent; InDoubt
        when the outcome is unknown."""
        pause = self.budget.wait_s(background=False)
        if pause > _PATIENCE_OF_WRITES_S:
            raise self._asked_to_wait(pause)
        if pause > 0:
            self._pause(pause)
        try:
            answer = self._exchange(call, seconds, keep_alive=False)
        except Problem as trouble:
            if trouble.code == "offline":
                raise
            raise failures.in_doubt(self.service) from trouble
        if answer.status >= 500 and not (answer.status == 501 and call.optional):
            raise failures.in_doubt(self.service)
        return answer

    def _asked_to_wait(self, seconds: float) -> Problem:
        return (
            failures.resting(self.service, seconds) if self.budget.failing else failures.paused(self.service, seconds)
        )

    def problem(self, answer: Answer, checkout_url: str | None = None) -> Problem:
        """The problem behind an answer that is no success."""
        failure = failures.Failure(answer.status, answer.headers, answer.body)
        return failures.problem_of(self.service, failure, self.clock.now(), checkout_url)

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def _wait_s(self, attempt: int, problem: Problem) -> float:
        ceiling = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (attempt - 1))
        return max(self._jitter.uniform(0.0, ceiling), problem.retry_after_s or 0.0)

    def _exchange(self, call: Call, seconds: float, *, keep_alive: bool) -> Answer:
        client = self._client(keep_alive)
        request = client.build_request(
            call.method, self.base_url + call.path, params=call.query, json=call.json, headers=_headers(call)
        )
        with self._lock:
            self._sent += 1
        self.budget.spend()
        try:
            with exchange_deadline(seconds):
                response = client.send(request, stream=True)
                try:
                    data = unpacked(response.iter_raw(), response.headers.get("content-encoding", ""), _LARGEST)
                finally:
                    response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise failures.unreachable(self.service, error) from error
        except httpx.TimeoutException as error:
            self.budget.failed()
            raise failures.too_slow(self.service) from error
        except (NotWhole, httpx.HTTPError, httpx.StreamError) as error:
            self.budget.failed()
            words = str(error) if isinstance(error, NotWhole) else N_("it broke off")
            raise failures.broken_answer(self.service, words) from error
        return self._answer(call, response, data)

    def _answer(self, call: Call, response: httpx.Response, data: bytes) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        now = self.clock.now()
        self.clock_skew = failures.skew_of(headers, now) or self.clock_skew
        self.budget.heard(response.status_code, headers, failures.retry_after_s(headers, now))
        if 300 <= response.status_code < 400 and response.status_code != 304:
            if call.redirects:
                return Answer(response.status_code, headers, None)
            raise failures.broken_answer(self.service, N_("it points elsewhere"))
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "text/html" and response.status_code < 400:
            raise failures.captive_portal(self.service)
        if not data or response.status_code in (204, 304):
            return Answer(response.status_code, headers, None)
        if kind in call.accepts and response.status_code < 300:
            return Answer(response.status_code, headers, data)
        try:
            return Answer(response.status_code, headers, parse(data))
        except NotStrictJson as error:
            if response.status_code >= 400:
                return Answer(response.status_code, headers, None)
            raise failures.broken_answer(self.service, str(error)) from error

    def _client(self, keep_alive: bool) -> httpx.Client:
        with self._lock:
            if keep_alive not in self._clients:
                self._clients[keep_alive] = _new_client(self._wire(keep_alive))
            return self._clients[keep_alive]


def network_client() -> httpx.Client:
    """A client of the network that follows no redirect and obeys ``exchange_deadline``; close it."""
    return _new_client(_network(keep_alive=False))


def _network(keep_alive: bool) -> httpx.BaseTransport:
    return NetworkTransport(_tls(), keep_alive=keep_alive)


def _new_client(wire: httpx.BaseTransport) -> httpx.Client:
    return httpx.Client(
        transport=wire,
        timeout=httpx.Timeout(15.0, pool=60.0),
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "CellIQ-Desktop"},
    )


def _tls() -> Any:
    import ssl

    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _headers(call: Call) -> dict[str, str]:
    headers = {"X-Request-ID": uuid.uuid4().hex, **(call.headers or {})}
    if call.token:
        headers["Authorization"] = f"Bearer {call.token}"
    if call.idempotency_key:
        headers["Idempotency-Key"] = call.idempotency_key
    if call.etag:
        headers["If-None-Match"] = call.etag
    if call.accepts:
        headers["Accept"] = f"{call.accepts[0]}, application/json;q=0.5"
    return headers
