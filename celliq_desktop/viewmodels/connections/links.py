"""Remote cars as the window shows them: suggested, confirmed and undone by a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.connections.states import ChosenState, LinksState, RemoteLine
from celliq_desktop.viewmodels.connections.words import candidate_state, proof_of, remote_line
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.ids import VehicleId
    from celliq_desktop.domain.links import Candidate
    from celliq_desktop.domain.remote_view import ConnectionsView, RemoteCarView
    from celliq_desktop.viewmodels.workbench import Workbench

_TOPICS = (Topic.PROVIDERS, Topic.LINKS, Topic.REMOTE, Topic.VEHICLES)
_SERVICE = "ev_energy"


class LinksViewModel(Observable[LinksState]):
    """Reads the mirror when asked and when something changed. ``title_of`` names one of our cars."""

    def __init__(self, bench: Workbench, formats: Formats, title_of: Callable[[VehicleId], str]) -> None:
        super().__init__(LinksState())
        self._bench, self._desk, self._formats = bench, bench.desk, formats
        self._title_of = title_of
        self._cars: dict[str, RemoteCarView] = {}
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """Read the mirror."""
        from celliq_desktop.usecases.remote_view import connections_view

        self._submit(_("Read remote cars"), Lane.READ, "links", lambda _c: connections_view(self._desk), self._loaded)

    def choose(self, remote_id: str) -> None:
        """Look at one remote car."""
        line = next((one for one in self.state.cars if one.remote_id == remote_id), None)
        before = self.state.chosen
        if line is None or (before is not None and before.line.remote_id == remote_id):
            return
        proof = proof_of(self._cars[remote_id], self._formats)
        self.replace(replace(self.state, chosen=ChosenState(line=line, proof=proof)))

    def look_for_car(self) -> None:
        """Compare the chosen remote car with the fleet."""
        from celliq_desktop.usecases.links import candidates

        chosen = self.state.chosen
        remote = self._cars[chosen.line.remote_id].car if chosen else None
        if chosen is None or remote is None or chosen.looking:
            return
        self.replace(replace(self.state, chosen=replace(chosen, looking=True), problem=None))

        def work(context: JobContext) -> tuple[Candidate, ...]:
            return candidates(self._desk, remote, progress=context.progress, cancel=context.cancel)

        self._submit(
            _("Compare {title} with the fleet").format(title=remote.title),
            Lane.HEAVY,
            f"candidates:{remote.id}",
            work,
            lambda found: self._compared(remote.id, found),
            quiet=False,
        )

    def confirm(self, vehicle_id: VehicleId) -> None:
        """The person says: the chosen remote car is this one of ours."""
        from celliq_desktop.usecases.links import confirm

        if self.state.chosen is None:
            return
        remote_id = self.state.chosen.line.remote_id
        self._submit(
            _("Link a car"),
            Lane.WRITE,
            f"link:{remote_id}",
            lambda _c: confirm(self._desk, _SERVICE, remote_id, vehicle_id)[1],
            lambda changes: self._done(changes, _("Linked. Its charges count in the battery estimate now.")),
        )

    def undo(self) -> None:
        """Take the chosen car's link back."""
        from celliq_desktop.usecases.links import undo

        if self.state.chosen is None:
            return
        remote_id = self.state.chosen.line.remote_id
        self._submit(
            _("Undo a link"),
            Lane.WRITE,
            f"link:{remote_id}",
            lambda _c: undo(self._desk, _SERVICE, remote_id),
            lambda changes: self._done(changes, _("The link is undone; its charges no longer count.")),
        )

    def forget_problem(self) -> None:
        """The problem was read and put away."""
        self.replace(replace(self.state, problem=None))

    def _submit(
        self,
        name: str,
        lane: Lane,
        key: str,
        work: Callable[[JobContext], object],
        done: Callable[..., None],
        *,
        quiet: bool = True,
    ) -> None:
        self._bench.runner.submit(
            Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed, quiet=quiet)
        )

    def _loaded(self, view: ConnectionsView) -> None:
        now = self._desk.clock.now()
        self._cars = {one.remote_id: one for one in view.cars}
        lines = {
            one.remote_id: remote_line(one, self._title_of(one.link.vehicle_id) if one.link else "", now, self._formats)
            for one in view.cars
        }
        chosen = self.state.chosen
        line = lines.get(chosen.line.remote_id) if chosen else None
        if chosen is not None:
            proof = proof_of(self._cars[line.remote_id], self._formats) if line else ()
            chosen = None if line is None else _again(chosen, line, proof)
        connected = any(one.name == _SERVICE and one.standing.connected_at is not None for one in view.services)
        self.replace(replace(self.state, loaded=True, connected=connected, cars=tuple(lines.values()), chosen=chosen))

    def _compared(self, remote_id: str, found: tuple[Candidate, ...]) -> None:
        chosen = self.state.chosen
        if chosen is None or chosen.line.remote_id != remote_id:
            return
        shown = tuple(candidate_state(one, self._formats) for one in found)
        self.replace(replace(self.state, chosen=replace(chosen, candidates=shown, looked=True, looking=False)))

    def _done(self, changes: Changes, told: str) -> None:
        self.replace(replace(self.state, problem=None, told=told))
        self._bench.hub.publish(changes)

    def _failed(self, problem: Problem) -> None:
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        chosen = None if self.state.chosen is None else replace(self.state.chosen, looking=False)
        self.replace(replace(self.state, problem=shown, chosen=chosen))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(*_TOPICS):
            self.load()


def _again(chosen: ChosenState, line: RemoteLine, proof: tuple[str, ...]) -> ChosenState:
    """The car as it is now; suggestions are void once the link is made."""
    linked = bool(line.linked)
    return replace(
        chosen,
        line=line,
        proof=proof,
        candidates=() if linked else chosen.candidates,
        looked=chosen.looked and not linked,
    )
