"""Strict JSON: what a lenient parser lets through (NaN, duplicate keys, endless nesting) is refused as a whole."""

import json
import re
from typing import Any, NoReturn

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_DEEPEST = 64
"""research/reliability.md N15: no answer of any contract nests deeper than ten."""


class NotStrictJson(ValueError):
    """The text is no JSON we accept; the message says why."""


def parse(data: bytes) -> Any:
    """The JSON value of ``data`` (UTF-8); ``NotStrictJson`` for anything else."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotStrictJson("not UTF-8") from error
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except NotStrictJson:
        raise
    except (ValueError, RecursionError) as error:
        raise NotStrictJson("not JSON") from error
    if _deeper_than(value, _DEEPEST):
        raise NotStrictJson("nested too deeply")
    return _mended(value) if _SURROGATE.search(data) else value


def _mended(value: Any) -> Any:
    """Half a character (a lone surrogate escape) becomes U+FFFD: neither a file nor a screen could take it, and one
    such name must not spoil its page."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_mended(name): _mended(one) for name, one in value.items()}
    return value


def _deeper_than(value: Any, limit: int) -> bool:
    """Level by level over the containers only, so that a page of a thousand rows costs a thousand looks."""
    level = [value]
    for _depth in range(limit):
        level = (
            [
                inner
                for outer in level
                for inner in (outer.values() if isinstance(outer, dict) else outer)
                if isinstance(inner, (dict, list))
            ]
            if isinstance(value, (dict, list))
            else []
        )
        if not level:
            return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    raise NotStrictJson(f"{name} is no JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrictJson("a key stands twice")
    return found
