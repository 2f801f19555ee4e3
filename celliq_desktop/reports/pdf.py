"""Sections to PDF bytes: four pages, embedded fonts, the same bytes for the same content."""

import io
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from celliq_desktop.domain.paper import PAPER_MM, placing_on
from celliq_desktop.reports import fonts
from celliq_desktop.reports.archive import Description, archived
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.frame import draw_frame
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.registry import PAGES, SECTIONS
from celliq_desktop.reports.sheet import Sheet
from celliq_desktop.reports.words import CATALOGUES, words_of

LANGUAGES = tuple(CATALOGUES)
"""Languages the paper speaks."""


def render(content: ReportContent) -> bytes:
    """The paper; Refused ``language_not_offered``, BadSurroundings ``font_missing``.

    The seal box of ``domain.paper`` stays empty. The file is dated by the moment the report was prepared; the seal
    brings its own.
    """
    catalogue, head = words_of(content.language), content.letterhead
    fonts.register()
    target = io.BytesIO()
    # Without a first font of our own reportlab names Helvetica on every page, which is not embedded
    first_font: dict[str, Any] = {"initialFontName": fonts.REGULAR}
    width, height = PAPER_MM[head.paper]
    canvas = Canvas(target, pagesize=(width * mm, height * mm), invariant=1, pageCompression=1, **first_font)
    sheet = Sheet(canvas, placing_on(width, height))
    page = Page(sheet, content, catalogue, Formats(content.language, head.region))
    for number in range(PAGES):
        sheet.begin_page()
        draw_frame(page, number, PAGES)
        for section in SECTIONS:
            if section.page == number:
                with sheet.structure.element("Sect"):
                    section.draw(page)
        sheet.end_page()
    canvas.save()
    described = Description(
        title=f"{catalogue['title']} – {catalogue['aligned']}",
        author=content.issuer,
        subject=f"{content.car}, {content.vin}",
        language=content.language if head.region is None else f"{content.language}-{head.region}",
        made=content.prepared_at,
    )
    return archived(target.getvalue(), sheet.structure, described)
