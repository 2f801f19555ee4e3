"""Substring search over one text a car: all texts lie in one row of bytes, which numpy and ``re`` walk at memory speed;
a text that many cars share is walked once, and a single letter is looked up."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789@.-_+"
"""Of which is kept in which texts each stands: one bit a letter."""
_BITS = np.zeros(256, dtype=np.uint64)
_BITS[np.frombuffer(_LETTERS, dtype=np.uint8)] = np.uint64(1) << np.arange(len(_LETTERS), dtype=np.uint64)
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
        self._letters = self._letters_of_each()

    def contains(self, word: str) -> Mask:
        """Which texts contain ``word`` (no line breaks in it, and not empty)."""
        needle = word.encode()
        mask: Mask = np.zeros(len(self._ends), dtype=np.bool_)
        if len(needle) == 1 and needle in _LETTERS:
            np.not_equal(self._letters & _BITS[needle[0]], 0, out=mask)
        else:
            mask[np.searchsorted(self._ends, self._starts(needle), side="right")] = True
        return mask if self._inverse is None else mask[self._inverse]

    def _letters_of_each(self) -> NDArray[np.uint64]:
        if not len(self._ends):
            return np.zeros(0, dtype=np.uint64)
        bits = np.append(_BITS[self._flat], np.uint64(0))  # the last text has no line break behind it
        starts = np.concatenate((np.zeros(1, dtype=np.int64), self._ends[:-1]))
        return np.bitwise_or.reduceat(bits, starts)

    def _starts(self, needle: bytes) -> NDArray[np.int64]:
        if len(needle) > _SHORT:
            found = [match.start() for match in re.finditer(re.escape(needle), self._bytes)]
            return np.array(found, dtype=np.int64)
        room = max(0, len(self._flat) - len(needle) + 1)
        hits = np.ones(room, dtype=np.bool_)
        for at, byte in enumerate(needle):
            hits &= self._flat[at : at + room] == byte
        return np.flatnonzero(hits)
