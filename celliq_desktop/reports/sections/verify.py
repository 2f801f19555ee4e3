"""How a buyer checks the paper: QR code, address, and the place of the seal, which stays empty until it is sealed."""

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm

from celliq_desktop.domain.paper import SEAL_BOX_MM
from celliq_desktop.reports import fonts
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.qr import QUIET_MODULES, modules
from celliq_desktop.reports.sheet import broken, width_of
from celliq_desktop.reports.styles import (
    HEADING,
    INK,
    MARGIN,
    NOTE,
    PAGE_HEIGHT,
    RIGHT,
    WIDTH,
    Style,
)

_SIDE = 34.0
"""Side of the dark part in mm; a phone wants 28 or more (report.md section 3)."""
_BOTTOM = PAGE_HEIGHT - SEAL_BOX_MM[1]
_WORDS_X = 60.0
_WORDS_WIDTH = SEAL_BOX_MM[0] - 8.0 - _WORDS_X
_ADDRESS = Style(fonts.SEMIBOLD, 9.6)
_SCAN = Style(fonts.SEMIBOLD, 9.2, INK, leading=1.38)
_FOOTER_LINES = 2


def draw(page: Page) -> None:
    """Foot of page 1."""
    sheet, top = page.sheet, _BOTTOM - _SIDE
    _footer_note(page, top - 9.0)
    sheet.rule(MARGIN, top - 6.0, WIDTH)
    draw_code(page, MARGIN, top)
    sheet.words(_WORDS_X, top + 2.2, page.say("verify"), HEADING)
    _address(page, top + 7.6)
    y = sheet.paragraph(_WORDS_X, top + 14.4, _WORDS_WIDTH, page.say("scan"), _SCAN, most=2)
    sheet.paragraph(_WORDS_X, y + 0.6, _WORDS_WIDTH, page.say("scan_more"), NOTE, most=5)
    seal_top = PAGE_HEIGHT - SEAL_BOX_MM[3]
    sheet.words(SEAL_BOX_MM[0], seal_top - 1.6, page.say("seal"), NOTE)
    sheet.layout.reserve(SEAL_BOX_MM[0], seal_top, SEAL_BOX_MM[2], _BOTTOM, "seal")
    sheet.rule(SEAL_BOX_MM[0], seal_top - 0.5, SEAL_BOX_MM[2] - SEAL_BOX_MM[0])


def _address(page: Page, y: float) -> None:
    """The whole address on one line, however long its token: an address that is cut is none."""
    url, room = page.content.verify_url, RIGHT - _WORDS_X
    size = _ADDRESS.size * min(1.0, room / width_of(url, _ADDRESS))
    page.sheet.words(_WORDS_X, y, url, Style(_ADDRESS.font, size, page.accent))


def draw_code(page: Page, x: float, y: float) -> None:
    """The verify URL and nothing else; the quiet zone is the white around it, which nothing else enters."""
    rows = modules(page.content.verify_url)
    size = _SIDE / len(rows)
    quiet = QUIET_MODULES * size
    # White below the code: nothing drawn before it, such as the word SAMPLE, may disturb a scanner
    page.sheet.box(x - quiet, y - quiet, _SIDE + 2 * quiet, _SIDE + 2 * quiet, white)
    page.sheet.layout.reserve(x - quiet, y - quiet, x + _SIDE + quiet, y + _SIDE + quiet, "QR")
    with page.part("Figure", alt=f"{page.say('scan')} {page.content.verify_url}"):
        _draw_modules(page, rows, x, y, size)


def _draw_modules(page: Page, rows: tuple[tuple[bool, ...], ...], x: float, y: float, size: float) -> None:
    canvas = page.sheet.canvas
    page.sheet.structure.graphic()
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        for start, end in _runs(row):
            left, low = (x + start * size) * mm, (PAGE_HEIGHT - y - (number + 1) * size) * mm
            path.rect(left, low, (end - start) * size * mm, size * mm)
    canvas.setFillColor(black)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Dark stretches as half-open spans: fewer, wider bars print without hairlines between modules."""
    edges = [index for index in range(len(row) + 1) if _at(row, index) != _at(row, index - 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _at(row: tuple[bool, ...], index: int) -> bool:
    return 0 <= index < len(row) and row[index]


def _footer_note(page: Page, bottom: float) -> None:
    footer = " ".join((page.content.footer or "").split())
    if not footer:
        return
    lines = broken(footer, NOTE, WIDTH)[:_FOOTER_LINES]
    top = bottom - (len(lines) - 1) * NOTE.line / mm
    page.sheet.paragraph(MARGIN, top, WIDTH, footer, NOTE, most=_FOOTER_LINES)
