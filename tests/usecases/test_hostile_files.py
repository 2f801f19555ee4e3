"""A file made to hang or to burst whoever reads it ends in a verdict, in the time and memory that a check is given."""

import zlib
from collections.abc import Callable

import pytest

from celliq_desktop.app.examinations import IsolatedExaminer
from celliq_desktop.domain.paper import PRODUCER, SEAL_FIELD
from celliq_desktop.domain.reports import Verdict
from tests.signing.attacks import appended
from tests.signing.papers import sealed

_DEEP = 200_000


def _file(objects: dict[int, bytes]) -> bytes:
    """A PDF that says it is ours; object 1 is its catalog, object 2 its information."""
    output = bytearray(b"%PDF-1.7\n")
    table = b"xref\n0 1\n0000000000 65535 f \n"
    known = {2: b"<< /Producer (%s) >>" % PRODUCER.encode(), **objects}
    for number, body in sorted(known.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(output)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 2 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(known) + 1, start)
    return bytes(output + table + trailer)


def _packed(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s>>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def _deep() -> bytes:
    return _file({1: b"<< /Type /Catalog /Pages 3 0 R /Deep " + b"[" * _DEEP + b"]" * _DEEP + b" >>"})


def _circle_of_pages() -> bytes:
    return _file({1: b"<< /Type /Catalog /Pages 3 0 R >>", 3: b"<< /Type /Pages /Kids [ 3 0 R 3 0 R ] /Count 2 >>"})


def _circle_of_references() -> bytes:
    form = b"/AcroForm << /Fields 3 0 R >>"
    return _file({1: b"<< /Type /Catalog %s >>" % form, 3: b"4 0 R", 4: b"3 0 R"})


def _length_of_itself() -> bytes:
    return _file({1: b"<< /Type /Catalog /Metadata 3 0 R >>", 3: b"<< /Length 3 0 R >>\nstream\nx\nendstream"})


def _bomb_in_an_object_stream() -> bytes:
    zeros = b"\0" * 300_000_000
    return _file({1: b"<< /Type /Catalog /Names 3 0 R >>", 3: _packed(zeros, b"/Type /ObjStm /N 1 /First 4 ")})


def _bomb_in_a_table() -> bytes:
    table = _packed(b"\0" * 200_000_000, b"/Type /XRef /Size 40000000 /W [ 1 2 2 ] /Root 1 0 R ")
    body = b"%%PDF-1.7\n%% %s\n5 0 obj\n%s\nendobj\n" % (SEAL_FIELD.encode(), table)
    return body + b"startxref\n%d\n%%%%EOF\n" % body.index(b"5 0 obj")


def _many_fields() -> bytes:
    fields = b" ".join(b"<< /T (f%d) /FT /Sig >>" % number for number in range(60_000))
    return _file({1: b"<< /Type /Catalog /AcroForm << /Fields [ %s ] >> >>" % fields})


def _tables_in_a_circle() -> bytes:
    pdf = _file({1: b"<< /Type /Catalog >>"})
    start = pdf.rindex(b"xref\n0 1")
    return pdf.replace(b"/Info 2 0 R", b"/Info 2 0 R /Prev %d" % start)


@pytest.mark.parametrize(
    "bomb",
    [
        _deep,
        _circle_of_pages,
        _circle_of_references,
        _length_of_itself,
        _bomb_in_an_object_stream,
        _bomb_in_a_table,
        _many_fields,
        _tables_in_a_circle,
    ],
)
def test_a_bomb_ends_in_a_verdict(examiner: IsolatedExaminer, bomb: Callable[[], bytes]) -> None:
    found = examiner.examine(bomb()).seal
    assert found.verdict in (Verdict.UNVERIFIABLE, Verdict.ALTERED)
    assert found.reasons[0].endswith(".")


def test_hundreds_of_revisions_after_the_seal_end_in_a_verdict(examiner: IsolatedExaminer) -> None:
    pdf = sealed()
    for _revision in range(300):
        pdf = appended(pdf, {})
    assert examiner.examine(pdf).seal.verdict is Verdict.ALTERED
