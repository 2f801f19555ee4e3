"""What the vehicle screen shows, as frozen values; arrays are numpy, one entry a sample or a session."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from celliq_desktop.domain.curves import CurveBand, ModelBand
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.sessions import CurrentKind

Floats = NDArray[np.float64]


class Phase(Enum):
    """Which of the screen's states is on."""

    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    GONE = "gone"
    FAILED = "failed"


class Tone(Enum):
    """How a figure is marked: always with a letter or a word as well, never by colour alone."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value with an optional second line (its source, its age)."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictState:
    """The header's answer. ``figure`` without unit, an en dash when refused; ``value``, ``low``, ``high`` in
    percent. ``coach`` is advice to the dealer; ``denominators`` names every figure where several capacities when new
    give different ones."""

    figure: str
    interval: str
    span: str
    grade: str | None
    tone: Tone
    headline: str
    evidence: str
    server: str
    disagreement: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    budget: tuple[Fact, ...] = ()
    comparison: str = ""
    coach: str = ""
    coach_more: str = ""
    denominators: str = ""


@dataclass(frozen=True, slots=True)
class CurveLine:
    """One session's power against SoC. ``temperature_c`` NaN when unknown; ``age`` 0 oldest to 1 newest."""

    session: int
    label: str
    kind: CurrentKind
    soc_percent: Floats
    power_kw: Floats
    temperature_c: float
    age: float
    used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvesState:
    """All curves with bands; ``words`` is the text a screen reader speaks. ``model``: the other cars of this model,
    ``model_words`` how this car stands beside them, or why there is nobody to compare with."""

    lines: tuple[CurveLine, ...]
    bands: tuple[CurveBand, ...]
    facts: tuple[Fact, ...]
    words: str
    model: tuple[ModelBand, ...] = ()
    model_words: str = ""


@dataclass(frozen=True, slots=True)
class IncrementalLine:
    """One slow charge; ``age`` 0 oldest to 1 newest."""

    label: str
    voltage_v: Floats
    ah_per_v: Floats
    age: float


@dataclass(frozen=True, slots=True)
class IncrementalState:
    """Incremental capacity of slow charges, oldest first."""

    lines: tuple[IncrementalLine, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FitState:
    """Energy against SoC points, one entry a session; slope in kWh per point with its 95 % interval (NaN when none)."""

    delta_soc: Floats
    energy_kwh: Floats
    used: NDArray[np.bool_]
    labels: tuple[str, ...]
    slope: float
    slope_low: float
    slope_high: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadState:
    """The forecast with its 95 % band from today on (seconds since 1970 UTC, percent); ``warranty_end_s`` None when it
    is over or not known. ``facts``: when each line is reached, and where the warranty ends."""

    time_s: Floats
    soh: Floats
    low: Floats
    high: Floats
    warranty_end_s: float | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AgreementState:
    """A workshop's figure with its interval in percent, and in ``words`` whether it agrees with the estimate."""

    words: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BuyerLink:
    """Where a buyer checks the report in force: the link and its QR modules, True = dark."""

    url: str
    modules: tuple[tuple[bool, ...], ...]


@dataclass(frozen=True, slots=True)
class WithoutState:
    """A trial: what the figure would be without session ``index``; never the car's estimate."""

    index: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryState:
    """SoH with its interval over time (seconds since 1970 UTC), and ahead where there is a forecast."""

    time_s: Floats
    soh: Floats
    low: Floats
    high: Floats
    words: str
    ahead: AheadState | None = None


@dataclass(frozen=True, slots=True)
class ManualLine:
    """A log that was added by hand: which file it is in ``words``, more of it in ``proof``."""

    sha256: str
    words: str
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """One row of the sessions table; ``day`` is the date of ``start``, the ``*_sort`` values order it; ``kind`` says so
    where somebody added it by hand."""

    index: int
    day: str
    start: str
    start_sort: float
    kind: str
    soc: str
    delta: str
    delta_sort: float
    energy: str
    energy_sort: float
    capacity: str
    capacity_sort: float
    used: bool
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report of this car."""

    id: ReportId
    generated: str
    soh: str
    status: str
    tone: Tone
    valid_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateQuestion:
    """Asked before a credit is spent: what it costs and what is there. ``again`` when a valid report exists already;
    ``price`` in credits, None where the server names none."""

    text: str
    detail: str
    button: str
    again: bool
    price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedNote:
    """A report that was issued, or was in force already, and what it cost in words."""

    report: ReportId
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleState:
    """The whole screen."""

    phase: Phase = Phase.EMPTY
    vehicle_id: VehicleId | None = None
    title: str = ""
    vin: str = ""
    subtitle: str = ""
    as_of: str = ""
    facts: tuple[Fact, ...] = ()
    verdict: VerdictState | None = None
    curves: CurvesState | None = None
    incremental: IncrementalState | None = None
    fit: FitState | None = None
    history: HistoryState | None = None
    sessions: tuple[SessionLine, ...] = ()
    manual: tuple[ManualLine, ...] = ()
    without: WithoutState | None = None
    reports: tuple[ReportLine, ...] = ()
    pending: str = ""
    disconnecting: bool = False
    problem: Problem | None = None
    question: GenerateQuestion | None = None
    issued: IssuedNote | None = None
    busy: bool = False
    can_generate: bool = False
    flags: tuple[str, ...] = ()
    agreement: AgreementState | None = None
    baseline_entered: str = ""
    link: BuyerLink | None = None
    use: tuple[Fact, ...] = ()
