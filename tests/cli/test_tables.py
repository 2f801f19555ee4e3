"""``fleet list --out`` and ``report list --out``: the tables people take into their spreadsheets."""

import csv
from pathlib import Path

import openpyxl

from tests.support.command_line import CommandLine


def test_the_fleet_as_csv_and_as_workbook(dealer: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "fleet.csv"
    said = dealer("fleet", "list", "--out", str(out), "--json").json
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["vin"] for row in rows] == [item["vin"] for item in said["items"]]
    assert rows[0]["odometer_km"] == repr(said["items"][0]["odometer_km"])
    book = tmp_path / "fleet.xlsx"
    assert dealer("fleet", "list", "--status", "active", "--out", str(book)).code == 0
    lines = list(openpyxl.load_workbook(book).worksheets[0].iter_rows(values_only=True))
    assert len(lines) == 1 + sum(item["status"] == "active" for item in said["items"])
    assert isinstance(lines[1][13], (int, float))


def test_the_reports(dealer: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "reports.csv"
    said = dealer("report", "list", "--out", str(out), "--json").json
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["report_id"] for row in csv.DictReader(file)] == [item["id"] for item in said["items"]]


def test_another_suffix_and_a_folder_that_is_not_there_are_told(dealer: CommandLine, tmp_path: Path) -> None:
    assert dealer("fleet", "list", "--out", str(tmp_path / "fleet.pdf")).code == 2
    assert dealer("fleet", "list", "--out", str(tmp_path / "nowhere" / "fleet.csv")).code == 6
