"""ASGI: the model as an application under a real HTTP server, with the faults as middleware around it."""

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import uvicorn

from tests.support.model.direct import LATE_S, Plan, carried_out, quiet
from tests.support.model.faults import End, Fault, drops
from tests.support.model.messages import Heard, Said
from tests.support.model.server import ModelServer

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
_PATIENCE_S = 10.0
_DROP_S = 0.02


def application(server: ModelServer) -> App:
    """The model, honest."""

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        await _send_whole(send, server.answer(await heard_in(scope, receive)))

    return answer


class FaultyNetwork:
    """Middleware that lets ``plan`` befall the requests on their way to ``app``."""

    def __init__(self, app: App, server: ModelServer, plan: Plan = quiet) -> None:
        self.plan = plan
        self.late_s = LATE_S
        self._app = app
        self._server = server

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request."""
        heard = await heard_in(scope, receive)
        fault = self.plan(heard)
        if fault is None:
            await self._app({**scope, "heard": heard}, receive, send)
            return
        said = fault.said(carried_out(self._server, heard, fault, self.late_s))
        if fault.whole:
            await _send_whole(send, said)
        elif fault.end in (End.SILENCE, End.DRIP):
            await _linger(receive, send, drip=fault.end is End.DRIP)
        else:
            await _break_off(send, said, fault)


async def heard_in(scope: Message, receive: Receive) -> Heard:
    """The whole request."""
    if "heard" in scope:
        found = scope["heard"]
        assert isinstance(found, Heard)
        return found
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in scope["headers"]}
    target = f"{scope['path']}?{scope['query_string'].decode()}"
    return Heard.of(scope["method"], target, headers, body)


async def _begin(send: Send, status: int, headers: dict[str, str]) -> None:
    listed = [(name.lower().encode(), text.encode()) for name, text in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": listed})


async def _send_whole(send: Send, said: Said) -> None:
    await _begin(send, said.status, said.all_headers)
    await send({"type": "http.response.body", "body": said.data})


async def _break_off(send: Send, said: Said, fault: Fault) -> None:
    """An application that ends in the middle: the server hangs up."""
    sent = b"" if fault.cut is None else fault.cut(said.bytes)
    if sent:
        await _begin(send, said.status, said.all_headers | {"Content-Length": str(len(said.data) + 1)})
        await send({"type": "http.response.body", "body": said.data[: len(said.data) // 2], "more_body": True})
    raise ConnectionAbortedError(fault.name)


async def _linger(receive: Receive, send: Send, *, drip: bool) -> None:
    """Until the client has had enough."""
    gone = asyncio.ensure_future(receive())
    if drip:
        await _begin(send, 200, {"Content-Type": "application/json"})
        for drop in drops(b"\r\n\r\n"):
            await send({"type": "http.response.body", "body": drop, "more_body": True})
            if (await asyncio.wait([gone], timeout=_DROP_S))[0]:
                break
    await gone


@contextmanager
def served(app: App) -> Iterator[str]:
    """Run ``app`` under uvicorn on loopback; the API's base address."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    log = logging.getLogger("uvicorn.error")
    level = log.level
    # what it says of broken exchanges is no news here; its own set-up of logs would outlive it, so there is none
    config = uvicorn.Config(
        app, log_config=None, log_level="critical", access_log=False, lifespan="off", http="h11", ws="none"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=asyncio.run, args=(running.serve([listener]),), name="model asgi")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    finally:
        running.should_exit = running.force_exit = True
        thread.join(_PATIENCE_S)
        listener.close()
        log.setLevel(level)
