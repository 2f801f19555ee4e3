"""Servers on loopback: one that answers as told, and one that breaks the rules of HTTP on purpose."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.ports import TokenStore

_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Request:
    """What a server heard; header names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    raw_query: str = ""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def token(self) -> str:
        """The bearer token; empty when there is none."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server says; ``body`` bytes as they are, anything else as JSON."""

    status: int = 200
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Script = Callable[[Request], Reply]


class ScriptedServer:
    """``script`` answers every request; ``heard`` keeps them in order."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.heard: list[Request] = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def paths(self) -> list[str]:
        """``METHOD /path`` of everything heard."""
        return [f"{one.method} {one.path}" for one in self.heard]

    @contextmanager
    def running(self) -> Iterator["ScriptedServer"]:
        """Serve inside the block; every thread is gone after it."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="scripted server")
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join(_PATIENCE_S)
            self._server.hang_up()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = False

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection: a client may keep it open longer than the test."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """The connection ended."""
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every connection, so that no thread waits for another request."""
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up early is no event here."""


def _handler(owner: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _PATIENCE_S

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body, parts.query)
            owner.heard.append(request)
            reply = owner.script(request)
            data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            given = {"Content-Type": "application/json", "Content-Length": str(len(data))} | dict(reply.headers)
            for name, value in given.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PATCH(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Quiet."""

    return Handler


class RawServer:
    """Hears one whole request a connection, sends the bytes of ``reply`` with ``pause_s`` between them, and hangs up.
    ``heard`` keeps the requests; with ``tls`` they come encrypted."""

    def __init__(
        self, reply: Callable[[], Iterable[bytes]], *, pause_s: float = 0.0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.heard: list[bytes] = []
        self._reply = reply
        self._pause_s = pause_s
        self._tls = tls
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)

    @property
    def url(self) -> str:
        """The base address."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    @contextmanager
    def running(self) -> Iterator["RawServer"]:
        """Serve inside the block."""
        thread = threading.Thread(target=self._serve, name="raw server")
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            thread.join(_PATIENCE_S)
            self._listener.close()

    def _serve(self) -> None:
        while not self._stopped.is_set():
            with suppress(TimeoutError):
                accepted, _address = self._listener.accept()
                with accepted, suppress(OSError), self._spoken(accepted) as connection:
                    self.heard.append(_whole_request(connection))
                    self._talk(connection)

    def _spoken(self, accepted: socket.socket) -> socket.socket:
        accepted.settimeout(_PATIENCE_S)
        return self._tls.wrap_socket(accepted, server_side=True) if self._tls else accepted

    def _talk(self, connection: socket.socket) -> None:
        for part in self._reply():
            connection.sendall(part)
            if self._stopped.wait(self._pause_s):
                return


def _whole_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _blank, body = data.partition(b"\r\n\r\n")
    for line in head.splitlines():
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            while len(body) < int(value):
                body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(65_536)
    if not part:
        raise ConnectionResetError
    return part


class MemoryTokens:
    """Implements ``ports.TokenStore``; ``saved`` hears of every pair."""

    def __init__(self, refresh: str | None = None) -> None:
        self.kept = Tokens(access="", refresh=refresh) if refresh else None
        self.saved: Callable[[Tokens], object] = lambda _tokens: None

    def load(self) -> Tokens | None:
        """What was kept."""
        return self.kept

    def save(self, tokens: Tokens) -> None:
        """Keep it."""
        self.saved(tokens)
        self.kept = Tokens(access="", refresh=tokens.refresh)

    def forget(self) -> None:
        """Keep nothing."""
        self.kept = None


class Service:
    """Answers sign-in and refresh, and everything else by ``other``: token ``access-N`` follows ``refresh-N``."""

    def __init__(self) -> None:
        self.other: Script = lambda _request: Reply(404, {"detail": "Not Found"})
        self.refresh_reply: Script | None = None
        self.valid = "access-1"
        self.refreshes = 0

    def __call__(self, request: Request) -> Reply:
        """The script of a ``ScriptedServer``."""
        if request.path == "/auth/login":
            user = {"id": "usr_1", "email": request.json["email"], "role": "dealer"}
            return Reply(200, {"access_token": "access-1", "refresh_token": "refresh-1", "user": user})
        if request.path == "/auth/refresh":
            self.refreshes += 1
            if self.refresh_reply is not None:
                return self.refresh_reply(request)
            number = int(request.json["refresh_token"].removeprefix("refresh-")) + 1
            self.valid = f"access-{number}"
            return Reply(200, {"access_token": self.valid, "refresh_token": f"refresh-{number}"})
        if request.token != self.valid and not request.path.startswith("/reports/public/"):
            return Reply(401, {"detail": "expired"})
        return self.other(request)


class ClientFor(Protocol):
    """Makes a client of a server's address; signed in as ``access-1`` unless told otherwise."""

    def __call__(self, url: str, store: TokenStore | None = None, *, signed_in: bool = True) -> CellIqClient: ...


def closed_port() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
