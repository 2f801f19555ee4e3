"""State of health of any charging log, and how an estimate is written for scripts (cli.md ``battery estimate``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from celliq_desktop.battery.health import EstimateOptions, estimate, refused_for
from celliq_desktop.domain.health import Baseline, Chemistry, HealthEstimate, Interval, Prior, SocScale
from celliq_desktop.domain.problems import NeedsYou, Problem
from celliq_desktop.domain.sessions import JudgedSession, MeasuringPoint
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.log_evidence import LogEvidence, read_evidence

_LOGS = frozenset({".csv", ".tsv", ".txt"})
_UNDECLARED = N_(
    "The columns speak of a charging station, whose energy is not the battery's, and nobody"
    " said where it was measured. Declare it with --measured-at evse-ac or evse-dc, or"
    " battery if it is the car's own."
)
_GIVEN_SIGMA = 0.01
"""Relative 1-sigma of a capacity somebody states for this very car: published figures are rounded to half a kWh or one,
and new packs of one type scatter by about as much (research/domain.md 3.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOptions:
    """What the log cannot say itself. ``measured_at`` None: nobody said, so the battery is taken, unless the log speaks
    of a charging station."""

    usable_new_kwh: float | None = None
    rated_ah: float | None = None
    measured_at: MeasuringPoint | None = None
    chemistry: Chemistry = Chemistry.UNKNOWN
    soc_scale: SocScale = SocScale.UNKNOWN
    charging_negative: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


def estimate_log(path: Path, options: LogOptions) -> HealthEstimate:
    """The estimate for the log at ``path``; NeedsYou or BadSurroundings when it cannot be read."""
    baseline = _baseline(options.usable_new_kwh, "kWh", "--usable-new-kwh")
    charge = _baseline(options.rated_ah, "Ah", "--rated-ah")
    log = read_evidence(path, columns=options.columns, charging_negative=options.charging_negative)
    how = EstimateOptions(
        measured_at=options.measured_at or MeasuringPoint.BATTERY,
        chemistry=options.chemistry,
        soc_scale=options.soc_scale,
        charge_baseline=charge,
    )
    found = estimate(log.samples, listed=log.listed, baseline=baseline, options=how)
    found = replace(found, flags=(*found.flags, *_taken_words(log)))
    if log.charger_side and options.measured_at is None:
        return refused_for(found, "undeclared_measuring_point", _UNDECLARED)
    return found


def _taken_words(log: LogEvidence) -> tuple[str, ...]:
    """How a log was read where nobody said: by the names of its columns, and with charging turned to positive."""
    words = [log.turned_words] if log.turned_words else []
    if log.guessed:
        pairs = ", ".join(f"“{theirs}” as {ours}" for ours, theirs in log.guessed.items())
        words.insert(
            0,
            N_("Columns were taken by their names: {pairs}. Say otherwise with --map name=column.").format(pairs=pairs),
        )
    return tuple(words)


def estimate_folder(folder: Path, options: LogOptions) -> tuple[tuple[str, HealthEstimate | Problem], ...]:
    """``(file name, estimate or what kept it from being read)`` for every CSV file in ``folder``, by name; NeedsYou
    ``bad_log`` when there is none."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in _LOGS)
    if not files:
        raise NeedsYou(
            "bad_log",
            N_("There is no CSV file in “{name}”.").format(name=folder.name),
            next_step=N_("Name a folder of logs."),
        )
    answers: list[tuple[str, HealthEstimate | Problem]] = []
    for path in files:
        try:
            answers.append((path.name, estimate_log(path, options)))
        except Problem as problem:
            answers.append((path.name, problem))
    return tuple(answers)


def _baseline(value: float | None, unit: str, option: str) -> Baseline | None:
    if value is None:
        return None
    if not 1.0 <= value <= 2_000.0:
        raise NeedsYou(
            "usage",
            N_("{option} must lie between 1 and 2000 {unit}, not {value:g}.").format(
                option=option, unit=unit, value=value
            ),
        )
    return Baseline(value, unit, N_("given by the person who ran the estimate"), _GIVEN_SIGMA)


def estimate_json(found: HealthEstimate) -> dict[str, Any]:
    """The stable keys of cli.md; NaN-free."""
    return {
        "status": found.status,
        "reason": found.reason,
        "reason_code": found.reason_code,
        **_interval(found.soh_percent, "soh_percent", "soh_low_percent", "soh_high_percent"),
        **_interval(found.capacity_kwh, "capacity_kwh", "capacity_kwh_low", "capacity_kwh_high"),
        **_interval(found.capacity_ah, "capacity_ah", "capacity_ah_low", "capacity_ah_high"),
        **_interval(
            found.soh_by_charge_percent,
            "soh_by_charge_percent",
            "soh_by_charge_low_percent",
            "soh_by_charge_high_percent",
        ),
        "baseline": None if found.baseline is None else _baseline_json(found.baseline),
        "denominators": [
            {
                "baseline": _baseline_json(one.baseline),
                **_interval(one.soh_percent, "soh_percent", "soh_low_percent", "soh_high_percent"),
            }
            for one in found.denominators
        ],
        "prior": None if found.prior is None else _prior_json(found.prior),
        "confidence": found.confidence,
        "grade": found.grade,
        "error_budget": None
        if found.error_budget is None
        else {
            "random_percent": round(found.error_budget.random_percent, 3),
            "soc_window_percent": round(found.error_budget.soc_window_percent, 3),
            "baseline_percent": round(found.error_budget.baseline_percent, 3),
            "measurement_point_percent": round(found.error_budget.measurement_point_percent, 3),
            "prior_percent": round(found.error_budget.prior_percent, 3),
        },
        "sessions": [session_json(judged) for judged in found.sessions],
        "flags": list(found.flags),
        "measured_at": found.measured_at,
        "chemistry": found.chemistry,
        "soc": found.soc_scale,
        "algorithm": found.algorithm,
    }


def session_json(judged: JudgedSession) -> dict[str, Any]:
    """One session and what became of it."""
    session = judged.session
    return {
        "start": datetime.fromtimestamp(session.start_s, UTC),
        "end": datetime.fromtimestamp(session.end_s, UTC),
        "soc_start_percent": session.soc_start_percent,
        "soc_end_percent": session.soc_end_percent,
        "energy_kwh": _rounded(session.energy_kwh),
        "charge_ah": _rounded(session.charge_ah),
        "capacity_kwh": _rounded(judged.capacity_kwh),
        "capacity_ah": _rounded(judged.capacity_ah),
        "weight": round(judged.weight, 4),
        "used": judged.used,
        "reason": judged.reason,
        "sentence": judged.sentence,
    }


def _baseline_json(baseline: Baseline) -> dict[str, Any]:
    return {
        "value": baseline.value,
        "unit": baseline.unit,
        "source": baseline.source,
        "relative_sigma": baseline.relative_sigma,
        "as_of": baseline.as_of,
        "reason": baseline.reason,
    }


def _prior_json(prior: Prior) -> dict[str, Any]:
    return {
        "mean_percent": prior.mean_percent,
        "sigma_percent": round(prior.sigma_percent, 3),
        "source": prior.source,
        "weight": round(prior.weight, 4),
    }


def _interval(found: Interval | None, value: str, low: str, high: str) -> dict[str, float | None]:
    if found is None:
        return {value: None, low: None, high: None}
    return {value: _rounded(found.value), low: _rounded(found.low), high: _rounded(found.high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
