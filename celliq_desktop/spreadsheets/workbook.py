"""XLSX workbooks: measured before they are opened, because a small file may unpack to any size.

A sheet's reader keeps a dense rectangle of all its cells, so one cell far away is as good a bomb as a long file: both
are refused from the unpacked bytes, which are counted, not believed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets import limits
from celliq_desktop.spreadsheets.delimited import Records, bounded
from celliq_desktop.spreadsheets.refusals import bad_table

_MOST_ENTRIES = 500
_MOST_UNPACKED = 256 * 1024 * 1024
_MOST_RATIO = 200
_RATIO_FROM = 4 * 1024 * 1024
"""Small parts may shrink as they like."""
_MOST_SHEETS = 20
_CHUNK = 1024 * 1024
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]{1,4})([0-9]{1,9})["']""")
_BROKEN = N_("The workbook is damaged or not a workbook.")
_STEP = N_("Open it in a spreadsheet program and save it again.")


def is_workbook(data: bytes) -> bool:
    """True for a ZIP container, as XLSX is one."""
    return data.startswith(b"PK\x03\x04")


def sheets_of(data: bytes) -> Iterator[tuple[str, Records]]:
    """``(name, rows)`` of each sheet that holds something, in order. NeedsYou ``bad_spreadsheet`` for what is damaged,
    locked, or larger than a list may be."""
    _measure(data)
    from python_calamine import CalamineError, PasswordError, ZipError, load_workbook

    try:
        workbook = load_workbook(io.BytesIO(data))
        names = list(workbook.sheet_names)[:_MOST_SHEETS]
        for name in names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for row in rows for cell in row):
                yield name, bounded((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    except PasswordError as error:
        raise bad_table(N_("The workbook has a password."), N_("Save it without one.")) from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise bad_table(_BROKEN, _STEP) from error
    except BaseException as error:  # the reader's own panics are no Exceptions
        if type(error).__name__ != "PanicException":
            raise
        raise bad_table(_BROKEN, _STEP) from None


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _measure(data: bytes) -> None:
    """Refuse bombs, and what is no workbook at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise bad_table(N_("The workbook has too many parts."), _STEP)
            if any(entry.flag_bits & 1 for entry in entries):
                raise bad_table(N_("The workbook has a password."), N_("Save it without one."))
            if not any(entry.filename.endswith("workbook.xml") for entry in entries):
                raise bad_table(N_("This archive is no workbook (.xlsx)."), N_("Save the list as .xlsx or .csv."))
            total = 0
            for entry in entries:
                total = _unpacked(data, entry, total)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, IndexError) as error:
        raise bad_table(_BROKEN, _STEP) from error


def _unpacked(data: bytes, entry: zipfile.ZipInfo, total: int) -> int:
    """``total`` and the true size of this entry; its cells are looked at on the way."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise bad_table(_BROKEN, _STEP)
    sheet = "worksheets/" in entry.filename.lower()
    size, tail = 0, b""
    for chunk in _chunks(data, entry):
        size += len(chunk)
        too_dense = size > _RATIO_FROM and size > _MOST_RATIO * max(1, entry.compress_size)
        if total + size > _MOST_UNPACKED or too_dense:
            raise bad_table(N_("The workbook unpacks to an extraordinary size and is not opened."), _STEP)
        if sheet:
            tail = _look_at_cells(tail + chunk)
    return total + size


def _look_at_cells(text: bytes) -> bytes:
    """Refuse cells beyond the limits; the last characters are looked at again with what follows."""
    for found in _CELL.finditer(text):
        column, row = found.group(1), int(found.group(2))
        if row > 2 * limits.ROWS or (len(column) > 1 and _column(column) > 4 * limits.COLUMNS):
            raise bad_table(
                N_("The sheet has a cell far away ({decode}{row}).").format(decode=column.decode(), row=row),
                N_("Keep at most {rows:,} rows and {columns} columns.").format(
                    rows=limits.ROWS, columns=limits.COLUMNS
                ),
            )
    return text[-120:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _chunks(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry unpacked by its own stream, whatever sizes the archive's lists claim."""
    at = entry.header_offset
    name, extra = int.from_bytes(data[at + 26 : at + 28], "little"), int.from_bytes(data[at + 28 : at + 30], "little")
    packed = data[at + 30 + name + extra :][: entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    yield inflate.decompress(packed, _CHUNK)
    while inflate.unconsumed_tail:
        yield inflate.decompress(inflate.unconsumed_tail, _CHUNK)
