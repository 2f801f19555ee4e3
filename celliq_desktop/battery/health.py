"""State of health with an honest 95 % interval, from samples or from sessions (report.md section 1).

The interval adds what averages out (scatter of the sessions) and what does not: the SoC-window error shared by
sessions, the capacity when new, and the point where energy was measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from celliq_desktop.battery.kinds import step_of
from celliq_desktop.battery.listed import with_listed
from celliq_desktop.battery.measuring_point import at_the_battery, efficiency_of
from celliq_desktop.battery.prior import POPULATION
from celliq_desktop.battery.quality import Gate, Nominal, gate_of
from celliq_desktop.battery.refusals import MIXED_SOC, mixed_of, refusal_of
from celliq_desktop.battery.sessions import cut, cut_sessions
from celliq_desktop.battery.side import Side
from celliq_desktop.battery.tampering import odd_ones, with_computed_marked
from celliq_desktop.battery.tilt import Tilt, tilt_of
from celliq_desktop.battery.watch import flags_of, soc_flips
from celliq_desktop.domain.health import (
    Baseline,
    Chemistry,
    Denominator,
    EstimateStatus,
    HealthEstimate,
    HealthPoint,
    Interval,
    Prior,
    SocScale,
)
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import ChargeSession, JudgedSession, MeasuringPoint

ALGORITHM = "celliq-wtls/2.4"
"""Frozen into every report; raised whenever the same evidence would give another number."""

_BY_VOLTAGE = (
    " of where each charge begins and ends is read from the pack's voltage: it explains the charge that flowed better"
    " than the display, which drifts between charges."
)
_PROVISIONAL_POINTS, _NO_GRADE_POINTS = 3.5, 8.0
_GRADES = ((90.0, "A"), (80.0, "B"), (70.0, "C"), (60.0, "D"))
_YEAR_S = 365.25 * 86_400.0
_HISTORY_POINTS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateOptions:
    """What the samples cannot say themselves. ``charge_baseline`` (Ah) stands beside the energy baseline; ``prior``
    None lets the charges speak alone."""

    measured_at: MeasuringPoint = MeasuringPoint.BATTERY
    chemistry: Chemistry = Chemistry.UNKNOWN
    soc_scale: SocScale = SocScale.UNKNOWN
    charge_baseline: Baseline | None = None
    prior: Prior | None = POPULATION


DEFAULTS = EstimateOptions()


def estimate(
    samples: Samples,
    *,
    listed: Sequence[ChargeSession] = (),
    baseline: Baseline | None = None,
    options: EstimateOptions = DEFAULTS,
) -> HealthEstimate:
    """Cut sessions out of ``samples`` and estimate from them and those a list tells of (``listed``); REFUSED with a
    sentence where there is too little."""
    charges = cut(samples)
    own = options.measured_at is MeasuringPoint.BATTERY
    sessions = at_the_battery(charges.sessions) if own else charges.sessions
    found = _estimate(with_listed(sessions, listed), baseline, options, samples)
    if charges.voltage_share:
        found = replace(found, flags=(*found.flags, f"{charges.voltage_share:.0%}{_BY_VOLTAGE}"))
    if found.status is EstimateStatus.REFUSED and found.reason_code != MIXED_SOC:
        code, sentence = refusal_of(found.sessions, samples)
        return replace(found, reason_code=code, reason=sentence)
    return found


def estimate_sessions(
    sessions: Sequence[ChargeSession], *, baseline: Baseline | None = None, options: EstimateOptions = DEFAULTS
) -> HealthEstimate:
    """Estimate from sessions alone: energy for kWh, charge for Ah, each where it was measured."""
    return _estimate(sessions, baseline, options, None)


def _estimate(
    sessions: Sequence[ChargeSession], baseline: Baseline | None, options: EstimateOptions, samples: Samples | None
) -> HealthEstimate:
    judged, tilt = _judged(with_computed_marked(sessions), _nominal(baseline, options), options)
    step = step_of(judged)
    if step is not None:
        judged = _from(judged, step.at_s)
    energy = _side(judged, "kWh", baseline, options, tilt)
    charge = _side(judged, "Ah", baseline, options, tilt)
    lead = _lead(energy, charge)
    mixed = mixed_of(judged, flipping=samples is not None and len(samples) > 0 and soc_flips(samples))
    if lead is not None:
        judged = lead.weighed(judged)
    flags = (*([step.sentence] if step else []), *flags_of(samples, judged))
    used = [one.session for one in judged if one.used]
    if lead is None or mixed is not None or not _enough(used):
        code, sentence = mixed or refusal_of(judged, None)
        bare = _bare(EstimateStatus.REFUSED, judged, options, baseline)
        return replace(bare, reason_code=code, reason=sentence, flags=flags)
    soh = lead.health()
    half = soh.half_width if soh else 100.0 * lead.half_width()
    status = EstimateStatus.PROVISIONAL if half > _PROVISIONAL_POINTS else EstimateStatus.STANDARD
    return replace(
        _bare(status, judged, options, lead.baseline),
        soh_percent=soh,
        soh_by_charge_percent=charge.health() if charge is not None and charge is not lead else None,
        capacity_kwh=energy.capacity() if energy else None,
        capacity_ah=charge.capacity() if charge else None,
        grade=_grade(soh),
        error_budget=lead.budget(),
        prior=lead.prior,
        flags=flags,
        denominators=_denominators(energy, charge),
    )


def refused_for(found: HealthEstimate, code: str, sentence: str) -> HealthEstimate:
    """``found`` without its numbers, for a reason outside of the charges themselves; its sessions and flags stay."""
    return HealthEstimate(
        status=EstimateStatus.REFUSED,
        algorithm=found.algorithm,
        sessions=found.sessions,
        reason=sentence,
        reason_code=code,
        baseline=found.baseline,
        measured_at=found.measured_at,
        chemistry=found.chemistry,
        soc_scale=found.soc_scale,
        flags=found.flags,
    )


def _denominators(*sides: Side | None) -> tuple[Denominator, ...]:
    found = []
    for side in sides:
        soh = side.health() if side is not None else None
        if side is not None and side.baseline is not None and soh is not None:
            found.append(Denominator(side.baseline, soh))
    return tuple(found)


def history(
    samples: Samples, baseline: Baseline | None, listed: Sequence[ChargeSession] = ()
) -> tuple[HealthPoint, ...]:
    """The estimate as it would have stood after each of up to sixteen charges, oldest first; empty without a
    baseline."""
    found = with_listed(at_the_battery(cut_sessions(samples)), listed)
    sessions = sorted(found, key=lambda one: one.start_s) if listed else found
    points = []
    for last in _milestones(len(sessions)):
        then = estimate_sessions(sessions[: last + 1], baseline=baseline)
        if then.soh_percent is not None:
            points.append(HealthPoint(sessions[last].end_s, then.soh_percent, len(then.used)))
    return tuple(points)


def _milestones(count: int) -> list[int]:
    if count == 0:
        return []
    return sorted({round(at) for at in np.linspace(0, count - 1, min(count, _HISTORY_POINTS))})


def _nominal(baseline: Baseline | None, options: EstimateOptions) -> Nominal:
    ah = options.charge_baseline or (baseline if baseline and baseline.unit == "Ah" else None)
    return Nominal(
        kwh=baseline.value if baseline and baseline.unit == "kWh" else None, ah=ah.value if ah is not None else None
    )


def _judged(
    sessions: Sequence[ChargeSession], nominal: Nominal, options: EstimateOptions
) -> tuple[tuple[JudgedSession, ...], Tilt]:
    """Every session with the first gate it fails, its own capacity beside it; and how energy rises along the scale."""
    factor, _sigma = efficiency_of(options.measured_at)
    newest = max((one.start_s for one in sessions), default=0.0)
    gates: list[Gate | None] = []
    for session in sessions:
        gate = gate_of(session, nominal, factor)
        gates.append(Gate.TOO_OLD if gate is None and session.start_s < newest - _YEAR_S else gate)
    sound = [i for i, gate in enumerate(gates) if gate is None]
    for place, odd in odd_ones([sessions[i] for i in sound]).items():
        gates[sound[place]] = odd
    tilt = tilt_of([one for one, gate in zip(sessions, gates, strict=True) if gate is None], options.chemistry)
    judged = []
    for session, gate in zip(sessions, gates, strict=True):
        share = session.delta_soc_percent / 100.0
        judged.append(
            JudgedSession(
                session,
                used=gate is None,
                reason=gate.value if gate else None,
                sentence=gate.sentence if gate else None,
                capacity_kwh=session.energy_kwh * factor / share / tilt.of_session(session)
                if session.energy_kwh and share > 0
                else None,
                capacity_ah=session.charge_ah / share if session.charge_ah and share > 0 else None,
            )
        )
    return tuple(judged), tilt


def _from(judged: tuple[JudgedSession, ...], at_s: float) -> tuple[JudgedSession, ...]:
    """Used sessions before ``at_s`` left out by name."""
    gate = Gate.BEFORE_STEP
    return tuple(
        replace(one, used=False, reason=gate.value, sentence=gate.sentence)
        if one.used and one.session.start_s < at_s
        else one
        for one in judged
    )


def _side(
    judged: Sequence[JudgedSession], unit: str, baseline: Baseline | None, options: EstimateOptions, tilt: Tilt
) -> Side | None:
    if unit == "Ah" and options.measured_at is MeasuringPoint.EVSE_AC:
        return None
    new = next((one for one in (options.charge_baseline, baseline) if one is not None and one.unit == unit), None)
    return Side.of(judged, unit, options.measured_at, options.chemistry, new, options.prior, tilt=tilt)


def _lead(energy: Side | None, charge: Side | None) -> Side | None:
    """Energy where both can be compared with a capacity when new, or neither; else the one that can."""
    for side in (energy, charge):
        if side is not None and side.baseline is not None:
            return side
    return energy or charge


def _enough(used: Sequence[ChargeSession]) -> bool:
    """The issue rule: three sessions, or one of at least 60 points."""
    return len(used) >= 3 or any(one.delta_soc_percent >= 60.0 for one in used)


def _grade(soh: Interval | None) -> str | None:
    """From the lower bound, so that a wide interval never earns a good letter."""
    if soh is None or soh.half_width > _NO_GRADE_POINTS:
        return None
    return next((letter for least, letter in _GRADES if soh.low >= least), "E")


def _bare(
    status: EstimateStatus, judged: tuple[JudgedSession, ...], options: EstimateOptions, baseline: Baseline | None
) -> HealthEstimate:
    return HealthEstimate(
        status=status,
        algorithm=ALGORITHM,
        sessions=judged,
        baseline=baseline,
        measured_at=options.measured_at,
        chemistry=options.chemistry,
        soc_scale=options.soc_scale,
    )
