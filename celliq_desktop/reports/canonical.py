"""Canonical JSON (RFC 8785): one text for one meaning, so that a hash of it can be compared on any machine."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
_EXACT = 2**53


def canonical(value: Json) -> str:
    """RFC 8785 text: keys sorted by UTF-16 units, shortest numbers as ECMAScript writes them, no blanks.

    ValueError for what JSON cannot say: NaN, infinities, and integers a double does not hold exactly.
    """
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    return "[" + ",".join(canonical(item) for item in value) + "]"


def number(value: float) -> str:
    """``value`` as ECMAScript's ``Number::toString`` writes it (ECMA-262 6.1.6.1.20)."""
    if isinstance(value, int) and abs(value) > _EXACT:
        raise ValueError("an integer beyond 2**53 has no exact JSON number")
    if not math.isfinite(value):
        raise ValueError("JSON has no NaN and no infinity")
    if value == 0:
        return "0"
    # Python's repr is the same shortest round-trip digits; only the layout differs
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)
    return ("-" if sign else "") + _laid_out(text, point)


def _laid_out(digits: str, point: int) -> str:
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    power = f"e{point - 1:+d}"
    return (f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits) + power


def sha256(value: Json) -> str:
    """Lower-case hexadecimal SHA-256 of the canonical text in UTF-8."""
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()
