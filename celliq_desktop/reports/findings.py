"""What the detectors of ``battery`` found, in the language of the paper.

They speak English sentences with figures in them. Each is known here by its pattern, so that a buyer reads it in the
language of the report with figures as people write them there; a sentence that is not known is quoted as it is, for a
warning in English is better than none. Tests let every detector speak."""

import re
from collections.abc import Mapping

from celliq_desktop.reports.formats import Formats

_NUMBER = r"[-+]?[\d,]+(?:\.\d+)?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern.replace("#", f"({_NUMBER})")))
    for key, pattern in (
        ("finding_odometer", r"The odometer runs backwards, from # to # km\."),
        ("finding_rows", r"The rows run backwards in time; they were put in order\."),
        ("finding_clock", r"The clock jumps back # times, by up to # minutes(?:, as where summer time ends)?\."),
        ("finding_unset_clock", r"Some times lie before any car that reports them; the clock was not set\."),
        ("finding_copies", r"# charges are alike to the last digit, although at different times; .*"),
        ("finding_unphysical", r"In # of # charges the voltage does not follow current and charge .*"),
        ("finding_counter", r"The energy counter shows #% against voltage times current; .*"),
        ("finding_stale", r"The state of charge stands still or jumps \(by up to # points\) in # of # charges\."),
        ("finding_step", r"From one charge to the next the capacity moves from # to # (?:kWh|Ah) \(#%\): .*"),
    )
)
_UNITS = {"finding_odometer": "km"}
"""Figures whose unit depends on the buyer's region carry it themselves."""
_NAMES = ("one", "two", "three")


def in_words(sentence: str, catalogue: Mapping[str, str], formats: Formats) -> str:
    """A detector's sentence in the language of ``catalogue``; as it is where no pattern knows it."""
    for key, pattern in _PATTERNS:
        found = pattern.fullmatch(sentence)
        if found is not None:
            figures = (_figure(text, formats, _UNITS.get(key, "")) for text in found.groups())
            return catalogue[key].format(**dict(zip(_NAMES, figures, strict=False)))
    return sentence


def _figure(text: str, formats: Formats, unit: str) -> str:
    digits, value = len(text.partition(".")[2]), float(text.replace(",", ""))
    if unit:
        return formats.quantity(value, unit, digits)
    return ("+" if text.startswith("+") else "") + formats.number(value, digits)
