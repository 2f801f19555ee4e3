"""The hash of the evidence and three ways to check the report."""

from celliq_desktop.domain.paper import TWIN_NAME
from celliq_desktop.reports import fonts
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import width_of
from celliq_desktop.reports.styles import CELL, CELL_QUIET, MARGIN, SUBHEADING, WIDTH, Style
from celliq_desktop.reports.twin import evidence_sha256

_HASH = Style(fonts.MONO, 7.4)
_TOP = 238.0
_TEXT = Style(CELL.font, CELL.size, CELL.colour, leading=1.42)


def draw(page: Page) -> None:
    """Foot of page 4."""
    top = _TOP
    sheet = page.sheet
    sheet.words(MARGIN, top, page.say("proof"), SUBHEADING)
    label = page.say("hash")
    sheet.words(MARGIN, top + 5.0, label, CELL_QUIET)
    sheet.words(MARGIN + width_of(label, CELL_QUIET) + 2.0, top + 5.0, evidence_sha256(page.content), _HASH)
    sheet.paragraph(MARGIN, top + 9.6, WIDTH, page.say("how", twin=TWIN_NAME), _TEXT, most=4)
