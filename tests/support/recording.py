"""A proxy on loopback that passes everything on and remembers both sides: what a client and a server really say."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.support.servers import Reply, Request, ScriptedServer

_NOT_PASSED_ON = frozenset({"content-length", "transfer-encoding", "connection", "date", "server", "content-encoding"})


class Recorder:
    """``exchanges`` in the order they were heard."""

    def __init__(self, origin: str) -> None:
        self.exchanges: list[tuple[Request, Reply]] = []
        self._origin = origin
        self._own = ""

    @contextmanager
    def running(self) -> Iterator[str]:
        """Listen inside the block; the proxy's own origin."""
        with (
            httpx.Client(trust_env=False) as upstream,
            ScriptedServer(lambda asked: self._passed(upstream, asked)).running() as server,
        ):
            self._own = server.url
            yield server.url

    def _passed(self, upstream: httpx.Client, asked: Request) -> Reply:
        url = f"{self._origin}{asked.path}" + (f"?{asked.raw_query}" if asked.raw_query else "")
        kept = {
            name: value
            for name, value in asked.headers.items()
            if name not in ("host", "accept-encoding", "content-length")
        }
        answer = upstream.request(asked.method, url, headers=kept, content=asked.body)
        headers = {name: value for name, value in answer.headers.items() if name not in _NOT_PASSED_ON}
        reply = Reply(answer.status_code, answer.content.replace(self._origin.encode(), self._own.encode()), headers)
        self.exchanges.append((asked, reply))
        return reply
