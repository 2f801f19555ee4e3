"""What the reader sees in the seal field: by whom it is sealed, and when; words, not pictures of words."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from celliq_desktop.signing.typeface import Typeface, face

if TYPE_CHECKING:  # pyHanko takes most of a second to import; only a seal is worth that
    from pyhanko.pdf_utils.generic import IndirectObject
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.stamp import StaticStampStyle

_SMALL, _NAME, _LEAST_NAME = 7.5, 11.0, 7.5
_INK = "0.13 0.16 0.2"
_PAD = 4.0
"""Points between the left edge of the field and the words."""
_FILES = {"Words": "SourceSansPro-Regular.ttf", "Name": "SourceSansPro-Semibold.ttf"}


@dataclass(frozen=True, slots=True)
class _Line:
    font: str
    size: float
    y: float
    text: str


SEALED_BY = {
    "en": "Sealed by",
    "de": "Gesiegelt von",
    "fr": "Scellé par",
    "nl": "Verzegeld door",
    "es": "Sellado por",
    "it": "Sigillato da",
    "pl": "Zapieczętowane przez",
}
"""In the languages of the paper; English for any other."""


def sealed_by(language: str) -> str:
    """The words before the issuer's name; ``language`` as a PDF states it, such as ``de`` or ``en-US``."""
    return SEALED_BY.get(language[:2], SEALED_BY["en"])


def seal_stamp(
    writer: "BasePdfFileWriter", said: str, issuer: str, moment: datetime, width: float, height: float
) -> "StaticStampStyle":
    """The look of the field, ``width`` x ``height`` points: ``said``, the issuer, the date; its fonts are added to
    ``writer``. FileNotFoundError when the font's package is absent: a seal that names nobody is not made."""
    from pyhanko.pdf_utils import content, layout
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
    from pyhanko.stamp import StaticStampStyle

    untyped_content: Any = content  # these parts of pyHanko carry no annotations
    untyped_layout: Any = layout
    faces = {name: _face(file) for name, file in _FILES.items()}
    lines = _lines(said, issuer, moment, faces, width - 2 * _PAD, height)
    resources = untyped_content.PdfResources()
    for name, typeface in faces.items():
        used = "".join(line.text for line in lines if line.font == name)
        resources.font[f"/{name}"] = _embedded(writer, typeface, _FILES[name].removesuffix(".ttf"), used)
    drawn = "\n".join(_operators(line, faces[line.font]) for line in lines)
    corner = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, untyped_layout.Margins.uniform(0))
    return StaticStampStyle(
        border_width=0,
        background=RawContent(drawn.encode("ascii"), resources, BoxConstraints(width, height)),
        background_layout=corner,
        background_opacity=1.0,
    )


def _operators(line: _Line, typeface: Typeface) -> str:
    glyphs = "".join(f"{typeface.glyph(character):04X}" for character in line.text)
    return f"BT /{line.font} {line.size:.2f} Tf {_INK} rg {_PAD} {line.y:.2f} Td <{glyphs}> Tj ET"


def _face(file: str) -> Typeface:
    typeface = face(file)
    if typeface is None:
        raise FileNotFoundError(file)
    return typeface


def _lines(
    said: str, issuer: str, moment: datetime, faces: dict[str, Typeface], room: float, height: float
) -> list[_Line]:
    """Three lines, or four when the name is long, centred on the height of the field."""
    name, size = _fitted(issuer, faces["Name"], room)
    date = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    rows = [("Words", _SMALL, said), *(("Name", size, part) for part in name), ("Words", _SMALL, date)]
    leading = 1.25
    top = (height + leading * sum(row[1] for row in rows)) / 2
    lines = []
    for font, points, text in rows:
        top -= leading * points
        lines.append(_Line(font, points, top + 0.35 * points, text))
    return lines


