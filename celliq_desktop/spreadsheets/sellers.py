"""Seller lists in: a file or a paste becomes a table of text with a guess which columns are which."""

from pathlib import Path

from celliq_desktop.domain.sellers import SellerTable
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets import limits
from celliq_desktop.spreadsheets.characters import decoded
from celliq_desktop.spreadsheets.delimited import Records, records_of
from celliq_desktop.spreadsheets.refusals import bad_table, unreadable
from celliq_desktop.spreadsheets.seller_columns import guessed, header_is
from celliq_desktop.spreadsheets.workbook import is_workbook, sheets_of

PASTED = "Pasted list"
"""Name of a list that came from the clipboard."""


def read_sellers(path: Path, *, encoding: str | None = None) -> SellerTable:
    """Read a CSV, TSV or XLSX file; ``encoding`` is a person's choice for a text file.

    BadSurroundings ``cannot_read`` when it cannot be opened; NeedsYou ``bad_spreadsheet``, in one sentence, for
    whatever is wrong inside.
    """
    try:
        if path.stat().st_size > limits.BYTES:
            raise bad_table(
                N_("The file is larger than {bytes} MB.").format(bytes=limits.BYTES // 1024**2),
                N_("Split it into several files."),
            )
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
    except ValueError as error:  # a name that no system can hold
        raise bad_table(N_("There is no such file.")) from error
    return sellers_in(data, path.name, encoding=encoding)


def sellers_in(data: bytes, name: str, *, encoding: str | None = None) -> SellerTable:
    """As ``read_sellers``, for bytes that are at hand."""
    if len(data) > limits.BYTES:
        raise bad_table(
            N_("The file is larger than {bytes} MB.").format(bytes=limits.BYTES // 1024**2),
            N_("Split it into several files."),
        )
    if is_workbook(data):
        return _of_workbook(data, name)
    text = decoded(data, encoding)
    return _table(name, records_of(text.text), encoding=text.encoding, sure=text.sure)


def read_pasted(text: str) -> SellerTable:
    """Read what the clipboard held: cells of a spreadsheet come as lines with tabs."""
    if "\x00" in text:
        raise bad_table(N_("This is not text."), N_("Copy the cells of the list."))
    return _table(PASTED, records_of(text))


def _of_workbook(data: bytes, name: str) -> SellerTable:
    """The first sheet with both columns; without one the first that holds anything."""
    first: SellerTable | None = None
    for sheet, records in sheets_of(data):
        table = _table(name, records, sheet=sheet)
        if table.columns.complete and table.columns.confidence > 0:
            return table
        first = first or table
    if first is None:
        raise bad_table(N_("The workbook is empty."), N_("Choose a list with a VIN and an e-mail address in each row."))
    return first


def _table(name: str, records: Records, *, encoding: str = "", sure: bool = True, sheet: str = "") -> SellerTable:
    rows, numbers = records.rows, records.numbers
    has_header = header_is(rows[0])
    named = rows[0] if has_header else ()
    data, data_numbers = (rows[1:], numbers[1:]) if has_header else (rows, numbers)
    if len(data) > limits.ROWS:
        raise bad_table(
            N_("The list has more than {rows:,} rows.").format(rows=limits.ROWS), N_("Split it into several files.")
        )
    width = max(map(len, rows))
    header = tuple(
        named[at].strip() if at < len(named) and named[at].strip() else f"Column {at + 1}" for at in range(width)
    )
    return SellerTable(
        name=name,
        header=header,
        rows=data,
        numbers=data_numbers,
        columns=guessed(named, data),
        has_header=has_header,
        encoding=encoding,
        sure=sure,
        delimiter=records.delimiter,
        sheet=sheet,
    )
