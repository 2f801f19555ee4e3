"""Connecting a car from the window: a page in the browser, then waiting until the car appears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _

if TYPE_CHECKING:
    from celliq_desktop.domain.changes import Changes
    from celliq_desktop.jobs.runner import JobHandle
    from celliq_desktop.usecases.desk import Desk
    from celliq_desktop.viewmodels.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Way:
    """A page on which a car's owner agrees: the job's name and key, and the work, which ends with words about what has
    appeared."""

    name: str
    key: str
    work: Callable[[Desk, JobContext], tuple[str, Changes]]


def _at_celliq(desk: Desk, context: JobContext) -> tuple[str, Changes]:
    from celliq_desktop.usecases.connect_vehicle import connect_vehicle

    found, changes = connect_vehicle(desk, progress=context.progress, cancel=context.cancel)
    names = ", ".join(f"{one.year} {one.make} {one.model}" for one in found.vehicles)
    return _("Connected: {names}. Its readings come with the next sync.").format(names=names), changes


def _at_ev_energy(desk: Desk, context: JobContext) -> tuple[str, Changes]:
    from celliq_desktop.domain.remote_vehicles import OnboardingChoice
    from celliq_desktop.usecases.ev_energy import onboard_and_watch

    found, changes = onboard_and_watch(desk, OnboardingChoice(), progress=context.progress, cancel=context.cancel)
    return _("At ev.energy now: {list}. Say which of your cars it is.").format(
        list=", ".join(one.title for one in found)
    ), changes


AT_CELLIQ = Way(N_("Connect a car"), "connect-vehicle", _at_celliq)
AT_EV_ENERGY = Way(N_("Bring a car to ev.energy"), "onboard", _at_ev_energy)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectState:
    """``told`` names the car that has just appeared."""

    waiting: bool = False
    told: str = ""
    problem: Problem | None = None


class ConnectViewModel(Observable[ConnectState]):
    """One car at a time; a second click while one is awaited opens nothing."""

    def __init__(self, bench: Workbench, way: Way = AT_CELLIQ) -> None:
        super().__init__(ConnectState())
        self._bench = bench
        self._way = way
        self._handle: JobHandle | None = None

    def start(self) -> None:
        """Open the page and wait for the car."""
        if self.state.waiting:
            return
        self.replace(ConnectState(waiting=True))
        desk, way = self._bench.desk, self._way
        self._handle = self._bench.runner.submit(
            Job(
                name=way.name,
                lane=Lane.NETWORK,
                key=way.key,
                work=lambda context: way.work(desk, context),
                done=self._done,
                failed=self._failed,
            )
        )

    def stop(self) -> None:
        """Wait no longer; a car that appears later comes with a sync."""
        if self._handle is not None:
            self._handle.cancel()

    def _done(self, answer: tuple[str, Changes]) -> None:
        self.replace(ConnectState(told=answer[0]))
        self._bench.hub.publish(answer[1])

    def _failed(self, problem: Problem) -> None:
        self.replace(ConnectState(problem=None if problem.kind is ProblemKind.CANCELLED else problem))
