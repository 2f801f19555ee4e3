"""What a screen shows of cars at another service, in one frozen record each."""

from dataclasses import dataclass
from datetime import datetime

from celliq_desktop.domain.links import Link
from celliq_desktop.domain.providers import Connection
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.remote_vehicles import CommandLog, ErrorLog, LocationLog, RemoteVehicle, VppModes


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteCarView:
    """One remote car. ``link`` None while nobody has said which of ours it is; ``newest`` are its last samples, oldest
    first, ``stored`` how many there are in all; ``car`` None when the service no longer has it."""

    remote_id: str
    car: RemoteVehicle | None
    link: Link | None
    newest: Samples
    stored: int
    errors: tuple[ErrorLog, ...]
    last_report: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionsView:
    """Every service, and the cars at ev.energy."""

    services: tuple[Connection, ...]
    cars: tuple[RemoteCarView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherLogs:
    """What is not mirrored and is read when somebody looks: the newest page of each, newest first. ``places`` say when
    and whether at home, never where; ``modes`` None for a car that cannot be controlled."""

    commands: tuple[CommandLog, ...] = ()
    places: tuple[LocationLog, ...] = ()
    modes: VppModes | None = None
