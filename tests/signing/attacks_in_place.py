"""Forgeries of the signed bytes themselves, or of the signature."""

import re
from collections.abc import Callable

from tests.signing.attacks import Attack, overlay

_RANGE = re.compile(rb"/ByteRange \[[^\]]*\] *")


def _range(pdf: bytes, new: bytes) -> bytes:
    """Another byte range in the room that the old one took."""
    old = _RANGE.search(pdf)
    if old is None:
        raise ValueError("no byte range")
    return pdf[: old.start()] + new.ljust(old.end() - old.start())[: old.end() - old.start()] + pdf[old.end() :]


def _container(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Another signature in the same room."""
    start = pdf.index(b"/Contents <30") + len(b"/Contents <")
    end = pdf.index(b">", start)
    return pdf[:start] + change(pdf[start:end]).ljust(end - start, b"0")[: end - start] + pdf[end:]


def _swapped(pdf: bytes, old: bytes, new: bytes) -> bytes:
    if old not in pdf or len(old) != len(new):
        raise ValueError(f"nothing to swap: {old!r}")
    return pdf.replace(old, new)


def wrapped(pdf: bytes) -> bytes:
    """Wrapping: the signed end is moved away, and what readers find in its old place is new."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    if found is None:
        raise ValueError("no byte range")
    _length, resume, rest = (int(number) for number in found.groups())
    signed_end = pdf[resume:]
    moved = overlay(pdf)
    return moved + b"\n" + signed_end[: rest // 2]


def overlapping(pdf: bytes) -> bytes:
    """Two ranges that share bytes."""
    return _range(pdf, b"/ByteRange [0 9000 8000 %d]" % (len(pdf) - 8000))


IN_PLACE: dict[str, Attack] = {
    "wrapped": wrapped,
    "overlapping ranges": overlapping,
    "no byte range": lambda pdf: _range(pdf, b""),
    "byte range of nothing": lambda pdf: _range(pdf, b"/ByteRange null"),
    "byte range of one pair": lambda pdf: _range(pdf, b"/ByteRange [0 %d]" % len(pdf)),
    "byte range of three pairs": lambda pdf: _range(pdf, b"/ByteRange [0 1 2 3 4 5]"),
    "negative byte range": lambda pdf: _range(pdf, b"/ByteRange [0 -1 0 -1]"),
    "byte range beyond the end": lambda pdf: _range(pdf, b"/ByteRange [0 1000 2000 9999999999]"),
    "byte range from one": lambda pdf: _swapped(pdf, b"/ByteRange [0 ", b"/ByteRange [1 "),
    "byte range of words": lambda pdf: _range(pdf, b"/ByteRange [(0) (1) (2) (3)]"),
    "empty signature": lambda pdf: _container(pdf, lambda _old: b""),
    "signature of zeros": lambda pdf: _container(pdf, lambda old: b"0" * len(old)),
    "half a signature": lambda pdf: _container(pdf, lambda old: old[: len(old) // 4]),
    "signature in small letters": lambda pdf: _container(pdf, lambda old: old.lower()),
    "signature without end": lambda pdf: _container(pdf, lambda old: b"3080" + old[8:]),
    "signature with a tail": lambda pdf: _container(pdf, lambda old: old[:-4] + b"ABCD"),
    "another subfilter": lambda pdf: _swapped(pdf, b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"),
    "another filter": lambda pdf: _swapped(pdf, b"/Adobe.PPKLite", b"/Adobe.PPKLit3"),
    "another type": lambda pdf: _swapped(pdf, b"/Type /Sig\n", b"/Type /Sic\n"),
    "changes allowed": lambda pdf: _swapped(pdf, b"/P 1\n", b"/P 2\n"),
    "another field name": lambda pdf: _swapped(pdf, b"(CellIQSeal)", b"(CellIQSeaI)"),
    "another reason": lambda pdf: _swapped(pdf, b"Battery Condition Report", b"Battery Condition Rep0rt"),
    "another link": lambda pdf: _swapped(pdf, b"celliq.eu", b"cel1iq.eu"),
    "an older version": lambda pdf: _swapped(pdf, b"%PDF-1.3", b"%PDF-1.0"),
    "something before": lambda pdf: b"%PDF-1.7\n" + pdf,
    "another file behind": lambda pdf: pdf + pdf,
    "the end missing": lambda pdf: pdf[: -len(b"%%EOF\n")],
    "other line ends": lambda pdf: pdf.replace(b"\nendobj\n", b"\rendobj\r"),
}
"""The signed bytes themselves, or the signature."""
