"""What a person looks for in the fleet: words, filters and an order; a value that gives other values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.viewmodels.fleet.columns import COLUMNS
from celliq_desktop.viewmodels.fleet.facets import WORDS
from celliq_desktop.viewmodels.fleet.index import FleetIndex


@dataclass(frozen=True, slots=True)
class FleetView:
    """Cars in the order shown: ``order`` holds positions in ``rows``. A view never changes; a new one replaces it."""

    index: FleetIndex | None
    rows: tuple[FleetRow, ...]
    order: memoryview

    def __len__(self) -> int:
        return len(self.order)

    def row(self, line: int) -> FleetRow | None:
        """The car shown in ``line``; None beyond the end."""
        return self.rows[self.order[line]] if 0 <= line < len(self.order) else None

    def lines(self, ids: Iterable[VehicleId]) -> tuple[int, ...]:
        """The lines in which these cars are shown, in order; cars that are not shown are left out."""
        if self.index is None or not len(self.order):
            return ()
        places = [place for one in ids if (place := self.index.place(one)) is not None]
        shown = np.flatnonzero(np.isin(np.asarray(self.order), places))
        return tuple(int(line) for line in shown)

    @classmethod
    def empty(cls) -> "FleetView":
        """No cars."""
        return cls(None, (), memoryview(b""))


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetQuery:
    """``picked`` holds option keys of ``FACETS``; ``sort`` a key of ``COLUMNS``."""

    text: str = ""
    picked: frozenset[str] = frozenset()
    sort: str = "car"
    descending: bool = False

    @property
    def narrows(self) -> bool:
        """True when cars may be left out."""
        return bool(self.picked or self.text.split())

    def saying(self, text: str) -> "FleetQuery":
        """With other words."""
        return replace(self, text=text)

    def toggled(self, option: str) -> "FleetQuery":
        """With an option put in, or taken out."""
        return replace(self, picked=self.picked ^ {option})

    def only(self, picks: frozenset[str]) -> "FleetQuery":
        """With just these options; asked a second time, with none."""
        return replace(self, picked=frozenset() if self.picked == picks else picks)

    def without(self, facet: str) -> "FleetQuery":
        """With nothing of this facet, or without the words."""
        if facet == WORDS:
            return replace(self, text="")
        return replace(self, picked=frozenset(key for key in self.picked if key.partition(":")[0] != facet))

    def cleared(self) -> "FleetQuery":
        """With no words and no filter."""
        return replace(self, text="", picked=frozenset())

    def sorted_by(self, column: str, *, descending: bool) -> "FleetQuery":
        """In another order; an unknown column (of an old layout) changes nothing."""
        known = any(one.key == column for one in COLUMNS)
        return replace(self, sort=column, descending=descending) if known else self

    def of(self, index: FleetIndex) -> FleetView:
        """The cars it finds."""
        order = index.order(self.sort, descending=self.descending)
        for mask in (index.search(self.text), index.picked(self.picked)):
            if mask is not None:
                order = order[mask[order]]
        return FleetView(index, index.rows, order.data)
