"""Connecting a car from the window: a page in the browser, then waiting until the car appears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.observable import Observable

if TYPE_CHECKING:
    from celliq_desktop.jobs.runner import JobHandle
    from celliq_desktop.usecases.connect_vehicle import Connected
    from celliq_desktop.viewmodels.workbench import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectState:
    """``told`` names the car that has just appeared."""

    waiting: bool = False
    told: str = ""
    problem: Problem | None = None


class ConnectViewModel(Observable[ConnectState]):
    """One car at a time; a second click while one is awaited opens nothing."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(ConnectState())
        self._bench = bench
        self._handle: JobHandle | None = None

    def start(self) -> None:
        """Open the consent page of the car's maker and wait for the car."""
        if self.state.waiting:
            return
        self.replace(ConnectState(waiting=True))

        def work(context: JobContext) -> tuple[Connected, Changes]:
            from celliq_desktop.usecases.connect_vehicle import connect_vehicle

            return connect_vehicle(self._bench.desk, progress=context.progress, cancel=context.cancel)

        self._handle = self._bench.runner.submit(
            Job(
                name="Connect a car",
                lane=Lane.NETWORK,
                key="connect-vehicle",
                work=work,
                done=self._done,
                failed=self._failed,
            )
        )

    def stop(self) -> None:
        """Wait no longer; a car that appears later comes with a sync."""
        if self._handle is not None:
            self._handle.cancel()

    def _done(self, answer: tuple[Connected, Changes]) -> None:
        names = ", ".join(f"{one.year} {one.make} {one.model}" for one in answer[0].vehicles)
        self.replace(ConnectState(told=f"Connected: {names}. Its readings come with the next sync."))
        self._bench.hub.publish(answer[1])

    def _failed(self, problem: Problem) -> None:
        self.replace(ConnectState(problem=None if problem.kind is ProblemKind.CANCELLED else problem))
