"""ev.energy's public contract (specs/ev-energy.yaml) for the operations of our seed; parsed once a run, because it is
large."""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import yaml
from jsonschema_path import SchemaPath
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.support.openapi_exchange import Answered, Asked
from tests.support.servers import Reply, Request
from tests.support.shared_data import shared

_HOST = "https://api.ev.energy"


def seed_operations() -> tuple[tuple[str, str], ...]:
    """``(METHOD, path)`` of every operation the seed lists, each once."""
    text = shared("seeds/ev-energy-vehicles-index.txt").read_text(encoding="utf-8")
    return tuple(dict.fromkeys(re.findall(r"\[(GET|POST|PATCH|DELETE) (/[^\]]+)\]", text)))


@cache
def contract() -> dict[str, Any]:
    """The contract with the seed's operations only."""
    text = shared("specs/ev-energy.yaml").read_text(encoding="utf-8")
    parsed: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    known = {path for _method, path in seed_operations()}
    parsed["paths"] = {path: item for path, item in parsed["paths"].items() if path in known}
    return parsed


@cache
def _checker() -> OpenAPI:
    problems: dict[str, Callable[[bytes], Any]] = {"application/problem+json": json.loads}
    spec = SchemaPath.from_dict(contract())  # not checked itself: that took longer than everything else
    return OpenAPI(spec, config=Config(extra_media_type_deserializers=problems))


def check_exchange(request: Request, reply: Reply) -> None:
    """The contract must accept both sides of an exchange; what openapi-core raises says which part it does not.

    A request the server refused with 4xx need not be a good one.
    """
    asked = _asked(request)
    content_type = reply.headers.get("content-type", "").partition(";")[0]
    body = reply.body if isinstance(reply.body, bytes) else b""
    answered = Answered(reply.status, body, content_type, dict(reply.headers))
    if reply.status < 400:
        _checker().validate_request(asked)
    _checker().validate_response(asked, answered)


def _asked(request: Request) -> Asked:
    path = request.path.rstrip("/")
    pairs = parse_qsl(request.raw_query, keep_blank_values=True)
    if path.endswith("_logs"):  # the contract's own Link example pages by time, which its pattern for ids forbids
        pairs = [(name, value) for name, value in pairs if name not in ("page_after", "page_before")]
    query = ImmutableMultiDict(pairs)
    parameters = RequestParameters(query=query, header=Headers(list(request.headers.items())))
    kind = request.headers.get("content-type", "").partition(";")[0]
    return Asked(request.method.lower(), path, parameters, kind, request.body or None, _HOST)
