"""Samples packed into one blob: exact to the bit, a twentieth of the rows' size, microseconds to read.

A column of decimals with few digits, as servers send them, becomes whole numbers: each the difference to the one
before, in 32 bits. Any other column is float64 in the file's order. The bytes are laid side by side by significance
(byte shuffle), which makes neighbouring samples alike, and deflated once at the fastest level
(research/performance.md 1).
"""

import struct
import zlib
from array import array
from dataclasses import dataclass
from itertools import groupby

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
    parts = [_opened(blob) for blob in blobs]
    table = np.full((len(COLUMNS), sum(part.count for part in parts)), np.nan)
    start = 0
    for part in parts:
        _fill(table[:, start : start + part.count], part)
        start += part.count
    return Samples(**{name: _column(row) for name, row in zip(COLUMNS, table, strict=True)})


@dataclass(frozen=True, slots=True)
class _Part:
    """A blob taken apart: ``kinds`` of the ``columns`` (places in ``COLUMNS``) whose bytes lie in ``data``."""

    count: int
    columns: list[int]
    kinds: bytes
    data: NDArray[np.uint8]


def _opened(blob: bytes) -> _Part:
    try:
        magic, count, present = _HEAD.unpack_from(blob)
        stored = present.bit_count()
        start = _HEAD.size + (stored if magic == _MAGIC else 0)
        kinds = blob[_HEAD.size : start] if magic == _MAGIC else bytes(stored)
        data = np.frombuffer(zlib.decompress(blob[start:]), dtype=np.uint8)
    except (struct.error, zlib.error) as error:
        raise ValueError("a torn chunk of samples") from error
    known = magic in (_FIRST, _MAGIC) and len(kinds) == stored and max(kinds, default=0) <= len(_SCALES)
    if not known or present >> len(COLUMNS) or data.size != count * sum(4 if kind else 8 for kind in kinds):
        raise ValueError("not a chunk of samples")
    return _Part(count, [at for at in range(len(COLUMNS)) if present & (1 << at)], kinds, data)


def _fill(table: Floats, part: _Part) -> None:
    """The columns of a blob into their rows. Decimals beside one another, which is most of them, are restored at
    once: numpy's call costs more than its work on a column."""
    start, count = 0, part.count
    for exact, group in groupby(zip(part.columns, part.kinds, strict=True), key=lambda pair: pair[1] == 0):
        columns, kinds = zip(*group, strict=True)
        width = 8 if exact else 4
        end = start + len(columns) * width * count
        shuffled = part.data[start:end].reshape(len(columns), width, count)
        values = np.ascontiguousarray(shuffled.transpose(0, 2, 1)).view("<f8" if exact else "<i4")[:, :, 0]
        if exact:
            table[list(columns)] = values
        else:
            wholes = np.cumsum(values, axis=1, dtype=np.int32)
            restored = wholes / _SCALES[[kind - 1 for kind in kinds], np.newaxis]
            missing = wholes == _MISSING
            if missing.any():
                restored[missing] = np.nan
            table[list(columns)] = restored
        start = end


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


def _decimal(wholes: Wholes, decimals: int) -> Floats:
    values: Floats = wholes / _SCALES[decimals]
    values[wholes == _MISSING] = np.nan
    return values


def _column(values: Floats) -> "array[float]":
    column = array("d")
    column.frombytes(values.tobytes())
    return column
