"""The little of TrueType that the visible seal needs: glyph numbers, widths, and a font file with only those glyphs.

pyHanko's own way to embed a font needs a shaping engine with native code; one line of a dealer's name does not. Table
layouts: OpenType 1.9 (Microsoft), chapters cmap, glyf, head, hhea, hmtx, loca, maxp."""

import importlib.util
import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

_KEPT = (b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
"""What a glyph-indexed font inside a PDF needs (ISO 32000-2, 9.9.1)."""
_MAGIC_SUM = 0xB1B0AFBA
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


class Typeface:
    """One TrueType file in memory. Raises ValueError, IndexError, KeyError or struct.error for a damaged file."""

    def __init__(self, data: bytes) -> None:
        self._tables = {
            tag: data[start : start + length]
            for tag, _, start, length in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * _u16(data, 4)])
        }
        head, hhea = self._tables[b"head"], self._tables[b"hhea"]
        self.units_per_em = _u16(head, 18)
        self.box: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        count = _u16(self._tables[b"maxp"], 4)
        self._advances = [_u16(self._tables[b"hmtx"], 4 * min(glyph, _u16(hhea, 34) - 1)) for glyph in range(count)]
        long_offsets = _u16(head, 50) == 1
        raw = struct.unpack_from(f">{count + 1}{'I' if long_offsets else 'H'}", self._tables[b"loca"])
        self._offsets = raw if long_offsets else tuple(2 * offset for offset in raw)
        self._glyphs = dict(_characters(self._tables[b"cmap"]))

    def glyph(self, character: str) -> int:
        """Glyph number; a question mark stands for a character the font does not have."""
        return self._glyphs.get(ord(character)) or self._glyphs[ord("?")]

    def advance(self, glyph: int) -> float:
        """Width in thousandths of the font size."""
        return self._advances[glyph] * 1000 / self.units_per_em

    def width(self, text: str) -> float:
        """Width of ``text`` in units of the font size."""
        return sum(self.advance(self.glyph(character)) for character in text) / 1000

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """A font file that keeps its glyph numbers and holds the outlines of ``glyphs`` only."""
        kept = self._with_parts(glyphs)
        outlines, offsets, metrics = bytearray(), [0], bytearray()
        for glyph, advance in enumerate(self._advances):
            if glyph in kept:
                outlines += self._outline(glyph)
                outlines += bytes(-len(outlines) % 4)
            offsets.append(len(outlines))
            metrics += struct.pack(">Hh", *((advance, self._left(glyph)) if glyph in kept else (0, 0)))
        head = bytearray(self._tables[b"head"])
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">H", head, 50, 1)
        hhea = bytearray(self._tables[b"hhea"])
        struct.pack_into(">H", hhea, 34, len(self._advances))
        tables = {tag: self._tables[tag] for tag in _KEPT if tag in self._tables}
        tables |= {
            b"glyf": bytes(outlines),
            b"head": bytes(head),
            b"hhea": bytes(hhea),
            b"hmtx": bytes(metrics),
            b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        }
        return _font_file(tables)

    def _outline(self, glyph: int) -> bytes:
        return self._tables[b"glyf"][self._offsets[glyph] : self._offsets[glyph + 1]]

    def _left(self, glyph: int) -> int:
        """Left side bearing: the glyph's own least x, as every font of ours has it."""
        outline = self._outline(glyph)
        return int(struct.unpack_from(">h", outline, 2)[0]) if outline else 0

    def _with_parts(self, glyphs: Iterable[int]) -> set[int]:
        """``glyphs``, the mark for a missing glyph, and all that composite glyphs are put together from."""
        kept: set[int] = set()
        waiting = [0, *glyphs]
        while waiting:
            glyph = waiting.pop()
            if glyph not in kept:
                kept.add(glyph)
                waiting += _parts(self._outline(glyph))
        return kept


def face(name: str) -> Typeface | None:
    """A face of Source Sans Pro by its file name; None when the font's package is absent."""
    spec = importlib.util.find_spec("font_source_sans_pro")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], "files", name)
    return _parsed(path) if path.is_file() else None


@lru_cache(maxsize=4)
def _parsed(path: Path) -> Typeface:
    """Kept: it never changes while the program runs, and costs as much as half a seal."""
    return Typeface(path.read_bytes())


def _u16(data: bytes, offset: int) -> int:
    return int(struct.unpack_from(">H", data, offset)[0])


def _characters(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Code point and glyph number of every character of the basic plane (sub-table format 4, platform 3 encoding 1)."""
    start = next(
        offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * _u16(cmap, 2)])
        if (platform, encoding) == (3, 1) and _u16(cmap, offset) == 4
    )
    double = _u16(cmap, start + 6)
    for position in range(start + 14, start + 14 + double, 2):
        first, last = _u16(cmap, position + double + 2), _u16(cmap, position)
        delta = _u16(cmap, position + 2 * double + 2)
        place = position + 3 * double + 2
        skip = _u16(cmap, place)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = _u16(cmap, place + skip + 2 * (code - first)) if skip else code
            if glyph:
                yield code, (glyph + delta) % 0x10000


def _parts(outline: bytes) -> Iterator[int]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    position, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", outline, position)
        yield int(glyph)
        position += 8 if flags & _WORDS else 6
        position += 8 if flags & _TWO_BY_TWO else 4 if flags & _XY_SCALE else 2 if flags & _SCALE else 0


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    header = struct.pack(">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    position = len(header) + 16 * len(tables)
    directory, body = bytearray(), bytearray()
    for tag, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, _checksum(data), position + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    font = bytearray(header + directory + body)
    adjustment = font.index(tables[b"head"]) + 8
    struct.pack_into(">I", font, adjustment, (_MAGIC_SUM - _checksum(bytes(font))) % 2**32)
    return bytes(font)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total % 2**32
