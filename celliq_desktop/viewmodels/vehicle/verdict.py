"""The header's answer: how good, how sure, from what."""

from dataclasses import replace
from datetime import datetime

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.forecast import Outlook
from celliq_desktop.domain.health import EstimateStatus, HealthEstimate, Interval
from celliq_desktop.viewmodels.formats import NOTHING, Formats, count
from celliq_desktop.viewmodels.vehicle.outlook import coach_words, cohort_words
from celliq_desktop.viewmodels.vehicle.states import Fact, Tone, VerdictState

_TONES = {"A": Tone.GOOD, "B": Tone.GOOD, "C": Tone.FAIR, "D": Tone.POOR, "E": Tone.POOR}
_DIFFERENT = 0.5
"""Points between two figures of one car from which both are shown."""
_HEADLINES = {
    Tone.GOOD: "The battery keeps most of its capacity.",
    Tone.FAIR: "The battery shows clear wear.",
    Tone.POOR: "The battery has lost much of its capacity.",
}


def tone_of(grade: str | None) -> Tone:
    """The mark of a grade letter; a grade we do not know is shown without a mark."""
    return _TONES.get(grade or "", Tone.NONE)


def verdict_state(
    row: FleetRow, estimate: HealthEstimate | None, outlook: Outlook, now: datetime, formats: Formats
) -> VerdictState:
    """The local estimate with its interval, the server's figure beside it, never blended."""
    server = _server_words(row, formats)
    if estimate is None:
        return _without(
            "No telemetry for this car on this desk yet.", "Sync the car, or import a charging log.", server
        )
    soh = estimate.soh_percent
    coach, coach_more = coach_words(estimate, outlook.next_charges, formats)
    if estimate.status is EstimateStatus.REFUSED or soh is None:
        reason = estimate.reason or "The capacity when new is not known, so there is no percentage."
        return replace(
            _without(reason, _evidence_words(estimate, now, formats), server), coach=coach, coach_more=coach_more
        )
    tone = tone_of(estimate.grade)
    provisional = estimate.status is EstimateStatus.PROVISIONAL
    return VerdictState(
        figure=formats.number(soh.value, 1),
        interval=formats.half_width(soh),
        span=formats.span(soh, 1, "%"),
        grade=estimate.grade,
        tone=tone,
        headline=_HEADLINES.get(tone, "")
        if not provisional
        else "Provisional: more charges would narrow the interval.",
        evidence=_evidence_words(estimate, now, formats),
        server=server,
        disagreement=_disagreement(row.server_soh_percent, soh, formats),
        value=soh.value,
        low=soh.low,
        high=soh.high,
        budget=_budget(estimate, formats),
        comparison=cohort_words(outlook.cohort, formats),
        coach=coach,
        coach_more=coach_more,
        denominators=_denominators(estimate, formats),
    )


def _without(headline: str, evidence: str, server: str) -> VerdictState:
    return VerdictState(
        figure=NOTHING,
        interval="",
        span="",
        grade=None,
        tone=Tone.NONE,
        headline=headline,
        evidence=evidence,
        server=server,
    )


def _evidence_words(estimate: HealthEstimate, now: datetime, formats: Formats) -> str:
    used = estimate.used
    if not used:
        return f"{count(len(estimate.sessions), 'charge', 'charges')} found, none could be used."
    newest = formats.epoch_age(max(one.session.end_s for one in used), now)
    left_out = len(estimate.sessions) - len(used)
    words = f"Estimated from {count(len(used), 'charge', 'charges')}, newest {newest}"
    return f"{words}; {left_out} left out." if left_out else f"{words}."


def _server_words(row: FleetRow, formats: Formats) -> str:
    if row.server_soh_percent is None:
        return "CellIQ has not issued a figure."
    return f"CellIQ's own figure: {formats.percent(row.server_soh_percent)}"


def _disagreement(server: float | None, soh: Interval, formats: Formats) -> str:
    if server is None or soh.low <= server <= soh.high:
        return ""
    return (
        f"CellIQ's {formats.percent(server)} lies outside this desk's interval. Compare the evidence before you quote."
    )


def _denominators(estimate: HealthEstimate, formats: Formats) -> str:
    """Each figure with the capacity it is a share of; empty where one says it all."""
    shown = [one.soh_percent.value for one in estimate.denominators]
    if len(shown) < 2 or max(shown) - min(shown) < _DIFFERENT:
        return ""
    parts = (
        f"{formats.percent(one.soh_percent.value)} of {formats.number(one.baseline.value, 1, one.baseline.unit)}"
        f" ({one.baseline.source})"
        for one in estimate.denominators
    )
    return "It depends on what counts as new: " + "; ".join(parts) + "."


def _budget(estimate: HealthEstimate, formats: Formats) -> tuple[Fact, ...]:
    budget, prior = estimate.error_budget, estimate.prior
    if budget is None:
        return ()
    others = f"Other cars, {formats.percent(100.0 * prior.weight, 0)} weight" if prior else "Other cars, no weight"
    terms = (
        ("Scatter between charges", budget.random_percent),
        ("The car's own state of charge", budget.soc_window_percent),
        ("Capacity when new", budget.baseline_percent),
        ("Where energy was measured", budget.measurement_point_percent),
        (others, budget.prior_percent),
    )
    return tuple(Fact(label, "±" + formats.percent(sigma, 1), "1 σ") for label, sigma in terms)
