"""On whose word the car's data was read (Art. 14(2)(b)): since when, what, and how it is taken back."""

from celliq_desktop.reports.page import Page
from celliq_desktop.reports.styles import BODY, MARGIN, SUBHEADING, WIDTH

_TOP = 211.0


def draw(page: Page) -> None:
    """Page 4, below the field list."""
    since = page.content.car_record.connected_at
    words = page.say("authorisation_none")
    if since is not None:
        words = page.say("authorisation_since", day=page.formats.day(since))
    page.sheet.words(MARGIN, _TOP, page.say("authorisation"), SUBHEADING)
    page.sheet.paragraph(MARGIN, _TOP + 6.0, WIDTH, words, BODY, most=3)
