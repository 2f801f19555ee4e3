"""Colours that people read words in keep their distance from the paper's white (look.md: 4.5:1)."""

import pytest
from reportlab.lib.colors import Color

from celliq_desktop.reports.judgement import Tone, tone_of
from celliq_desktop.reports.styles import GREY, INK, TEAL, TONE_COLOURS


def _luminance(colour: Color) -> float:
    """WCAG 2 relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.rgb()]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [INK, GREY, TEAL, *TONE_COLOURS.values()])
def test_words_and_marks_are_dark_enough_on_white(colour: Color) -> None:
    assert 1.05 / (_luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize(("grade", "tone"), [("A", Tone.GOOD), ("C", Tone.FAIR), ("E", Tone.POOR), ("Z", Tone.NONE)])
def test_a_letter_has_its_tone_and_an_unknown_letter_none(grade: str, tone: Tone) -> None:
    assert tone_of(grade) is tone
    assert tone_of(None) is Tone.NONE
