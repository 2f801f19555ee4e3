"""Tables out: CSV (RFC 4180) and XLSX as bytes, safe to open in a spreadsheet program.

A cell that begins like a formula is taken for one by every such program, wherever its text came from; it is led in
with an apostrophe (OWASP ASVS 1.2.10: ``= + - @``, tab, return and zero).
"""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.text import N_

Cell = str | int | float | bool | datetime | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")
"""Characters that XML cannot carry."""
_LONGEST = 32_767
"""Characters of one cell of a workbook."""
_MARK = "\ufeff"


def table_bytes(suffix: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = True) -> bytes:
    """The table in the format of ``suffix`` (``.csv`` or ``.xlsx``); ``mark`` leads a CSV in with a byte order mark,
    by which Excel knows UTF-8. NeedsYou ``usage`` for another suffix."""
    if suffix.lower() == ".csv":
        return csv_bytes(header, rows, mark=mark)
    if suffix.lower() == ".xlsx":
        return xlsx_bytes(header, rows)
    raise NeedsYou(
        "usage", N_("A table is written as .csv or .xlsx."), next_step=N_("Name the file so that it ends in one.")
    )


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = False) -> bytes:
    """RFC 4180, UTF-8, CR LF."""
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([defused(name) for name in header])
    writer.writerows([_shown(cell) for cell in row] for row in rows)
    return (_MARK * mark + out.getvalue()).encode("utf-8", "replace")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: bold header that stays in view, numbers as numbers, times as RFC 3339 text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("CellIQ")
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    titles = []
    for name in header:
        title = WriteOnlyCell(sheet, value=_whole(defused(name)))
        title.font = bold
        titles.append(title)
    sheet.append(titles)
    for row in rows:
        sheet.append([_typed(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def defused(text: str) -> str:
    """``text`` that no program takes for a formula."""
    bare = text.lstrip(" \u00a0\ufeff\u200b")
    return f"'{text}" if text.startswith(_FORMULA) or bare.startswith(_FORMULA) else text


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return defused(cell)
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return repr(cell)


def _typed(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return _whole(defused(cell))
    if isinstance(cell, datetime):
        return _moment(cell)
    return ("yes" if cell else "no") if isinstance(cell, bool) else cell


def _whole(text: str) -> str:
    return text.translate(_ILLEGAL)[:_LONGEST]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
