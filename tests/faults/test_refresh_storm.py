"""Thirty-two threads, one account, a hundred expiries: a hundred refreshes, and nobody is signed out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.faults.clients import client_at, small_server
from tests.support.clocks import FakeClock
from tests.support.model.direct import DirectWire
from tests.support.servers import MemoryTokens

_THREADS = 32
_EXPIRIES = 100


def test_a_hundred_expiries_cost_a_hundred_refreshes() -> None:
    clock, store = FakeClock(), MemoryTokens()
    model = small_server(clock)
    start = Barrier(_THREADS, timeout=60)

    def ask() -> None:
        start.wait()
        client.subscription()

    with (
        client_at("https://celliq.example/api", clock, store=store, wire=DirectWire(model)) as client,
        ThreadPoolExecutor(_THREADS) as pool,
    ):
        for _expiry in range(_EXPIRIES):
            model.door.expire()
            for asked in [pool.submit(ask) for _thread in range(_THREADS)]:
                asked.result()
    assert (model.door.refreshes, model.door.revoked, model.door.logins) == (_EXPIRIES, 0, 1)
    assert store.kept is not None
    assert store.kept.refresh == f"canary-refresh-{_EXPIRIES + 1}"
