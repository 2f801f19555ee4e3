"""Fields of a JSON object, read tolerantly: a number may come as text, a time without its zone; a row without what
makes it usable is set aside with its reason, never dropped in silence, and never spoils its page."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeVar

from celliq_desktop.domain.syncing import SetAside

Row = Mapping[str, Any]
Read = TypeVar("Read")

_LONGEST_TEXT = 10_000
_LARGEST_WHOLE = 2**53


class Unusable(ValueError):
    """A row lacks something it cannot do without; the message names the field."""


def rows(listed: list[Any], read: Callable[[Row], Read]) -> tuple[tuple[Read, ...], tuple[SetAside, ...]]:
    """Every usable row, and those set aside."""
    good: list[Read] = []
    aside: list[SetAside] = []
    for row in listed:
        try:
            if not isinstance(row, dict):
                raise Unusable("not an object")
            good.append(read(row))
        except Unusable as error:
            item_id = row.get("id") if isinstance(row, dict) else None
            aside.append(SetAside(item_id if isinstance(item_id, str) else None, str(error), raw(row)))
    return tuple(good), tuple(aside)


def raw(value: Any) -> str:
    """The value as compact JSON text, keys in the order received."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def need_text(row: Row, name: str) -> str:
    """A text that must be there."""
    found = text(row, name)
    if not found:
        raise Unusable(f"{name} is missing")
    return found


def need_number(row: Row, name: str) -> float:
    """A number that must be there."""
    found = number(row, name)
    if found is None:
        raise Unusable(f"{name} is missing or no number")
    return found


def need_whole(row: Row, name: str) -> int:
    """A whole number that must be there."""
    found = whole(row, name)
    if found is None:
        raise Unusable(f"{name} is missing or no whole number")
    return found


def text(row: Row, name: str) -> str | None:
    """A text, also from a number; None when missing, empty or absurdly long."""
    value = row.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT else None


def number(row: Row, name: str) -> float | None:
    """A finite number, also from text ("12.3"); None otherwise."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def whole(row: Row, name: str) -> int | None:
    """A whole number that a double holds exactly; None otherwise."""
    found = number(row, name)
    return int(found) if found is not None and found == int(found) and abs(found) <= _LARGEST_WHOLE else None


def moment(row: Row, name: str) -> datetime | None:
    """An RFC 3339 time as aware UTC; a time without zone is taken as UTC; None when it is none."""
    value = row.get(name)
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):  # no time, or one that UTC's calendar does not reach
        return None