def _fitted(text: str, typeface: Typeface, room: float) -> tuple[list[str], float]:
    """The name on one line as large as fits, else on two; what does not fit even so ends in an ellipsis."""
    size = min(_NAME, room / max(typeface.width(text), 0.01))
    if size >= _LEAST_NAME:
        return [text], size
    parts = [""]
    for word in text.split():
        longer = f"{parts[-1]} {word}".strip()
        if len(parts) < 2 and parts[-1] and typeface.width(longer) * _LEAST_NAME > room:
            parts.append(word)
        else:
            parts[-1] = longer
    return [_cut(part, typeface, room / _LEAST_NAME) for part in parts], _LEAST_NAME


def _cut(text: str, typeface: Typeface, room: float) -> str:
    if typeface.width(text) <= room:
        return text
    while text and typeface.width(f"{text}…") > room:
        text = text[:-1]
    return f"{text}…"


def _embedded(writer: "BasePdfFileWriter", typeface: Typeface, name: str, text: str) -> "IndirectObject":
    """A composite font with the glyphs of ``text`` (ISO 32000-2, 9.7.4), and with the way back from glyphs to text."""
    from pyhanko.pdf_utils import generic

    pdf: Any = generic  # its constructors carry no annotations

    def entries(**pairs: object) -> Any:
        return pdf.DictionaryObject({pdf.pdf_name(f"/{key}"): value for key, value in pairs.items()})

    def stream(data: bytes, **pairs: object) -> "IndirectObject":
        encoded = pdf.StreamObject(dict_data=entries(**pairs), stream_data=data)
        encoded.compress()
        return writer.add_object(encoded)

    def em(units: float) -> Any:
        return pdf.NumberObject(round(units * 1000 / typeface.units_per_em))

    glyphs = {typeface.glyph(character): character for character in text}
    data = typeface.subset(glyphs)
    # Six letters that differ between subsets (9.9.2); taken from the content, so the same words give the same name
    digest = zlib.crc32(data)
    tag = "".join(chr(ord("A") + digest // 26**place % 26) for place in range(6))
    base = pdf.pdf_name(f"/{tag}+{name}")
    descriptor = entries(
        Type=pdf.pdf_name("/FontDescriptor"),
        FontName=base,
        Flags=pdf.NumberObject(4),
        FontBBox=pdf.ArrayObject(em(edge) for edge in typeface.box),
        ItalicAngle=pdf.NumberObject(0),
        Ascent=em(typeface.ascent),
        Descent=em(typeface.descent),
        CapHeight=pdf.NumberObject(660),
        StemV=pdf.NumberObject(84),
        FontFile2=stream(data, Length1=pdf.NumberObject(len(data))),
    )
    widths = pdf.ArrayObject()
    for glyph in sorted(glyphs):
        widths.extend([pdf.NumberObject(glyph), pdf.ArrayObject([pdf.NumberObject(round(typeface.advance(glyph)))])])
    descendant = entries(
        Type=pdf.pdf_name("/Font"),
        Subtype=pdf.pdf_name("/CIDFontType2"),
        BaseFont=base,
        CIDSystemInfo=entries(
            Registry=pdf.TextStringObject("Adobe"),
            Ordering=pdf.TextStringObject("Identity"),
            Supplement=pdf.NumberObject(0),
        ),
        FontDescriptor=writer.add_object(descriptor),
        W=widths,
        CIDToGIDMap=pdf.pdf_name("/Identity"),
    )
    return writer.add_object(
        entries(
            Type=pdf.pdf_name("/Font"),
            Subtype=pdf.pdf_name("/Type0"),
            BaseFont=base,
            Encoding=pdf.pdf_name("/Identity-H"),
            DescendantFonts=pdf.ArrayObject([writer.add_object(descendant)]),
            ToUnicode=stream(_to_unicode(glyphs)),
        )
    )


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    rows = [f"<{glyph:04X}> <{character.encode('utf-16-be').hex().upper()}>" for glyph, character in glyphs.items()]
    # At most 100 rows in one block (Adobe Technical Note 5411)
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode("ascii")
