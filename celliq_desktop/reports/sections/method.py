"""How both figures come about, in three sentences."""

from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.evidence_grid import grid_of
from celliq_desktop.reports.styles import CELL, MARGIN, SUBHEADING, WIDTH, Style

_TEXT = Style(CELL.font, CELL.size, CELL.colour, leading=1.42)


def draw(page: Page) -> None:
    """Full width of page 2. Without an estimate there is no algorithm to describe."""
    top = grid_of(page.content).method_top
    estimate = page.content.estimate
    sentences = [page.say("method_official")]
    if estimate is not None:
        sentences += [page.say("method_own", algorithm=estimate.algorithm), page.say("method_limit")]
    page.sheet.words(MARGIN, top, page.say("method"), SUBHEADING)
    page.sheet.paragraph(MARGIN, top + 5.0, WIDTH, " ".join(sentences), _TEXT, most=4)
