"""Cursor paging: a page after or before an item, and the ``Link`` header that leads on (RFC 8288)."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from celliq_desktop.sandbox.ev_energy.answers import Problem
from celliq_desktop.sandbox.ev_energy.world import EvEnergyWorld

Item = TypeVar("Item")

_ID = re.compile(r"[a-z]{4}[A-Z\d]{26}")
_MOST = 100


def page_of(
    world: EvEnergyWorld, request: Request, items: Sequence[Item], key_of: Callable[[Item], str], *, timed: bool = False
) -> tuple[list[Item], dict[str, str]]:
    """The page the request asks for, and its headers. ``timed`` lists have times for cursors."""
    query = request.query_params
    size = _size(query.get("page_size", "25"))
    keys = [key_of(item) for item in items]
    after, before = query.get("page_after"), query.get("page_before")
    for cursor in (after, before):
        if cursor is not None:
            _check(cursor, keys, timed=timed)
    start, end = 0, len(items)
    if after is not None:
        start = keys.index(after) + 1 if after in keys else sum(key >= after for key in keys)
        end = min(end, start + size)
    elif before is not None:
        end = keys.index(before) if before in keys else sum(key > before for key in keys)
        start = max(0, end - size)
    else:
        end = min(end, size)
    shown = list(items[start:end])
    kept = [(name, value) for name, value in query.multi_items() if name not in ("page_after", "page_before")]
    links = [
        _link(world, request, "previous", kept, "page_before", keys[start] if start > 0 and shown else None),
        _link(world, request, "next", kept, "page_after", keys[end - 1] if end < len(keys) and shown else None),
    ]
    return shown, {"Link": ", ".join(links)}


def ordered(request: Request, items: Sequence[Item], name_of: Callable[[Item], str]) -> list[Item]:
    """By name where ``ordering`` says so; any other word falls back to the order of making."""
    ordering = request.query_params.get("ordering")
    if ordering in ("name", "-name"):
        return sorted(items, key=lambda item: name_of(item).lower(), reverse=ordering == "-name")
    return list(items)


def expand_of(request: Request, *allowed: str) -> frozenset[str]:
    """The repeated parameter ``expand``; 400 for what cannot be expanded."""
    asked = frozenset(request.query_params.getlist("expand"))
    if not asked <= set(allowed):
        raise Problem(400, f"expand takes {', '.join(allowed)}.", fields={"expand": "Invalid value."})
    return asked


def moment_of(request: Request, name: str) -> str | None:
    """A time of the query in the form the keys have, so that text order is time order; 400 for what is no time."""
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
        aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        return aware.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    except (ValueError, OverflowError) as error:
        raise Problem(400, f"{name} is no time.", fields={name: "Enter a valid date/time."}) from error


def _size(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= _MOST):
        raise Problem(400, f"page_size must be from 1 to {_MOST}.", fields={"page_size": "Invalid page size."})
    return int(text)


def _check(cursor: str, keys: Sequence[str], *, timed: bool) -> None:
    if timed:
        try:
            datetime.fromisoformat(cursor)
        except ValueError as error:
            raise Problem(400, "The pagination cursor is not valid.") from error
    elif _ID.fullmatch(cursor) is None or cursor not in keys:
        raise Problem(400, "The pagination cursor is not valid.")


def _link(
    world: EvEnergyWorld, request: Request, rel: str, kept: list[tuple[str, str]], name: str, cursor: str | None
) -> str:
    if cursor is None:
        return f'<about:blank>; rel="{rel}"'
    path = request.url.path.removeprefix("/v2").rstrip("/")
    base = "https://api.evil.example/v2" if "hostile-urls" in world.words else world.base
    return f'<{base}{path}?{urlencode([*kept, (name, cursor)])}>; rel="{rel}"'
