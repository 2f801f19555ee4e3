"""Many charges at once: their rows end to end, and sums, maxima and integrals of each without a loop over them."""

from dataclasses import dataclass

import numpy as np

from celliq_desktop.battery.columns import Flags, Floats, Indices


def without_empty(columns: dict[str, Floats]) -> dict[str, Floats]:
    """The same columns; those without any value become one NaN seen (n,) times, which costs nothing to take rows of."""
    return {
        name: np.broadcast_to(np.float64(np.nan), values.shape) if np.isnan(values).all() else values
        for name, values in columns.items()
    }


def _taken(values: Floats, rows: "Indices | slice") -> Floats:
    if isinstance(rows, slice) or values.strides != (0,):
        return values[rows]
    return np.broadcast_to(values[:1], rows.shape) if values.size else values


@dataclass(frozen=True, slots=True)
class Charges:
    """``columns`` (rows,) of ``count`` charges; ``of`` (rows,) says which charge a row belongs to, ascending. Answers
    have shape (count,)."""

    columns: dict[str, Floats]
    of: Indices
    count: int

    @classmethod
    def at(cls, columns: dict[str, Floats], first: Indices, last: Indices) -> "Charges":
        """The rows ``first`` to ``last`` of each charge, which do not overlap; a view where nothing lies between."""
        length = last - first + 1
        of = np.repeat(np.arange(first.size), length)
        rows: slice | Indices = slice(int(first[0]), int(last[-1]) + 1)
        if length.sum() != last[-1] + 1 - first[0]:
            rows = np.arange(of.size) + np.repeat(first - (np.cumsum(length) - length), length)
        return cls({name: _taken(values, rows) for name, values in columns.items()}, of, first.size)

    def only(self, keep: Flags) -> "Charges":
        """The rows where ``keep`` (rows,) holds; self where all do."""
        if keep.all():
            return self
        rows = np.flatnonzero(keep)
        columns = {name: _taken(values, rows) for name, values in self.columns.items()}
        return Charges(columns, self.of[rows], self.count)

    def with_columns(self, **more: Floats) -> "Charges":
        """With further columns (rows,)."""
        return Charges(self.columns | more, self.of, self.count)

    def known(self, *names: str) -> "Charges":
        """The rows where every column of ``names`` has a value."""
        keep = ~np.isnan(self.columns[names[0]])
        for name in names[1:]:
            keep &= ~np.isnan(self.columns[name])
        return self.only(keep)

    @property
    def rows(self) -> Indices:
        """How many rows each has."""
        return np.bincount(self.of, minlength=self.count)

    def first(self) -> Indices:
        """Place of each one's first row; of a charge without rows, any place."""
        return np.minimum(np.searchsorted(self.of, np.arange(self.count)), max(self.of.size - 1, 0))

    def last(self) -> Indices:
        """Place of each one's last row; of a charge without rows, any place."""
        return np.maximum(np.searchsorted(self.of, np.arange(self.count), side="right") - 1, 0)

    def total(self, values: Floats | Flags) -> Floats:
        """Sums of ``values`` (rows,)."""
        return np.bincount(self.of, values, self.count).astype(np.float64)

    def largest(self, values: Floats, without: float) -> Floats:
        """Maxima of ``values`` (rows,), which are known; ``without`` for a charge without rows."""
        answer = np.full(self.count, without)
        starts = np.flatnonzero(np.diff(self.of, prepend=-1))
        if starts.size:
            answer[self.of[starts]] = np.maximum.reduceat(values, starts)
        return answer

    def step(self, values: Floats) -> Floats:
        """From the row before to each row (rows,); 0 at a charge's first row."""
        return self._from_the_second(np.diff(values, prepend=values[:1]))

    def between(self, values: Floats) -> Floats:
        """Mean of the row before and each row times the seconds between (rows,); 0 at a charge's first row."""
        answer = np.diff(self.columns["time_s"], prepend=self.columns["time_s"][:1])
        answer[1:] *= (values[1:] + values[:-1]) / 2
        return self._from_the_second(answer)

    def integral(self, name: str) -> Floats:
        """Of a column over time in value-hours, over the rows that have a value; NaN below two of them."""
        found = self.known(name)
        if not found.of.size:
            return np.full(self.count, np.nan)
        whole = found.total(found.between(found.columns[name])) / 3600.0
        return np.where(found.rows < 2, np.nan, whole)

    def peak(self, name: str) -> Floats:
        """The largest known value of a column; NaN without one."""
        found = self.known(name)
        return found.largest(found.columns[name], np.nan)

    def mean(self, name: str) -> Floats:
        """The mean of a column's known values; NaN without one."""
        found = self.known(name)
        rows = found.rows
        return np.where(rows > 0, found.total(found.columns[name]) / np.maximum(rows, 1), np.nan)

    def _from_the_second(self, values: Floats) -> Floats:
        """``values`` (rows,) with 0 at each charge's first row."""
        values[np.flatnonzero(np.diff(self.of)) + 1] = 0.0
        return values
