"""Two hundred broken spreadsheets: each is refused in one clear sentence or read for what it is, and never a
traceback."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.spreadsheets.seller_rows import seller_rows
from celliq_desktop.spreadsheets.sellers import sellers_in

HEAD = "VIN;E-Mail\n"
ROW = "WVWZZZE1ZMP000001;anna@example.com\n"
SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{rows}</sheetData></worksheet>"
)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["VIN", "E-Mail"])
    book.active.append(["WVWZZZE1ZMP000001", "anna@example.com"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


BOOK = _workbook()


def _with_sheet(xml: bytes | str) -> bytes:
    """The workbook with another sheet inside."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, xml if "worksheets/" in entry.filename else old.read(entry))
    return out.getvalue()


def _refused(data: bytes) -> str:
    with pytest.raises(NeedsYou) as refusal:
        sellers_in(data, "list")
    assert refusal.value.code == "bad_spreadsheet"
    return refusal.value.message


def _bomb() -> bytes:
    """A sheet of spaces: some kilobytes that unpack to megabytes."""
    return _with_sheet(b"<worksheet>" + b" " * (20 * 1024 * 1024))


def _lying_bomb() -> bytes:
    """The archive's lists claim a hundred bytes; the stream itself holds many megabytes."""
    data = bytearray(_with_sheet(b"<worksheet>" + b" " * (20 * 1024 * 1024)))
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        at = found.start()
        if b"worksheets/" in data[at : at + 90]:
            data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def _many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "")
        for number in range(600):
            archive.writestr(f"xl/{number}.xml", "")
    return out.getvalue()


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.csv", HEAD + ROW)
    return out.getvalue()


CELL_AT = '<row r="1"><c r="{at}" t="inlineStr"><is><t>x</t></is></c></row>'
NAMED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "only blank lines": (lambda: b"\n\r\n  \n;;;\n", "empty"),
    "only a byte order mark": (lambda: b"\xef\xbb\xbf", "empty"),
    "zero bytes": (lambda: (HEAD + ROW).encode() + b"\x00\x00", "zero bytes"),
    "zero bytes in cp1252": (lambda: b"M\xfcller\x00;x\n" * 9, "not a text file"),
    "pdf": (lambda: b"%PDF-1.7\n", "PDF"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "old Excel"),
    "web page": (lambda: b"<html><table>", "web page"),
    "packed": (lambda: b"\x1f\x8b\x08", "packed"),
    "unclosed quotation": ((HEAD + '"' + ROW * 9000).encode, "quotation mark"),
    "a long cell": ((HEAD + "x" * 1_025 + ";y\n").encode, "Row 2 has a cell of more than 1,024"),
    "too many columns": ((HEAD + ";".join("x" * 65) + "\n").encode, "more than 64 columns"),
    "too many rows": ((HEAD + ROW * 100_001).encode, "more than 100,000 rows"),
    "odd utf-16": (lambda: b"\xff\xfe" + b"a\x00b", "utf-16"),
    "a zip of a csv": (_archive, "no workbook"),
    "too many parts": (_many_parts, "too many parts"),
    "a bomb": (_bomb, "extraordinary size"),
    "a bomb whose lists lie": (_lying_bomb, "extraordinary size"),
    "a cell far to the right": (lambda: _with_sheet(SHEET.format(rows=CELL_AT.format(at="XFD1"))), "far away (XFD1)"),
    "a cell far below": (lambda: _with_sheet(SHEET.format(rows=CELL_AT.format(at="A1048576"))), "far away (A1048576)"),
    "half a workbook": (lambda: BOOK[: len(BOOK) // 2], "damaged"),
    "a sheet that is no xml": (lambda: _with_sheet("<worksheet><sheetData><row><c r='A1'"), "workbook"),
    "an empty sheet": (lambda: _with_sheet(SHEET.format(rows="")), "empty"),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_no_list_is_refused_in_a_sentence_that_says_why(name: str) -> None:
    make, said = NAMED[name]
    assert said in _refused(make())


def _damaged() -> Iterator[tuple[str, bytes]]:
    """Two hundred files: workbooks and text with bytes turned, cut, doubled or shuffled, from one seed."""
    dice = random.Random(20261124)
    text = (HEAD + ROW * 30).encode()
    for number in range(200):
        whole = bytearray(BOOK if number % 2 else (text, text.decode().encode("utf-16"))[number % 4 == 2])
        for _turn in range(dice.randint(1, 40)):
            at = dice.randrange(len(whole))
            how = dice.randrange(4)
            if how == 0:
                whole[at] = dice.randrange(256)
            elif how == 1:
                del whole[at : at + dice.randint(1, 60)]
            elif how == 2:
                whole[at:at] = dice.randbytes(dice.randint(1, 20))
            else:
                whole[at:at] = whole[at : at + 200]
            if not whole:
                break
        yield f"{number}", bytes(whole)


def test_two_hundred_damaged_files_never_end_in_a_traceback() -> None:
    sentences = [said for name, data in _damaged() if (said := _said_of(name, data)) is not None]
    assert len(sentences) > 60, "most damage to workbooks is noticed"
    assert not [said for said in sentences if not said.endswith(".")]


def _said_of(name: str, data: bytes) -> str | None:
    """The refusal; None when it was read, and then every row has a verdict."""
    try:
        table = sellers_in(data, name)
    except NeedsYou as problem:
        return problem.message
    if table.columns.complete:
        assert len(list(seller_rows(table, table.columns))) == len(table.rows)
    return None
