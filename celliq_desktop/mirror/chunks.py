"""Samples packed into one blob: exact to the bit, a twentieth of the rows' size, microseconds to read.

A column of decimals with few digits, as servers send them, becomes whole numbers: each the difference to the one
before, in 32 bits. Any other column is float64 in the file's order. The bytes are laid side by side by significance
(byte shuffle), which makes neighbouring samples alike, and deflated once at the fastest level
(research/performance.md 1).
"""

import struct
import zlib
from array import array

import numpy as np
from numpy.typing import NDArray

from celliq_desktop.domain.readings import COLUMNS, Samples

Floats = NDArray[np.float64]
Wholes = NDArray[np.int32]

_HEAD = struct.Struct("<4sII")
_FIRST, _MAGIC = b"CQ1\0", b"CQ2\0"
"""The first format knew float64 only; the second has a byte a column behind the head: 0 for float64, else one more than
the number of decimals."""
_SCALES = 10.0 ** np.arange(5)
_MISSING = -(2**31)
_GLANCE = 32
"""Values by which the number of decimals is guessed; all of them are compared afterwards."""


def pack(samples: Samples) -> bytes:
    """The blob of ``samples``."""
    count = len(samples)
    present = 0
    kinds = bytearray()
    parts: list[bytes] = []
    for at, name in enumerate(COLUMNS):
        values = np.frombuffer(getattr(samples, name), dtype="<f8")
        missing = np.isnan(values)
        if missing.all():
            continue
        present |= 1 << at
        kind, stored = _stored(values, missing)
        kinds.append(kind)
        parts.append(np.ascontiguousarray(stored.view(np.uint8).reshape(count, -1).T).tobytes())
    return _HEAD.pack(_MAGIC, count, present) + kinds + zlib.compress(b"".join(parts), 1)


def unpack(blobs: list[bytes]) -> Samples:
    """The samples of blobs in order, joined; ValueError for what is no blob of ours."""
    columns: dict[str, list[Floats]] = {name: [] for name in COLUMNS}
    for blob in blobs:
        for name, values in _columns(blob).items():
            columns[name].append(values)
    return Samples(**{name: _joined(parts) for name, parts in columns.items()})


def _columns(blob: bytes) -> dict[str, Floats]:
    try:
        magic, count, present = _HEAD.unpack_from(blob)
        stored = present.bit_count()
        start = _HEAD.size + (stored if magic == _MAGIC else 0)
        kinds = blob[_HEAD.size : start] if magic == _MAGIC else bytes(stored)
        data = np.frombuffer(zlib.decompress(blob[start:]), dtype=np.uint8)
    except (struct.error, zlib.error) as error:
        raise ValueError("a torn chunk of samples") from error
    widths = [4 if kind else 8 for kind in kinds]
    known = magic in (_FIRST, _MAGIC) and len(kinds) == stored and max(kinds, default=0) <= len(_SCALES)
    if not known or data.size != count * sum(widths):
        raise ValueError("not a chunk of samples")
    blank = np.full(count, np.nan)
    found = dict.fromkeys(COLUMNS, blank)
    start = 0
    names = (name for at, name in enumerate(COLUMNS) if present & (1 << at))
    for name, kind, width in zip(names, kinds, widths, strict=True):
        end = start + count * width
        found[name] = _restored(np.ascontiguousarray(data[start:end].reshape(width, count).T).reshape(-1), kind)
        start = end
    return found


def _stored(values: Floats, missing: NDArray[np.bool_]) -> tuple[int, Floats | Wholes]:
    """How a column is kept: the number of decimals plus one and differences, or 0 and the values themselves."""
    seen = values[~missing]
    glance = seen[:: len(seen) // _GLANCE + 1, np.newaxis]
    bits = values.tobytes()
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large for 32 bits is told by the comparison
        few = (np.rint(glance * _SCALES) / _SCALES == glance).all(axis=0)
        for decimals in (at for at, fits in enumerate(few.tolist()) if fits):
            scaled = np.rint(values * _SCALES[decimals])
            scaled[missing] = _MISSING
            wholes = scaled.astype("<i4")
            if _decimal(wholes, decimals).tobytes() == bits:  # to the bit: minus zero is not zero
                wholes[1:] -= wholes[:-1].copy()  # wraps around, as the sum does
                return decimals + 1, wholes
    return 0, values


def _restored(data: NDArray[np.uint8], kind: int) -> Floats:
    if kind == 0:
        return data.view("<f8")
    return _decimal(np.cumsum(data.view("<i4"), dtype=np.int32), kind - 1)


def _decimal(wholes: Wholes, decimals: int) -> Floats:
    values: Floats = wholes / _SCALES[decimals]
    values[wholes == _MISSING] = np.nan
    return values


def _joined(parts: list[Floats]) -> "array[float]":
    column = array("d")
    if parts:
        column.frombytes(np.concatenate(parts).tobytes())
    return column
