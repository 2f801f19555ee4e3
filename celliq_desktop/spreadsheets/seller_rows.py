"""One row of a seller list: its VIN and its address read, and what is wrong with them said."""

from collections.abc import Iterator

from celliq_desktop.domain import vin as vins
from celliq_desktop.domain.sellers import RowVerdict, SellerColumns, SellerRow, SellerTable
from celliq_desktop.domain.text import N_
from celliq_desktop.spreadsheets.addresses import address_in
from celliq_desktop.spreadsheets.seller_columns import looks_like_email, looks_like_vin

_LONGEST_SHOWN = 80
SWAPPED = N_("VIN and e-mail stand in each other's columns; they were put right.")


def seller_rows(table: SellerTable, columns: SellerColumns) -> Iterator[SellerRow]:
    """Every row of ``table`` judged by itself; what other rows and the fleet say comes later. ``columns`` must be
    complete."""
    vin_at, email_at = columns.vin, columns.email
    if vin_at is None or email_at is None:
        raise ValueError("the columns are not chosen")
    for number, row in zip(table.numbers, table.rows, strict=True):
        width = len(row)
        yield seller_row(number, row[vin_at] if vin_at < width else "", row[email_at] if email_at < width else "")


def seller_row(number: int, vin: str, email: str) -> SellerRow:
    """One row from its two cells."""
    if "@" in vin and looks_like_email(vin) and looks_like_vin(email):
        row = seller_row(number, email, vin)
        return SellerRow(number, row.vin, row.email, _at_least_look(row.verdict), f"{SWAPPED} {row.reason}".rstrip())
    verdict = vins.judge(vin)
    address = address_in(email)
    if not verdict.ok or address.message:
        said = [] if verdict.ok else [verdict.message if verdict.vin else N_("There is no VIN.")]
        if verdict.suggestion:
            said.append(N_("Did you mean {suggestion}?").format(suggestion=verdict.suggestion))
        if address.message:
            said.append(address.message)
        shown_vin = verdict.vin if verdict.ok else _short(verdict.vin)
        return SellerRow(
            number, shown_vin, _short(address.email), RowVerdict.INVALID, " ".join(said), verdict.suggestion or ""
        )
    state = RowVerdict.LOOK if verdict.warning else RowVerdict.READY
    return SellerRow(number, verdict.vin, address.email, state, verdict.warning or verdict.note)


def _at_least_look(verdict: RowVerdict) -> RowVerdict:
    return RowVerdict.LOOK if verdict is RowVerdict.READY else verdict


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
