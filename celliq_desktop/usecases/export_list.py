"""The server's own list of reports as a file on this computer, safe to open in a spreadsheet."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.tables_out import table_bytes
from celliq_desktop.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class ExportedList:
    """``rows`` lines without the header."""

    path: Path
    rows: int


def export_list(desk: Desk, out: Path, first: date | None = None, last: date | None = None) -> ExportedList:
    """Write the reports issued from ``first`` to ``last`` to ``out`` (.csv or .xlsx), every cell defused. TryAgain
    ``bad_answer`` when the server's table is none, as a single word or sentence is; then nothing is written."""
    data = desk.api.export_reports(first, last)
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        rows = [row for row in lines if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_table() from error
    if not rows or any(len(row) != len(rows[0]) for row in rows) or sum(map(len, rows)) == 1:
        raise _no_table()
    desk.files.write(out, table_bytes(out.suffix, rows[0], rows[1:]))
    return ExportedList(out, len(rows) - 1)


def _no_table() -> TryAgain:
    return TryAgain(
        "bad_answer",
        N_("CellIQ sent a list of reports that is no table."),
        safe=N_("Nothing was written."),
        next_step=N_("Try again; “report list” shows what is mirrored."),
    )
