"""Times of a charging log, in the forms people's programs write them."""

import re
from datetime import UTC, datetime
from itertools import pairwise
from math import isfinite

_NUMBER = re.compile(r"\d+(?:\.\d*)?")
_COMPACT = {14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M"}
"""20260301083000, as some telemetry of cars in China is written."""
_FRACTIONS = {13: 1e3, 16: 1e6, 19: 1e9}
"""Digits of a moment of our days since 1970 in thousandths, millionths and thousand millionths of a second."""
_MARKED = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4}),?(?:[ T]+(.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_HALF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])\.?[Mm]\.?")
_LAST_MONTH = 12
_STROKES = re.compile(r"\b(\d{1,2})/(\d{1,2})/\d{4}\b")
_HEAD = 65_536
"""Characters in which a file with such dates has shown one."""


def day_comes_first(text: str) -> bool:
    """Whether dates with strokes in a file's ``text`` begin with the day: as its own dates say, the one that cannot be
    a month; where none tells, the one that makes the file go on from day to day; the day where both do."""
    if not _STROKES.search(text, 0, _HEAD):
        return True
    pairs = [(int(a), int(b)) for a, b in _STROKES.findall(text)]
    if any(first > _LAST_MONTH for first, _second in pairs):
        return True
    if any(second > _LAST_MONTH for _first, second in pairs):
        return False
    falls = [sum(later[::turn] < earlier[::turn] for earlier, later in pairwise(pairs)) for turn in (-1, 1)]
    return falls[0] <= falls[1]


def moment_of(text: str, *, day_first: bool = True) -> tuple[float, bool]:
    """``(seconds since 1970 UTC or the file's own, whether a zone was named)``; ValueError where it is no time. A time
    without zone is taken as UTC."""
    if _NUMBER.fullmatch(text):
        return _counted(text), False
    moment = datetime.fromisoformat(_in_order(text.removesuffix(" UTC"), day_first=day_first))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(), moment.tzinfo is not None


def _counted(text: str) -> float:
    whole = text.partition(".")[0]
    if len(whole) in _COMPACT and whole == text:
        try:
            return datetime.strptime(text, _COMPACT[len(whole)]).replace(tzinfo=UTC).timestamp()
        except ValueError:
            pass
    seconds = float(text) / _FRACTIONS.get(len(whole), 1.0)
    if not isfinite(seconds):
        raise ValueError(text)
    return seconds


def _in_order(text: str, *, day_first: bool) -> str:
    """A date of another order as year, month, day, and hours of half a day as those of a whole one."""
    found = _MARKED.fullmatch(text)
    if found is None:
        return _YEAR_FIRST.sub(lambda date: f"{date[1]}-{date[2]:0>2}-{date[3]:0>2}", text, count=1)
    first, mark, second, year, clock = found.groups()
    day, month = (first, second) if day_first or mark == "." else (second, first)
    date = f"{year}-{month:0>2}-{day:0>2}"
    return f"{date} {_whole_day(clock)}" if clock else date


def _whole_day(clock: str) -> str:
    found = _HALF_DAY.fullmatch(clock.strip())
    if found is None:
        return clock.strip() if clock.strip()[1:2] != ":" else f"0{clock.strip()}"
    hour = int(found[1]) % 12 + (12 if found[4] in "Pp" else 0)
    return f"{hour:02d}:{found[2]}:{found[3] or '00'}"
