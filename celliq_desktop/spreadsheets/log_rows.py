"""Rows of a charging log: cells by our names, numbers, times, and what is wrong said with its row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite, nan

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.log_times import moment_of

_MOST_ROWS = 5_000_000
_NOTHING = frozenset({"", "-", "na", "n/a", "nan", "null", "none"})
_HOUR_S, _SLACK_S = 3_600.0, 900.0
_SECOND, _UNIT_LETTERS = 2, 12


_OWN_UNITS = re.compile(r"([-+]?[\d.,]+)\s*(?:%|kwh|kw|a|ah|v|°\s*c|c|km/h|km)", re.IGNORECASE)
"""A number with our own unit behind it."""
_THOUSANDS = frozenset({"odometer_km"})
"""Where a comma before three digits parts thousands; nothing else a car tells is that large."""


class LogRows:
    """Data rows with their numbers, and cells by our names. ``factors`` turn a column's unit into ours; ``day_first``
    as ``log_times.day_comes_first`` says."""

    def __init__(
        self,
        reader: Iterator[list[str]],
        at: Mapping[str, int],
        *,
        decimal_comma: bool = False,
        factors: Mapping[str, float] | None = None,
        day_first: bool = True,
    ) -> None:
        self._reader = reader
        self._at = at
        self._decimal_comma = decimal_comma
        self._factors = factors or {}
        self._day_first = day_first
        self.number = 1
        self.zoned = False

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._reader:
            self.number += 1
            if self.number > _MOST_ROWS:
                raise bad_log(N_("The file has more than five million rows."), N_("Split it by month."))
            if any(cell.strip() for cell in row) and not (self.number == _SECOND and self._of_units(row)):
                yield row

    def _of_units(self, row: Sequence[str]) -> bool:
        """True for a row that says the columns' units: every one of ours is short and holds no digit."""
        cells = [row[at].strip() for at in self._at.values() if at < len(row)]
        return any(cells) and all(len(cell) <= _UNIT_LETTERS and not re.search(r"\d", cell) for cell in cells)

    def cell(self, row: Sequence[str], name: str) -> str:
        """Text of a cell; empty when the row is short or the column absent."""
        at = self._at.get(name)
        return row[at].strip() if at is not None and at < len(row) else ""

    def value(self, row: Sequence[str], name: str) -> float:
        """A number in our unit, NaN for an empty cell."""
        text = self.cell(row, name)
        if text.lower() in _NOTHING:
            return nan
        try:
            number = float(text)
        except ValueError:
            number = self._unusual(text, name)
        if not isfinite(number):
            raise bad_log(
                N_("Row {number}: “{text}” in column {name} is not a finite number.").format(
                    number=self.number, text=text[:40], name=name
                )
            )
        return number * self._factors.get(name, 1.0)

    def _unusual(self, text: str, name: str) -> float:
        """A number with a decimal comma, with thousands, or with its unit."""
        united = _OWN_UNITS.fullmatch(text)
        plain = united[1] if united else text
        dot, comma = plain.rfind("."), plain.rfind(",")
        if comma > dot and not (name in _THOUSANDS and len(plain) - comma == 4 and not self._decimal_comma):
            plain = plain.replace(".", "").replace(",", ".")
        else:
            plain = plain.replace(",", "")
        try:
            return float(plain)
        except ValueError as error:
            raise bad_log(
                N_("Row {number}: “{text}” in column {name} is not a number.").format(
                    number=self.number, text=text[:40], name=name
                )
            ) from error

    def time(self, row: Sequence[str], name: str) -> float:
        """Seconds since 1970 UTC, or the file's own seconds; a time without zone is taken as UTC."""
        text = self.cell(row, name)
        if text.lower() in _NOTHING:
            return nan
        try:
            plain = text.replace(",", ".") if self._decimal_comma and ":" not in text else text
            moment, zoned = moment_of(plain, day_first=self._day_first)
        except (ValueError, OverflowError) as error:
            raise bad_log(
                N_("Row {number}: “{text}” in column {name} is not a time.").format(
                    number=self.number, text=text[:40], name=name
                ),
                N_("Times are seconds, or like 2026-03-01T08:30:00Z."),
            ) from error
        self.zoned = self.zoned or zoned
        return moment


def without_summer_time(times: Sequence[float]) -> list[float]:
    """Local times without a zone in seconds, in the file's order: where they fall back by about an hour, and only once,
    summer time ended, and everything after it is an hour later than it says."""
    back = [at for at in range(1, len(times)) if times[at] < times[at - 1]]
    if len(back) != 1:
        return list(times)
    fall = times[back[0] - 1] - times[back[0]]
    if not _HOUR_S - _SLACK_S <= fall <= _HOUR_S:
        return list(times)
    return [*times[: back[0]], *(time + _HOUR_S for time in times[back[0] :])]


def bad_log(message: str, next_step: str = N_("Correct the file and try again.")) -> NeedsYou:
    """A problem inside the file."""
    return NeedsYou("bad_log", message, next_step=next_step, safe=N_("Nothing was changed."))
