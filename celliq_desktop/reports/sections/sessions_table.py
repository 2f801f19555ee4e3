"""The charges behind our own estimate, the weightiest first, each used or left out with its reason."""

from celliq_desktop.domain.sessions import JudgedSession
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sections.evidence_grid import MOST_ROWS, ROW, grid_of
from celliq_desktop.reports.sheet import Align
from celliq_desktop.reports.styles import (
    CELL,
    CELL_QUIET,
    COLUMN_HEAD,
    GREY,
    MARGIN,
    NOTE,
    RIGHT,
    SUBHEADING,
    TEAL,
    WASH,
    WIDTH,
)

_COLUMNS = (
    ("col_day", MARGIN, Align.LEFT),
    ("col_kind", 36.0, Align.LEFT),
    ("col_window", 66.0, Align.RIGHT),
    ("col_energy", 82.0, Align.RIGHT),
    ("col_capacity", 103.0, Align.RIGHT),
    ("col_weight", 115.0, Align.RIGHT),
    ("col_use", 121.0, Align.LEFT),
)
_REASON_X = 124.4
_LEAST_WEIGHT = 0.005
"""Below half a percent a charge repeats what a wider one says already."""


def draw(page: Page) -> None:
    """Full width of page 2, below the first two charts."""
    top = grid_of(page.content).sessions_top
    sheet, estimate = page.sheet, page.content.estimate
    sessions = sorted(estimate.sessions if estimate else (), key=_order)
    sheet.words(MARGIN, top, page.say("sessions"), SUBHEADING)
    y = top + 5.4
    if not sessions:
        sheet.words(MARGIN, y, page.say("sessions_none"), CELL_QUIET)
        return
    if estimate is not None:
        where = page.say(f"at_{estimate.measured_at.value}")
        sheet.words(RIGHT, top, where, NOTE, Align.RIGHT)
    with page.part("Table"):
        with page.part("TR"):
            for key, x, align in _COLUMNS:
                with page.part("TH", scope="Column"):
                    sheet.words(x, y, page.say(key), COLUMN_HEAD, align)
        sheet.rule(MARGIN, y + 1.5, WIDTH)
        y += 1.2
        for judged in sessions[:MOST_ROWS]:
            y += ROW
            with page.part("TR"):
                _row(page, y, judged)
            sheet.rule(MARGIN, y + 1.3, WIDTH, WASH, 0.6)
    rest = len(sessions) - MOST_ROWS
    if rest > 0:
        sheet.words(MARGIN, y + ROW, page.say_count("more", rest, count=rest), NOTE)


def _order(judged: JudgedSession) -> tuple[float, bool, float]:
    """What the estimate rests on first; then the newest."""
    return -judged.weight, not judged.used, -judged.session.start_s


def _row(page: Page, y: float, judged: JudgedSession) -> None:
    sheet = page.sheet
    style = CELL if judged.used else CELL_QUIET
    for (_, x, align), words in zip(_COLUMNS[:-1], _cells(page, judged), strict=True):
        with page.part("TD"):
            sheet.words(x, y, words, style, align)
    sheet.dot(_COLUMNS[-1][1] + 0.9, y - 0.95, 0.85, *((TEAL,) if judged.used else (None, GREY)))
    with page.part("TD"):
        sheet.fitted(_REASON_X, y, RIGHT - _REASON_X, _fate(page, judged), style)


def _cells(page: Page, judged: JudgedSession) -> tuple[str, ...]:
    session, formats = judged.session, page.formats
    return (
        formats.day_of(session.start_s),
        page.say(f"kind_{session.current_kind.value}"),
        formats.span(session.soc_start_percent, session.soc_end_percent, "%", 0),
        _amount(page, session.energy_kwh, session.charge_ah),
        _amount(page, judged.capacity_kwh, judged.capacity_ah),
        formats.percent(100 * judged.weight, 0) if judged.used else "–",
    )


def _amount(page: Page, kwh: float | None, ah: float | None) -> str:
    if kwh is not None:
        return page.formats.quantity(kwh, "kWh")
    return "–" if ah is None else page.formats.quantity(ah, "Ah")


def _fate(page: Page, judged: JudgedSession) -> str:
    if judged.used:
        return page.say("used" if judged.weight >= _LEAST_WEIGHT else "used_repeats")
    return page.worded(f"reason_{judged.reason}", judged.sentence or page.say("left_out"))
