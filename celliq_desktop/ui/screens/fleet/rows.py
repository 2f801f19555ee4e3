"""The fleet as rows for the table: cells are worded when they come into sight, and kept."""

from collections.abc import Iterable

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.viewmodels.fleet.cells import Cell, Moment
from celliq_desktop.viewmodels.fleet.columns import COLUMNS, CellKind
from celliq_desktop.viewmodels.fleet.query import FleetView
from celliq_desktop.viewmodels.words import _

_NOTHING = Cell("")
_KEPT = 4_096
"""Cars whose cells are kept: some hundred screenfuls."""


class FleetRows:
    """Implements ``bridge.rows_model.RowsSource`` over a ``FleetView``; columns are those of ``COLUMNS``, in their
    order, shown or not."""

    def __init__(self, moment: Moment) -> None:
        self.view = FleetView.empty()
        self._moment = moment
        self._cells: dict[int, list[Cell | None]] = {}

    def __len__(self) -> int:
        return len(self.view.order)

    @property
    def columns(self) -> int:
        """All of ``COLUMNS``."""
        return len(COLUMNS)

    def take(self, view: FleetView, moment: Moment) -> None:
        """Show another view; cells of the same cars are worded anew only when the cars were read again."""
        if view.rows is not self.view.rows:
            self._cells.clear()
        self.view = view
        self._moment = moment

    def reword(self, moment: Moment) -> None:
        """Time passed."""
        self._moment = moment
        self._cells.clear()

    def cell(self, line: int, column: int) -> Cell:
        """What a cell shows."""
        view = self.view
        if not 0 <= line < len(view.order):
            return _NOTHING
        position = view.order[line]
        cells = self._cells.get(position)
        if cells is None:
            if len(self._cells) >= _KEPT:
                self._cells.clear()
            cells = self._cells[position] = [None] * len(COLUMNS)
        found = cells[column]
        if found is None:
            found = cells[column] = COLUMNS[column].cell(view.rows[position], self._moment)
        return found

    def row(self, line: int) -> FleetRow | None:
        """The car of a line."""
        return self.view.row(line)

    def table(self, lines: Iterable[int], keys: tuple[str, ...]) -> str:
        """These lines as a table for a spreadsheet: columns by key, tabs between them, VINs without spaces."""
        sections = [at for key in keys for at, column in enumerate(COLUMNS) if column.key == key]
        rows = [[_(COLUMNS[section].title) for section in sections]]
        for line in lines:
            car = self.row(line)
            if car is not None:
                rows.append([car.vin if COLUMNS[at].key == "vin" else self.text(line, at) for at in sections])
        return "\n".join("\t".join(row) for row in rows)

    def text(self, line: int, column: int) -> str:
        """As shown, interval included."""
        cell = self.cell(line, column)
        return f"{cell.text} {cell.extra}" if cell.extra else cell.text

    def tip(self, line: int, column: int) -> str:
        """Why, where there is something to say."""
        return self.cell(line, column).tip

    def spoken(self, line: int, column: int) -> str:
        """Column and value, with the grade's letter."""
        mark = self.cell(line, column).mark
        return f"{_(COLUMNS[column].title)}: {self.text(line, column)}" + (
            _(", grade {mark}").format(mark=mark) if mark else ""
        )

    def title(self, column: int) -> str:
        """The column's title."""
        return _(COLUMNS[column].title)

    def title_tip(self, column: int) -> str:
        """What the column means."""
        return _(COLUMNS[column].tip)

    def right(self, column: int) -> bool:
        """Numbers stand right."""
        return COLUMNS[column].kind is CellKind.NUMBER
