"""What the preview shows, and the words it is made of."""

from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.sellers import JudgedList, RowVerdict, SellerColumns, SellerRow, SellerTable
from celliq_desktop.viewmodels.count_chips import CountChip, chips_of
from celliq_desktop.viewmodels.formats import count, whole
from celliq_desktop.viewmodels.words import N_, _

VERDICTS: dict[RowVerdict, tuple[str, str]] = {
    RowVerdict.READY: (N_("Ready"), "good"),
    RowVerdict.LOOK: (N_("Needs a look"), "fair"),
    RowVerdict.INVITED: (N_("Already invited"), "info"),
    RowVerdict.CONNECTED: (N_("Connected"), "info"),
    RowVerdict.WAITING: (N_("Waiting"), "info"),
    RowVerdict.DUPLICATE: (N_("Duplicate"), "none"),
    RowVerdict.INVALID: (N_("Cannot be sent"), "poor"),
}
"""Words and tone of every verdict, in the order of the chips."""
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One invite that was typed in."""

    vin: str
    email: str


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of cars of the fleet."""

    ids: tuple[VehicleId, ...]


class PreviewPhase(Enum):
    """Where a list stands."""

    NONE = "none"
    READING = "reading"
    COLUMNS = "columns"
    READY = "ready"
    KEEPING = "keeping"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewState:
    """``rows`` are those the chips let through, of ``total``; ``summary`` says what sending would do; ``suggested``
    counts rows with a proposed VIN; ``sure`` False: the encoding is a guess, and ``sample`` is a cell that shows it.
    ``path`` None for a list that was pasted or typed, and ``header`` empty for a typed one."""

    phase: PreviewPhase = PreviewPhase.NONE
    name: str = ""
    path: Path | None = None
    facts: str = ""
    header: tuple[str, ...] = ()
    columns: SellerColumns = field(default_factory=SellerColumns)
    encoding: str = ""
    sure: bool = True
    sample: str = ""
    rows: tuple[SellerRow, ...] = ()
    total: int = 0
    chips: tuple[CountChip, ...] = ()
    picked: frozenset[str] = frozenset()
    summary: str = ""
    sends: int = 0
    suggested: int = 0
    problem: Problem | None = None


def opened(state: PreviewState, table: SellerTable) -> PreviewState:
    """A table was read."""
    delimiter = (
        _("parted by {get}").format(get=_DELIMITERS.get(table.delimiter, table.delimiter)) if table.delimiter else ""
    )
    facts = (
        count(len(table.rows), "row", "rows"),
        _("sheet “{sheet}”").format(sheet=table.sheet) if table.sheet else "",
        table.encoding.upper(),
        delimiter,
        "" if table.has_header else _("no header"),
    )
    return replace(
        state,
        facts=" · ".join(part for part in facts if part),
        header=table.header,
        columns=table.columns,
        encoding=table.encoding,
        sure=table.sure,
        sample=next((cell for row in table.rows for cell in row if not cell.isascii()), "")[:60],
    )


def shown(state: PreviewState, judged: JudgedList) -> PreviewState:
    """The rows that the chips let through, and what sending would do."""
    counts = judged.counts
    rows = judged.rows
    if state.picked:
        rows = tuple(row for row in rows if row.verdict.value in state.picked)
    return replace(
        state,
        name=judged.name,
        rows=rows,
        total=len(judged.rows),
        chips=chips_of(
            {verdict.value: words_and_tone for verdict, words_and_tone in VERDICTS.items()},
            {verdict.value: number for verdict, number in counts.items()},
            state.picked,
        ),
        summary=summary(judged),
        sends=counts[RowVerdict.READY] + counts[RowVerdict.LOOK],
        suggested=sum(bool(row.suggestion) for row in judged.rows),
    )


def summary(judged: JudgedList) -> str:
    """``412 will be sent, 31 already invited, 7 need a look.``"""
    counts = judged.counts
    sends = counts[RowVerdict.READY] + counts[RowVerdict.LOOK]
    parts = [
        _("{sends} will be sent").format(sends=whole(sends)) if sends else _("Nothing will be sent"),
        _part(counts[RowVerdict.LOOK], _("of them needs a look"), _("of them need a look")),
        _part(counts[RowVerdict.INVITED], _("already invited"), _("already invited")),
        _part(counts[RowVerdict.CONNECTED], _("connected already"), _("connected already")),
        _part(counts[RowVerdict.WAITING], _("waiting from before"), _("waiting from before")),
        _part(counts[RowVerdict.DUPLICATE], "duplicate", "duplicates"),
        _part(counts[RowVerdict.INVALID], _("cannot be sent"), _("cannot be sent")),
    ]
    return ", ".join(part for part in parts if part) + "."


def _part(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""
