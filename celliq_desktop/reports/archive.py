"""Makes an archive of the drawn pages, PDF/A-3 of level A (ISO 19005-3), without changing what they show.

Level A is level B, the same look for ever (embedded fonts, a stated colour space, metadata in the file, nothing that
acts), with a tree of what is a heading, a table, a figure. Part 3 allows the attached twin, which the seal brings."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pikepdf

from celliq_desktop.domain.paper import PRODUCER
from celliq_desktop.reports.colour_profile import srgb_profile
from celliq_desktop.reports.structure import Element, Structure

_CONDITION = "sRGB IEC61966-2.1"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_TRAILER = re.compile(rb"trailer << (/Info \d+ 0 R /Root \d+ 0 R) (/Size \d+) (/ID \[<[0-9a-f]+><[0-9a-f]+>\]) >>")
"""As qpdf writes it. A seal repeats the order of its entries, and timestamps after it are read in one order only
(``signing.revisions``), the one in which reportlab wrote the papers that were handed out before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the file says of itself; ``made`` is aware, ``language`` a tag such as ``de``."""

    title: str
    author: str
    subject: str
    language: str
    made: datetime


def archived(pdf: bytes, structure: Structure, described: Description) -> bytes:
    """``pdf`` with its tree, metadata and colour space; the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _describe(document, described)
        _add_colours(document)
        _add_tree(document, structure)
        target = io.BytesIO()
        # No object streams: a seal appended to a plain table can be taken apart byte by byte (signing.revisions)
        document.save(
            target,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return _TRAILER.sub(rb"trailer << \3 \1 \2 >>", target.getvalue())


def _describe(document: pikepdf.Pdf, described: Description) -> None:
    """The document information and the metadata stream say the same (6.6.3)."""
    moment = described.made.astimezone(UTC)
    words = {
        "title": _plain(described.title),
        "author": _plain(described.author),
        "subject": _plain(described.subject),
        "language": described.language,
        "producer": PRODUCER,
        "moment": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    information = document.docinfo
    for key in list(information.keys()):
        del information[key]
    for key, word in (("Title", "title"), ("Author", "author"), ("Subject", "subject")):
        information[f"/{key}"] = words[word]
    for key in ("Creator", "Producer"):
        information[f"/{key}"] = PRODUCER
    for key in ("CreationDate", "ModDate"):
        information[f"/{key}"] = moment.strftime("D:%Y%m%d%H%M%SZ")
    text = _XMP.format(**{name: escape(word) for name, word in words.items()})
    stream = document.make_stream(text.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    document.Root.Metadata = stream
    document.Root.Lang = described.language
    document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)


def _plain(words: str) -> str:
    """Without the characters that XML has no way to write (XML 1.0, 2.2)."""
    return "".join(character if character >= " " and character not in "\ufffe\uffff" else " " for character in words)


def _add_colours(document: pikepdf.Pdf) -> None:
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=_CONDITION,
        Info=_CONDITION,
        DestOutputProfile=document.make_stream(srgb_profile(), N=3),
    )
    document.Root.OutputIntents = pikepdf.Array([intent])


def _add_tree(document: pikepdf.Pdf, structure: Structure) -> None:
    root = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    made: dict[int, Any] = {}
    root.K = _written(document, structure.root, root, made)
    owners: list[Any] = []
    for number, (page, marks) in enumerate(zip(document.pages, structure.pages, strict=False)):
        page.obj.StructParents = number
        page.obj.Tabs = pikepdf.Name.S
        owners += [number, document.make_indirect(pikepdf.Array([made[id(owner)] for owner in marks]))]
    root.ParentTree = document.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(owners)))
    root.ParentTreeNextKey = len(document.pages)
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def _written(document: pikepdf.Pdf, element: Element, parent: Any, made: dict[int, Any]) -> Any:
    written = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{element.role}"), P=parent)
    )
    made[id(element)] = written
    if element.alt is not None:
        written.Alt = element.alt
    if element.scope is not None:
        written.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name(f"/{element.scope}"))
    if element.page is not None:
        written.Pg = document.pages[element.page].obj
    kids = [*element.marks, *(_written(document, kid, written, made) for kid in _spoken(element))]
    written.K = kids[0] if len(kids) == 1 else pikepdf.Array(kids)
    return written


def _spoken(element: Element) -> Iterator[Element]:
    """Without groups in which nothing was drawn; an empty cell stays, or a table's columns would shift."""
    for kid in element.kids:
        if kid.marks or kid.role in ("TD", "TH") or any(True for _ in _spoken(kid)):
            yield kid
