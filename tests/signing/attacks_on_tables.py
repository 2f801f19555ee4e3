"""Later revisions that hide in how a PDF is put together: cross-reference and object streams, bodies without a table,
and what a reader shows beside the pages (shadow attacks, hide-and-replace, evil annotations)."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf

from tests.signing.attacks import Attack, appended, body_of, last_of, numbers_of, stream_of, with_entry, without_entry

_OVERLAY = b"BT /F1 40 Tf 72 500 Td (99 %) Tj ET"
_FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 840] /Length %d >>\nstream\n%s\nendstream"


def _contents(pdf: bytes) -> int:
    _root, page, _form, _free = numbers_of(pdf)
    return int(re.findall(rb"/Contents (\d+)", body_of(pdf, page))[0])


def _with_table_stream(pdf: bytes, objects: dict[int, bytes], packed: dict[int, tuple[int, int]]) -> bytes:
    """A revision whose table is a stream (PDF 1.5); ``packed`` objects lie in an object stream at an index."""
    output, rows = bytearray(pdf), {}
    for number, body in objects.items():
        rows[number] = (1, len(output), 0)
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = max([*objects, *packed]) + 1
    rows[table] = (1, len(output), 0)
    rows |= {number: (2, stream, index) for number, (stream, index) in packed.items()}
    listed = [rows[number] for number in sorted(rows)]
    data = b"".join(bytes([kind]) + at.to_bytes(4, "big") + of.to_bytes(2, "big") for kind, at, of in listed)
    index = b" ".join(b"%d 1" % number for number in sorted(rows))
    start = len(output)
    output += b"%d 0 obj\n<< /Type /XRef /Size %d /Root %s /Info %s /Prev %s /W [1 4 2] /Index [%s] /Length %d >>\n" % (
        table,
        table + 1,
        last_of(rb"/Root (\d+ 0 R)", pdf),
        last_of(rb"/Info (\d+ 0 R)", pdf),
        last_of(rb"startxref\s+(\d+)", pdf),
        index,
        len(data),
    )
    output += b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (data, start)
    return bytes(output)


def table_in_a_stream(pdf: bytes) -> bytes:
    """Other content, listed in a cross-reference stream."""
    return _with_table_stream(pdf, {_contents(pdf): stream_of(_OVERLAY)}, {})


def page_in_an_object_stream(pdf: bytes) -> bytes:
    """The page itself, redefined inside a compressed stream."""
    _root, page, _form, free = numbers_of(pdf)
    body = re.sub(rb"/Contents \d+ 0 R", b"/Contents %d 0 R" % free, body_of(pdf, page))
    head = b"%d 0 " % page
    packed = b"<< /Type /ObjStm /N 1 /First %d /Length %d >>\nstream\n%s\nendstream" % (
        len(head),
        len(head + body),
        head + body,
    )
    return _with_table_stream(pdf, {free: stream_of(_OVERLAY), free + 1: packed}, {page: (free + 1, 0)})


def hybrid_table(pdf: bytes) -> bytes:
    """A second table for readers that know streams."""
    return appended(pdf, {numbers_of(pdf)[3]: stream_of(_OVERLAY)}, trailer=b"/XRefStm 1000\n")


def body_alone(pdf: bytes) -> bytes:
    """An object after the end that only a reader finds which rebuilds the table."""
    return pdf + b"%d 0 obj\n%s\nendobj\n" % (_contents(pdf), stream_of(_OVERLAY))


def body_and_trailer(pdf: bytes) -> bytes:
    """The same with a trailer that leads nowhere."""
    end = b"trailer\n<< /Root %s /Size %s >>\n%%%%EOF\n"
    return body_alone(pdf) + end % (last_of(rb"/Root (\d+ 0 R)", pdf), last_of(rb"/Size (\d+)", pdf))


def body_and_the_signature_again(pdf: bytes) -> bytes:
    """The signature's own object is repeated at the end, where lazy readers look for it."""
    return body_alone(pdf) + pdf[pdf.rindex(b"\n", 0, pdf.rindex(b" 0 obj", 0, pdf.index(b"/Type /Sig\n"))) + 1 :]


def other_generation(pdf: bytes) -> bytes:
    """The content's number with the next generation."""
    number = _contents(pdf)
    body = b"%d 1 obj\n%s\nendobj\n" % (number, stream_of(_OVERLAY))
    table = b"xref\n%d 1\n%010d 00001 n \ntrailer\n<< /Size %s /Root %s /Info %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
    return (
        pdf
        + body
        + table
        % (
            number,
            len(pdf),
            last_of(rb"/Size (\d+)", pdf),
            last_of(rb"/Root (\d+ 0 R)", pdf),
            last_of(rb"/Info (\d+ 0 R)", pdf),
            last_of(rb"startxref\s+(\d+)", pdf),
            len(pdf) + len(body),
        )
    )


