"""Whether a sealed file shows the paper its twin was made for: all that a reader can be led to, object by object.

Comparing the first bytes of the file is not enough: the sealed revision itself may put other pages in place of those.
And it is too much: another build of zlib packs the same page into other bytes. So both documents are walked from their
catalog, streams unpacked, and nothing may differ but what a seal adds (``signing.seal``, ``signing.timestamper``)."""

import io
from collections.abc import Iterable
from typing import Any

import pikepdf

from celliq_desktop.domain.paper import SEAL_BOX_MM, SEAL_FIELD, SEAL_PAGE, TIMESTAMP_FIELD, TWIN_NAME, placing_on

_SEAL_ADDS = frozenset({"/AcroForm", "/Perms", "/AF", "/Names", "/DSS", "/Extensions", "/Version"})
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
_POINTS = 72 / 25.4


def same_paper(sealed: bytes, drawn: bytes) -> bool:
    """True when ``sealed`` is ``drawn`` with a seal, its timestamps and the attached twin, and nothing else to see."""
    with pikepdf.open(io.BytesIO(sealed)) as ours, pikepdf.open(io.BytesIO(drawn)) as fresh:
        if len(ours.pages) != len(fresh.pages) or not _only_twin(ours) or not _only_seals(ours, fresh):
            return False
        walk = _Walk(_places(ours), _places(fresh))
        return walk.same(ours.Root, fresh.Root, but=_SEAL_ADDS) and walk.same(ours.docinfo, fresh.docinfo)


def _places(document: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    return frozenset(page.obj.objgen for page in document.pages)


class _Walk:
    """Compares two graphs of objects; a pair that was met before is not entered again."""

    def __init__(self, ours: frozenset[tuple[int, int]], fresh: frozenset[tuple[int, int]]) -> None:
        self._pages = (ours, fresh)
        self._met: set[tuple[tuple[int, int], tuple[int, int]]] = set()

    def same(self, one: Any, other: Any, but: Iterable[str] = ()) -> bool:
        """Deep equality without the keys ``but`` of the first level."""
        if not isinstance(one, pikepdf.Object) or not isinstance(other, pikepdf.Object):
            return type(one) is type(other) and bool(one == other)
        if one.is_indirect and other.is_indirect:
            pair = (one.objgen, other.objgen)
            if pair in self._met:
                return True
            self._met.add(pair)
        if isinstance(one, pikepdf.Array) and isinstance(other, pikepdf.Array):
            return len(one) == len(other) and all(map(self.same, list(one), list(other)))
        if isinstance(one, pikepdf.Stream) and isinstance(other, pikepdf.Stream):
            return one.read_bytes() == other.read_bytes() and self._keys(one, other, _PACKING)
        if isinstance(one, pikepdf.Dictionary) and isinstance(other, pikepdf.Dictionary):
            is_page = (one.objgen in self._pages[0], other.objgen in self._pages[1])
            return is_page[0] == is_page[1] and self._keys(one, other, {*but, *(("/Annots",) if is_page[0] else ())})
        return type(one) is type(other) and bool(one == other)

    def _keys(self, one: Any, other: Any, but: Iterable[str]) -> bool:
        keys = set(one.keys()) - set(but)
        return keys == set(other.keys()) - set(but) and all(self.same(one[key], other[key]) for key in keys)


def _only_seals(ours: pikepdf.Pdf, fresh: pikepdf.Pdf) -> bool:
    """Annotations are those of the seal, where it belongs, and of timestamps, which have no size."""
    if any("/Annots" in page for page in fresh.pages):
        return False
    found = [(number, field) for number, page in enumerate(ours.pages) for field in page.get("/Annots", [])]
    left, bottom, right, top = (float(edge) / _POINTS for edge in fresh.pages[SEAL_PAGE].mediabox)
    sheet = (right - left, top - bottom)
    return all(_is_seal(number, field, sheet) for number, field in found) and len(found) >= 1


def _is_seal(number: int, field: Any, sheet: tuple[float, float]) -> bool:
    name, rect = str(field.get("/T", "")), [float(edge) for edge in field.get("/Rect", [])]
    if name == SEAL_FIELD:
        box = [edge * _POINTS for edge in placing_on(*sheet).box(*SEAL_BOX_MM)]
        return number == SEAL_PAGE and len(rect) == 4 and all(abs(a - b) < 0.1 for a, b in zip(rect, box, strict=True))
    return name.startswith(TIMESTAMP_FIELD) and rect == [0.0] * 4


def _only_twin(ours: pikepdf.Pdf) -> bool:
    names = ours.Root.get("/Names", pikepdf.Dictionary())
    return set(names.keys()) <= {"/EmbeddedFiles"} and list(ours.attachments) == [TWIN_NAME]
