"""Answers of the API: JSON with the contract's error bodies."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response


class Rejected(Exception):
    """A request that ends with an error body (celliq.yaml ``Error`` and its kin)."""

    def __init__(self, status: int, detail: str, *, code: str = "", **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.body: dict[str, Any] = {"detail": detail, **({"code": code} if code else {}), **more}


def said(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON, compact."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(data, status, headers=dict(headers or {}), media_type="application/json")


async def rejected(_request: Request, error: Exception) -> Response:
    """Starlette's handler for ``Rejected``."""
    if not isinstance(error, Rejected):
        raise error
    return said(error.body, error.status)


async def no_such_path(request: Request, error: Exception) -> Response:
    """Starlette's handler for paths and methods nobody serves: JSON under ``/api``, as its framework says it, words
    elsewhere."""
    if not isinstance(error, HTTPException):
        raise error
    if request.url.path.startswith("/api/"):
        return said({"detail": error.detail}, error.status_code, error.headers)
    return PlainTextResponse(error.detail, error.status_code, error.headers)


async def body_of(request: Request, *names: str) -> dict[str, str]:
    """The JSON object of the request with these text fields and no others; 422 otherwise."""
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise Rejected(422, "The body is not JSON.", code="validation_error") from error
    if not isinstance(body, dict) or set(body) != set(names) or not all(isinstance(one, str) for one in body.values()):
        raise Rejected(422, f"The body must hold {', '.join(names)}.", code="validation_error")
    return body


def page_of(request: Request) -> tuple[int, int]:
    """``(page, page_size)``; 422 outside the contract's limits."""
    return _whole(request, "page", 1, 100_000), _whole(request, "page_size", 50, 200)


def _whole(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise Rejected(422, f"{name} must be a whole number from 1 to {most}.", code="validation_error")
    return int(text)


def envelope(rows: list[dict[str, Any]], page: int, page_size: int) -> dict[str, Any]:
    """One page of ``rows`` (seed: items, total, page, page_size)."""
    start = (page - 1) * page_size
    return {"items": rows[start : start + page_size], "total": len(rows), "page": page, "page_size": page_size}
