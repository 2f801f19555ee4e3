"""Faults a server can have, switched on by name: what the network does to everybody sooner or later."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LATENCY_S = 0.4
_SLOW_S = 5.0
_EVERY = 5
_APIS = ("/api/", "/v2/")
"""CellIQ and ev.energy; pages for people stay whole."""

MIDDLEWARE = ("latency", "slow-reply", "rate-limit", "server-errors", "lost-reply", "half-reply", "html-reply")
"""Faults of the wire."""
WORDS = (
    "unknown-words",
    "broken-rows",
    "hostile-urls",
    "deaf-to-keys",
    "forgetful-invites",
    "unlisted-invites",
    "seed-samples",
    "payg-summary",
    "swapped-order",
    "late-credits",
)
"""Faults of what is said: unknown enum values and fields, rows that lack something, links that lead elsewhere; keys
that are not heard, invites that are mailed again when they are asked for again, invites that no list shows; the
published pages' own samples; Cariqa's older name for the cost, its list turned round, a bill corrected later."""
SHORT_TOKENS = "short-tokens"
"""Access tokens that live for one second."""
FAULTS: tuple[str, ...] = (*MIDDLEWARE, *WORDS, SHORT_TOKENS)


class Faulty:
    """ASGI middleware around the API. ``lost-reply`` carries the request out and then breaks the connection, once for
    every kind of write; ``slow-reply`` carries a write out at once and answers seconds later."""

    def __init__(self, app: ASGIApp, faults: frozenset[str]) -> None:
        self._app = app
        self._faults = faults
        self._count = 0
        self._lost: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_APIS) or "/auth/" in scope["path"]:
            await self._app(scope, receive, send)
            return
        self._count += 1
        if "latency" in self._faults:
            await _pause(_LATENCY_S)
        if "rate-limit" in self._faults and self._count % _EVERY == 0:
            await _reply(send, 429, b'{"detail":"Too many requests."}', retry_after=b"1")
        elif "server-errors" in self._faults and self._count % _EVERY == 2:
            await _reply(send, 500, b'{"detail":"Unexpected error."}')
        elif "html-reply" in self._faults and self._count % _EVERY == 3:
            await _reply(send, 200, b"<html><body>Please sign in to the WLAN.</body></html>", kind=b"text/html")
        elif "half-reply" in self._faults and self._count % _EVERY == 4:
            await self._app(scope, receive, _half(send))
        elif "lost-reply" in self._faults and scope["method"] == "POST" and scope["path"] not in self._lost:
            self._lost.add(scope["path"])
            await self._app(scope, receive, _nothing)
            await _reply(send, 200, b"", promised=100)
        elif "slow-reply" in self._faults and scope["method"] == "POST":
            await self._app(scope, receive, _slow(send))
        else:
            await self._app(scope, receive, send)


async def _pause(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    over: asyncio.Future[None] = loop.create_future()
    loop.call_later(seconds, over.set_result, None)
    await over


async def _nothing(_message: Message) -> None:
    """The reply goes nowhere."""


async def _reply(
    send: Send,
    status: int,
    body: bytes,
    *,
    kind: bytes = b"application/json",
    retry_after: bytes = b"",
    promised: int | None = None,
) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(promised or len(body)).encode())]
    if retry_after:
        headers.append((b"retry-after", retry_after))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _slow(send: Send) -> Callable[[Message], Awaitable[None]]:
    """The effect is there long before the answer."""

    async def later(message: Message) -> None:
        if message["type"] == "http.response.start":
            await _pause(_SLOW_S)
        await send(message)

    return later


def _half(send: Send) -> Callable[[Message], Awaitable[None]]:
    """Half of the body, then the connection ends: uvicorn closes it when less arrives than was promised."""

    async def cut(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            message = {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": False}
        await send(message)

    return cut
