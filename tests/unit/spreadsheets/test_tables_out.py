"""Exports that nobody's spreadsheet program can be tricked by, and that read back as they were."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.spreadsheets.tables_out import csv_bytes, table_bytes, xlsx_bytes

HOSTILE = ["=1+1", "+49 30 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "\ufeff=1", "\uff1d1"]


def _csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _xlsx(data: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=False).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_taken_for_a_formula(text: str) -> None:
    assert _csv(csv_bytes(["note"], [[text]]))[1][0] == f"'{text}"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["note"], [[text]]))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


def test_header_names_are_defused_too() -> None:
    assert _csv(csv_bytes(["=cmd"], []))[0] == ["'=cmd"]


def test_values_keep_their_meaning() -> None:
    row = [91.4, -3, None, True, datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 'Müller, "Jo"\nBerlin', "WVWZZZE1ZMP000001"]
    header = ["soh", "delta", "empty", "flag", "at", "seller", "vin"]
    words = ["91.4", "-3", "", "yes", "2026-11-23T09:00:00Z", 'Müller, "Jo"\nBerlin', "WVWZZZE1ZMP000001"]
    data = csv_bytes(header, [row])
    assert _csv(data) == [header, words]
    assert data.endswith(b"\r\n")
    assert _xlsx(xlsx_bytes(header, [row]))[1] == (91.4, -3, None, "yes", *words[4:])


def test_a_mark_is_written_when_wanted_only() -> None:
    assert csv_bytes(["a"], [], mark=True).startswith(b"\xef\xbb\xbf")
    assert csv_bytes(["a"], []) == b"a\r\n"


def test_the_suffix_says_the_format_and_others_are_refused() -> None:
    assert table_bytes(".XLSX", ["a"], []).startswith(b"PK")
    assert table_bytes(".csv", ["a"], []).decode("utf-8-sig") == "a\r\n"
    with pytest.raises(NeedsYou, match=r"\.csv or \.xlsx"):
        table_bytes(".pdf", ["a"], [])


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_survives_a_csv(cells: list[str]) -> None:
    back = _csv(csv_bytes(["x"] * len(cells), [cells]))[1]
    assert [one.removeprefix("'") if one != cell else one for one, cell in zip(back, cells, strict=True)] == cells


@given(st.text(max_size=200))
def test_any_text_can_stand_in_a_workbook(text: str) -> None:
    (_header, (value,)) = _xlsx(xlsx_bytes(["x"], [[text]]))
    assert value is None or isinstance(value, str)
