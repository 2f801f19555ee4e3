"""The sRGB colour space as an ICC profile, written from its definition: what the paper's colours mean (PDF/A needs it).

Layout: ICC.1:2004-10 (version 4.2), a three-component matrix profile. Numbers: IEC 61966-2-1, its primaries and curve,
with the primaries adapted from D65 to the D50 of the profile connection space by the linear Bradford transform.
"""

import hashlib
import struct
from functools import cache

_D50 = (0.9642, 1.0, 0.8249)
_COLUMNS = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""What full red, green and blue are in the connection space."""
_BRADFORD = (1.04791, 0.02293, -0.05019, 0.02960, 0.99046, -0.01707, -0.00925, 0.01506, 0.75179)
"""D65 to D50, row by row."""
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Y = (aX + b)^g from d upwards, cX below it: g, a, b, c, d of a parametric curve of type 3."""
_MADE = (2004, 10, 1, 0, 0, 0)
"""A profile states when it was made; the date of the layout, so that its bytes never change."""


@cache
def srgb_profile() -> bytes:
    """The profile's bytes, always the same."""
    curve = _tag(b"para", struct.pack(">HH", 3, 0) + _fixed(*_CURVE))
    tags = {
        b"desc": _text("sRGB IEC61966-2.1"),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": _tag(b"XYZ ", _fixed(*_D50)),
        b"chad": _tag(b"sf32", _fixed(*_BRADFORD)),
        **{name: _tag(b"XYZ ", _fixed(*column)) for name, column in _COLUMNS.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body, places = bytearray(), bytearray(), dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    size = start + len(body)
    profile = bytearray(_header(size) + struct.pack(">I", len(tags)) + table + body)
    # The identifier is the digest of the profile with flags, intent and itself as zeros, as they still are
    profile[84:100] = hashlib.md5(bytes(profile), usedforsecurity=False).digest()
    return bytes(profile)


def _header(size: int) -> bytes:
    return struct.pack(
        ">I4x4s4s4s4s6H4s28x12s48x",
        size,
        b"\x04\x20\x00\x00",
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *_MADE,
        b"acsp",
        _fixed(*_D50),
    )


def _tag(kind: bytes, data: bytes) -> bytes:
    return kind + bytes(4) + data


def _text(words: str) -> bytes:
    encoded = words.encode("utf-16-be")
    return _tag(b"mluc", struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded)


def _fixed(*numbers: float) -> bytes:
    """s15Fixed16 numbers."""
    return struct.pack(f">{len(numbers)}i", *(round(number * 65_536) for number in numbers))
