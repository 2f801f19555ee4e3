"""Seller lists as people have them: every common way to save one is read, whatever language its header speaks."""

import codecs
import io
from pathlib import Path

import openpyxl
import pytest

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.sellers import RowVerdict, SellerRow, SellerTable, first_of_each
from celliq_desktop.spreadsheets.seller_rows import seller_rows
from celliq_desktop.spreadsheets.sellers import read_pasted, read_sellers, sellers_in

VINS = ("WVWZZZE1ZMP000001", "5YJ3E1EA7HF000337", "VF1AG000064123456")
EMAILS = ("anna@example.com", "ben.b@example.org", "clara+ev@müller.example")
PAIRS = tuple(zip(VINS, EMAILS, strict=True))


def _text(delimiter: str, header: str = "VIN|E-Mail", end: str = "\r\n") -> str:
    lines = [header.replace("|", delimiter), *(delimiter.join(pair) for pair in PAIRS)]
    return end.join(lines) + end


def _read(table: SellerTable) -> list[SellerRow]:
    return list(seller_rows(table, table.columns))


def _pairs(table: SellerTable) -> list[tuple[str, str]]:
    return [(row.vin, row.email) for row in _read(table)]


WANTED = [(VINS[0], EMAILS[0]), (VINS[1], EMAILS[1]), (VINS[2], "clara+ev@xn--mller-kva.example")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_way_to_save_a_list_as_text_is_read(delimiter: str, end: str, encoding: str) -> None:
    table = sellers_in(_text(delimiter, end=end).encode(encoding), "list.csv")
    assert _pairs(table) == WANTED
    assert table.sure is (encoding != "cp1252")
    assert table.numbers == (2, 3, 4)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_mark_says_the_byte_order(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert _pairs(sellers_in(mark + _text("\t").encode(encoding), "list.txt")) == WANTED


def test_a_person_may_say_how_the_text_is_encoded() -> None:
    data = _text(";", "VIN|E-Mail|Käufer").encode("cp1250")
    assert "K" in sellers_in(data, "list.csv", encoding="cp1250").header[2]
    with pytest.raises(NeedsYou, match="utf-8"):
        sellers_in(data, "list.csv", encoding="utf-8")


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_sep_line_is_no_row(line: str) -> None:
    table = sellers_in(f"{line}\r\n{_text(';')}".encode(), "list.csv")
    assert _pairs(table) == WANTED
    assert table.numbers[0] == 3


def test_quoted_line_ends_and_delimiters_stay_in_their_cell() -> None:
    text = f'VIN,Note,E-Mail\n{VINS[0]},"first line\nsecond, with ""quotes""",{EMAILS[0]}\n\n{VINS[1]},,{EMAILS[1]}\n'
    table = sellers_in(text.encode(), "list.csv")
    assert _pairs(table) == WANTED[:2]
    assert table.numbers == (2, 4)
    assert table.rows[0][1] == 'first line\nsecond, with "quotes"'


@pytest.mark.parametrize(
    "header",
    [
        "VIN|Seller e-mail",
        "vin|seller_email",
        "Chassis number|Owner's E-Mail address",
        "Fahrgestellnummer|E-Mail-Adresse",
        "FIN|Verkäufer E-Mail",
        "Fahrzeug-Ident.-Nr.|E-Mail",
        "N° de châssis|Courriel",
        "Numéro de série|Adresse e-mail du vendeur",
        "Chassisnummer|E-mailadres verkoper",
        "Nº de bastidor|Correo electrónico",
        "Bastidor|Correo del vendedor",
        "Numero di telaio|Indirizzo e-mail",
        "Telaio|Posta elettronica",
        "Numer VIN|Adres e-mail",
        "Nr nadwozia|E-mail właściciela",
    ],
)
def test_headers_are_understood_in_seven_languages_without_any_row(header: str) -> None:
    columns = sellers_in(f"Lfd.;{header.replace('|', ';')};Bemerkung\n1;;;\n".encode(), "list.csv").columns
    assert (columns.vin, columns.email) == (1, 2)


def test_a_file_without_a_header_is_read_by_what_its_cells_hold() -> None:
    text = "\n".join(f"{number},{email},{vin}" for number, (vin, email) in enumerate(PAIRS))
    table = sellers_in(text.encode(), "list.csv")
    assert _pairs(table) == WANTED
    assert table.header == ("Column 1", "Column 2", "Column 3")
    assert table.numbers == (1, 2, 3)


def test_the_sellers_column_wins_over_the_dealers_own() -> None:
    text = "VIN,Dealer e-mail,Seller e-mail\n" + "".join(f"{vin},sales@dealer.example,{mail}\n" for vin, mail in PAIRS)
    table = sellers_in(text.encode(), "list.csv")
    assert table.header[table.columns.email or 0] == "Seller e-mail"


def test_columns_nobody_can_find_are_left_open() -> None:
    columns = sellers_in(b"name,city\nAnna,Berlin\nBen,Bern\n", "list.csv").columns
    assert not columns.complete
    assert columns.confidence == 0


def test_cells_and_lines_can_be_pasted() -> None:
    assert _pairs(read_pasted(_text("\t"))) == WANTED
    assert _pairs(read_pasted("\n".join(" ".join(pair) for pair in PAIRS))) == WANTED


def _workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_a_workbook_is_read_from_the_sheet_that_holds_the_sellers() -> None:
    rows: list[list[object]] = [["Fahrgestellnummer", "km", "E-Mail"], *([vin, 12.0, mail] for vin, mail in PAIRS)]
    table = sellers_in(_workbook(("Notes", [["Call Anna"]]), ("Sellers", rows)), "list.xlsx")
    assert (table.sheet, table.rows[0][1], table.numbers[0]) == ("Sellers", "12", 2)
    assert _pairs(table) == WANTED


def test_files_are_read_from_disk_and_missing_ones_said_so(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(_text(";"), encoding="utf-8")
    assert _pairs(read_sellers(path)) == WANTED
    with pytest.raises(BadSurroundings, match="cannot be read"):
        read_sellers(tmp_path / "gone.csv")


def _row(vin: str, email: str) -> SellerRow:
    (row,) = _read(sellers_in(f"VIN;E-Mail\n{vin};{email}\n".encode(), "list.csv"))
    return row


@pytest.mark.parametrize(
    ("vin", "email", "verdict", "said"),
    [
        ("wvw zzz e1z-mp000001", "anna@example.com", RowVerdict.READY, ""),
        ("WVWZZZE1ZMP012345", "anna@example.com", RowVerdict.READY, "check digit"),
        ("5YJ3E1EA7NF123456", "anna@example.com", RowVerdict.LOOK, "check digit"),
        ("WVWZZZE1ZMPO12345", "anna@example.com", RowVerdict.INVALID, "Did you mean WVWZZZE1ZMP012345?"),
        ("WVWZZZE1ZMP01234", "anna@example.com", RowVerdict.INVALID, "17 characters; this one has 16"),
        ("", "anna@example.com", RowVerdict.INVALID, "There is no VIN."),
        (VINS[0], "", RowVerdict.INVALID, "There is no e-mail address."),
        (VINS[0], "anna", RowVerdict.INVALID, "it has no @"),
        (VINS[0], "anna@@example.com", RowVerdict.INVALID, "no e-mail address"),
        (VINS[0], "a@example.com, b@example.com", RowVerdict.INVALID, "2 addresses in one cell"),
        (VINS[0], "a@example.com/b@example.com", RowVerdict.INVALID, ""),
        (VINS[0], f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.example", RowVerdict.INVALID, ""),
    ],
)
def test_each_row_gets_a_verdict_in_words(vin: str, email: str, verdict: RowVerdict, said: str) -> None:
    row = _row(f'"{vin}"', f'"{email}"')
    assert (row.verdict, said in row.reason) == (verdict, True), row


def test_a_row_whose_cells_were_swapped_is_put_right_and_asks_for_a_look() -> None:
    text = "VIN,E-Mail\n" + "".join(f"{vin},{mail}\n" for vin, mail in PAIRS) + f"{EMAILS[0]},WVWZZZE1ZMP000009\n"
    row = _read(sellers_in(text.encode(), "list.csv"))[-1]
    assert (row.vin, row.email, row.verdict) == ("WVWZZZE1ZMP000009", EMAILS[0], RowVerdict.LOOK)
    assert "each other's columns" in row.reason


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        (" Anna@Example.COM ", "Anna@example.com"),
        ("Anna Muster <anna@example.com>", "anna@example.com"),
        ("mailto:anna@example.com?subject=Hi", "anna@example.com"),
        ("anna@example.com;", "anna@example.com"),
        ("\u200banna@example.com\u00a0", "anna@example.com"),
    ],
)
def test_addresses_are_taken_out_of_what_surrounds_them(cell: str, email: str) -> None:
    row = _row(VINS[0], f'"{cell}"')
    assert (row.email, row.verdict) == (email, RowVerdict.READY)


def test_the_first_row_about_a_car_wins() -> None:
    lines = ["VIN,E-Mail", f"{VINS[0]},a@example.com", f"{VINS[0].lower()},A@Example.com", f"{VINS[0]},b@example.com"]
    rows = first_of_each(_read(sellers_in("\n".join([*lines, "bad,x", "bad,x"]).encode(), "list.csv")))
    assert [row.verdict for row in rows] == [
        RowVerdict.READY,
        RowVerdict.DUPLICATE,
        RowVerdict.DUPLICATE,
        RowVerdict.INVALID,
        RowVerdict.INVALID,
    ]
    assert "row 2" in rows[1].reason
    assert "Row 2 invites a@example.com" in rows[2].reason
