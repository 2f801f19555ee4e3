"""What travels between a client and the model, whatever carries it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

REASONS = {200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 402: "Payment Required"}


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole request; header names in lower case, ``path`` without the API's prefix."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str], body: bytes) -> "Heard":
        """From a request target such as ``/api/dealer/vehicles?page=1``."""
        parts = urlsplit(target)
        path = parts.path.removeprefix("/api") or "/"
        return cls(method, path, dict(parse_qsl(parts.query)), headers, body)

    @property
    def name(self) -> str:
        """``METHOD /path`` with ids as ``*``."""
        parts = self.path.split("/")
        if parts[1:2] == ["vehicles"] and len(parts) > 2 and parts[2] != "connect":
            parts[2] = "*"
        if parts[1:3] == ["reports", "public"]:
            parts[3:] = ["*"]
        return f"{self.method} {'/'.join(parts)}"

    @property
    def token(self) -> str:
        """The bearer token; empty when there is none."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object; empty when it is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Said:
    """A whole answer; ``body`` bytes as they are, None for none, anything else as JSON."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The body's bytes."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

    @property
    def all_headers(self) -> dict[str, str]:
        """With length and type, unless told otherwise."""
        usual = {"Content-Type": "application/json", "Content-Length": str(len(self.data))}
        return usual | dict(self.headers)

    @property
    def bytes(self) -> bytes:
        """The answer as HTTP/1.1 writes it."""
        head = [f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Said')}"]
        head += [f"{name}: {value}" for name, value in self.all_headers.items()]
        return "\r\n".join([*head, "Connection: close", "", ""]).encode() + self.data
