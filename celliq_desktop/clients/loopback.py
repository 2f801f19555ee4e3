"""The one request a browser brings back to this program (RFC 8252, 7.3): a listener on 127.0.0.1 at a free port that
answers one callback with a constant page and is gone."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from celliq_desktop.domain.ports import CancelToken, Clock

CALLBACK = "/oauth/callback"

_LOOK_S = 0.2
"""How long one look for a browser takes; a cancel is seen that soon."""
_REQUEST_S = 3.0
_LONGEST = 16_384
_PAGE = (
    b"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    b"<title>CellIQ Desktop</title><style>:root{color-scheme:light dark;--page:#f5f7f8;--card:#fff;--ink:#0c1f24;"
    b"--line:#dfe5e7;--accent:#0f766e}@media(prefers-color-scheme:dark){:root{--page:#0f1517;--card:#172024;"
    b"--ink:#e8eef0;--line:#2a363b;--accent:#2dd4bf}}body{margin:0;padding:4rem 1rem;background:var(--page);"
    b"color:var(--ink);font:16px/1.5 system-ui,sans-serif}main{max-width:27.5rem;margin:0 auto;padding:1.25rem;"
    b"background:var(--card);border:1px solid var(--line);border-radius:12px}h1{margin:0 0 .25rem;font-size:1.25rem;"
    b"color:var(--accent)}p{margin:0}</style><main><h1>You can close this page</h1>"
    b"<p>CellIQ Desktop goes on by itself and says how it went.</p></main></html>"
)
_HEADERS = (
    b"Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
    b"Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nX-Content-Type-Options: nosniff\r\n"
    b"Connection: close\r\n"
)


@dataclass(frozen=True, slots=True)
class Callback:
    """The query of the callback; of a name that comes twice nothing is kept."""

    fields: Mapping[str, str]


class LoopbackListener:
    """Listens from ``with`` on; ``redirect_uri`` is where the browser must come back to."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(_LOOK_S)
        self._port = self._socket.getsockname()[1]

    def __enter__(self) -> "LoopbackListener":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def redirect_uri(self) -> str:
        """The literal loopback address, never a name that somebody could redirect."""
        return f"http://127.0.0.1:{self._port}{CALLBACK}"

    def wait(self, seconds: float, cancel: CancelToken) -> Callback | None:
        """The first callback within ``seconds``, or None; then the door is shut. Anything else a browser asks for (an
        icon) gets 404 and does not count. ``Cancelled`` when somebody asks to stop."""
        ends_at = self._clock.monotonic() + seconds
        try:
            while self._clock.monotonic() < ends_at:
                cancel.check()
                try:
                    connection, _address = self._socket.accept()
                except TimeoutError:
                    continue
                with connection:
                    callback = self._heard(connection)
                if callback is not None:
                    return callback
            return None
        finally:
            self.close()

    def close(self) -> None:
        """Stop listening; harmless twice."""
        self._socket.close()

    def _heard(self, connection: socket.socket) -> Callback | None:
        try:
            connection.settimeout(_REQUEST_S)
            target = _target(_head(connection), f"127.0.0.1:{self._port}")
            parts = urlsplit(target or "")
            found = parts.path == CALLBACK
            _answer(connection, found)
        except (OSError, ValueError):  # a browser that hangs up, or something that is none
            return None
        return Callback(_once(parts.query)) if found else None


def _head(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(4096)
        data += part
        if not part or len(data) > _LONGEST:
            return b""
    return data.partition(b"\r\n\r\n")[0]


def _target(head: bytes, host: str) -> str | None:
    """What a GET asks for, when it was meant for this very address (a name that was made to point here is not)."""
    lines = head.decode("ascii", "replace").split("\r\n")
    words = lines[0].split(" ")
    hosts = [line.partition(":")[2].strip() for line in lines[1:] if line.lower().startswith("host:")]
    return words[1] if len(words) == 3 and words[0] == "GET" and hosts == [host] else None


def _answer(connection: socket.socket, found: bool) -> None:
    status, page = (b"200 OK", _PAGE) if found else (b"404 Not Found", b"")
    length = b"Content-Length: " + str(len(page)).encode() + b"\r\n"
    connection.sendall(b"HTTP/1.1 " + status + b"\r\n" + _HEADERS + length + b"\r\n" + page)
    connection.shutdown(socket.SHUT_WR)


def _once(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=20)
    names = [name for name, _value in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}
