"""Reads a charging log: one sample a row, or one session a row, recognised by its header (cli.md)."""

import csv
import io
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import isnan
from pathlib import Path

from charset_normalizer import from_bytes

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.log_columns import SESSION_HEADER, factor_of, plain, proposed
from celliq_desktop.spreadsheets.log_rows import LogRows, bad_log, without_summer_time
from celliq_desktop.spreadsheets.log_times import day_comes_first
from celliq_desktop.spreadsheets.teslafi import TESLAFI, is_teslafi, teslafi_samples

_MOST_BYTES = 512 * 1024 * 1024
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
_SESSION_COLUMNS = ("start", "end", "soc_start_percent", "soc_end_percent", "energy_kwh", "charge_ah", "current_kind")
_STATION_WORDS = ("evse", "station", "connector", "cdr", "wallbox", "charger_id", "meter_", "ocpp")
_CHARGER = "charger"
SESSION_LIST = "list of sessions"
_SESSION_HEADER = frozenset(SESSION_HEADER)

_LEAF_SPY, _WRITTEN_LARGE, _FRACTIONS = 10_000, 20_000, 3
_NOTES = ("#", "sep=", "//")
"""How lines begin that stand before a header and are none."""
_LOOKED_AT = 4
"""Rows shown before a log is taken in."""
_KINDS = {"ac": CurrentKind.AC, "dc": CurrentKind.DC}


