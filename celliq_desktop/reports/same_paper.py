"""Whether a sealed file shows the paper its twin was made for: all that a reader can be led to, object by object.

Comparing the first bytes of the file is not enough: the sealed revision itself may put other pages in place of those.
And it is too much: another build of zlib packs the same page into other bytes. So both documents are walked from their
catalog, streams unpacked, and nothing may differ but the signature itself and what timestamps add
(``signing.timestamper``)."""

import io
from collections.abc import Iterable
from typing import Any

import pikepdf

from celliq_desktop.domain.paper import SEAL_FIELD, TIMESTAMP_FIELD

_NOT_SHOWN = frozenset({"/DSS", "/Extensions", "/Version"})
"""Of the catalog: what timestamps add, and what another program that packed the same pages may write."""
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
_PACKERS = frozenset({"/FlateDecode", "/ASCII85Decode", "/LZWDecode", "/ASCIIHexDecode", "/RunLengthDecode"})
_SIGNED = frozenset({"/Contents", "/ByteRange"})


def same_paper(sealed: bytes, fresh: bytes) -> bool:
    """True when ``sealed`` shows what ``fresh`` does, a seal on the page drawn again (``signing.likeness``): pages,
    words for listeners, seal and twin, with timestamps at most."""
    with pikepdf.open(io.BytesIO(sealed)) as ours, pikepdf.open(io.BytesIO(fresh)) as honest:
        if len(ours.pages) != len(honest.pages) or not _only_seals(ours):
            return False
        walk = _Walk(_places(ours), _places(honest))
        return (
            walk.same(_seal_of(ours), _seal_of(honest))
            and _form(ours) == _form(honest)
            and walk.same(ours.Root, honest.Root, but=_NOT_SHOWN | {"/AcroForm"})
            and walk.same(ours.docinfo, honest.docinfo)
        )


def _seal_of(document: pikepdf.Pdf) -> Any:
    return document.Root["/AcroForm"]["/Fields"][0]


def _form(document: pikepdf.Pdf) -> dict[str, Any]:
    """The form beside its fields, which are looked at one by one."""
    form = document.Root["/AcroForm"]
    return {key: form[key] for key in set(form.keys()) - {"/Fields"}}


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
            return (
                _packers(one) <= _PACKERS
                and one.read_bytes() == other.read_bytes()
                and self._keys(one, other, _PACKING)
            )
        if isinstance(one, pikepdf.Dictionary) and isinstance(other, pikepdf.Dictionary):
            is_page = (one.objgen in self._pages[0], other.objgen in self._pages[1])
            signed = _SIGNED if one.get("/Type") == other.get("/Type") == "/Sig" else ()
            annotations = ("/Annots",) if is_page[0] else ()
            return is_page[0] == is_page[1] and self._keys(one, other, {*but, *signed, *annotations})
        return type(one) is type(other) and bool(one == other)

    def _keys(self, one: Any, other: Any, but: Iterable[str]) -> bool:
        keys = set(one.keys()) - set(but)
        return keys == set(other.keys()) - set(but) and all(self.same(one[key], other[key]) for key in keys)


def _packers(stream: Any) -> set[str]:
    found = stream.get("/Filter", pikepdf.Array([]))
    return {str(one) for one in (found if isinstance(found, pikepdf.Array) else [found])}


def _only_seals(ours: pikepdf.Pdf) -> bool:
    """Annotations are that of the seal, which is compared, and of timestamps, which have no size; nothing else is in
    the form."""
    found = [field for page in ours.pages for field in page.get("/Annots", [])]
    fields = list(ours.Root["/AcroForm"]["/Fields"])
    stamps = (str(field.get("/T", "")).startswith(TIMESTAMP_FIELD) and _flat(field) for field in fields[1:])
    places = sorted(field.objgen for field in found)
    return (
        str(fields[0].get("/T", "")) == SEAL_FIELD
        and all(stamps)
        and places == sorted(field.objgen for field in fields)
    )


def _flat(field: Any) -> bool:
    return [float(edge) for edge in field.get("/Rect", [1])] == [0.0] * 4
