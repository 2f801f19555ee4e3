"""Ways out of a managed network: straight, or through the proxy this computer is set to.

Asked anew for every request, because a laptop changes networks: HTTPS_PROXY, HTTP_PROXY and NO_PROXY where they are
set, else the proxy settings of Windows and macOS. What runs on this computer itself is always reached straight. Files
that compute a proxy (PAC) and SOCKS are not understood: then the way is straight, and the network says no by itself.
"""

import ssl
import threading
from urllib.request import getproxies, proxy_bypass

import httpx

from celliq_desktop.clients.deadline import DeadlineTransport
from celliq_desktop.domain.urls import is_loopback


def proxy_of(url: httpx.URL) -> str | None:
    """The address of the proxy for ``url``; None for the straight way."""
    if is_loopback(f"{url.scheme}://{url.netloc.decode('ascii')}") or proxy_bypass(url.host):
        return None
    known = getproxies()
    proxy = known.get(url.scheme) or known.get("all")
    if not proxy:
        return None
    address = proxy if "://" in proxy else f"http://{proxy}"
    return address if address.startswith(("http://", "https://")) else None


def proxy_host(url: str) -> str:
    """Host and port of the proxy for ``url``, without the name and word it may want; empty for the straight way."""
    proxy = proxy_of(httpx.URL(url))
    return "" if proxy is None else httpx.URL(proxy).netloc.decode("ascii")


class NetworkTransport(httpx.BaseTransport):
    """Every exchange on the way its address asks for; connections are kept by way. Thread-safe."""

    def __init__(self, context: ssl.SSLContext, *, keep_alive: bool) -> None:
        self._context = context
        self._keep_alive = keep_alive
        self._ways: dict[str | None, DeadlineTransport] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """As httpx has it. ConnectError when the proxy refuses: nothing has reached the server then."""
        proxy = proxy_of(request.url)
        with self._lock:
            way = self._ways.get(proxy)
            if way is None:
                way = self._ways[proxy] = DeadlineTransport(self._context, keep_alive=self._keep_alive, proxy=proxy)
        try:
            return way.handle_request(request)
        except httpx.ProxyError as error:
            raise httpx.ConnectError(f"proxy: {error}", request=request) from error

    def close(self) -> None:
        """Close every way."""
        with self._lock:
            ways, self._ways = list(self._ways.values()), {}
        for way in ways:
            way.close()
