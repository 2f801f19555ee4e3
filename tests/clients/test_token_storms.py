"""Many threads and one token that has ended: one refresh for all, and an end for each of them, whatever happens."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.tokens import SingleFlightTokens
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.problems import InDoubt, NeedsYou, TryAgain
from tests.support.clocks import FakeClock
from tests.support.servers import ClientFor, MemoryTokens, Reply, Request, ScriptedServer, Service

_THREADS = 32
_EMPTY = Reply(200, {"items": [], "total": 0, "page": 1, "page_size": 50})


def _list(client: CellIqClient) -> object:
    return client.vehicles_page(1, 50)


def test_32_threads_with_an_expired_token_refresh_once_and_save_before_use(
    server: ScriptedServer, service: Service, client_for: ClientFor
) -> None:
    store, events, lock = MemoryTokens(), [], Lock()
    first_eight = Barrier(8, timeout=20)
    held = 0

    def script(request: Request) -> Reply:
        nonlocal held
        with lock:
            hold = request.token == "access-1" and held < 8
            held += hold
        if hold:
            first_eight.wait()  # eight requests are answered 401 in the same moment
        if request.token == "access-2":
            events.append("used")
        return service(request)

    service.valid, service.other = "expired", lambda _request: _EMPTY
    server.script = script
    client = client_for(server.url, store)
    store.saved = lambda tokens: events.append(f"saved {tokens.refresh}")
    start = Barrier(32, timeout=20)

    def work(_number: int) -> object:
        start.wait()
        return _list(client)

    with ThreadPoolExecutor(32) as pool:
        assert len(list(pool.map(work, range(32)))) == 32
    assert service.refreshes == 1
    assert events[0] == "saved refresh-2"
    assert events.count("used") >= 32  # a read whose connection broke under the load is asked once more
    assert client.requests_sent == len(server.heard)


def test_a_storm_of_401_ends_for_every_thread(client: CellIqClient, service: Service, server: ScriptedServer) -> None:
    """N2: a server that answers 401 to everything, also to tokens it has just given."""
    service.valid, service.other = "expired", lambda _request: Reply(401)

    def ended(_number: int) -> str:
        with pytest.raises(NeedsYou) as refusal:
            _list(client)
        return refusal.value.code

    with ThreadPoolExecutor(_THREADS) as pool:
        assert set(pool.map(ended, range(_THREADS))) == {"signed_out"}
    assert service.refreshes <= _THREADS
    assert len(server.heard) <= 3 * _THREADS


def test_a_refresh_that_hangs_is_not_waited_for_by_one_thread_after_the_other() -> None:
    """Each waiting in its turn for a reply that never comes, thirty-two threads would stand still for half an hour."""
    start = Barrier(_THREADS, timeout=20)
    tries: list[str] = []
    everybody_waits = Event()
    coming = iter(range(1, _THREADS + 1))

    def hangs(refresh: str) -> Tokens:
        tries.append(refresh)
        assert everybody_waits.wait(20)
        clock.advance(30)
        raise InDoubt("in_doubt", "The reply was lost.")

    def ended(_number: int) -> str:
        start.wait()
        if next(coming) == _THREADS:
            everybody_waits.set()
        with pytest.raises(TryAgain) as refusal:
            tokens.renew("access-1")
        return refusal.value.code

    clock = FakeClock()
    tokens = SingleFlightTokens(hangs, clock)
    tokens.adopt(Tokens(access="access-1", refresh="refresh-1"))
    with ThreadPoolExecutor(_THREADS) as pool:
        assert set(pool.map(ended, range(_THREADS))) == {"not_renewed"}
    assert len(tries) == 2, "once, and once more with the same token"
    for seconds, more in ((59, 2), (1, 4)):
        clock.advance(seconds)
        with pytest.raises(TryAgain):
            tokens.renew("access-1")
        assert len(tries) == more, "who comes after as long a rest tries anew"
