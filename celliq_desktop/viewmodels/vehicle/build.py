"""From the domain's ``VehicleDetail`` to the screen's ``VehicleState``."""

from dataclasses import replace
from datetime import datetime

from celliq_desktop.domain import vin
from celliq_desktop.domain.fleet import FleetRow
from celliq_desktop.domain.health import Baseline
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.reports import Report, ReportStatus, Validation
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.usecases.generate_report import GenerateResult
from celliq_desktop.viewmodels.car_changes import change_words
from celliq_desktop.viewmodels.formats import NOTHING, Formats, whole
from celliq_desktop.viewmodels.vehicle.agreement import agreement_state
from celliq_desktop.viewmodels.vehicle.comparison import incremental_state
from celliq_desktop.viewmodels.vehicle.evidence import curves_state, fit_state, manual_lines, session_lines
from celliq_desktop.viewmodels.vehicle.outlook import history_state
from celliq_desktop.viewmodels.vehicle.states import (
    Fact,
    GenerateQuestion,
    IssuedNote,
    Phase,
    ReportLine,
    Tone,
    VehicleState,
)
from celliq_desktop.viewmodels.vehicle.use import known_or_why, use_facts
from celliq_desktop.viewmodels.vehicle.verdict import verdict_state
from celliq_desktop.viewmodels.words import N_, _, ngettext, said

_REPORT_TONES = {
    ReportStatus.VALID: Tone.GOOD,
    ReportStatus.SUPERSEDED: Tone.FAIR,
    ReportStatus.EXPIRED: Tone.FAIR,
    ReportStatus.REVOKED: Tone.POOR,
    ReportStatus.UNKNOWN: Tone.NONE,
}

_PENDING = {
    OperationState.QUEUED: N_("A report is waiting to be sent."),
    OperationState.WAITING: N_("A report is waiting to be sent."),
    OperationState.SENDING: N_("A report is being issued."),
    OperationState.IN_DOUBT: N_("Checking whether the report was created before anything is sent again."),
    OperationState.RECONCILING: N_("Checking whether the report was created before anything is sent again."),
    OperationState.NEEDS_PAYMENT: N_("A report waits for credits."),
    OperationState.NEEDS_USER: N_("A report needs your decision in Activity."),
}


def ready_state(before: VehicleState, detail: VehicleDetail, now: datetime, formats: Formats) -> VehicleState:
    """Everything from the mirror; a question or problem on the screen stays."""
    row, estimate = detail.row, detail.estimate
    return replace(
        before,
        phase=Phase.READY,
        title=" ".join(part for part in (row.make, row.model, row.trim) if part),
        vin=row.vin,
        subtitle=f"{row.year} · {vin.grouped(row.vin)}",
        as_of=formats.age(detail.as_of, now) if detail.as_of else "",
        facts=_facts(detail, now, formats),
        verdict=verdict_state(row, estimate, detail.outlook, now, formats),
        curves=curves_state(detail.curves, estimate, formats, model=detail.model_bands, name=f"{row.make} {row.model}")
        if detail.curves.sessions
        else None,
        incremental=incremental_state(detail.incremental, formats),
        fit=fit_state(estimate, formats) if estimate else None,
        history=history_state(
            detail.history, detail.outlook.forecast, estimate.soh_percent if estimate else None, now, formats
        ),
        sessions=session_lines(estimate, formats, detail.manual) if estimate else (),
        manual=manual_lines(detail.manual, formats),
        without=None,
        reports=tuple(report_line(report, formats) for report in detail.reports),
        pending=" ".join(part for part in (pending_words(detail.operation), changes_words(row)) if part),
        disconnecting=any(kind == "disconnect" for kind, _state in row.changes),
        can_generate=detail.operation is None or not detail.operation.state.active,
        use=use_facts(detail.use, formats),
        flags=estimate.flags if estimate else (),
        agreement=agreement_state(detail.workshop_results, estimate.soh_percent if estimate else None, formats),
        baseline_entered=_entered(estimate.baseline if estimate else None, formats),
    )


def _entered(baseline: Baseline | None, formats: Formats) -> str:
    """Whose capacity when new it is and why; empty for the declared one."""
    if baseline is None or baseline.reason is None:
        return ""
    when_new = formats.number(baseline.value, 1, baseline.unit)
    return _("Capacity when new {when_new}, entered here on {as_of}: {source}. {reason}").format(
        when_new=when_new, as_of=baseline.as_of, source=baseline.source, reason=baseline.reason
    )


def pending_words(operation: Operation | None) -> str:
    """One sentence on a report under way; empty when none is."""
    return _(_PENDING.get(operation.state, "")) if operation is not None else ""


def changes_words(row: FleetRow) -> str:
    """A sentence for each other change of this car that is under way."""
    return " ".join(change_words(kind, state) + "." for kind, state in row.changes)


