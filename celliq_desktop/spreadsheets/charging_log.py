"""Reads a charging log: one sample a row, or one session a row, recognised by its header (cli.md)."""

import csv
import io
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite, isnan, nan
from pathlib import Path

from charset_normalizer import from_bytes

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession

_MOST_BYTES = 512 * 1024 * 1024
_MOST_ROWS = 5_000_000
_NOTHING = frozenset({"", "-", "na", "n/a", "nan", "null", "none"})
_SAMPLE_COLUMNS = (
    "time",
    "soc_percent",
    "energy_kwh",
    "power_kw",
    "current_a",
    "voltage_v",
    "temperature_c",
    "odometer_km",
    "speed_kmh",
)
_FLOWS = ("energy_kwh", "power_kw", "current_a")
_SESSION_COLUMNS = ("start", "end", "soc_start_percent", "soc_end_percent", "energy_kwh", "charge_ah")
_SESSION_HEADER = frozenset(_SESSION_COLUMNS[:4])


@dataclass(frozen=True, slots=True)
class ChargingLog:
    """What the file holds: ``samples``, or ``sessions`` when it is a session list. ``rows`` data rows were read."""

    rows: int
    samples: Samples | None = None
    sessions: tuple[ChargeSession, ...] | None = None


def read_charging_log(
    path: Path, *, columns: Mapping[str, str] | None = None, charging_negative: bool = False
) -> ChargingLog:
    """Read ``path``. ``columns`` maps our names to the file's; ``charging_negative`` flips the current.

    BadSurroundings ``cannot_read`` when the file cannot be opened; NeedsYou ``bad_log`` with the row and the column
    for everything that is wrong inside it.
    """
    text = _text_of(path)
    reader, decimal_comma = _reader(text)
    try:
        header = [name.strip() for name in next(reader, [])]
        at = _places(header, columns or {})
        rows = _Rows(reader, at, decimal_comma=decimal_comma)
        if at.keys() >= _SESSION_HEADER:
            found = tuple(_session(rows, row) for row in rows)
            return ChargingLog(rows=len(found), sessions=found)
        samples = _samples(rows, at, charging_negative=charging_negative)
    except csv.Error as error:
        raise _bad(f"The file is not a table: {error}.") from error
    return ChargingLog(rows=len(samples), samples=samples)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _bad("The file is larger than 512 MB.", "Split it by month.")
        data = path.read_bytes()
    except OSError as error:
        raise BadSurroundings(
            "cannot_read",
            f"“{path.name}” cannot be read: {error.strerror or error}.",
            next_step="Check the name and the permissions.",
        ) from error
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _bad("This is not a text file.", "Export the log as CSV first.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise _bad("The file's characters cannot be read.", "Save it as UTF-8.") from None
        return str(best)


def _reader(text: str) -> tuple[Iterator[list[str]], bool]:
    """Rows, and whether numbers carry a decimal comma: they may where the comma does not part the columns."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    if not first.strip():
        raise _bad("The file is empty.")
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), delimiter != ","


def _places(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Where each of our columns stands in the file."""
    for name, theirs in columns.items():
        if name not in (*_SAMPLE_COLUMNS, *_SESSION_COLUMNS):
            raise _bad(f"“{name}” is no column this program knows.", f"Known: {', '.join(_SAMPLE_COLUMNS)}.")
        if theirs not in header:
            raise _bad(f"The file has no column “{theirs}”.", f"It has: {', '.join(header)}.")
    wanted = {name: columns.get(name, name) for name in (*_SAMPLE_COLUMNS, *_SESSION_COLUMNS)}
    return {name: header.index(theirs) for name, theirs in wanted.items() if theirs in header}


class _Rows:
    """Data rows with their numbers, and cells by our names."""

    def __init__(self, reader: Iterator[list[str]], at: Mapping[str, int], *, decimal_comma: bool) -> None:
        self._reader = reader
        self._at = at
        self._decimal_comma = decimal_comma
        self.number = 1

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._reader:
            self.number += 1
            if self.number > _MOST_ROWS:
                raise _bad("The file has more than five million rows.", "Split it by month.")
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
            raise _bad(f"Row {self.number}: “{text[:40]}” in column {name} is not a number.") from error
        if not isfinite(number):
            raise _bad(f"Row {self.number}: “{text[:40]}” in column {name} is not a finite number.")
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
        except ValueError as error:
            raise _bad(
                f"Row {self.number}: “{text[:40]}” in column {name} is not a time.",
                "Times are seconds, or like 2026-03-01T08:30:00Z.",
            ) from error
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _samples(rows: _Rows, at: Mapping[str, int], *, charging_negative: bool) -> Samples:
    lacking = [name for name in ("time", "soc_percent") if name not in at]
    if lacking:
        raise _bad(f"The file has no column {' and no column '.join(lacking)}.", "Name it with --map name=column.")
    if not any(name in at for name in _FLOWS):
        raise _bad("The file has neither energy_kwh nor power_kw nor current_a.", "Name one with --map name=column.")
    names = [name for name in _SAMPLE_COLUMNS if name != "time" and name in at]
    times, columns = array("d"), {name: array("d") for name in names}
    for row in rows:
        moment = rows.time(row, "time")
        if isnan(moment):
            raise _bad(f"Row {rows.number} has no time.")
        times.append(moment)
        for name in names:
            columns[name].append(rows.value(row, name))
    if charging_negative and "current_a" in columns:
        columns["current_a"] = array("d", [-value for value in columns["current_a"]])
    _check_soc(columns["soc_percent"])
    return Samples.from_columns(times, **columns)


def _check_soc(soc: "array[float]") -> None:
    known = [value for value in soc if not isnan(value)]
    if not known:
        raise _bad("The column soc_percent holds no value.")
    if min(known) < 0 or max(known) > 101:
        raise _bad("soc_percent must lie between 0 and 100.", "Check which column holds the state of charge.")
    if max(known) <= 1.0 and len(known) > 1:
        raise _bad("soc_percent looks like a fraction from 0 to 1, not percent.", "Multiply it by 100.")


def _session(rows: _Rows, row: Sequence[str]) -> ChargeSession:
    start, end = rows.time(row, "start"), rows.time(row, "end")
    soc_start, soc_end = rows.value(row, "soc_start_percent"), rows.value(row, "soc_end_percent")
    if any(isnan(value) for value in (start, end, soc_start, soc_end)):
        raise _bad(f"Row {rows.number} lacks start, end or one of its states of charge.")
    if not (0 <= soc_start <= 101 and 0 <= soc_end <= 101):
        raise _bad(f"Row {rows.number}: a state of charge must lie between 0 and 100.")
    energy, charge = rows.value(row, "energy_kwh"), rows.value(row, "charge_ah")
    hours = (end - start) / 3600.0
    return ChargeSession(
        start_s=start,
        end_s=end,
        soc_start_percent=soc_start,
        soc_end_percent=soc_end,
        energy_kwh=None if isnan(energy) else energy,
        charge_ah=None if isnan(charge) else charge,
        mean_power_kw=energy / hours if hours > 0 and not isnan(energy) else None,
    )


def _bad(message: str, next_step: str = "Correct the file and try again.") -> NeedsYou:
    return NeedsYou("bad_log", message, next_step=next_step, safe="Nothing was changed.")
