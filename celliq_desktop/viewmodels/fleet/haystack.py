"""Substring search over one text a car: all texts lie in one row of bytes, which numpy and ``re`` walk at memory speed;
a text that many cars share is walked once."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

_SHORT = 3
"""Words up to this long are compared byte by byte in numpy: they hit too often for one call a hit."""


class Haystack:
    """Texts by position. ``repeats`` says that many are equal."""

    def __init__(self, texts: Sequence[str], *, repeats: bool = False) -> None:
        self._inverse: NDArray[np.int64] | None = None
        if repeats:
            places: dict[str, int] = {}
            self._inverse = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int64, len(texts))
            texts = list(places)
        encoded = [text.encode() for text in texts]
        self._bytes = b"\n".join(encoded)
        self._flat = np.frombuffer(self._bytes, dtype=np.uint8)
        self._ends = np.cumsum(np.fromiter((len(text) + 1 for text in encoded), np.int64, len(encoded)))

    def contains(self, word: str) -> Mask:
        """Which texts contain ``word`` (no line breaks in it, and not empty)."""
        needle = word.encode()
        mask = np.zeros(len(self._ends), dtype=np.bool_)
        mask[np.searchsorted(self._ends, self._starts(needle), side="right")] = True
        return mask if self._inverse is None else mask[self._inverse]

    def _starts(self, needle: bytes) -> NDArray[np.int64]:
        if len(needle) > _SHORT:
            found = [match.start() for match in re.finditer(re.escape(needle), self._bytes)]
            return np.array(found, dtype=np.int64)
        room = max(0, len(self._flat) - len(needle) + 1)
        hits = np.ones(room, dtype=np.bool_)
        for at, byte in enumerate(needle):
            hits &= self._flat[at : at + room] == byte
        return np.flatnonzero(hits)
