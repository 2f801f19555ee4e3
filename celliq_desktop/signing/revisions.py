"""What may stand in a sealed file after the seal: timestamps, each with the certificates that will be needed to judge
it later, and nothing else (ISO 32000-2 12.8.4.3 and 12.8.5; PAdES-B-LTA, EN 319 142-1).

A certified file is still whole after such a revision, but a revision is also the way in which files are forged. So no
reader's opinion is asked of what a revision changed: it is taken apart byte by byte into the objects that its table
lists, with nothing between them, and each must be one of the few that a timestamp needs."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from celliq_desktop.domain.paper import TIMESTAMP_FIELD
from celliq_desktop.domain.text import N_
from celliq_desktop.signing.contents import read_objects
from celliq_desktop.signing.envelope import RANGE, container_at
from celliq_desktop.signing.rejection import altered
from celliq_desktop.signing.timestamp_token import Stamp, read_token

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

_MOST = 8
"""Timestamps: one when sealed, and one again every few years before a service's certificate ends."""
_TABLE = re.compile(
    rb"xref\n((?:\d+ \d+\n(?:\d{10} \d{5} [nf] ?\r?\n)+)+)"
    rb"trailer\n<<\n/ID \[ <[0-9a-f]+> <[0-9a-f]+> \]\n(/Info \d+ 0 R\n/Root \d+ 0 R\n)/Size \d+\n/Prev (\d+)\n>>\n"
    rb"startxref\n(\d+)\n%%EOF\n"
)
_SECTION = re.compile(rb"(\d+) (\d+)\n((?:\d{10} \d{5} [nf] ?\r?\n)+)")
_TAIL = re.compile(rb"(/Info \d+ 0 R\n/Root \d+ 0 R\n)/Size (\d+)\n(?:/Prev \d+\n)?>>\nstartxref\n(\d+)\n%%EOF\n\Z")
_FIELD = {
    "/FT": "/Sig",
    "/Type": "/Annot",
    "/Subtype": "/Widget",
    "/F": 132,  # printed, locked, of no size: there is nothing to see
    "/Rect": [0, 0, 0, 0],
}
_STAMP_TEXT = re.compile(
    rb"<<\n/Contents <[0-9A-F]+>\n/ByteRange \[(\d+) (\d+) (\d+) (\d+)\] +\n/Type /DocTimeStamp\n"
    rb"/Filter /Adobe\.PPKLite\n/SubFilter /ETSI\.RFC3161\n>>"
)
_STREAM = re.compile(rb"<<\n/Length (\d+)\n>>\nstream\n")
_STORES = ("/Certs", "/OCSPs", "/CRLs")
_MORE = N_("Something was added to the file after it was sealed.")


@dataclass(frozen=True, slots=True)
class Layers:
    """A file by its signatures: ``ends[0]`` is where the sealed file ends, each further one a timestamp's revision."""

    data: bytes
    ends: tuple[int, ...]

    @property
    def sealed(self) -> bytes:
        """The file as it was when the seal was put on. With a single signature all of it, whatever the seal says."""
        return self.data[: self.ends[0]] if len(self.ends) > 1 else self.data


def layers_of(data: bytes) -> Layers:
    """Where each signature's bytes end. Raises Rejection for signatures that do not lie one around the other."""
    ranges = [tuple(int(number) for number in found) for found in RANGE.findall(data)]
    if len(ranges) < 2:
        return Layers(data, (len(data),))
    ends = tuple(one[2] + one[3] for one in ranges)
    if list(ends) != sorted(set(ends)) or ends[-1] != len(data) or len(ends) > _MOST + 1:
        raise altered(N_("The file carries more than one signature."))
    return Layers(data, ends)


def check_timestamps(layers: Layers) -> tuple[Stamp, ...]:
    """Every timestamp after the seal, oldest first. Raises Rejection for anything else that was added."""
    return tuple(
        _checked(layers.data[:before], layers.data[:end])
        for before, end in zip(layers.ends, layers.ends[1:], strict=False)
    )


