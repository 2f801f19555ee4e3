"""What other services know of the open car: their status, their errors, and what may be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.domain.remote_vehicles import ErrorLog, RemoteId
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.connections.sending import CHANGED, refusal_of, send_now, told
from celliq_desktop.viewmodels.connections.words import proof_of, remote_line
from celliq_desktop.viewmodels.formats import NOTHING, Formats, whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.vehicle.further_logs import FurtherState, further_state
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.ids import VehicleId
    from celliq_desktop.domain.remote_view import FurtherLogs, RemoteCarView
    from celliq_desktop.viewmodels.connections.sending import Sent
    from celliq_desktop.viewmodels.connections.states import RemoteLine
    from celliq_desktop.viewmodels.workbench import Workbench

_TOPICS = (Topic.LINKS, Topic.REMOTE, Topic.READINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One report of the car, newest first in the table."""

    time: str
    time_s: float
    state: str
    soc: str
    power: str
    energy: str
    odometer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLine:
    """One failure to reach the car."""

    time: str
    time_s: float
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionState:
    """The tab. ``remote`` None while the car is linked to nothing; ``further`` None until
    somebody asks for it; ``told`` words for a toast."""

    vehicle_id: VehicleId | None = None
    remote: RemoteLine | None = None
    proof: str = ""
    status: tuple[StatusLine, ...] = ()
    errors: tuple[ErrorLine, ...] = ()
    further: FurtherState | None = None
    busy: bool = False
    problem: Problem | None = None
    told: str = ""


class ConnectionViewModel(Observable[ConnectionState]):
    """The link of one car at a time; the first one where there are several."""

    def __init__(self, bench: Workbench, formats: Formats) -> None:
        super().__init__(ConnectionState())
        self._bench, self._desk, self._formats = bench, bench.desk, formats
        self._end = bench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def open(self, vehicle_id: VehicleId) -> None:
        """Show this car's connection."""
        if vehicle_id != self.state.vehicle_id:
            self.replace(ConnectionState(vehicle_id=vehicle_id))
            self.load()

    def load(self) -> None:
        """Read the mirror again."""
        from celliq_desktop.usecases.remote_view import linked_cars

        vehicle_id = self.state.vehicle_id
        if vehicle_id is None:
            return
        self._submit(
            _("Read a connection"),
            Lane.READ,
            f"connection:{vehicle_id}",
            lambda _c: linked_cars(self._desk, vehicle_id),
            lambda found: self._loaded(vehicle_id, found),
        )

    def refresh(self) -> None:
        """Read the newest status logs now, because somebody is looking."""
        from celliq_desktop.usecases.sync_telemetry import refresh_remote

        def read(new: int) -> None:
            self._done(
                Changes.of(Topic.REMOTE, Topic.READINGS) if new else Changes.of(Topic.REMOTE, Topic.PROVIDERS),
                _("{new} new reports.").format(new=whole(new)) if new else _("Nothing new."),
            )

        self._asked(_("Read status logs"), lambda remote: refresh_remote(self._desk, remote), read)

    def look_further(self) -> None:
        """Read commands, places and controls from the service now."""
        from celliq_desktop.usecases.ev_energy import further_logs

        def shown(found: FurtherLogs) -> None:
            self.replace(replace(self.state, busy=False, further=further_state(found, self._formats)))

        self._asked(_("Read commands and places"), lambda remote: further_logs(self._desk, remote), shown)

    def reconnect(self) -> None:
        """Open the page on which the owner connects the car again."""
        from celliq_desktop.usecases.ev_energy import reconnect

        words = _("The page is open in your browser. Send its address to the owner, or let them sign in here.")
        self._asked(
            _("Reconnect a car"),
            lambda remote: reconnect(self._desk, remote),
            lambda _page: self._done(Changes(), words),
        )

    def disconnect(self) -> None:
        """Revoke the service's access to the car."""
        from celliq_desktop.usecases.kinds.remote_vehicles import disconnect_wish

        def sent(answer: Sent) -> None:
            problem = refusal_of(answer)
            if problem is not None:
                self._failed(problem)
                return
            self._done(CHANGED, told(answer, _("Disconnected.")))

        self._asked(_("Disconnect a car"), lambda remote: send_now(self._desk, disconnect_wish(remote)), sent)

    def forget_problem(self) -> None:
        """The problem was read and put away."""
        self.replace(replace(self.state, problem=None))

    def _asked(self, name: str, work: Callable[[RemoteId], object], done: Callable[..., None]) -> None:
        remote = self.state.remote
        if remote is None or self.state.busy:
            return
        self.replace(replace(self.state, busy=True, problem=None))
        remote_id = RemoteId(remote.remote_id)
        self._submit(name, Lane.NETWORK, f"{name}:{remote_id}", lambda _c: work(remote_id), done)

    def _submit(
        self, name: str, lane: Lane, key: str, work: Callable[[JobContext], object], done: Callable[..., None]
    ) -> None:
        self._bench.runner.submit(
            Job(name=name, lane=lane, key=key, work=work, done=done, failed=self._failed, quiet=True)
        )

    def _done(self, changes: Changes, told: str) -> None:
        self.replace(replace(self.state, busy=False, problem=None, told=told))
        self._bench.hub.publish(changes)

    def _loaded(self, vehicle_id: VehicleId, found: tuple[RemoteCarView, ...]) -> None:
        if vehicle_id != self.state.vehicle_id:
            return
        view = found[0] if found else None
        now = self._desk.clock.now()
        self.replace(
            replace(
                self.state,
                remote=None if view is None else remote_line(view, "", now, self._formats),
                proof="" if view is None else " ".join(proof_of(view, self._formats)),
                status=() if view is None else status_lines(view, self._formats),
                errors=() if view is None else tuple(_error_line(one, self._formats) for one in view.errors),
            )
        )

    def _failed(self, problem: Problem) -> None:
        shown = None if problem.kind is ProblemKind.CANCELLED else problem
        self.replace(replace(self.state, busy=False, problem=shown))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(*_TOPICS):
            self.load()


def status_lines(view: RemoteCarView, formats: Formats) -> tuple[StatusLine, ...]:
    """The newest reports, newest first."""
    samples = view.newest
    return tuple(
        StatusLine(
            time=formats.epoch_moment(samples.time_s[at]),
            time_s=samples.time_s[at],
            state=_state(samples.charging[at], samples.plugged_in[at]),
            soc=formats.percent(samples.soc_percent[at], 0),
            power=formats.number(samples.power_kw[at], 1, "kW"),
            energy=formats.number(samples.energy_kwh[at], 1, "kWh"),
            odometer=formats.number(samples.odometer_km[at], 0, "km"),
        )
        for at in reversed(range(len(samples)))
    )


def _state(charging: float, plugged_in: float) -> str:
    if charging == 1.0:
        return _("Charging")
    if plugged_in == 1.0:
        return _("Plugged in")
    return _("Unplugged") if plugged_in == 0.0 else NOTHING


def _error_line(one: ErrorLog, formats: Formats) -> ErrorLine:
    code = (one.error_code or one.error_type or _("error")).replace("_", " ").capitalize()
    return ErrorLine(
        time=formats.moment(one.logged_at), time_s=one.logged_at.timestamp(), code=code, detail=one.detail or NOTHING
    )
