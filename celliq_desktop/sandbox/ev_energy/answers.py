"""Answers of ev.energy: JSON, problems of RFC 9457, and the headers that stand on every one of them."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

_KIND = "application/json"
_PROBLEM = "application/problem+json"


class Problem(Exception):
    """A request that ends with a problem document; ``fields`` are its ``field_errors``."""

    def __init__(self, status: int, detail: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        title = HTTPStatus(status).phrase
        self.body: dict[str, Any] = {"title": title, "status": status, "detail": detail}
        if fields:
            self.body["field_errors"] = {name: [words] for name, words in fields.items()}


def said(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON, compact."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(data, status, headers=dict(headers or {}), media_type=_KIND)


def problem(error: Problem) -> Response:
    """The problem document."""
    data = json.dumps(error.body, separators=(",", ":")).encode()
    return Response(data, error.status, media_type=_PROBLEM)


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of the request; 400 otherwise."""
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise Problem(400, "The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Problem(400, "The body must be an object.")
    return body


def text_of(body: Mapping[str, Any], name: str, *, longest: int = 200) -> str:
    """A text field that must be there; 400 with its name otherwise."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise Problem(400, f"{name} is required.", fields={name: "This field is required."})
    return value


def whole_of(body: Mapping[str, Any], name: str, least: int, most: int) -> int:
    """A whole number between ``least`` and ``most``; 400 with its name otherwise."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        words = f"Must be a whole number from {least} to {most}."
        raise Problem(400, f"{name} is out of range.", fields={name: words})
    return value


def reference_of(body: Mapping[str, Any], name: str, kind: str) -> str:
    """The id behind a URL (or bare id) in a request; 400 with the field's name otherwise."""
    value = text_of(body, name, longest=400)
    found = re.fullmatch(rf"(?:https?://[^?#]*/)?(?:vehicle_)?({kind}[A-Z\d]{{26}})/?", value)
    if found is None:
        raise Problem(400, f"{name} is no {kind} reference.", fields={name: "Invalid hyperlink."})
    return found.group(1)
