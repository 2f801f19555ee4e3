"""The header's answer: how good, how sure, from what."""

from dataclasses import replace
from datetime import datetime

from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.forecast import Outlook
from celliq_desktop.domain.health import EstimateStatus, HealthEstimate, Interval
from celliq_desktop.viewmodels.formats import NOTHING, Formats, whole
from celliq_desktop.viewmodels.vehicle.outlook import coach_words, cohort_words
from celliq_desktop.viewmodels.vehicle.states import Fact, Tone, VerdictState
from celliq_desktop.viewmodels.words import N_, _, ngettext, said

_TONES = {"A": Tone.GOOD, "B": Tone.GOOD, "C": Tone.FAIR, "D": Tone.POOR, "E": Tone.POOR}
_DIFFERENT = 0.5
"""Points between two figures of one car from which both are shown."""
_HEADLINES = {
    Tone.GOOD: N_("The battery keeps most of its capacity."),
    Tone.FAIR: N_("The battery shows clear wear."),
    Tone.POOR: N_("The battery has lost much of its capacity."),
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
            _("No telemetry for this car on this desk yet."), _("Sync the car, or import a charging log."), server
        )
    soh = estimate.soh_percent
    coach, coach_more = coach_words(estimate, outlook.next_charges, formats)
    if estimate.status is EstimateStatus.REFUSED or soh is None:
        reason = said(estimate.reason or "") or _("The capacity when new is not known, so there is no percentage.")
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
        headline=_(_HEADLINES.get(tone, ""))
        if not provisional
        else _("Provisional: more charges would narrow the interval."),
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
        return ngettext(
            "{n} charge found, none could be used.", "{n} charges found, none could be used.", len(estimate.sessions)
        ).format(n=whole(len(estimate.sessions)))
    newest = formats.epoch_age(max(one.session.end_s for one in used), now)
    left_out = len(estimate.sessions) - len(used)
    words = ngettext(
        "Estimated from {n} charge, newest {newest}", "Estimated from {n} charges, newest {newest}", len(used)
    ).format(n=whole(len(used)), newest=newest)
    return _("{words}; {left_out} left out.").format(words=words, left_out=left_out) if left_out else f"{words}."


def _server_words(row: FleetRow, formats: Formats) -> str:
    if row.server_soh_percent is None:
        return _("CellIQ has not issued a figure.")
    return _("CellIQ's own figure: {server_soh_percent}").format(
        server_soh_percent=formats.percent(row.server_soh_percent)
    )


def _disagreement(server: float | None, soh: Interval, formats: Formats) -> str:
    if server is None or soh.low <= server <= soh.high:
        return ""
    return _("CellIQ's {server} lies outside this desk's interval. Compare the evidence before you quote.").format(
        server=formats.percent(server)
    )


def _denominators(estimate: HealthEstimate, formats: Formats) -> str:
    """Each figure with the capacity it is a share of; empty where one says it all."""
    shown = [one.soh_percent.value for one in estimate.denominators]
    if len(shown) < 2 or max(shown) - min(shown) < _DIFFERENT:
        return ""
    parts = (
        _("{value} of {value2} ({source})").format(
            value=formats.percent(one.soh_percent.value),
            value2=formats.number(one.baseline.value, 1, one.baseline.unit),
            source=one.baseline.source,
        )
        for one in estimate.denominators
    )
    return _("It depends on what counts as new: ") + "; ".join(parts) + "."


def _budget(estimate: HealthEstimate, formats: Formats) -> tuple[Fact, ...]:
    budget, prior = estimate.error_budget, estimate.prior
    if budget is None:
        return ()
    others = (
        _("Other cars, {percent} weight").format(percent=formats.percent(100.0 * prior.weight, 0))
        if prior
        else _("Other cars, no weight")
    )
    terms = (
        (_("Scatter between charges"), budget.random_percent),
        (_("The car's own state of charge"), budget.soc_window_percent),
        (_("Capacity when new"), budget.baseline_percent),
        (_("Where energy was measured"), budget.measurement_point_percent),
        (others, budget.prior_percent),
    )
    return tuple(Fact(label, "±" + formats.percent(sigma, 1), "1 σ") for label, sigma in terms)
