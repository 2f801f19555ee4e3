"""Through the proxy of a managed network, and past it where nobody may be between."""

import os
import socketserver
import threading
from collections.abc import Iterator

import httpx
import pytest

from celliq_desktop.clients.proxies import proxy_host, proxy_of
from celliq_desktop.clients.transport import Call, Transport, network_client
from celliq_desktop.domain.problems import TryAgain
from tests.support.clocks import FakeClock
from tests.support.servers import Reply, ScriptedServer


class Proxy(socketserver.ThreadingTCPServer):
    """Notes what it is asked for; lets plain requests through as ``answer`` and refuses every tunnel."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.asked: list[str] = []
        self.authorisation: list[str] = []

    @property
    def url(self) -> str:
        """Its address, with the name and the word it wants."""
        return f"http://desk:secret@127.0.0.1:{self.server_address[1]}"


class _Exchange(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        """One request."""
        first = self.rfile.readline().decode().strip()
        while (line := self.rfile.readline().decode().strip()) != "":
            if line.lower().startswith("proxy-authorization:"):
                self.server.authorisation.append(line.partition(": ")[2])
        self.server.asked.append(first)
        status = "403 Forbidden by policy" if first.startswith("CONNECT") else "200 OK"
        self.wfile.write(f"HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".encode())


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A computer whose network has a proxy."""
    with Proxy() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), name="proxy")
        thread.start()
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            monkeypatch.delenv(name)
        monkeypatch.setenv("HTTPS_PROXY", running.url)
        monkeypatch.setenv("HTTP_PROXY", running.url)
        yield running
        running.shutdown()
        thread.join()


def test_what_is_outside_goes_through_the_proxy_with_its_name_and_word(proxy: Proxy) -> None:
    with network_client() as client:
        assert client.get("http://ocsp.authority.example/status").text == "ok"
    assert proxy.asked == ["GET http://ocsp.authority.example/status HTTP/1.1"]
    assert proxy.authorisation == ["Basic ZGVzazpzZWNyZXQ="]


def test_a_proxy_that_refuses_is_named_and_nothing_counts_as_sent(proxy: Proxy) -> None:
    transport = Transport("https://celliq.example/api", "CellIQ", FakeClock(), lambda _seconds: None)
    with pytest.raises(TryAgain) as problem:
        transport.write(Call(method="POST", path="/reports", json={}))
    transport.close()
    assert problem.value.code == "offline"
    assert "proxy of this network does not let CellIQ through" in problem.value.message
    assert "secret" not in problem.value.message
    assert proxy.asked == ["CONNECT celliq.example:443 HTTP/1.1"]


def test_this_computer_itself_and_exceptions_are_reached_straight(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ScriptedServer(lambda _request: Reply(body=b"straight"))
    with server.running(), network_client() as client:
        assert client.get(server.url).text == "straight"
    assert proxy.asked == []
    monkeypatch.setenv("NO_PROXY", "group.example")
    assert proxy_of(httpx.URL("https://celliq.group.example/api")) is None
    assert proxy_of(httpx.URL("https://celliq.example/api")) == proxy.url
    assert proxy_host("https://celliq.example/api") == proxy.url.partition("@")[2], "what support may read"
    assert proxy_host(server.url) == ""


@pytest.mark.parametrize(("told", "taken"), [("proxy.example:8080", "http://proxy.example:8080"), ("socks5://p", None)])
def test_how_a_proxy_may_be_written(told: str, taken: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", told)
    assert proxy_of(httpx.URL("https://celliq.example/api")) == taken
