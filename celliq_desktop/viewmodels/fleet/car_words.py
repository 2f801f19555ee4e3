"""What a car is found by: VIN, seller, name, year, connection and readiness."""

import numpy as np

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.viewmodels.fleet.cells import car_title
from celliq_desktop.viewmodels.fleet.haystack import Haystack, Mask
from celliq_desktop.viewmodels.fleet.readiness import readiness_of
from celliq_desktop.viewmodels.words import _

_WHOLE_VIN = 8
"""Words that together are this long may be one VIN typed in the groups it is shown in."""


class CarWords:
    """The texts of ``rows``. VINs and e-mails are one of a kind; what cars are called and how they stand repeats, and
    is scanned once a wording."""

    def __init__(self, rows: tuple[FleetRow, ...]) -> None:
        self._size = len(rows)
        self._haystacks = (
            Haystack([row.vin.lower() for row in rows]),
            Haystack([(row.seller_email or "").lower() for row in rows]),
            Haystack([_words(row) for row in rows], repeats=True),
        )

    def search(self, text: str) -> Mask | None:
        """Which cars contain every word of ``text``; None when there is nothing to look for. A VIN may be typed in
        groups, as it is shown."""
        words = text.lower().split()
        if not words:
            return None
        together = "".join(words)
        if len(words) > 1 and len(together) >= _WHOLE_VIN and (whole := self._contains(together)).any():
            return whole
        found = self._contains(words[0])
        for word in words[1:]:
            found = found & self._contains(word)
        return found

    def _contains(self, word: str) -> Mask:
        found = np.zeros(self._size, dtype=np.bool_)
        for haystack in self._haystacks:
            found |= haystack.contains(word)
        return found


def _words(row: FleetRow) -> str:
    return f"{car_title(row)} {row.year} {row.status_raw} {_(readiness_of(row).words)}".lower()
