"""Changing and removing a car at ev.energy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.domain.remote_vehicles import RemoteId, RemoteVehicleChange
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.viewmodels.connections.sending import CHANGED, refusal_of, send_now, told
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.outbox import Wish
    from celliq_desktop.viewmodels.connections.sending import Sent
    from celliq_desktop.viewmodels.workbench import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class GarageState:
    """``told`` words for a toast."""

    busy: bool = False
    problem: Problem | None = None
    told: str = ""


class GarageViewModel(Observable[GarageState]):
    """Sends what somebody asks for, one change at a time."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(GarageState())
        self._bench, self._desk = bench, bench.desk

    def set_battery(self, remote_id: str, battery_kwh: float) -> None:
        """The nominal size of a car that is not integrated."""
        self._change(remote_id, RemoteVehicleChange(battery_kwh=battery_kwh))

    def set_limit(self, remote_id: str, percent: int) -> None:
        """Up to where the car is charged smartly."""
        self._change(remote_id, RemoteVehicleChange(charge_limit_percent=percent))

    def remove(self, remote_id: str) -> None:
        """Take the car out of the service."""
        from celliq_desktop.usecases.kinds.remote_vehicles import remove_wish

        self._send(_("Remove a car"), remote_id, remove_wish, _("The car is no longer at ev.energy."))

    def _change(self, remote_id: str, change: RemoteVehicleChange) -> None:
        from celliq_desktop.usecases.kinds.remote_vehicles import change_wish

        self._send(_("Change a car"), remote_id, lambda remote: change_wish(remote, change), _("Changed at ev.energy."))

    def _send(self, name: str, remote_id: str, wish: Callable[[RemoteId], Wish], words: str) -> None:
        def sent(answer: Sent) -> None:
            problem = refusal_of(answer)
            self.replace(GarageState(problem=problem, told="" if problem else told(answer, words)))
            self._bench.hub.publish(CHANGED)

        self.replace(GarageState(busy=True))
        self._bench.runner.submit(
            Job(
                name=name,
                lane=Lane.NETWORK,
                key=f"{name}:{remote_id}",
                work=lambda _c: send_now(self._desk, wish(RemoteId(remote_id))),
                done=sent,
                failed=self._failed,
                quiet=True,
            )
        )

    def _failed(self, problem: Problem) -> None:
        self.replace(replace(GarageState(), problem=None if problem.kind is ProblemKind.CANCELLED else problem))