def _checked(before: bytes, after: bytes) -> Stamp:
    try:
        revision = _Revision(read_objects(before), read_objects(after), _listed(before, after))
        revision.check()
    except Exception as error:  # pyHanko, and Python itself, raise many kinds for an object that is not what it seems
        raise altered(_MORE) from error
    start, length, resume, rest = revision.byte_range
    if (start, resume + rest) != (0, len(after)) or not len(before) < length < resume:
        raise altered(N_("The timestamp does not cover the whole file."))
    digest = hashlib.sha256(after[:length])
    digest.update(after[resume:])
    return read_token(container_at(after, length, resume), digest.digest())


def _listed(before: bytes, after: bytes) -> dict[int, bytes]:
    """Number -> bytes of each object of the last revision; ValueError when its table does not account for every byte
    that follows ``before``, or leads elsewhere than the table before it."""
    table_at = int(after[after.rindex(b"startxref\n") + 10 :].split(b"\n")[0])
    table, tail = _TABLE.fullmatch(after, table_at), _TAIL.search(before)
    if table is None or tail is None or table_at < len(before):
        raise ValueError("no table")
    if (table[2], table[3]) != (tail[1], tail[3]) or int(table[4]) != table_at:
        raise ValueError("a table that leads elsewhere")
    places = _places(table[1], int(tail[2]))
    ordered = sorted(places.items(), key=lambda one: one[1])
    bounds = [*(place for _number, place in ordered), table_at]
    if not ordered or bounds[0] != len(before):
        raise ValueError("bytes that no object owns")
    return {number: _framed(after[place:end], number) for (number, place), end in zip(ordered, bounds[1:], strict=True)}


def _places(table: bytes, old_size: int) -> dict[int, int]:
    """Object number -> place. What was there before may be written anew, nothing may be removed."""
    places: dict[int, int] = {}
    for first, count, lines in _SECTION.findall(table):
        entries = lines.splitlines()
        if len(entries) != int(count):
            raise ValueError("a table that does not count")
        for number, entry in enumerate(entries, int(first)):
            free = entry.rstrip() == b"0000000000 65535 f" and number == 0 < old_size
            if not free and (not entry.rstrip().endswith(b" 00000 n") or number in places):
                raise ValueError("an object that was removed or listed twice")
            if not free:
                places[number] = int(entry[:10])
    return places


def _framed(data: bytes, number: int) -> bytes:
    """What stands between ``N 0 obj`` and ``endobj``."""
    opening, closing = b"%d 0 obj\n" % number, b"\nendobj\n"
    if not data.startswith(opening) or not data.endswith(closing):
        raise ValueError("an object with something beside it")
    return data[len(opening) : -len(closing)]


