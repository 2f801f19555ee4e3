"""The command palette: cars, screens and actions found by the words typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from celliq_desktop.domain import vin
from celliq_desktop.viewmodels.fleet.cells import car_title
from celliq_desktop.viewmodels.fleet.model import FleetViewModel

_CARS = 8
"""Cars offered at once: what fits without scrolling."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette. ``key`` is ``screen:...``, ``action:...`` or ``vehicle:...``; ``hint`` a keyboard
    shortcut or a VIN."""

    key: str
    words: str
    hint: str = ""


def entries_for(text: str, commands: Iterable[Entry], fleet: FleetViewModel | None) -> tuple[Entry, ...]:
    """Commands whose words contain every word typed, those that begin with it first; then cars."""
    words = text.lower().split()
    found = [entry for entry in commands if all(word in entry.words.lower() for word in words)]
    found.sort(key=lambda entry: not entry.words.lower().startswith(text.lower().strip()))
    cars = fleet.find(text, _CARS) if fleet is not None else ()
    exact = fleet.index.with_vin(vin.normalise(text)) if fleet is not None else None
    rows = (exact,) if exact is not None else cars
    vehicles = (Entry(f"vehicle:{row.id}", f"{row.year} {car_title(row)}", vin.grouped(row.vin)) for row in rows)
    return (*vehicles, *found) if exact is not None else (*found, *vehicles)
