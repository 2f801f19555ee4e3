"""Adding a car that cannot be integrated: make, model and trim from ev.energy's catalogue, or in one's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.viewmodels.connections.sending import CHANGED, refusal_of, told
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.remote_vehicles import ByHand, CatalogueTrim
    from celliq_desktop.usecases.desk import Desk
    from celliq_desktop.viewmodels.connections.sending import Sent
    from celliq_desktop.viewmodels.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Named:
    """One entry of the catalogue; ``battery_kwh`` where the service knows it."""

    id: str
    name: str
    battery_kwh: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueState:
    """``shown`` while somebody adds a car. What depends on a choice is empty until it was read; ``added`` counts the
    cars made, so that the fields are cleared after each."""

    shown: bool = False
    makes: tuple[Named, ...] = ()
    models: tuple[Named, ...] = ()
    trims: tuple[Named, ...] = ()
    busy: bool = False
    added: int = 0
    problem: Problem | None = None
    told: str = ""


class CatalogueViewModel(Observable[CatalogueState]):
    """Reads the catalogue when somebody opens it, one list after the other."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(CatalogueState())
        self._bench, self._desk = bench, bench.desk

    def open(self) -> None:
        """Somebody wants to add a car."""
        from celliq_desktop.usecases.catalogue import makes

        self.replace(replace(self.state, shown=True))
        if not self.state.makes:
            self._read(_("Read makes"), makes, lambda found: replace(self.state, makes=_named(found)))

    def close(self) -> None:
        """Put it away."""
        self.replace(replace(self.state, shown=False, problem=None))

    def choose_make(self, make_id: str) -> None:
        """Read its models."""
        from celliq_desktop.usecases.catalogue import models

        self.replace(replace(self.state, models=(), trims=()))
        if make_id:
            self._read(
                _("Read models"),
                lambda desk: models(desk, make_id),
                lambda found: replace(self.state, models=_named(found)),
            )

    def choose_model(self, model_id: str) -> None:
        """Read its trims."""
        from celliq_desktop.usecases.catalogue import trims

        def taken(found: tuple[CatalogueTrim, ...]) -> CatalogueState:
            return replace(self.state, trims=tuple(Named(one.id, one.name, one.battery_kwh) for one in found))

        self.replace(replace(self.state, trims=()))
        if model_id:
            self._read(_("Read trims"), lambda desk: trims(desk, model_id), taken)

    def add(self, wanted: ByHand) -> None:
        """Create the car."""
        from celliq_desktop.usecases.catalogue import add_by_hand

        def taken(sent: Sent) -> CatalogueState:
            problem = refusal_of(sent)
            if problem is not None:
                return replace(self.state, problem=problem)
            words = told(sent, _("The car is at ev.energy now."))
            return replace(self.state, shown=False, added=self.state.added + 1, told=words)

        self._read(_("Add a car"), lambda desk: add_by_hand(desk, wanted), taken, publish=True)

    def forget_problem(self) -> None:
        """The problem was read and put away."""
        self.replace(replace(self.state, problem=None))

    def _read(
        self,
        name: str,
        work: Callable[[Desk], object],
        taken: Callable[[Any], CatalogueState],
        *,
        publish: bool = False,
    ) -> None:
        def done(found: Any) -> None:
            self.replace(replace(taken(found), busy=False))
            if publish:
                self._bench.hub.publish(CHANGED)

        self.replace(replace(self.state, busy=True, problem=None))
        self._bench.runner.submit(
            Job(
                name=name,
                lane=Lane.NETWORK,
                key=f"catalogue:{name}",
                work=lambda _c: work(self._desk),
                done=done,
                failed=self._failed,
                quiet=True,
            )
        )

    def _failed(self, problem: Problem) -> None:
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(replace(self.state, busy=False, problem=shown))


def _named(found: tuple[Any, ...]) -> tuple[Named, ...]:
    return tuple(Named(one.id, one.name) for one in found)
