"""The answer, large: the official figure, how sure it is, the grade, one plain sentence, and our estimate beside it."""

from dataclasses import replace

from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.reports import fonts
from celliq_desktop.reports.badge import draw_badge
from celliq_desktop.reports.fields import given_estimate
from celliq_desktop.reports.findings import in_words
from celliq_desktop.reports.interval_bar import draw_interval_bar
from celliq_desktop.reports.judgement import Agreement, Tone, agreement, official_interval, own_soh, tone_of
from celliq_desktop.reports.page import Page
from celliq_desktop.reports.sheet import Align, balanced, broken, width_of
from celliq_desktop.reports.styles import (
    BODY,
    EYEBROW,
    INK,
    KEY_FIGURE,
    KEY_UNIT,
    LEAD,
    MARGIN,
    NOTE,
    RIGHT,
    STRONG,
    TONE_COLOURS,
    WIDTH,
    Style,
)

_TOP = 51.0
_FIGURE_WIDTH = 70.0
_WORDS_X = 92.0
_BADGE = 24.0
_WORDS_WIDTH = RIGHT - _BADGE - 8.0 - _WORDS_X
_GRADE = Style(fonts.SEMIBOLD, 10.0, INK)
_FLAGS_Y = 126.6
_FLAG = Style(fonts.SEMIBOLD, 7.8, TONE_COLOURS[Tone.FAIR], leading=1.25)
_ALARM = Style(fonts.SEMIBOLD, BODY.size, INK, BODY.leading)
"""A disagreement is not to be overlooked."""


def draw(page: Page) -> None:
    """Upper third of page 1."""
    _figure(page)
    _sentences(page)
    _grade(page)
    estimate = page.content.estimate
    draw_interval_bar(page, 94.2 if estimate and estimate.flags else 97.5)
    _flags(page, estimate)
    page.sheet.rule(MARGIN, 133.0, WIDTH)


def official_range(page: Page) -> str:
    """The issuer's interval, or that there is none: nobody invents one."""
    stated = official_interval(page.content)
    if stated is None:
        return page.say("interval_unstated")
    return page.say("interval_official", span=page.formats.span(*stated, "%"))


def _figure(page: Page) -> None:
    sheet, content = page.sheet, page.content
    sheet.words(MARGIN, _TOP, page.say("soh"), replace(EYEBROW, colour=page.accent))
    number = page.formats.number(content.report.soh_percent)
    with page.part("P"):
        sheet.words(MARGIN - 0.6, _TOP + 22.5, number, KEY_FIGURE)
        sheet.words(MARGIN + width_of(number, KEY_FIGURE) + 1.2, _TOP + 22.5, "%", KEY_UNIT)
    by = page.say("official_by", issuer=content.issuer)
    y = sheet.paragraph(MARGIN, _TOP + 30.5, _FIGURE_WIDTH, by, STRONG, most=2)
    sheet.fitted(MARGIN, y + 0.2, _FIGURE_WIDTH, official_range(page), NOTE)


def _sentences(page: Page) -> None:
    soh = page.content.report.soh_percent
    verdict = page.say("verdict" if soh < 99.5 else "verdict_full", soh=page.formats.percent(soh, 0))
    width = balanced(verdict, LEAD, _WORDS_WIDTH)
    y = page.sheet.paragraph(_WORDS_X, _TOP + 6.4, width, verdict, LEAD, most=4)
    words, style = comparison(page), _ALARM if agreement(page.content) is Agreement.DISAGREES else BODY
    page.sheet.paragraph(_WORDS_X, y + 1.4, balanced(words, style, _WORDS_WIDTH), words, style, most=5)


def comparison(page: Page) -> str:
    """How our own estimate stands to the official figure, or why there is none, in one or two sentences."""
    found = agreement(page.content)
    if found is not Agreement.REFUSED:
        return page.say(found.value)
    return _refusal(page, page.content.estimate)


def _refusal(page: Page, estimate: HealthEstimate | None) -> str:
    """A reason the catalogue does not know is quoted as the algorithm words it."""
    if estimate is None or not estimate.reason:
        return page.say("refused", reason=page.say("refused_plain"))
    known = page.worded(f"refusal_{estimate.reason_code}", "") or page.worded(f"reason_{estimate.reason_code}", "")
    return page.say("refused", reason=known) if known else page.say("refused_said", reason=estimate.reason)


def _grade(page: Page) -> None:
    estimate = given_estimate(page.content)
    grade = None if estimate is None or own_soh(page.content) is None else estimate.grade
    left = RIGHT - _BADGE
    title = page.say("no_grade") if grade is None else page.say("grade", grade=grade)
    with page.part("Figure", alt=title):
        draw_badge(page.sheet, left + _BADGE / 2, _TOP + 12.5, _BADGE / 2, grade, tone_of(grade))
    page.sheet.fitted(left + _BADGE / 2, _TOP + 30.5, _BADGE, title, _GRADE, Align.CENTRE)
    why = page.say(_grade_words(grade, own_soh(page.content) is not None))
    with page.part("P"):
        for number, line in enumerate(broken(why, NOTE, balanced(why, NOTE, _BADGE))):
            page.sheet.words(left + _BADGE / 2, _TOP + 34.4 + number * 3.3, line, NOTE, Align.CENTRE)


def _grade_words(grade: str | None, estimated: bool) -> str:
    if grade is not None:
        return "grade_from"
    return "no_grade_wide" if estimated else "no_grade_why"


def _flags(page: Page, estimate: HealthEstimate | None) -> None:
    """What the detectors found: told below both figures, never averaged over (report.md section 1)."""
    if estimate is not None and estimate.flags:
        found = (in_words(flag, page.catalogue, page.formats) for flag in estimate.flags)
        words = page.say("flags", flags=" ".join(found))
        page.sheet.paragraph(MARGIN, _FLAGS_Y, WIDTH, words, _FLAG, most=2)
