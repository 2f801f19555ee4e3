"""Telemetry samples, by column.

The standard library's ``array('d')`` is a sequence *and* a buffer: numpy rooms view it without a copy
(``np.frombuffer``), and this room stays free of third-party code. A missing value is NaN, never zero.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import nan

_DOUBLE = "d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sample as a server sends it (celliq.yaml ``Reading``). ``time_s`` is seconds since 1970 UTC at the vehicle;
    ``energy_kwh`` is cumulative within a charge; ``charging`` 1, 0 or NaN; powers in kW, positive = charging."""

    time_s: float
    soc_percent: float = nan
    energy_kwh: float = nan
    power_kw: float = nan
    current_a: float = nan
    voltage_v: float = nan
    temperature_c: float = nan
    odometer_km: float = nan
    speed_kmh: float = nan
    range_km: float = nan
    plugged_in: float = nan
    charging: float = nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Columns of equal length n, in time order. Units are in the names; ``current_a`` positive = charging."""

    time_s: "array[float]"
    soc_percent: "array[float]"
    energy_kwh: "array[float]"
    power_kw: "array[float]"
    current_a: "array[float]"
    voltage_v: "array[float]"
    temperature_c: "array[float]"
    odometer_km: "array[float]"
    speed_kmh: "array[float]"
    range_km: "array[float]"
    plugged_in: "array[float]"
    charging: "array[float]"

    def __len__(self) -> int:
        return len(self.time_s)

    def __post_init__(self) -> None:
        lengths = {len(getattr(self, name)) for name in COLUMNS}
        if len(lengths) != 1:
            raise ValueError(f"columns of different length: {sorted(lengths)}")

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Samples":
        """From single readings, in the order given."""
        rows = tuple(readings)
        return cls(**{name: array(_DOUBLE, [getattr(row, name) for row in rows]) for name in COLUMNS})

    @classmethod
    def from_columns(cls, time_s: "array[float]", **columns: "array[float]") -> "Samples":
        """Columns not given are filled with NaN; TypeError for a name that is no column."""
        unknown = columns.keys() - set(COLUMNS)
        if unknown:
            raise TypeError(f"not a column of Samples: {sorted(unknown)}")
        blank = array(_DOUBLE, [nan]) * len(time_s)
        return cls(time_s=time_s, **{name: columns.get(name, blank) for name in COLUMNS if name != "time_s"})


COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Reading))
"""Names of the columns of ``Samples`` and the fields of ``Reading``, in storage order; append only."""


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One page of a vehicle's readings, oldest first; ``next_cursor`` None on the last page. ``set_aside`` rows were
    unreadable."""

    readings: Samples
    next_cursor: str | None
    set_aside: int = 0
