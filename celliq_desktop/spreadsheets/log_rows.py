"""Rows of a charging log: cells by our names, numbers, times, and what is wrong said with its row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite, nan

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_

_MOST_ROWS = 5_000_000
_NOTHING = frozenset({"", "-", "na", "n/a", "nan", "null", "none"})
_HOUR_S, _SLACK_S = 3_600.0, 900.0


class LogRows:
    """Data rows with their numbers, and cells by our names."""

    def __init__(self, reader: Iterator[list[str]], at: Mapping[str, int], *, decimal_comma: bool = False) -> None:
        self._reader = reader
        self._at = at
        self._decimal_comma = decimal_comma
        self.number = 1
        self.zoned = False

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._reader:
            self.number += 1
            if self.number > _MOST_ROWS:
                raise bad_log(N_("The file has more than five million rows."), N_("Split it by month."))
            if any(cell.strip() for cell in row):
                yield row

    def cell(self, row: Sequence[str], name: str) -> str:
        """Text of a cell; empty when the row is short or the column absent."""
        at = self._at.get(name)
        return row[at].strip() if at is not None and at < len(row) else ""

    def value(self, row: Sequence[str], name: str) -> float:
        """A number, NaN for an empty cell."""
        text = self.cell(row, name)
        if text.lower() in _NOTHING:
            return nan
        try:
            number = float(text.replace(",", ".") if self._decimal_comma else text)
        except ValueError as error:
            raise bad_log(
                N_("Row {number}: “{text}” in column {name} is not a number.").format(
                    number=self.number, text=text[:40], name=name
                )
            ) from error
        if not isfinite(number):
            raise bad_log(
                N_("Row {number}: “{text}” in column {name} is not a finite number.").format(
                    number=self.number, text=text[:40], name=name
                )
            )
        return number

    def time(self, row: Sequence[str], name: str) -> float:
        """Seconds since 1970 UTC, or the file's own seconds; a time without zone is taken as UTC."""
        text = self.cell(row, name)
        try:
            return self.value(row, name)
        except NeedsYou:
            pass
        try:
            moment = datetime.fromisoformat(text)
            self.zoned = self.zoned or moment.tzinfo is not None
        except ValueError as error:
            raise bad_log(
                N_("Row {number}: “{text}” in column {name} is not a time.").format(
                    number=self.number, text=text[:40], name=name
                ),
                N_("Times are seconds, or like 2026-03-01T08:30:00Z."),
            ) from error
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


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
