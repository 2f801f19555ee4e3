"""Further services as the window shows them: connect with a token, see how they fare, disconnect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.connections.states import ServicesState
from celliq_desktop.viewmodels.connections.words import service_state
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.providers import Connection
    from celliq_desktop.viewmodels.workbench import Workbench


class ServicesViewModel(Observable[ServicesState]):
    """Reads the mirror when asked and when a connection changed."""

    def __init__(self, bench: Workbench, formats: Formats) -> None:
        super().__init__(ServicesState())
        self._bench, self._desk, self._formats = bench, bench.desk, formats
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def load(self) -> None:
        """Read the mirror."""
        from celliq_desktop.usecases.providers import connections

        self._submit(_("Read services"), Lane.READ, "services", lambda _c: connections(self._desk), self._loaded)

    def connect(self, name: str, token: str, user: str = "") -> None:
        """Try a token once and keep it."""
        from celliq_desktop.usecases.providers import connect_provider

        acting = user.strip() or None
        self.replace(replace(self.state, trying=name, problem=None))
        self._submit(
            _("Connect a service"),
            Lane.NETWORK,
            f"service:{name}",
            lambda _c: connect_provider(self._desk, name, token, acting),
            self._connected,
        )

    def disconnect(self, name: str) -> None:
        """Forget the token; what was mirrored stays."""
        from celliq_desktop.usecases.providers import disconnect_provider

        self._submit(
            _("Disconnect a service"),
            Lane.WRITE,
            f"service:{name}",
            lambda _c: disconnect_provider(self._desk, name),
            self._connected,
        )

    def forget_problem(self) -> None:
        """The problem was read and put away."""
        self.replace(replace(self.state, problem=None))

    def _submit(
        self, name: str, lane: Lane, key: str, work: Callable[[JobContext], object], done: Callable[..., None]
    ) -> None:
        self._bench.runner.submit(
            Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed, quiet=True)
        )

    def _loaded(self, found: tuple[Connection, ...]) -> None:
        now = self._desk.clock.now()
        shown = tuple(service_state(one, now, self._formats) for one in found)
        self.replace(replace(self.state, loaded=True, services=shown))

    def _connected(self, answer: tuple[Connection, Changes]) -> None:
        one, changes = answer
        words = service_state(one, self._desk.clock.now(), self._formats).state
        self.replace(replace(self.state, trying="", problem=None, told=f"{one.title}: {words}."))
        self._bench.hub.publish(changes)

    def _failed(self, problem: Problem) -> None:
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(replace(self.state, trying="", problem=shown))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Topic.PROVIDERS):
            self.load()
