"""The fleet's view-model: loads the mirror and answers queries; its index also serves the palette and the scanner."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.fleet import FleetRow, FleetSnapshot
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.jobs.runner import Runner
from celliq_desktop.viewmodels.fleet.cells import Moment, car_title
from celliq_desktop.viewmodels.fleet.facets import chips_of
from celliq_desktop.viewmodels.fleet.index import FleetIndex
from celliq_desktop.viewmodels.fleet.query import FleetQuery
from celliq_desktop.viewmodels.fleet.state import Figure, FleetPhase, FleetState
from celliq_desktop.viewmodels.fleet.summary import figures_of, notes_of
from celliq_desktop.viewmodels.formats import Formats, count, whole
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

_TOPICS = (Topic.VEHICLES, Topic.READINGS, Topic.ESTIMATES, Topic.REPORTS, Topic.OUTBOX)
_AT_ONCE = 5_000
"""Fleets up to this size are indexed before they are shown (tens of milliseconds on a worker)."""


class FleetViewModel(Observable[FleetState]):
    """One a session. ``load_fleet`` reads the mirror and runs on a worker."""

    def __init__(
        self, load_fleet: Callable[[], FleetSnapshot], runner: Runner, hub: Hub, clock: Clock, formats: Formats
    ) -> None:
        super().__init__(FleetState())
        self._load_fleet = load_fleet
        self._runner = runner
        self._clock = clock
        self._formats = formats
        self.index = FleetIndex(FleetSnapshot(rows=(), as_of=None), clock.now())
        self._loading = False
        self._outdated = False
        self._end = hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    @property
    def moment(self) -> Moment:
        """What cells are worded with now."""
        return Moment(self._formats, self._clock.now())

    def load(self) -> None:
        """Read the mirror again; what is shown stays until the answer is there."""
        if self._loading:
            self._outdated = True
            return
        self._loading, self._outdated = True, False
        query = self.state.query

        def work(_context: JobContext) -> FleetIndex:
            self._formats.warm()
            index = FleetIndex(self._load_fleet(), self._clock.now())
            query.of(index)  # what the window will ask for first: the index keeps the parts it was answered from
            return index.warm() if len(index) <= _AT_ONCE else index

        self._submit("fleet", work, self._loaded)

    def ask(self, query: FleetQuery) -> None:
        """Show what this query finds."""
        if query != self.state.query:
            self._show(replace(self.state, query=query))

    def find(self, text: str, limit: int) -> tuple[FleetRow, ...]:
        """The first cars that contain every word of ``text``, whatever the screen's query is."""
        mask = self.index.search(text)
        return () if mask is None else tuple(self.index.rows[at] for at in np.flatnonzero(mask)[:limit])

    def tick(self) -> None:
        """Time passed: word the ages anew."""
        self.replace(replace(self.state, as_of=self._as_of()))

    def _submit(self, key: str, work: Callable[[JobContext], FleetIndex], done: Callable[[FleetIndex], None]) -> None:
        self._runner.submit(
            Job(
                name=N_("Open the fleet"),
                lane=Lane.READ,
                key=key,
                work=work,
                done=done,
                failed=self._failed,
                quiet=True,
            )
        )

    def _loaded(self, index: FleetIndex) -> None:
        self._loading = False
        self.index = index
        snapshot = index.snapshot
        empty = FleetPhase.FIRST_RUN if snapshot.as_of is None else FleetPhase.EMPTY
        self._show(
            replace(
                self.state,
                phase=FleetPhase.READY if snapshot.rows else empty,
                total=len(index),
                figures=self._figures(index),
                notes=notes_of(snapshot),
                missing=0 if snapshot.kept else snapshot.held_deletes,
                as_of=self._as_of(),
                problem=None,
            )
        )
        if len(index) > _AT_ONCE:
            self._submit("fleet-index", lambda _context: index.warm(), self._warmed)
        if self._outdated:
            self.load()

    def _figures(self, index: FleetIndex) -> tuple[Figure, ...]:
        """None before the first sync: no cars here is not the same as no cars."""
        if index.snapshot.as_of is None and not len(index):
            return ()
        return figures_of(index, self._formats) if len(index) <= _AT_ONCE else self.state.figures

    def _warmed(self, index: FleetIndex) -> None:
        if index is self.index:
            self.replace(replace(self.state, figures=figures_of(index, self._formats)))

    def _failed(self, problem: Problem) -> None:
        self._loading = False
        phase = self.state.phase if self.state.total else FleetPhase.FAILED
        self.replace(replace(self.state, phase=phase, problem=problem))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(*_TOPICS):
            self.load()

    def _show(self, state: FleetState) -> None:
        view = state.query.of(self.index)
        cars = count(state.total, "car", "cars")
        matches = cars if len(view) == state.total else _("{found} of {cars}").format(found=whole(len(view)), cars=cars)
        self.replace(replace(state, view=view, chips=chips_of(state.query.picked, state.query.text), matches=matches))

    def _as_of(self) -> str:
        as_of = self.index.snapshot.as_of
        return self._formats.age(as_of, self._clock.now()) if as_of is not None else ""


def title_of(fleet: FleetViewModel, vehicle_id: VehicleId) -> str:
    """What a car is called, with its year; empty for a car that is not in the fleet."""
    row = fleet.index.with_id(vehicle_id)
    return f"{row.year} {car_title(row)}" if row is not None else ""
