"""One report operation through its states: sent once, and reconciled with the server's own list before anything is
sent again.

The API documents no idempotency, so the key is a hint and the list of reports is the truth (research/reliability.md
4.3, E1: blind retries overspent in 1,248 of 1,500 schedules, reconciling in none).
"""

import json
from dataclasses import replace
from datetime import timedelta

from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import Report
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.usecases.desk import Desk

SETTLE = timedelta(seconds=90)
"""The longest a lost request may still take effect: 60 s deadline and 30 s spare (research/reliability.md 4.3)."""
_PAGE = 200
_MOST_PAGES = 20


def natural_key(vehicle_id: VehicleId) -> str:
    """At most one active report operation a car."""
    return f"report:{vehicle_id}"


def vehicle_of(operation: Operation) -> VehicleId:
    """The car an operation is about."""
    return VehicleId(json.loads(operation.payload)["vehicle_id"])


def send(desk: Desk, queued: Operation) -> Operation:
    """Send a queued operation once. The state ``sending`` is on the disk before the first byte leaves."""
    vehicle_id = vehicle_of(queued)
    known = sorted(report.id for report in server_reports(desk, vehicle_id))
    now = desk.clock.now()
    sending = replace(
        queued,
        state=OperationState.SENDING,
        attempts=queued.attempts + 1,
        pre_marker=queued.pre_marker or json.dumps(known),
        last_sent_at=now,
        settle_until=now + SETTLE,
        last_error=None,
    )
    _move(desk, queued, sending, "sending")
    try:
        report = desk.api.generate_report(vehicle_id, sending.op_id)
    except Problem as problem:
        return _after(desk, sending, problem)
    return _done(desk, sending, report, "issued")


def reconcile(desk: Desk, doubtful: Operation) -> Operation:
    """Look for the report on the server; found: done. Not found and too late for it to appear: back to the person,
    never resent by itself."""
    found = [
        report
        for report in server_reports(desk, vehicle_of(doubtful))
        if report.id not in json.loads(doubtful.pre_marker or "[]")
    ]
    if found:
        return _done(desk, doubtful, max(found, key=lambda report: report.generated_at), "found on the server")
    if doubtful.settle_until is not None and desk.clock.now() < doubtful.settle_until:
        return doubtful
    words = "No report was found on the server. It can be sent again."
    waiting = replace(doubtful, state=OperationState.NEEDS_USER, last_error=words)
    return _move(desk, doubtful, waiting, "not found on the server")


def recover(desk: Desk) -> None:
    """What a crash left in ``sending`` is in doubt: nobody knows whether it arrived."""
    with desk.mirror.write() as session:
        for operation in outbox.operations(session):
            if operation.state is OperationState.SENDING:
                doubtful = replace(operation, state=OperationState.IN_DOUBT)
                outbox.change(session, operation, doubtful, "the program ended while sending", desk.clock.now())


def server_reports(desk: Desk, vehicle_id: VehicleId) -> tuple[Report, ...]:
    """Every report the server lists for this car; a server that ignores the filter is filtered here."""
    found: dict[str, Report] = {}
    seen = 0
    for number in range(1, _MOST_PAGES + 1):
        page = desk.api.reports_page(number, _PAGE, vehicle_id=vehicle_id)
        seen += len(page.items) + len(page.set_aside)
        found |= {report.id: report for report in page.items if report.vehicle_id == vehicle_id}
        if not page.items or seen >= page.total:
            break
    return tuple(found.values())


def _after(desk: Desk, sending: Operation, problem: Problem) -> Operation:
    words = problem.message
    if isinstance(problem, InDoubt) or problem.code == "conflict":
        return _move(
            desk, sending, replace(sending, state=OperationState.IN_DOUBT, last_error=words), "no confirmation"
        )
    if isinstance(problem, NeedsYou) and problem.code == "payment_required":
        parked = replace(sending, state=OperationState.NEEDS_PAYMENT, checkout_url=problem.url, last_error=words)
        return _move(desk, sending, parked, "needs credits")
    if isinstance(problem, Refused):
        return _move(desk, sending, replace(sending, state=OperationState.REJECTED, last_error=words), "refused")
    if isinstance(problem, (TryAgain, NeedsYou)):
        wait = timedelta(seconds=problem.retry_after_s or 30.0)
        again = replace(
            sending,
            state=OperationState.QUEUED,
            not_before=desk.clock.now() + wait,
            settle_until=None,
            last_error=words,
        )
        return _move(desk, sending, again, "not sent")
    return _move(desk, sending, replace(sending, state=OperationState.IN_DOUBT, last_error=words), "unclear")


def _done(desk: Desk, before: Operation, report: Report, note: str) -> Operation:
    """The report and the end of its operation are written together."""
    done = replace(before, state=OperationState.DONE, result_ref=ReportId(report.id), last_error=None)
    with desk.mirror.write() as session:
        report_rows.upsert(session, (report,), 0)
        outbox.change(session, before, done, note, desk.clock.now())
    return done


def _move(desk: Desk, before: Operation, after: Operation, note: str) -> Operation:
    with desk.mirror.write() as session:
        outbox.change(session, before, after, note, desk.clock.now())
    return after
