"""The number on a paper, worked out again from the evidence in its twin: anybody's program must come to the same."""

from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.battery.health import ALGORITHM, EstimateOptions, estimate_sessions
from celliq_desktop.domain.examinations import TwinReader
from celliq_desktop.domain.health import HealthEstimate, Interval
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.reports.evidence import Evidence, evidence_of

SUFFIXES = frozenset({".pdf", ".json"})
"""A sealed report, or its twin on its own."""
_MOST_BYTES = 50 * 1024 * 1024
_SAME = 0.005
"""Of a percent, a kWh or an Ah: a tenth of the last digit printed, far more than two machines' arithmetic differ."""


@dataclass(frozen=True, slots=True)
class TwinEstimate:
    """``found`` now, beside what the report says. ``same``: equal to the last digit printed."""

    found: HealthEstimate
    evidence: Evidence
    same: bool

    @property
    def same_algorithm(self) -> bool:
        """Another version of the algorithm may come to another number; the report keeps its own."""
        return self.evidence.algorithm == ALGORITHM


def estimate_twin(path: Path, reader: TwinReader) -> TwinEstimate:
    """``reader`` opens a PDF, which may be anybody's. NeedsYou ``no_evidence`` for a file without a report's evidence;
    BadSurroundings ``unreadable``."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError as error:
        raise BadSurroundings(
            "unreadable",
            N_("The file “{name}” cannot be read.").format(name=path.name),
            next_step=N_("Check its name and that it is not open."),
        ) from error
    try:
        twin = reader.twin(data) if path.suffix.lower() == ".pdf" else str(data, "utf-8")
        evidence = evidence_of(twin or "")
    except ValueError as error:
        raise NeedsYou(
            "no_evidence",
            N_("“{name}” carries no charges behind an estimate.").format(name=path.name),
            next_step=N_("Name a sealed report with an estimate of its own, its twin, or a charging log."),
        ) from error
    options = EstimateOptions(
        measured_at=evidence.measured_at,
        chemistry=evidence.chemistry,
        soc_scale=evidence.soc_scale,
        charge_baseline=evidence.charge_baseline,
    )
    found = estimate_sessions(evidence.sessions, baseline=evidence.baseline, options=options)
    return TwinEstimate(found, evidence, _same(found, evidence))


def _same(found: HealthEstimate, evidence: Evidence) -> bool:
    pairs = (
        (found.soh_percent, evidence.soh_percent),
        (found.capacity_kwh, evidence.capacity_kwh),
        (found.capacity_ah, evidence.capacity_ah),
    )
    return found.status is evidence.status and all(_close(one, other) for one, other in pairs)


def _close(one: Interval | None, other: Interval | None) -> bool:
    if one is None or other is None:
        return one is other
    pairs = ((one.value, other.value), (one.low, other.low), (one.high, other.high))
    return all(abs(first - second) <= _SAME for first, second in pairs)