def another_look_of_the_seal(pdf: bytes) -> bytes:
    """What the seal field shows is drawn anew."""
    with pikepdf.open(BytesIO(pdf)) as document:
        number = document.Root.AcroForm.Fields[0].AP.N.objgen[0]
    return appended(pdf, {number: _FORM % (len(_OVERLAY), _OVERLAY)})


def a_field_over_the_page(pdf: bytes) -> bytes:
    """A text field as large as the page, with a look of its own."""
    _root, _page, form, free = numbers_of(pdf)
    field = b"<< /FT /Tx /T (x) /V (99) /Type /Annot /Subtype /Widget /Rect [0 0 600 840] /AP << /N %d 0 R >> >>"
    body = re.sub(rb"/Fields \[", b"/Fields [ %d 0 R " % free, body_of(pdf, form))
    return appended(pdf, {form: body, free: field % (free + 1), free + 1: _FORM % (len(_OVERLAY), _OVERLAY)})


def a_form_of_another_kind(pdf: bytes) -> bytes:
    """XFA, which some readers show instead of the pages."""
    _root, _page, form, _free = numbers_of(pdf)
    return appended(pdf, {form: with_entry(body_of(pdf, form), b"/XFA (x)")})


def another_twin(pdf: bytes) -> bytes:
    """The attached data, rewritten under their own number."""
    with pikepdf.open(BytesIO(pdf)) as document:
        file = document.Root.AF[0].EF.F
        number, said = file.objgen[0], file.read_bytes().replace(b"91.2", b"99.9")
    body = b"<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %d >>\nstream\n%s\nendstream"
    return appended(pdf, {number: body % (len(said), said)})


def another_attachment(pdf: bytes) -> bytes:
    """The tree of names leads to another file."""
    root, _page, _form, free = numbers_of(pdf)
    names = b"/Names << /EmbeddedFiles << /Names [ (battery-condition-report.json) %d 0 R ] >> >>" % free
    body = with_entry(without_entry(body_of(pdf, root), b"/Names"), names)
    return appended(pdf, {root: body, free: b"<< /Type /Filespec /F (battery-condition-report.json) >>"})


def _in_the_catalog(entry: bytes) -> Callable[[bytes], bytes]:
    def attack(pdf: bytes) -> bytes:
        root = numbers_of(pdf)[0]
        return appended(pdf, {root: with_entry(body_of(pdf, root), entry)})

    return attack


def _on_the_page(entry: bytes) -> Callable[[bytes], bytes]:
    def attack(pdf: bytes) -> bytes:
        page = numbers_of(pdf)[1]
        name = entry.split()[0]
        return appended(pdf, {page: with_entry(without_entry(body_of(pdf, page), name), entry)})

    return attack


ON_TABLES: dict[str, Attack] = {
    **{
        attack.__name__: attack
        for attack in (
            table_in_a_stream,
            page_in_an_object_stream,
            hybrid_table,
            body_alone,
            body_and_trailer,
            body_and_the_signature_again,
            other_generation,
            another_look_of_the_seal,
            a_field_over_the_page,
            a_form_of_another_kind,
            another_twin,
            another_attachment,
        )
    },
    "a store of certificates alone": _in_the_catalog(b"/DSS << /Certs [ ] >>"),
    "a store that acts": _in_the_catalog(b"/DSS << /Type /DSS /VRI << /X << /JS (app.alert\\(1\\)) >> >> >>"),
    "a portfolio": _in_the_catalog(b"/Collection << /View /H >>"),
    "names of pages": _in_the_catalog(b"/PageLabels << /Nums [ 0 << /P (x) >> ] >>"),
    "another page in front": _in_the_catalog(b"/OpenAction [ 1 /Fit ]"),
    "a huge sheet": _on_the_page(b"/MediaBox [ 0 0 14400 14400 ]"),
    "a huge unit": _on_the_page(b"/UserUnit 20"),
    "a comment at the end": lambda pdf: pdf + b"%hello\n",
    "a second end": lambda pdf: pdf + b"%%EOF\n",
    "nothing but zeros": lambda pdf: pdf + b"\0" * 16,
}
"""A revision after the last signature, however it is listed."""
