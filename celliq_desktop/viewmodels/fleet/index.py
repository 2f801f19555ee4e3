"""All cars at once, indexed for search, filters and sorting. Each part is made at its first use or by ``warm``, so that
the first rows are painted before a hundred thousand cars are indexed."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from celliq_desktop.domain.fleet import FleetRow, FleetSnapshot
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.viewmodels.fleet.car_words import CarWords
from celliq_desktop.viewmodels.fleet.columns import COLUMNS, SortValue
from celliq_desktop.viewmodels.fleet.facets import FACETS
from celliq_desktop.viewmodels.fleet.haystack import Mask

Positions = NDArray[np.int64]


class FleetIndex:
    """``rows`` by position; every array has one entry a row. Making a part twice is harmless (two threads may)."""

    def __init__(self, snapshot: FleetSnapshot, now: datetime) -> None:
        self.snapshot = snapshot
        self.rows = snapshot.rows
        self._now = now
        self._codes: dict[str, NDArray[np.int8]] = {}
        self._ranks: dict[str, NDArray[np.float64]] = {}
        self._newest_order: tuple[str, bool, Positions] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def warm(self) -> "FleetIndex":
        """Make everything now, on a worker."""
        for facet in FACETS:
            self.codes(facet.key)
        for column in COLUMNS:
            self.order(column.key, descending=False)
        self.search("a")
        return self

    def codes(self, facet_key: str) -> NDArray[np.int8]:
        """Which option of a facet each car belongs to, -1 for none."""
        if facet_key not in self._codes:
            code = next(facet.code for facet in FACETS if facet.key == facet_key)
            now = self._now
            self._codes[facet_key] = np.fromiter((code(row, now) for row in self.rows), np.int8, len(self.rows))
        return self._codes[facet_key]

    def count(self, facet_key: str, option: int) -> int:
        """How many cars belong to one option."""
        return int(np.count_nonzero(self.codes(facet_key) == option))

    def values(self, column_key: str) -> NDArray[np.float64]:
        """What a column sorts by: numbers as they are, text by its place in the alphabet, NaN for nothing."""
        if column_key not in self._ranks:
            sort = next(column.sort for column in COLUMNS if column.key == column_key)
            self._ranks[column_key] = _ranks(sort, self.rows)
        return self._ranks[column_key]

    def order(self, column_key: str, *, descending: bool) -> Positions:
        """All positions, sorted by a column; cars without a value come last both ways, equal ones keep their order. Not
        to be changed: the newest is kept, because every keystroke of a search asks for the same one."""
        newest = self._newest_order
        if newest is not None and newest[:2] == (column_key, descending):
            return newest[2]
        values = self.values(column_key)
        found = np.argsort(-values if descending else values, kind="stable")
        self._newest_order = (column_key, descending, found)
        return found

    def place(self, vehicle_id: VehicleId) -> int | None:
        """Position of a car."""
        return self._by_id.get(vehicle_id)

    def with_id(self, vehicle_id: VehicleId) -> FleetRow | None:
        """The car with this id."""
        at = self.place(vehicle_id)
        return None if at is None else self.rows[at]

    def with_vin(self, vin: str) -> FleetRow | None:
        """The car with exactly this VIN."""
        at = self._by_vin.get(vin)
        return None if at is None else self.rows[at]

    def search(self, text: str) -> Mask | None:
        """Cars whose text contains every word of ``text``; None when there is nothing to look for."""
        return self._words.search(text) if text.split() else None

    def picked(self, keys: frozenset[str]) -> Mask | None:
        """Cars that pass every facet with something picked; None when nothing is."""
        mask: Mask | None = None
        for facet in FACETS:
            wanted = [at for at, option in enumerate(facet.options) if option.key in keys]
            if wanted:
                passed = np.isin(self.codes(facet.key), wanted)
                mask = passed if mask is None else mask & passed
        return mask

    @cached_property
    def _by_id(self) -> dict[VehicleId, int]:
        return {row.id: at for at, row in enumerate(self.rows)}

    @cached_property
    def _by_vin(self) -> dict[str, int]:
        return {row.vin: at for at, row in enumerate(self.rows)}

    @cached_property
    def _words(self) -> CarWords:
        return CarWords(self.rows)


def _ranks(read: Callable[[FleetRow], SortValue], rows: tuple[FleetRow, ...]) -> NDArray[np.float64]:
    """Numbers as they are, text by its place in the alphabet, NaN for nothing: numpy sorts NaN last, negated too."""
    values = list(map(read, rows))
    if str not in set(map(type, values)):
        return np.array(values, dtype=np.float64)  # None becomes NaN
    texts = (value for value in set(values) if isinstance(value, str))
    places: dict[SortValue, float] = {text: float(place) for place, text in enumerate(sorted(texts))}
    places[None] = np.nan
    return np.fromiter(map(places.__getitem__, values), np.float64, len(values))
