"""A total deadline under httpx: its own timeouts begin anew with every byte, so a drip lasts for ever (research E8).

The network stream is wrapped, and every read and write gets only what is left of the exchange's time.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_ENDS_AT: ContextVar[float | None] = ContextVar("celliq_exchange_ends_at", default=None)
_LEAST_S = 0.001


@contextmanager
def exchange_deadline(seconds: float) -> Iterator[None]:
    """Everything the network does for this thread inside the block ends within ``seconds`` of real time."""
    token = _ENDS_AT.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ENDS_AT.reset(token)


def time_left() -> float | None:
    """Seconds left of the running exchange; None outside of one; never negative."""
    ends_at = _ENDS_AT.get()
    return None if ends_at is None else max(0.0, ends_at - time.monotonic())


def _limited(timeout: float | None) -> float | None:
    left = time_left()
    if left is None:
        return timeout
    return max(_LEAST_S, left if timeout is None else min(left, timeout))


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if time_left() == 0.0:
            raise httpcore.ReadTimeout
        return self._inner.read(max_bytes, _limited(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _limited(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _limited(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.connect_tcp(host, port, _limited(timeout), local_address, socket_options))


class DeadlineTransport(httpx.HTTPTransport):
    """httpx's own transport on a pool whose streams obey ``exchange_deadline``. ``keep_alive`` False opens a fresh
    connection an exchange, so that a failure before sending is unambiguous; ``proxy`` is the address of one."""

    def __init__(self, context: ssl.SSLContext, *, keep_alive: bool, proxy: str | None = None) -> None:
        super().__init__(verify=context)
        self._pool.close()
        kept = 8 if keep_alive else 0
        if proxy is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context,
                max_connections=8,
                max_keepalive_connections=kept,
                network_backend=_Backend(),
            )
            return
        told = httpx.Proxy(proxy)
        self._pool = httpcore.HTTPProxy(
            proxy_url=str(told.url),
            proxy_auth=told.raw_auth,
            ssl_context=context,
            max_connections=8,
            max_keepalive_connections=kept,
            network_backend=_Backend(),
        )
