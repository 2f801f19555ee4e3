"""The car a chosen session charged: suggested, confirmed and undone by a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.charging import PROVIDER, ChargingId
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.connections.states import CandidateState
from celliq_desktop.viewmodels.connections.words import candidate_state, told_candidates
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.changes import Changes
    from celliq_desktop.domain.ids import VehicleId
    from celliq_desktop.domain.links import Candidate, Link
    from celliq_desktop.viewmodels.workbench import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class CarLinkState:
    """``linked`` names the car, empty while nobody has said which; ``words`` say what is known or may be done."""

    session_id: ChargingId | None = None
    linked: str = ""
    words: str = ""
    looking: bool = False
    candidates: tuple[CandidateState, ...] = ()
    problem: Problem | None = None


class CarLinkViewModel(Observable[CarLinkState]):
    """One session at a time. ``title_of`` names one of our cars."""

    def __init__(self, bench: Workbench, formats: Formats, title_of: Callable[[VehicleId], str]) -> None:
        super().__init__(CarLinkState())
        self._bench, self._desk, self._formats = bench, bench.desk, formats
        self._title_of = title_of

    def open(self, session_id: ChargingId | None) -> None:
        """Show this session's car."""
        if session_id != self.state.session_id:
            self.replace(CarLinkState(session_id=session_id))
            self._load()

    def look(self) -> None:
        """Compare the session with what the cars did at that time."""
        from celliq_desktop.usecases.session_links import session_candidates

        session_id = self.state.session_id
        if session_id is None or self.state.looking:
            return
        self.replace(replace(self.state, looking=True, problem=None))

        def work(context: JobContext) -> tuple[Candidate, ...]:
            return session_candidates(self._desk, session_id, progress=context.progress, cancel=context.cancel)

        def done(found: tuple[Candidate, ...]) -> None:
            if self.state.session_id == session_id:
                shown = tuple(candidate_state(one, self._formats) for one in found)
                words = told_candidates(len(shown))
                self.replace(replace(self.state, looking=False, candidates=shown, words=words))

        self._submit(_("Compare a session with the fleet"), Lane.HEAVY, work, done)

    def confirm(self, vehicle_id: VehicleId) -> None:
        """The person says: it charged this car."""
        from celliq_desktop.usecases.links import confirm

        session_id = self.state.session_id
        if session_id is not None:
            self._submit(
                _("Link a session"),
                Lane.WRITE,
                lambda _c: confirm(self._desk, PROVIDER, session_id, vehicle_id)[1],
                self._changed,
            )

    def undo(self) -> None:
        """Take it back."""
        from celliq_desktop.usecases.links import undo

        session_id = self.state.session_id
        if session_id is not None:
            self._submit(_("Undo a link"), Lane.WRITE, lambda _c: undo(self._desk, PROVIDER, session_id), self._changed)

    def _load(self) -> None:
        from celliq_desktop.usecases.session_links import link_of_session

        session_id = self.state.session_id
        if session_id is not None:
            self._submit(_("Read a link"), Lane.READ, lambda _c: link_of_session(self._desk, session_id), self._loaded)

    def _submit(self, name: str, lane: Lane, work: Callable[[JobContext], object], done: Callable[..., None]) -> None:
        key = f"{name}:{self.state.session_id}"
        self._bench.runner.submit(
            Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed, quiet=lane is not Lane.HEAVY)
        )

    def _loaded(self, link: Link | None) -> None:
        if link is None:
            words = _("Cariqa knows no car. Say which one it charged; nothing is ever linked by itself.")
            self.replace(replace(self.state, linked="", words=words))
            return
        title = self._title_of(link.vehicle_id) or link.vin
        day = self._formats.date(link.linked_at)
        words = _("Confirmed by {linked_by} on {day}. Its energy counts as counted at the charging point.").format(
            linked_by=link.linked_by, day=day
        )
        self.replace(replace(self.state, linked=title, words=words, candidates=()))

    def _changed(self, changes: Changes) -> None:
        self._bench.hub.publish(changes)
        self._load()

    def _failed(self, problem: Problem) -> None:
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(replace(self.state, looking=False, problem=shown))
