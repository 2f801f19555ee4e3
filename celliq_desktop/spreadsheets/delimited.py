"""From text to rows: ``,`` ``;`` tab or ``|``, a ``sep=`` line, quoted line ends (RFC 4180, tolerant)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets import limits
from celliq_desktop.spreadsheets.refusals import bad_table

_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)
_PAIR = re.compile(r"\S+[ \xa0]+\S+@\S+")
_NOTHING = " \t\r\n\xa0;,|"
"""What alone makes no cell."""
_TRIED = 30
"""Rows looked at to find the delimiter."""
_HEAD = 200_000
"""Characters that surely hold so many rows."""


@dataclass(frozen=True, slots=True)
class Records:
    """Rows that hold something, and their numbers as a spreadsheet program shows them."""

    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    delimiter: str = ""


def records_of(text: str) -> Records:
    """The rows of ``text``. NeedsYou ``bad_spreadsheet`` when there are none, or one is beyond the limits."""
    said = _SEP_LINE.match(text)
    body = text[said.end() :] if said else text
    delimiter = said.group(1) if said else _delimiter_of(body)
    if not delimiter:
        return bounded(enumerate(_spaced(body), start=1), " ")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    return bounded(enumerate(_read(reader), start=2 if said else 1), delimiter)


def bounded(numbered: Iterator[tuple[int, list[str]]], delimiter: str = "") -> Records:
    """Rows within the limits; empty ones are left out, but counted."""
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, row in numbered:
        if not any(row) or not any(cell.strip(_NOTHING) for cell in row):
            continue
        if len(row) > limits.COLUMNS:
            _check_width(number, row)
        if max(map(len, row)) > limits.CHARACTERS:
            raise bad_table(
                N_("Row {number} has a cell of more than {characters:,} characters.").format(
                    number=number, characters=limits.CHARACTERS
                ),
                N_("Perhaps a quotation mark is not closed in or above that row."),
            )
        rows.append(tuple(row))
        numbers.append(number)
        if len(rows) > limits.ROWS + 1:  # one may be the header
            raise bad_table(
                N_("The list has more than {rows:,} rows.").format(rows=limits.ROWS), N_("Split it into several files.")
            )
    if not rows:
        raise bad_table(N_("The file is empty."), N_("Choose a list with a VIN and an e-mail address in each row."))
    return Records(tuple(rows), tuple(numbers), delimiter)


def _check_width(number: int, row: list[str]) -> None:
    """Trailing empty cells are no columns."""
    while len(row) > limits.COLUMNS and not row[-1].strip():
        row.pop()
    if len(row) > limits.COLUMNS:
        raise bad_table(
            N_("Row {number} has more than {columns} columns.").format(number=number, columns=limits.COLUMNS),
            N_("Keep the VIN and the e-mail address of each seller."),
        )


def _read(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        why = "a quotation mark is not closed" if "field limit" in str(error) else str(error)
        raise bad_table(N_("The file is not a table: {why}.").format(why=why)) from error


def _spaced(text: str) -> Iterator[list[str]]:
    """Lines that were typed or pasted as ``VIN address``."""
    return (line.rsplit(None, 1) if _PAIR.fullmatch(line.strip()) else [line] for line in text.splitlines())


def _delimiter_of(text: str) -> str:
    """The delimiter that parts most rows into the same number of columns; empty when none does."""
    if not text.strip():
        raise bad_table(N_("The file is empty."), N_("Choose a list with a VIN and an e-mail address in each row."))
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        score = _score(text, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    if best:
        return best
    lines = [line.strip() for line in islice(text.splitlines(), _TRIED) if line.strip()]
    return "" if sum(_PAIR.fullmatch(line) is not None for line in lines) * 2 >= len(lines) else ","


def _score(text: str, delimiter: str) -> float:
    try:
        tried = list(islice(csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=delimiter), _TRIED))
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in tried if any(cell.strip() for cell in row))
    widths.pop(1, None)
    if not widths:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    return rows / len(tried) + min(width, 8) / 100
