"""How an exchange goes wrong, said once for every way to talk to the model."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from tests.support.model.messages import Said

_NOT_LET_IN = 401


class Effect(Enum):
    """What a request that goes wrong does at the server all the same."""

    NONE = "none"
    NOW = "now"
    LATE = "late"


class End(Enum):
    """How the connection ends after what was sent of the answer."""

    CLOSE = "close"
    RESET = "reset"
    SILENCE = "silence"
    DRIP = "drip"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. ``unheard``: the connection breaks before a byte of the request was read. ``other``
    makes another answer of the honest one; ``cut`` how much of its bytes is sent; ``dies`` what ends the program while
    it waits (direct calls only)."""

    name: str
    effect: Effect = Effect.NONE
    unheard: bool = False
    other: Callable[[Said], Said] | None = None
    cut: Callable[[bytes], bytes] | None = None
    end: End = End.CLOSE
    dies: Callable[[], BaseException] | None = None

    @property
    def whole(self) -> bool:
        """True when a whole HTTP answer arrives, whatever it says."""
        return self.cut is None and self.end is End.CLOSE and not self.unheard

    def said(self, honest: Said) -> Said:
        """The answer that is sent, or begun."""
        return honest if self.other is None else self.other(honest)


def status(code: int, detail: str = "Because.", **headers: str) -> Callable[[Said], Said]:
    """An answer with this status whatever was asked."""
    return lambda _honest: Said(
        code, {"detail": detail}, {name.replace("_", "-"): text for name, text in headers.items()}
    )


def raw(body: bytes, **headers: str) -> Callable[[Said], Said]:
    """A 200 with these bytes; who was not let in is told so, for nothing makes a yes of that."""
    said = Said(200, body, {name.replace("_", "-"): text for name, text in headers.items()})
    return lambda honest: honest if honest.status == _NOT_LET_IN else said


def _drip(_data: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def _drip_body(_data: bytes) -> bytes:
    return _drip(b"") + b"Content-Length: 1000000\r\n\r\n"


def _half(data: bytes) -> bytes:
    head, blank, body = data.partition(b"\r\n\r\n")
    return head + blank + body[: len(body) // 2] if body else head[: len(head) // 2]


def _torn_chunk(data: bytes) -> bytes:
    return _drip(b"") + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n" + data.partition(b"\r\n\r\n")[2]


@cache
def bomb() -> bytes:
    """64 MB of nothing in 64 kB."""
    return gzip.compress(b'["' + b"a" * 64_000_000 + b'"]', 9)


_KEY_TWICE = raw(b'{"items":[],"id":"a","id":"b","total":1,"total":2,"access_token":"a","access_token":"b"}')


_PORTAL = raw(b"<html><body>Welcome to Hotel Zur Post</body></html>", Content_Type="text/html; charset=utf-8")
REFUSED = Fault("nobody listens", unheard=True)
"""On real wires a closed port."""
SLOW = Fault("silence", end=End.SILENCE, cut=lambda _data: b"")

FAULTS: tuple[Fault, ...] = (
    Fault("reset before anything was read", unheard=True, end=End.RESET),
    Fault("reset after the request was read", cut=lambda _data: b"", end=End.RESET),
    Fault("the reply is lost after the effect", effect=Effect.NOW, cut=lambda _data: b"", end=End.RESET),
    Fault("the reply is lost and the effect is late", effect=Effect.LATE, cut=lambda _data: b""),
    Fault("half a head", effect=Effect.NOW, cut=lambda data: data[:20]),
    Fault("half a body", effect=Effect.NOW, cut=_half),
    Fault("a chunk is torn", effect=Effect.NOW, cut=_torn_chunk),
    Fault("the head drips", cut=_drip, end=End.DRIP),
    Fault("the body drips", effect=Effect.NOW, cut=_drip_body, end=End.DRIP),
    SLOW,
    Fault("silence after the effect", effect=Effect.NOW, cut=lambda _data: b"", end=End.SILENCE),
    Fault("gzip bomb", effect=Effect.NOW, other=lambda _honest: Said(200, bomb(), {"Content-Encoding": "gzip"})),
    Fault("nine megabytes", effect=Effect.NOW, other=raw(b"[" + b" " * 9_000_000 + b"]")),
    Fault("a page of the network", other=_PORTAL),
    Fault("a page of the network after the effect", effect=Effect.NOW, other=_PORTAL),
    Fault("NaN", effect=Effect.NOW, other=raw(b'{"items":[],"total":NaN,"access_token":NaN}')),
    Fault("a key stands twice", effect=Effect.NOW, other=_KEY_TWICE),
    Fault("nested too deeply", effect=Effect.NOW, other=raw(b"[" * 65 + b"]" * 65)),
    Fault("not UTF-8", effect=Effect.NOW, other=raw(b'{"items":["\xff\xfe"]}')),
    Fault("words instead of data", effect=Effect.NOW, other=raw(b"all good", Content_Type="text/plain")),
    Fault("nothing in it", effect=Effect.NOW, other=raw(b"")),
    Fault("an empty object", effect=Effect.NOW, other=raw(b"{}")),
    Fault("500", other=status(500)),
    Fault("500 after the effect", effect=Effect.NOW, other=status(500)),
    Fault("502", effect=Effect.LATE, other=status(502)),
    Fault("503 with a pause", other=status(503, Retry_After="7")),
    Fault("429", other=status(429, Retry_After="7")),
)
"""Faults that every endpoint meets; a redirect needs an address and is made by ``redirect``."""


def redirect(code: int, to: str) -> Fault:
    """Every request is sent elsewhere, after it took effect."""
    return Fault(f"redirect {code}", effect=Effect.NOW, other=lambda _honest: Said(code, b"", {"Location": to}))


def late(fault: Fault) -> Fault:
    """The same, and whatever it does it does later."""
    return replace(fault, effect=Effect.LATE)


def drops(data: bytes) -> Iterator[bytes]:
    """What a dripping server goes on sending."""
    drop = b" " if b"\r\n\r\n" in data else b"X-Drop: 1\r\n"
    while True:
        yield drop