class _Revision:
    """One revision with the file before it; every ``check`` raises ValueError."""

    def __init__(self, before: "PdfFileReader", after: "PdfFileReader", bodies: dict[int, bytes]) -> None:
        self._old: Any = before
        self._new: Any = after
        self._bodies = bodies
        self._size = int(before.trailer_view["/Size"])
        self.byte_range: tuple[int, int, int, int] = (0, 0, 0, 0)

    def check(self) -> None:
        """The three places where a timestamp is entered, and what is new; then nothing may be left."""
        field_reference = self._form()
        field = self._new_one(field_reference)
        self._page(field, field_reference)
        self._field(field)
        self._stamp(field.raw_get("/V"))
        self._store()
        _require(not self._bodies)

    def _form(self) -> Any:
        """The catalog gained at most the store, the form exactly one field; returns its reference."""
        old, new = self._old.root, self._new.root
        if self._new.root_ref.idnum in self._bodies:  # a store that is there already needs no new catalog
            self._as_written(self._new.root_ref.idnum, new)
        _same(old, new, but={"/DSS"})
        self._as_written(new.raw_get("/AcroForm").idnum, new["/AcroForm"])
        _same(old["/AcroForm"], new["/AcroForm"], but={"/Fields"})
        return _one_more(old["/AcroForm"].raw_get("/Fields"), new["/AcroForm"].raw_get("/Fields"))

    def _page(self, field: Any, field_reference: Any) -> None:
        """The page that the field names gained exactly this field among its annotations."""
        page = field.raw_get("/P")
        old, new = self._old.get_object(page.reference), self._new.get_object(page.reference)
        self._as_written(page.idnum, new)
        _require(new["/Type"] == "/Page")
        _same(old, new, but={"/Annots"})
        entered = _one_more(old.raw_get("/Annots"), new.raw_get("/Annots"))
        _require(_written(entered) == _written(field_reference))

    def _field(self, field: Any) -> None:
        _require(set(field) == {*_FIELD, "/T", "/P", "/V"})
        _require(all(field[key] == value for key, value in _FIELD.items()))
        _require(str(field["/T"]).startswith(TIMESTAMP_FIELD))

    def _stamp(self, reference: Any) -> None:
        """The token's dictionary has room after its byte range, so it is compared as text."""
        number = self._number_of(reference)
        written = _STAMP_TEXT.fullmatch(self._bodies.pop(number))
        if written is None:
            raise ValueError("not a timestamp")
        start, length, resume, rest = (int(number) for number in written.groups())
        self.byte_range = (start, length, resume, rest)

    def _store(self) -> None:
        """The store of certificates and revocation answers only grows, by plain streams of DER."""
        if "/DSS" not in self._new.root:
            return
        old = _child(self._old.root, "/DSS")
        number = self._new.root.raw_get("/DSS").idnum
        new = self._new.root["/DSS"]
        if number in self._bodies:
            self._as_written(number, new)
        _require(set(new) <= {*_STORES, "/Type"} and set(old) <= set(new))
        for name in _STORES:
            known = [_written(one) for one in _references(old, name)]
            listed = _references(new, name)
            _require([_written(one) for one in listed][: len(known)] == known)
            for one in listed[len(known) :]:
                self._evidence(one)

    def _evidence(self, reference: Any) -> None:
        stream = self._bodies.pop(self._number_of(reference))
        framed = _STREAM.match(stream)
        _require(framed is not None and stream.endswith(b"\nendstream"))
        content = stream[framed.end() : -len(b"\nendstream")] if framed else b""
        _require(framed is not None and int(framed[1]) == len(content) and content[:1] == b"\x30")

    def _number_of(self, reference: Any) -> int:
        _require(reference.generation == 0 and reference.idnum >= self._size)
        return int(reference.idnum)

    def _new_one(self, reference: Any) -> Any:
        """An object that is new in this revision."""
        found = self._new.get_object(reference.reference)
        self._as_written(self._number_of(reference), found)
        return found

    def _as_written(self, number: int, read: Any) -> None:
        """The object in the file is what was read, and nothing else: no key twice, no comment, nothing between."""
        _require(self._bodies.pop(number) == _written(read))


def _references(store: Any, name: str) -> list[Any]:
    array = _child(store, name)
    return [array.raw_get(index) for index in range(len(array))]


def _child(parent: Any, name: str) -> Any:
    """What stands under ``name``, references followed, as pyHanko's own ``get`` does not; empty when nothing does."""
    if name in parent:
        return parent[name]
    return {}


def _one_more(old: Any, new: Any) -> Any:
    """The last element of ``new``, which is ``old`` otherwise; both are arrays of their own, not references."""
    before = [_written(old.raw_get(index)) for index in range(len(old))]
    after = [new.raw_get(index) for index in range(len(new))]
    _require([_written(one) for one in after[:-1]] == before)
    return after[-1]


def _same(old: Any, new: Any, *, but: set[str]) -> None:
    _require(set(old) - but == set(new) - but)
    _require(all(_written(old.raw_get(key)) == _written(new.raw_get(key)) for key in set(old) - but))


def _written(thing: Any) -> bytes:
    """The object as it is written to a file; a reference as its number."""
    output = BytesIO()
    thing.write_to_stream(output, None)
    return output.getvalue()


def _require(true: bool) -> None:
    if not true:
        raise ValueError("not what a timestamp adds")
