"""What every page carries: heading, foot line, and the word SAMPLE where no real car stands behind the report."""

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from celliq_desktop.reports import fonts
from celliq_desktop.reports.formats import NBSP
from celliq_desktop.reports.letterheads import picture_of
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align, broken, width_of
from celliq_desktop.reports.styles import (
    GREY,
    INK,
    MARGIN,
    NOTE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    SUBTITLE,
    TITLE,
    WATERMARK,
    WHITE,
    WIDTH,
    Style,
)

_DEALER = Style(fonts.SEMIBOLD, 10.0, INK)
_LABEL = Style(fonts.BOLD, 8.4, WHITE)
_RUNNING = Style(fonts.SEMIBOLD, 9.2, INK)
_MARK = Style(fonts.BOLD, 100.0, WATERMARK)
_FOOT_Y = 287.0
_NAME_WIDTH = 84.0
_LOGO_MM, _LOGO_TOP = (40.0, 13.0), 6.5
"""Width and height of the place for a logo, and its upper edge."""


def draw_frame(page: Page, number: int, pages: int) -> None:
    """Heading and foot of page ``number`` (from 0) of ``pages``; SAMPLE below everything else."""
    with page.sheet.structure.artifact():
        if page.content.sample:
            _watermark(page)
        _foot(page, number, pages)
        if number:
            _running_head(page)
    if not number:
        _letterhead(page)


def _letterhead(page: Page) -> None:
    sheet, content = page.sheet, page.content
    sheet.box(MARGIN, 0.0, 22.0, 3.2, page.accent)
    left = _logo(page)
    room = MARGIN + _NAME_WIDTH - left
    two_lines = width_of(content.dealer_name, _DEALER) > room
    sheet.paragraph(left, 13.8 if two_lines else 17.0, room, content.dealer_name, _DEALER, most=2)
    if content.sample:
        _label(page, page.say("sample_note"), 17.0)
    elif content.dealer_address:
        _address(page, content.dealer_address, 13.8 if two_lines else 17.0)
    sheet.words(MARGIN - 0.4, 31.0, page.say("title"), TITLE)
    sheet.words(MARGIN, 37.4, page.say("aligned"), SUBTITLE)
    sheet.rule(MARGIN, 42.0, WIDTH)


def _logo(page: Page) -> float:
    """The dealer's logo left of his name; returns where the name begins."""
    logo = page.content.letterhead.logo
    if logo is None:
        return MARGIN
    scale = min(_LOGO_MM[0] / logo.width_px, _LOGO_MM[1] / logo.height_px)
    width, height = logo.width_px * scale, logo.height_px * scale
    with page.part("Figure", alt=page.content.dealer_name or page.say("car")):
        top = _LOGO_TOP + (_LOGO_MM[1] - height) / 2
        page.sheet.picture(MARGIN, top, width, height, ImageReader(picture_of(logo)))
    return MARGIN + width + 4.0


def _address(page: Page, address: str, y: float) -> None:
    """At most two lines, broken between the address's own lines where they are short enough."""
    room = WIDTH - _NAME_WIDTH - 8.0
    parts = [" ".join(line.split()) for line in address.splitlines() if line.strip()]
    if all(width_of(part, NOTE) < room for part in parts):
        parts = [part.replace(" ", NBSP) for part in parts]
    with page.sheet.structure.lines("P"):
        for number, line in enumerate(broken(", ".join(parts), NOTE, room)[:2]):
            page.sheet.words(RIGHT, y + number * NOTE.line / mm, line, NOTE, Align.RIGHT)


def _running_head(page: Page) -> None:
    sheet, content = page.sheet, page.content
    title = page.say("title")
    sheet.box(MARGIN, 0.0, 22.0, 3.2, page.accent)
    sheet.words(MARGIN, 13.0, title, _RUNNING)
    sheet.words(MARGIN + width_of(title, _RUNNING) + 1.6, 13.0, f"– {page.say('aligned')}", NOTE)
    if content.sample:
        _label(page, page.say("sample"), 13.0)
    sheet.fitted(MARGIN, 17.4, WIDTH, f"{content.car}  ·  {page.say('vin')} {content.vin}", NOTE)
    sheet.rule(MARGIN, 20.2, WIDTH)


def _foot(page: Page, number: int, pages: int) -> None:
    sheet = page.sheet
    left = "  ·  ".join(
        (page.say("report", id=page.content.report.id), f"{page.say('vin')} {page.content.vin}", page.content.issuer)
    )
    sheet.fitted(MARGIN, _FOOT_Y, WIDTH - 30.0, left, NOTE)
    sheet.words(RIGHT, _FOOT_Y, page.say("page", page=number + 1, pages=pages), NOTE, Align.RIGHT)


def _label(page: Page, text: str, y: float) -> None:
    width = width_of(text, _LABEL) + 5.0
    page.sheet.box(RIGHT - width, y - 4.1, width, 5.8, GREY, radius=0.8)
    page.sheet.words(RIGHT - width / 2, y - 0.2, text, _LABEL, Align.CENTRE)


def _watermark(page: Page) -> None:
    canvas = page.sheet.canvas
    page.sheet.structure.graphic()
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2 * mm, PAGE_HEIGHT / 2 * mm)
    canvas.rotate(56)
    canvas.setStrokeColor(WATERMARK)
    canvas.setLineWidth(0.7)
    drawn = canvas.beginText(-width_of("SAMPLE", _MARK) / 2 * mm, -0.33 * _MARK.size)
    drawn.setFont(_MARK.font, _MARK.size)
    drawn.setTextRenderMode(1)
    drawn.textOut("SAMPLE")
    canvas.drawText(drawn)
    canvas.restoreState()
