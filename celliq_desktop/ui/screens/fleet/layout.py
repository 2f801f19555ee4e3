"""How a person left the fleet's table: columns, widths, sorting, density."""

from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.fleet.table import FleetTable
from celliq_desktop.viewmodels.fleet.columns import COLUMNS
from celliq_desktop.viewmodels.fleet.query import FleetQuery

_COLUMNS, _WIDTHS, _SORT, _COMPACT = "fleet/columns", "fleet/widths", "fleet/sort", "fleet/compact"


class FleetLayout:
    """Reads and writes the preferences of one table. Widths are kept by column key and for a text scale
    of 1, so that neither a column added later nor another scale shifts them."""

    def __init__(self, preferences: Preferences, table: FleetTable) -> None:
        self._preferences = preferences
        self._table = table

    def restore(self) -> None:
        """Columns and widths as they were."""
        header = self._table.columns
        header.show_keys(self._preferences.words(_COLUMNS))
        known = {column.key: at for at, column in enumerate(COLUMNS)}
        for word in self._preferences.words(_WIDTHS):
            key, _sign, width = word.partition("=")
            if key in known and width.isdigit():
                header.resizeSection(known[key], round(int(width) * header.scale))

    def query(self) -> FleetQuery:
        """An empty query in the order chosen last."""
        key, _sign, way = self._preferences.text(_SORT).partition(" ")
        return FleetQuery().sorted_by(key, descending=way == "down")

    @property
    def compact(self) -> bool:
        """Whether rows are low."""
        return self._preferences.text(_COMPACT) == "yes"

    def save_columns(self) -> None:
        """Remember columns and widths."""
        header = self._table.columns
        self._preferences.put(_COLUMNS, header.shown_keys() if header.chosen_by_hand else ())
        sizes = (f"{column.key}={round(header.sectionSize(at) / header.scale)}" for at, column in enumerate(COLUMNS))
        self._preferences.put(_WIDTHS, tuple(size for size in sizes if not size.endswith("=0")))

    def save_sort(self, query: FleetQuery) -> None:
        """Remember the order."""
        self._preferences.put(_SORT, f"{query.sort} {'down' if query.descending else 'up'}")

    def set_compact(self, compact: bool) -> None:
        """Low rows or not, remembered."""
        self._table.set_compact(compact)
        self._preferences.put(_COMPACT, "yes" if compact else "no")
