"""Sections to PDF bytes: A4 pages, embedded fonts, the same bytes for the same content."""

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

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
    catalogue = words_of(content.language)
    fonts.register()
    target = io.BytesIO()
    # Without a first font of our own reportlab names Helvetica on every page, which is not embedded
    first_font: dict[str, Any] = {"initialFontName": fonts.REGULAR}
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1, **first_font)
    sheet = Sheet(canvas)
    page = Page(sheet, content, catalogue, Formats(content.language))
    for number in range(PAGES):
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
        language=content.language,
        made=content.prepared_at,
    )
    return archived(target.getvalue(), sheet.structure, described)
