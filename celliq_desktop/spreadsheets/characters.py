"""From bytes to text: byte order marks, UTF-8, UTF-16, and a declared guess for anything else."""

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.refusals import bad_table

ENCODINGS = ("utf-8", "cp1252", "cp1250", "utf-16", "iso-8859-15", "mac-roman")
"""What a person may choose from when the guess looks wrong."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = (
    (
        b"PK",
        N_("This is a workbook or an archive, not a text file."),
        N_("Open it and save the list as .xlsx or .csv."),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        N_("This is a workbook of an old Excel, or it has a password."),
        N_("Save it as .xlsx or .csv."),
    ),
    (b"%PDF", N_("This is a PDF, not a table."), N_("Export the list as .xlsx or .csv.")),
    (b"\x1f\x8b", N_("This is a packed file."), N_("Unpack it first.")),
    (b"{\\rtf", N_("This is a text document, not a table."), N_("Save the list as .xlsx or .csv.")),
    (b"<!DOCTYPE", N_("This is a web page, not a table."), N_("Save the list as .xlsx or .csv.")),
    (b"<html", N_("This is a web page, not a table."), N_("Save the list as .xlsx or .csv.")),
)
_LOOK = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, how it was read, and whether that is sure."""

    text: str
    encoding: str
    sure: bool


def decoded(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of ``data``; ``encoding`` is a person's choice. NeedsYou ``bad_spreadsheet`` for what is no text."""
    for start, message, step in _OTHERS:
        if data.startswith(start):
            raise bad_table(message, step)
    marked = encoding or next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if marked is not None:
        return Decoded(_without_nul(_as(data, marked)), marked.removesuffix("-sig"), True)
    try:
        return Decoded(_without_nul(data.decode("utf-8")), "utf-8", True)
    except UnicodeDecodeError:
        return _guessed(data)


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise bad_table(
            N_("The file cannot be read as {encoding}.").format(encoding=encoding),
            N_("Choose another encoding, or save it as UTF-8."),
        ) from (error)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of western text is zero."""
    head = data[:_LOOK]
    pairs = len(head) // 2
    if pairs < 2:
        return None
    zeros_even, zeros_odd = head[0::2].count(0), head[1::2].count(0)
    if zeros_odd > 0.7 * pairs and zeros_even == 0:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.7 * pairs and zeros_odd == 0 else None


def _guessed(data: bytes) -> Decoded:
    """Not UTF-8: Windows' western page first, as most such files in Europe are; always shown before it is used."""
    if b"\x00" in data:
        raise bad_table(N_("This is not a text file."), N_("Save the list as .xlsx or .csv."))
    try:
        return Decoded(data.decode("cp1252"), "cp1252", False)
    except UnicodeDecodeError:
        best = from_bytes(data[: 64 * _LOOK], cp_isolation=list(ENCODINGS)).best()
    if best is None:
        raise bad_table(N_("The file's characters cannot be read."), N_("Save it as UTF-8."))
    return Decoded(_as(data, best.encoding), best.encoding, False)


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise bad_table(N_("This is not a text file: it holds zero bytes."), N_("Save the list as .xlsx or .csv."))
    return text
