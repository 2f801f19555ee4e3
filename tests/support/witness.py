"""Stands around a sandbox and looks at everything that is said: in the end the contracts must accept it."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.support.contracts import CONTRACTS, Contract
from tests.support.servers import Reply, Request
from tests.support.shared_data import SHARED

_EACH = 2
"""So many exchanges of one kind are checked: the first says what the tenth would."""


class Witness:
    """``around`` an application of a sandbox; ``check`` once it has stopped."""

    def __init__(self) -> None:
        self.exchanges: list[tuple[Request, Reply]] = []
        self._kinds: Counter[tuple[str, str, int]] = Counter()

    def around(self, app: ASGIApp) -> ASGIApp:
        """The same application, watched."""

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            heard, said = bytearray(), bytearray()
            begun: dict[str, Any] = {}

            async def listening() -> Message:
                message = await receive()
                heard.extend(message.get("body", b""))
                return message

            async def saying(message: Message) -> None:
                if message["type"] == "http.response.start":
                    begun.update(message)
                said.extend(message.get("body", b""))
                await send(message)

            await app(scope, listening, saying)
            if begun:
                self._note(_request(scope, bytes(heard)), begun, bytes(said))

        return watched

    def check(self) -> None:
        """Every kind of exchange against its contract; nothing where ``../shared`` is absent."""
        if not SHARED.exists():
            return
        for request, reply in self.exchanges:
            contract = contract_of(request)
            if contract is not None and contract.knows(request, reply.status):
                contract.check(request, reply)

    def _note(self, request: Request, begun: Mapping[str, Any], body: bytes) -> None:
        kind = (request.method, re.sub(r"[^/]*\d[^/]*", "#", request.path), begun["status"])
        self._kinds[kind] += 1
        if self._kinds[kind] <= _EACH:
            self.exchanges.append((request, Reply(begun["status"], body, _headers(begun["headers"]))))


def contract_of(request: Request) -> Contract | None:
    """Whose path this is; None for a page a person looks at."""
    return next((one for one in CONTRACTS if request.path.startswith(f"{one.prefix}/")), None)


def _request(scope: Scope, body: bytes) -> Request:
    raw = scope["query_string"].decode("latin-1")
    return Request(scope["method"], scope["path"], dict(parse_qsl(raw)), _headers(scope["headers"]), body, raw)


def _headers(pairs: Any) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}