def report_line(report: Report, formats: Formats) -> ReportLine:
    """One report as a table row."""
    known = report.status is not ReportStatus.UNKNOWN
    return ReportLine(
        id=report.id,
        generated=formats.date(report.generated_at),
        soh=formats.percent(report.soh_percent),
        status=_(report.status.value.capitalize()) if known else report.status_raw,
        tone=_REPORT_TONES[report.status],
        valid_until=formats.date(report.valid_until),
    )


def question_of(state: VehicleState, detail: VehicleDetail, validation: Validation) -> VehicleState:
    """What to ask before generating, or why not; numbers the server does not give are not made up."""
    if not validation.valid:
        return replace(state, problem=unmet(validation))
    has_valid = any(report.status is ReportStatus.VALID for report in detail.reports)
    cost = validation.credits_required
    price = (
        _("The server does not say what it costs.")
        if cost is None
        else ngettext("It uses {n} credit.", "It uses {n} credits.", cost).format(n=whole(cost))
    )
    if has_valid:
        what = (
            _("costs what the server asks")
            if cost is None
            else ngettext("costs {n} credit", "costs {n} credits", cost).format(n=whole(cost))
        )
        price = _("A report is in force; another one {what}.").format(what=what)
    balance = (
        ""
        if validation.credits_balance is None
        else _(" You have {credits_balance}.").format(credits_balance=validation.credits_balance)
    )
    again = _(" The report in force will be superseded.") if has_valid else ""
    return replace(
        state,
        question=GenerateQuestion(
            text=_("Issue a Battery Condition Report for {title}?").format(title=detail.vehicle.title),
            detail=f"{price}{balance}{again}",
            button=_("Issue another report") if has_valid else _("Issue report"),
            again=has_valid,
            price=cost,
        ),
    )


def issued_note(result: GenerateResult) -> IssuedNote:
    """What became of the order; a price the server does not give is not made up."""
    cost = result.credits_charged
    if result.reused:
        words = _("This report was in force already. No credit was used.")
    elif cost is None:
        words = _("The report is issued.")
    else:
        words = ngettext(
            "The report is issued. It used {n} credit.", "The report is issued. It used {n} credits.", cost
        ).format(n=whole(cost))
    return IssuedNote(report=result.report.id, words=words)


def unmet(validation: Validation) -> NeedsYou:
    """The unmet requirements as a problem, one sentence each."""
    reasons = tuple(said(one.message) or one.code.replace("_", " ") for one in validation.requirements if not one.met)
    return NeedsYou(
        "insufficient_data",
        _("CellIQ cannot issue a report for this car yet."),
        safe=_("No credit was used."),
        next_step=_("Let the car charge, then sync and try again."),
        reasons=reasons,
    )


def _facts(detail: VehicleDetail, now: datetime, formats: Formats) -> tuple[Fact, ...]:
    row, use = detail.row, detail.use
    baseline = detail.estimate.baseline if detail.estimate else None
    unit = baseline.unit if baseline else "kWh"
    estimate = detail.estimate
    capacity = None if estimate is None else estimate.capacity_ah if unit == "Ah" else estimate.capacity_kwh
    entered = baseline is not None and baseline.reason is not None
    when_new = formats.number(baseline.value if baseline else row.nominal_capacity_kwh, 1, unit)
    coldest, warmest = formats.number(use.temperature_min_c), formats.number(use.temperature_max_c, 0, "°C")
    synced = (
        _("synced {last_sync_at}").format(last_sync_at=formats.age(row.last_sync_at, now))
        if row.last_sync_at
        else _("never synced")
    )
    return (
        known_or_why(
            _("Odometer"), formats.number(row.odometer_km, 0, "km"), _("as reported by the car"), _("not reported yet")
        ),
        known_or_why(
            _("State of charge"),
            formats.percent(row.soc_percent, 0),
            formats.epoch_age(row.newest_reading_s, now),
            _("no reading yet"),
        ),
        Fact(
            _("Usable capacity"),
            formats.number(capacity.value, 1, unit) if capacity else NOTHING,
            _("when new {when_new}, {words}").format(
                when_new=when_new, words=_("entered here") if entered else _("declared")
            )
            if when_new != NOTHING
            else _("when new: not known"),
        ),
        known_or_why(
            _("Full equivalent cycles"),
            formats.number(use.full_equivalent_cycles, 1),
            _("observed since {first_s}").format(first_s=formats.epoch_date(use.first_s))
            if use.first_s is not None
            else _("over what was observed"),
            _("no charge observed yet"),
        ),
        known_or_why(
            _("Temperature"),
            formats.number(use.temperature_mean_c, 0, "°C"),
            _("mean, {coldest} to {warmest}").format(coldest=coldest, warmest=warmest)
            if NOTHING not in (coldest, warmest)
            else _("mean"),
            _("the car sends none"),
        ),
        Fact(_("Connection"), _(row.status_raw.capitalize()) or NOTHING, synced),
    )
