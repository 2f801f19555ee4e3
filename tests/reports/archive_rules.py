"""The rules of PDF/A-3a that a paper of ours could break, by clause of ISO 19005-3, judged on the finished file.

No validator of the standard is to be had from the package registries, so these are our own reading of it, kept apart
from the code that makes the files."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_SAME = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Subject": "dc:description",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
}
"""What document information and metadata say in common."""
_PAINTING = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "BI", "EI"])
_FORBIDDEN_KEYS = frozenset(
    {"/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/Encrypt", "/TR", "/Alternates", "/OPI"}
)
_FORBIDDEN_KINDS = frozenset(
    [
        "/Launch",
        "/Sound",
        "/Movie",
        "/ResetForm",
        "/ImportData",
        "/Hide",
        "/SetOCGState",
        "/Rendition",
        "/Trans",
        "/GoTo3DView",
        "/JavaScript",
    ]
)
_PRINT, _HIDDEN = 4, 1 | 2 | 32


def broken_rules(pdf: bytes) -> list[str]:
    """``clause: what is wrong`` for each rule that the file breaks."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        rules = (_file, _metadata, _colours, _fonts, _nothing_acts, _annotations, _attachments, _tree, _marked)
        return [f"{found}" for rule in rules for found in rule(pdf, document)]


