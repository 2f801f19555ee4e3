"""The three services' contracts (``../shared/specs``, where the seed differs the seed's word) and a check of what was
said against them by openapi-core."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import yaml
from jsonschema_path import SchemaPath
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.support.servers import Reply, Request
from tests.support.shared_data import shared

_CHARGING = ("charging-sessions", "charging/start", "charging/stop")
_TEXT: Mapping[str, Callable[[bytes], Any]] = {
    "application/problem+json": json.loads,
    "text/csv": lambda data: data.decode("utf-8"),
}


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


@dataclass(frozen=True, slots=True)
class Contract:
    """One service: its file, where it lives, what its paths begin with there, and what the seed says otherwise.
    ``slash`` False: a path means the same with and without one at its end."""

    file: str
    host: str
    prefix: str
    mended: Callable[[dict[str, Any]], None]
    slash: bool = True

    def knows(self, request: Request, status: int) -> bool:
        """True when the contract has this path and method, and says something of such an answer: refusals of the prose
        need not be listed."""
        path, method = self._path(request), request.method.lower()
        listed = [
            item[method]["responses"]
            for template, item in read_contract(self)["paths"].items()
            if method in item and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path)
        ]
        return bool(listed) and (status < 400 or any(str(status) in answers for answers in listed))

    def check(self, request: Request, reply: Reply) -> None:
        """The contract must accept both sides of an exchange; what openapi-core raises says which part it does not. A
        request the server refused with 4xx need not be a good one."""
        asked = self._asked(request)
        content_type = reply.headers.get("content-type", "").partition(";")[0]
        body = reply.body if isinstance(reply.body, bytes) else b""
        if reply.status < 400:
            _checker(self).validate_request(asked)
        _checker(self).validate_response(asked, Answered(reply.status, body, content_type, dict(reply.headers)))

    def _path(self, request: Request) -> str:
        path = request.path.removeprefix(self.prefix)
        return path if self.slash else path.rstrip("/")

    def _asked(self, request: Request) -> Asked:
        pairs = parse_qsl(request.raw_query, keep_blank_values=True)
        if request.path.rstrip("/").endswith("_logs"):
            # the contract's own Link example pages by time, which its pattern for ids forbids
            pairs = [(name, value) for name, value in pairs if name not in ("page_after", "page_before")]
        query = ImmutableMultiDict(pairs)
        parameters = RequestParameters(query=query, header=Headers(list(request.headers.items())))
        kind = request.headers.get("content-type", "").partition(";")[0]
        path = self.prefix + self._path(request)
        return Asked(request.method.lower(), path, parameters, kind, request.body or None, self.host)


def ev_energy_seed() -> tuple[tuple[str, str], ...]:
    """``(METHOD, path)`` of every ev.energy operation the seed lists, each once."""
    text = shared("seeds/ev-energy-vehicles-index.txt").read_text(encoding="utf-8")
    return tuple(dict.fromkeys(re.findall(r"\[(GET|POST|PATCH|DELETE) (/[^\]]+)\]", text)))


def _ev_energy(parsed: dict[str, Any]) -> None:
    """The seed's operations only."""
    known = {path for _method, path in ev_energy_seed()}
    parsed["paths"] = {path: item for path, item in parsed["paths"].items() if path in known}


def _cariqa(parsed: dict[str, Any]) -> None:
    """The seed's operations only; a cost may be null, because the seed shows it so."""
    paths = {path: item for path, item in parsed["paths"].items() if any(one in path for one in _CHARGING)}
    parsed["paths"] = {path.removeprefix("/api/v1"): item for path, item in paths.items()}
    parsed["servers"] = [{"url": "https://connect.cariqa.com/api/v1"}]
    for name in ("ConnectAPIChargingSession", "PatchedConnectAPIChargingSession"):
        fields = parsed["components"]["schemas"][name]["properties"]
        fields["session_cost"] = {"anyOf": [*fields["session_cost"]["allOf"], {"enum": [None]}]}


def _celliq(parsed: dict[str, Any]) -> None:
    """Who does not agree at Google comes back with ``error`` in the place of ``code`` (RFC 6749, 4.1.2.1)."""
    code = next(one for one in parsed["paths"]["/auth/google/callback"]["get"]["parameters"] if one["name"] == "code")
    code["required"] = False


CELLIQ = Contract("celliq.yaml", "http://localhost:8000", "/api", _celliq)
CARIQA = Contract("cariqa.yaml", "https://connect.cariqa.com", "/api/v1", _cariqa)
EV_ENERGY = Contract("ev-energy.yaml", "https://api.ev.energy", "/v2", _ev_energy, slash=False)
CONTRACTS = (CARIQA, EV_ENERGY, CELLIQ)
"""The longer prefix first."""


@cache
def read_contract(contract: Contract) -> dict[str, Any]:
    """The contract, parsed and mended; once a run."""
    text = shared(f"specs/{contract.file}").read_text(encoding="utf-8")
    parsed: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    contract.mended(parsed)
    schemes = parsed["components"].get("securitySchemes", {})
    for name, scheme in schemes.items():  # OpenID Connect and OAuth 2 end in the same header, and openapi-core knows it
        if scheme["type"] not in ("http", "apiKey"):
            schemes[name] = {"type": "http", "scheme": "bearer"}
    return parsed


@cache
def _checker(contract: Contract) -> OpenAPI:
    spec = SchemaPath.from_dict(read_contract(contract))  # not checked itself: that took longer than everything else
    return OpenAPI(spec, config=Config(extra_media_type_deserializers=dict(_TEXT)))