@dataclass(frozen=True, slots=True)
class ChargingLog:
    """What the file holds: ``samples``, or ``sessions`` when it is a session list. ``rows`` data rows were read.
    ``charger_side``: its columns speak of a charging station, so the energy is hardly the battery's. ``guessed``: our
    names to the file's where nobody said which is which and their names alone did."""

    rows: int
    samples: Samples | None = None
    sessions: tuple[ChargeSession, ...] | None = None
    charger_side: bool = False
    guessed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogHead:
    """The beginning of a file: its ``columns``, the first ``rows`` as text, the format in words where it is a known
    one (empty otherwise), and which column is probably which of ours."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str
    proposed: Mapping[str, str]


def read_log_head(path: Path) -> LogHead:
    """The beginning of ``path``, for a person to say what its columns are; problems as ``read_charging_log``."""
    reader, _comma = _reader(_text_of(path))
    try:
        header = tuple(name.strip() for name in next(reader, []))
        rows = tuple(tuple(row) for row in islice(reader, _LOOKED_AT))
    except csv.Error as error:
        raise bad_log(N_("The file is not a table: {error}.").format(error=error)) from error
    return LogHead(header, rows, _kind_of(header), proposed(header))


def _kind_of(header: Sequence[str]) -> str:
    if is_teslafi(header):
        return "TeslaFi export"
    if set(header) >= _SESSION_HEADER or proposed(header).keys() >= _SESSION_HEADER:
        return SESSION_LIST
    known = {"time", "soc_percent"} <= set(header) and any(name in header for name in _FLOWS)
    return "CellIQ charging log" if known else ""


def read_charging_log(
    path: Path, *, columns: Mapping[str, str] | None = None, charging_negative: bool = False, guess: bool = True
) -> ChargingLog:
    """Read ``path``. ``columns`` maps our names to the file's; with ``guess`` what is lacking is looked for by name.
    Units a column's name ends in (W, Wh, mA, mV, mi, mph) are turned into ours; ``charging_negative`` flips the
    current.

    BadSurroundings ``cannot_read`` when the file cannot be opened; NeedsYou ``bad_log`` with the row and the column
    for everything that is wrong inside it.
    """
    text = _text_of(path)
    reader, decimal_comma = _reader(text)
    try:
        header = [name.strip() for name in next(reader, [])]
        if is_teslafi(header) and not columns:
            rows = LogRows(reader, {name: header.index(name) for name in TESLAFI if name in header})
            samples = teslafi_samples(rows)
            return ChargingLog(rows=len(samples), samples=samples)
        chosen, guessed = _columns(header, columns or {}, guess=guess)
        at = {name: header.index(theirs) for name, theirs in chosen.items()}
        rows = LogRows(
            reader,
            at,
            decimal_comma=decimal_comma,
            factors={name: factor_of(name, theirs) for name, theirs in chosen.items()},
            day_first=day_comes_first(text),
        )
        station = any(_of_a_station(name) for name in header) or _CHARGER in plain(chosen.get("power_kw", "")).split()
        if at.keys() >= _SESSION_HEADER:
            found = tuple(_session(rows, row) for row in rows)
            return ChargingLog(rows=len(found), sessions=found, charger_side=station, guessed=guessed)
        samples = _samples(rows, at, charging_negative=charging_negative)
    except csv.Error as error:
        raise bad_log(N_("The file is not a table: {error}.").format(error=error)) from error
    return ChargingLog(rows=len(samples), samples=samples, charger_side=station, guessed=guessed)


def _of_a_station(name: str) -> bool:
    """True for a column that only a charging station has; our own names, such as odometer_km, are none."""
    plain = name.lower()
    if plain in _SAMPLE_COLUMNS or plain in _SESSION_COLUMNS:
        return False
    return any(word in plain for word in _STATION_WORDS) and "odometer" not in plain


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise bad_log(N_("The file is larger than 512 MB."), N_("Split it by month."))
        data = path.read_bytes()
    except OSError as error:
        raise BadSurroundings(
            "cannot_read",
            N_("“{name}” cannot be read: {value}.").format(name=path.name, value=error.strerror or error),
            next_step=N_("Check the name and the permissions."),
        ) from error
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise bad_log(N_("This is not a text file."), N_("Export the log as CSV first."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        if best is None:
            raise bad_log(N_("The file's characters cannot be read."), N_("Save it as UTF-8.")) from None
        return str(best)


def _reader(text: str) -> tuple[Iterator[list[str]], bool]:
    """Rows, and whether numbers carry a decimal comma: they may where the comma does not part the columns."""
    first, lines = "", io.StringIO(text, newline="")
    at = 0
    while at < len(text) and (not first.strip() or first.startswith(_NOTES)):
        lines.seek(at)
        first = lines.readline()
        at = lines.tell()
    if not first.strip() or first.startswith(_NOTES):
        raise bad_log(N_("The file is empty."))
    delimiter = max(",;\t|", key=first.count)
    lines.seek(at - len(first))
    return csv.reader(lines, delimiter=delimiter), delimiter != ","


def _columns(header: Sequence[str], mapped: Mapping[str, str], *, guess: bool) -> tuple[dict[str, str], dict[str, str]]:
    """``(our names to the file's, those of them nobody said)``. Our own names and what a person mapped come first; only
    where these are not enough, the likeliest of the others."""
    for name, theirs in mapped.items():
        if name not in (*_SAMPLE_COLUMNS, *_SESSION_COLUMNS):
            raise bad_log(
                N_("“{name}” is no column this program knows.").format(name=name),
                f"Known: {', '.join(_SAMPLE_COLUMNS)}.",
            )
        if theirs not in header:
            raise bad_log(
                N_("The file has no column “{theirs}”.").format(theirs=theirs),
                N_("It has: {list}.").format(list=", ".join(header)),
            )
    wanted = {name: mapped.get(name, name) for name in (*_SAMPLE_COLUMNS, *_SESSION_COLUMNS)}
    said = {name: theirs for name, theirs in wanted.items() if theirs in header}
    if not guess or _whole(said):
        return said, {}
    free = proposed([name for name in header if name not in said.values()])
    guessed = {name: theirs for name, theirs in free.items() if name not in said}
    if "energy_kwh" in said | guessed and _CHARGER in plain(guessed.get("power_kw", "")).split():
        del guessed["power_kw"]
    return said | guessed, guessed


def _whole(columns: Mapping[str, str]) -> bool:
    if columns.keys() >= _SESSION_HEADER:
        return "energy_kwh" in columns or "charge_ah" in columns
    return {"time", "soc_percent"} <= columns.keys() and any(name in columns for name in _FLOWS)


def _samples(rows: LogRows, at: Mapping[str, int], *, charging_negative: bool) -> Samples:
    lacking = [name for name in ("time", "soc_percent") if name not in at]
    if lacking:
        raise bad_log(
            N_("The file has no column {list}.").format(list=" and no column ".join(lacking)),
            N_("Name it with --map name=column."),
        )
    if not any(name in at for name in _FLOWS):
        raise bad_log(
            N_("The file has neither energy_kwh nor power_kw nor current_a."), N_("Name one with --map name=column.")
        )
    names = [name for name in _SAMPLE_COLUMNS if name != "time" and name in at]
    times, columns = array("d"), {name: array("d") for name in names}
    for row in rows:
        moment = rows.time(row, "time")
        if isnan(moment):
            raise bad_log(N_("Row {number} has no time.").format(number=rows.number))
        times.append(moment)
        for name in names:
            columns[name].append(rows.value(row, name))
    if charging_negative and "current_a" in columns:
        columns["current_a"] = array("d", [-value for value in columns["current_a"]])
    columns["soc_percent"] = _in_percent(columns["soc_percent"])
    if not rows.zoned:
        times = array("d", without_summer_time(times))
    return Samples.from_columns(times, **columns)


def _in_percent(soc: "array[float]") -> "array[float]":
    """State of charge in percent, also where a file holds fractions or, as Leaf Spy writes, ten thousandths of a
    percent; ``bad_log`` for anything else."""
    known = {value for value in soc if not isnan(value)}
    if not known:
        raise bad_log(N_("The column soc_percent holds no value."))
    if min(known) >= 0 and _WRITTEN_LARGE <= max(known) <= 101 * _LEAF_SPY:
        return array("d", [value / _LEAF_SPY for value in soc])
    if min(known) < 0 or max(known) > 101:
        raise bad_log("soc_percent must lie between 0 and 100.", N_("Check which column holds the state of charge."))
    if max(known) > 1.0 or len(soc) == 1:
        return soc
    if len(known) < _FRACTIONS:
        raise bad_log("soc_percent looks like a fraction from 0 to 1, not percent.", N_("Multiply it by 100."))
    return array("d", [100 * value for value in soc])


def _session(rows: LogRows, row: Sequence[str]) -> ChargeSession:
    start, end = rows.time(row, "start"), rows.time(row, "end")
    soc_start, soc_end = rows.value(row, "soc_start_percent"), rows.value(row, "soc_end_percent")
    if any(isnan(value) for value in (start, end, soc_start, soc_end)):
        raise bad_log(N_("Row {number} lacks start, end or one of its states of charge.").format(number=rows.number))
    if not (0 <= soc_start <= 101 and 0 <= soc_end <= 101):
        raise bad_log(N_("Row {number}: a state of charge must lie between 0 and 100.").format(number=rows.number))
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
        mean_temperature_c=_or_none(rows.value(row, "temperature_c")),
        odometer_km=_or_none(rows.value(row, "odometer_km")),
        current_kind=_KINDS.get(rows.cell(row, "current_kind").lower(), CurrentKind.UNKNOWN),
    )


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value
