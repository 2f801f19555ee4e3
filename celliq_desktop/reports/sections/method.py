"""How both figures come about, in three sentences."""

from celliq_desktop.reports.page import Page
from celliq_desktop.reports.styles import BODY, MARGIN, SUBHEADING, WIDTH, Style

_TOP = 168.0
_TEXT = Style(BODY.font, BODY.size, BODY.colour, leading=1.42)


def draw(page: Page) -> None:
    """Full width of page 3, below use and error budget. Without an estimate there is no algorithm to describe."""
    top = _TOP
    estimate = page.content.estimate
    sentences = [page.say("method_official")]
    if estimate is not None:
        sentences += [page.say("method_own", algorithm=estimate.algorithm), page.say("method_limit")]
    page.sheet.words(MARGIN, top, page.say("method"), SUBHEADING)
    page.sheet.paragraph(MARGIN, top + 6.0, WIDTH, " ".join(sentences), _TEXT, most=9)