def _file(pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", pdf):
        yield "6.1.2: header"
    if "/ID" not in document.trailer or document.is_encrypted:
        yield "6.1.3: identifier, encryption"
    if b"/LZWDecode" in pdf or b"/FFilter" in pdf:
        yield "6.1.7: filters and files outside"
    yield from (f"6.1: {problem}" for problem in document.check_pdf_syntax())


def _metadata(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    stream = document.Root.get("/Metadata")
    if stream is None or stream.get("/Type") != "/Metadata" or stream.get("/Subtype") != "/XML":
        yield "6.6.2.1: metadata"
        return
    with document.open_metadata() as said:
        if (said.get("pdfaid:part"), said.get("pdfaid:conformance")) != ("3", "A"):
            yield "6.6.4: version identification"
        for key, name in _SAME.items():
            found = said.get(name)
            if str(document.docinfo[key]) != (found[0] if isinstance(found, list) else found):
                yield f"6.6.3: {key} differs"
        for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
            if re.sub(r"\D", "", str(document.docinfo[key])) != re.sub(r"\D", "", str(said.get(name))):
                yield f"6.6.3: {key} differs"


def _colours(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    intents = list(document.Root.get("/OutputIntents", []))
    if len(intents) != 1 or intents[0]["/S"] != "/GTS_PDFA1" or "/DestOutputProfile" not in intents[0]:
        yield "6.2.3: output intent"
        return
    profile = intents[0]["/DestOutputProfile"]
    data = profile.read_bytes()
    if profile["/N"] != 3 or data[36:40] != b"acsp" or data[16:20] != b"RGB " or data[8] > 4:
        yield "6.2.3: profile"
    for page in document.pages:
        for _operands, operator in operators_of(page):
            if operator in ("k", "K", "cs", "CS", "scn", "SCN"):
                yield f"6.2.4: colour by {operator}"


def _fonts(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    for font in _dictionaries(document, "/Font"):
        kind, name = font["/Subtype"], font.get("/BaseFont")
        if kind == "/CIDFontType2":
            if font.get("/CIDToGIDMap") is None:
                yield f"6.2.11.3.2: {name}"
        elif "/ToUnicode" not in font:
            yield f"6.2.11.7.2: {name} without a way back to text"
        described = font.get("/FontDescriptor")
        if kind == "/Type0":
            continue
        if described is None or "/FontFile2" not in described:
            yield f"6.2.11.4.1: {name} is not embedded"
        elif kind == "/TrueType" and (int(described["/Flags"]) & 4 == 0 or "/Encoding" in font):
            yield f"6.2.11.6: {name} is neither symbolic nor encoded"


def _nothing_acts(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    for found in _everything(document):
        for key in _FORBIDDEN_KEYS & set(found):
            yield f"6.5, 6.1: {key}"
        if str(found.get("/S", "")) in _FORBIDDEN_KINDS or found.get("/Interpolate", False):
            yield "6.5.1, 6.2.8: action or interpolation"
        if str(found.get("/BM", "/Normal")) not in ("/Normal", "/Compatible") or "/SMask" in found:
            yield "6.2.10: transparency"
        if isinstance(found, pikepdf.Stream) and "/F" in found:
            yield "6.1.7.1: file outside"


def _annotations(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    form = document.Root.get("/AcroForm", pikepdf.Dictionary())
    if form.get("/NeedAppearances", False):
        yield "6.4.1: appearances"
    for page in document.pages:
        for note in page.get("/Annots", []):
            flags, rect = int(note.get("/F", 0)), [float(edge) for edge in note["/Rect"]]
            if not flags & _PRINT or flags & _HIDDEN:
                yield f"6.3.2: flags {flags}"
            if rect[0] != rect[2] and set(note.get("/AP", pikepdf.Dictionary()).keys()) != {"/N"}:
                yield "6.3.3: appearance"


def _attachments(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    associated = list(document.Root.get("/AF", []))
    if len(document.attachments) != len(associated):
        yield "6.8: a file that is associated with nothing"
    for one in associated:
        if not {"/F", "/UF", "/AFRelationship", "/EF", "/Desc"} <= set(one.keys()):
            yield "6.8: file specification"
        if "/" not in str(one["/EF"]["/F"].get("/Subtype", ""))[1:] or "/ModDate" not in one["/EF"]["/F"]["/Params"]:
            yield "6.8: kind or date of the file"


def _tree(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    """6.7, and what makes a tree worth having (ISO 14289-1, 7.3 to 7.5)."""
    if not document.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        yield "6.7.2.2: not marked"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(document.Root.get("/Lang", ""))):
        yield "6.7.4: language"
    if not document.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield "14289-1 7.1: title"
    elements = list(elements_of(document))
    roles = [str(one["/S"]) for one in elements]
    if [role for role in roles if role == "/H1"] != ["/H1"] or next(
        role for role in roles if role[:2] == "/H"
    ) != "/H1":
        yield "14289-1 7.4: headings"
    for one in elements:
        if one["/S"] == "/Figure" and not str(one.get("/Alt", "")).strip():
            yield "6.7.5: a figure without words"
        if one["/S"] == "/Table":
            rows = [len(children(row)) for row in children(one)]
            if len(set(rows)) != 1 or rows[0] < 2:
                yield f"14289-1 7.5: a table of {rows} cells"
        if one["/S"] == "/TH" and str(one["/A"]["/Scope"]) not in ("/Row", "/Column"):
            yield "14289-1 7.5: a heading cell without direction"


def _marked(_pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    """Every mark leads to its element and back, and nothing is drawn outside of one."""
    owners = list(document.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    for number, page in enumerate(document.pages):
        listed = list(owners[2 * number + 1])
        if page["/StructParents"] != number or owners[2 * number] != number:
            yield f"14.7.4.4: page {number} is not in the tree"
        marks, outside = _marks(page)
        yield from (f"6.7.3: {operator} outside of a mark on page {number}" for operator in outside)
        if len(marks) != len(listed):
            yield f"6.7.3: marks of page {number}"
        for mark, (role, owner) in enumerate(zip(marks, listed, strict=False)):
            if str(owner["/S"]) != role or mark not in [kid for kid in children(owner) if isinstance(kid, int)]:
                yield f"14.7.4.4: mark {mark} of page {number}"


def _marks(page: pikepdf.Page) -> tuple[list[str], list[str]]:
    """The role of each mark, and what is drawn outside of one or inside of two."""
    roles, outside, depth = list[str](), list[str](), 0
    for operands, word in operators_of(page):
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(word, 0)
        if word == "BDC" and int(operands[1]["/MCID"]) == len(roles):
            roles.append(str(operands[0]))
        if word in _PAINTING and depth != 1:
            outside.append(word)
    return roles, outside + ["end"] * depth


def operators_of(page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
    """Operands and operator of each drawing order of a page."""
    for order in pikepdf.parse_content_stream(page):
        yield order.operands, str(order.operator)


def elements_of(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the tree in reading order."""
    waiting = [document.Root["/StructTreeRoot"]["/K"]]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [kid for kid in reversed(children(element)) if not isinstance(kid, int)]


def children(element: Any) -> list[Any]:
    """Elements as they are, marks as numbers."""
    kids = element.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid if isinstance(kid, pikepdf.Dictionary) else int(kid) for kid in listed]


def _dictionaries(document: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    return (found for found in _everything(document) if found.get("/Type") == kind)


def _everything(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream, those inside of others too."""
    waiting: list[Any] = list(document.objects)
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield found
            values = [found[str(key)] for key in found]
            waiting += [one for one in values if not getattr(one, "is_indirect", True)]
        elif isinstance(found, pikepdf.Array):
            waiting += [one for one in list(found) if not getattr(one, "is_indirect", True)]
