"""A list of cars is read from whatever a dealer keeps it in, and no line is lost silently."""

from pathlib import Path

import openpyxl
import pytest

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.usecases.read_vins import read_vins

_CARS = ("WVWZZZE1ZMP012345", "5YJ3E1EA7KF317000")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(_CARS),
        "VIN\n" + "\n".join(_CARS) + "\n",
        "Fahrgestellnummer\r\n" + "\r\n".join(_CARS),
        "Kunde;FIN;Ort\n" + "".join(f"Jörg;{vin};Ulm\n" for vin in _CARS),
        "".join(f"{at}\t{vin}\n" for at, vin in enumerate(_CARS)),
    ],
    ids=["a VIN a line", "with a header", "with a German header", "a column of a table", "a table without header"],
)
def test_vins_are_found_in_lists_and_tables(text: str, tmp_path: Path) -> None:
    file = tmp_path / "cars.csv"
    file.write_text(text, encoding="cp1252", newline="")
    assert read_vins(file) == _CARS


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Cars", 0)
    for row in (("Model", "VIN"), *(("e-Up", vin) for vin in _CARS)):
        sheet.append(row)
    book.save(tmp_path / "cars.xlsx")
    assert read_vins(tmp_path / "cars.xlsx") == _CARS


def test_a_line_that_is_no_vin_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "cars.txt"
    file.write_text("WVWZZZE1ZMP01234\n" + _CARS[1], encoding="utf-8")
    assert read_vins(file) == ("WVWZZZE1ZMP01234", _CARS[1]), "the first line looks like a header, but is none"


@pytest.mark.parametrize(("text", "said"), [("VIN\n", "names no VIN"), ("name;place\nJörg;Ulm\n", "no column of VINs")])
def test_a_file_without_vins_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "cars.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NeedsYou, match=said):
        read_vins(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSurroundings, match="none"):
        read_vins(tmp_path / "none.txt")
