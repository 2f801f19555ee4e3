"""What the fleet screen shows, as frozen values."""

from dataclasses import dataclass, field
from enum import Enum

from celliq_desktop.domain.problems import Problem
from celliq_desktop.viewmodels.fleet.facets import Chip
from celliq_desktop.viewmodels.fleet.query import FleetQuery, FleetView


class FleetPhase(Enum):
    """Which of the screen's states is on. FIRST_RUN: nothing was ever synced."""

    LOADING = "loading"
    FIRST_RUN = "first_run"
    EMPTY = "empty"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of the summary strip; ``picks`` is the filter it stands for."""

    caption: str
    value: str
    unit: str = ""
    detail: str = ""
    picks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetState:
    """The whole screen. ``matches`` counts the cars shown, ``notes`` are sentences about what is missing or held
    back. ``missing`` cars are gone at the server and a person has to decide about them."""

    phase: FleetPhase = FleetPhase.LOADING
    query: FleetQuery = field(default_factory=FleetQuery)
    view: FleetView = field(default_factory=FleetView.empty)
    total: int = 0
    matches: str = ""
    chips: tuple[Chip, ...] = ()
    figures: tuple[Figure, ...] = ()
    as_of: str = ""
    notes: tuple[str, ...] = ()
    missing: int = 0
    problem: Problem | None = None
