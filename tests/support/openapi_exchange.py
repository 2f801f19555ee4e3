"""An exchange as openapi-core looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.support.servers import Reply, Request


@dataclass(slots=True)
class Asked:
    """openapi-core's request."""

    method: str
    path: str
    parameters: RequestParameters
    content_type: str
    body: bytes | None
    host_url: str


@dataclass(slots=True)
class Answered:
    """openapi-core's response."""

    status_code: int
    data: bytes
    content_type: str
    headers: Mapping[str, Any]


def exchange_of(request: Request, reply: Reply, *, path: str, host: str) -> tuple[Asked, Answered]:
    """Both sides of what a server heard and said."""
    query = ImmutableMultiDict(parse_qsl(request.raw_query, keep_blank_values=True))
    parameters = RequestParameters(query=query, header=Headers(list(request.headers.items())))
    kind = request.headers.get("content-type", "").partition(";")[0]
    asked = Asked(request.method.lower(), path, parameters, kind, request.body or None, host)
    body = reply.body if isinstance(reply.body, bytes) else b""
    content_type = reply.headers.get("content-type", "").partition(";")[0]
    return asked, Answered(reply.status, body, content_type, dict(reply.headers))
