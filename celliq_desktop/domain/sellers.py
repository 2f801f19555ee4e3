"""A list of sellers: its rows, and what we think of each before anything is sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from celliq_desktop.domain.text import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerColumns:
    """Which columns of a table hold VIN and e-mail, from 0; None when unknown. ``confidence`` from 0 to 1 says how
    sure the guess is; a person's own choice is 1."""

    vin: int | None = None
    email: int | None = None
    confidence: float = 0.0

    @property
    def complete(self) -> bool:
        """True when both are known and not the same."""
        return self.vin is not None and self.email is not None and self.vin != self.email


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerTable:
    """A seller list as read: ``header`` names every column (``Column 1`` where the file has none); ``numbers`` are the
    rows' numbers as a spreadsheet program shows them. ``encoding`` is how the text was read, ``sure`` False when that
    was a guess; ``delimiter`` and ``sheet`` are empty where there is none."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    columns: SellerColumns
    has_header: bool
    encoding: str = ""
    sure: bool = True
    delimiter: str = ""
    sheet: str = ""


class RowVerdict(Enum):
    """What we think of a row before anything is sent."""

    READY = "ready"
    LOOK = "look"
    INVALID = "invalid"
    DUPLICATE = "duplicate"
    CONNECTED = "connected"
    INVITED = "invited"
    WAITING = "waiting"

    @property
    def sends(self) -> bool:
        """True when the row is sent once the list is confirmed."""
        return self in (RowVerdict.READY, RowVerdict.LOOK)


@dataclass(frozen=True, slots=True)
class SellerRow:
    """One row of a list, judged. ``vin`` and ``email`` are as they would be sent (what was typed when invalid);
    ``reason`` is a sentence, empty for a plain READY; ``suggestion`` a VIN the person may have meant."""

    number: int
    vin: str
    email: str
    verdict: RowVerdict
    reason: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class JudgedList:
    """A whole list, judged. ``name`` is the file's name or where the list came from."""

    name: str
    rows: tuple[SellerRow, ...]

    @property
    def counts(self) -> Counter[RowVerdict]:
        """Rows by verdict."""
        return Counter(row.verdict for row in self.rows)

    @property
    def sending(self) -> tuple[SellerRow, ...]:
        """The rows that a confirmation sends."""
        return tuple(row for row in self.rows if row.verdict.sends)


def folded(email: str) -> str:
    """An address as it is compared: no mail server in use tells upper from lower case."""
    return email.casefold()


def first_of_each(rows: Sequence[SellerRow]) -> tuple[SellerRow, ...]:
    """``rows`` with every later row about the same car called a duplicate: a car has one seller, so the first wins,
    also when a later row names another address."""
    seen: dict[str, SellerRow] = {}
    result = []
    for row in rows:
        first = seen.setdefault(row.vin, row) if row.verdict is not RowVerdict.INVALID else row
        if first is row:
            result.append(row)
            continue
        same = folded(first.email) == folded(row.email)
        words = (
            N_("The same as row {number}.").format(number=first.number)
            if same
            else N_("Row {number} invites {email} for this car.").format(number=first.number, email=first.email)
        )
        result.append(SellerRow(row.number, row.vin, row.email, RowVerdict.DUPLICATE, words))
    return tuple(result)
