"""What the connections screen shows, as frozen values."""

from dataclasses import dataclass

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceState:
    """One service: ``detail`` says since when, for whom and when it was asked last; ``error`` is a sentence or
    empty; ``rate`` the budget in words, empty while the service says nothing. ``acts_for_user`` asks for a user's id
    beside the token."""

    name: str
    title: str
    state: str
    tone: str
    connected: bool
    detail: str
    error: str
    rate: str
    acts_for_user: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteLine:
    """One row of the table of remote cars. ``there`` False once the service no longer has it; ``by_hand`` for a car
    that is not integrated, whose ``battery_kwh`` a person may set; others have a ``limit_percent``."""

    remote_id: str
    title: str
    connection: str
    tone: str
    last_report: str
    last_report_sort: float
    samples: str
    samples_sort: int
    linked: str
    vehicle_id: VehicleId | None
    broken: bool
    there: bool
    by_hand: bool
    battery_kwh: float | None
    limit_percent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateState:
    """One of our cars that the chosen remote one may be."""

    vehicle_id: VehicleId
    title: str
    vin: str
    confidence: str
    tone: str
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenState:
    """The remote car that is looked at. ``proof`` is what was shown when its link was confirmed; ``looked`` True once
    its candidates were compared."""

    line: RemoteLine
    proof: tuple[str, ...] = ()
    candidates: tuple[CandidateState, ...] = ()
    looked: bool = False
    looking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesState:
    """All services. ``loaded`` False while the mirror is being read; ``told`` words for a toast; ``trying`` names the
    service whose token is being tried."""

    loaded: bool = False
    services: tuple[ServiceState, ...] = ()
    trying: str = ""
    problem: Problem | None = None
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksState:
    """All remote cars. ``connected`` says whether new ones may come; ``told`` words for a toast."""

    loaded: bool = False
    connected: bool = False
    cars: tuple[RemoteLine, ...] = ()
    chosen: ChosenState | None = None
    problem: Problem | None = None
    told: str = ""
