"""The text a reader finds on the pages, for comparing the paper with what its twin says."""

import re

import pypdfium2

from celliq_desktop.domain.paper import placing_on
from celliq_desktop.domain.pdfium import PDFIUM
from celliq_desktop.reports.styles import HEADLINE_BOX_MM, PAGE_HEIGHT


def text_of(pdf: bytes) -> str:
    """Text of all pages in drawing order, pages parted by a form feed, no-break and thin spaces as plain spaces."""
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    return "\f".join(pages).replace("\r\n", "\n").translate(_PLAIN)


def headline_of(pdf: bytes) -> tuple[str, ...]:
    """The decimal numbers that stand where page 1 shows the state of health, in drawing order, with a decimal point."""
    left, top, right, bottom = HEADLINE_BOX_MM
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        placing = placing_on(*(edge / _POINTS for edge in page.get_size()))
        box = placing.box(left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top)
        text = page.get_textpage().get_text_bounded(*(edge * _POINTS for edge in box))
    return tuple(found.replace(",", ".") for found in _DECIMAL.findall(text))


_POINTS = 72 / 25.4
_DECIMAL = re.compile(r"\d+[.,]\d+")
_PLAIN = {0x00A0: " ", 0x2009: " ", 0x202F: " ", 0xFFFE: "-", 0x00AD: "-"}
