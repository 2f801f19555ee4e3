"""Sections to PDF bytes: A4 pages, embedded fonts, the same bytes for the same content."""

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from celliq_desktop.domain.paper import PRODUCER
from celliq_desktop.reports import fonts
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.formats import Formats
from celliq_desktop.reports.frame import draw_frame
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.registry import PAGES, SECTIONS
from celliq_desktop.reports.sheet import Sheet
from celliq_desktop.reports.words import CATALOGUES, words_of

_BOOKMARKS = ("soh", "fit", "use", "annex")
"""One for each page: the heading that it is known by."""
LANGUAGES = tuple(CATALOGUES)
"""Languages the paper speaks."""


def render(content: ReportContent) -> bytes:
    """The paper; Refused ``language_not_offered``, BadSurroundings ``font_missing``.

    The seal box of ``domain.paper`` stays empty. The dates in the document information are a constant of reportlab's
    invariant mode; the seal brings the true one.
    """
    catalogue = words_of(content.language)
    fonts.register()
    target = io.BytesIO()
    # Without a first font of our own reportlab names Helvetica on every page, which is not embedded
    first_font: dict[str, Any] = {"initialFontName": fonts.REGULAR}
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1, lang=content.language, **first_font)
    canvas.setTitle(f"{catalogue['title']} – {catalogue['aligned']}")
    canvas.setAuthor(content.issuer)
    canvas.setSubject(f"{content.car}, {content.vin}")
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    page = Page(Sheet(canvas), content, catalogue, Formats(content.language))
    for number, heading in enumerate(_BOOKMARKS):
        canvas.bookmarkPage(heading)
        canvas.addOutlineEntry(catalogue[heading], heading)
        draw_frame(page, number, PAGES)
        for section in SECTIONS:
            if section.page == number:
                section.draw(page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
