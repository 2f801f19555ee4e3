"""Samples packed into one blob: exact to the bit, a twentieth of the rows' size, microseconds to read.

Each column that holds anything is float64 in the file's order; its bytes are laid side by side by significance (byte
shuffle), which makes neighbouring samples alike, and deflated once at the fastest level (research/performance.md 1:
0.24 of the time of rows).
"""

import struct
import zlib
from array import array

import numpy as np
from numpy.typing import NDArray

from celliq_desktop.domain.readings import COLUMNS, Samples

Floats = NDArray[np.float64]

_HEAD = struct.Struct("<4sII")
_MAGIC = b"CQ1\0"


def pack(samples: Samples) -> bytes:
    """The blob of ``samples``."""
    count = len(samples)
    present = 0
    parts: list[bytes] = []
    for at, name in enumerate(COLUMNS):
        values = np.frombuffer(getattr(samples, name), dtype="<f8")
        if np.isnan(values).all():
            continue
        present |= 1 << at
        parts.append(np.ascontiguousarray(values.view(np.uint8).reshape(count, 8).T).tobytes())
    return _HEAD.pack(_MAGIC, count, present) + zlib.compress(b"".join(parts), 1)


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
        data = np.frombuffer(zlib.decompress(blob[_HEAD.size :]), dtype=np.uint8)
    except (struct.error, zlib.error) as error:
        raise ValueError("a torn chunk of samples") from error
    if magic != _MAGIC or data.size != count * 8 * present.bit_count():
        raise ValueError("not a chunk of samples")
    blank = np.full(count, np.nan)
    found: dict[str, Floats] = {}
    start = 0
    for at, name in enumerate(COLUMNS):
        if not present & (1 << at):
            found[name] = blank
            continue
        end = start + count * 8
        found[name] = np.ascontiguousarray(data[start:end].reshape(8, count).T).reshape(-1).view("<f8")
        start = end
    return found


def _joined(parts: list[Floats]) -> "array[float]":
    column = array("d")
    for part in parts:
        column.frombytes(part.astype("<f8").tobytes())
    return column
