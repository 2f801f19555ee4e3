"""One report operation through its states: sent once, and reconciled with the server's own list before anything is
sent again.

The API documents no idempotency, so the key is a hint and the list of reports is the truth (research/reliability.md
4.3, E1: blind retries overspent in 1,248 of 1,500 schedules, reconciling in none).
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.usecases.desk import Desk

SETTLE = timedelta(seconds=90)
"""The longest a lost request may still take effect: 60 s deadline and 30 s spare (research/reliability.md 4.3)."""
_PAGE = 200
_MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """What the server lists for a car: ``reports``, and the ids of rows that are there but cannot be read."""

    reports: tuple[Report, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Everything that is there, readable or not."""
        return tuple(sorted({*(report.id for report in self.reports), *self.unreadable}))

    def in_force(self, now: datetime) -> Report | None:
        """The newest report the server calls valid."""
        valid = [
            report
            for report in self.reports
            if report.status is ReportStatus.VALID and (report.valid_until is None or report.valid_until > now)
        ]
        return max(valid, key=lambda report: report.generated_at, default=None)


def natural_key(vehicle_id: VehicleId) -> str:
    """At most one active report operation a car."""
    return f"report:{vehicle_id}"


def vehicle_of(operation: Operation) -> VehicleId:
    """The car an operation is about."""
    return VehicleId(json.loads(operation.payload)["vehicle_id"])


def payload_of(vehicle_id: VehicleId, *, again: bool) -> str:
    """What a report operation needs to know; ``again`` asks for a report although one may be in force."""
    return json.dumps({"vehicle_id": vehicle_id, "report_type": "dealer", "again": again})


def send(desk: Desk, queued: Operation) -> tuple[Operation, Problem | None]:
    """Send a queued operation once, unless the server has its report already; the operation as it stands then and why
    it is not done. The state ``sending`` is on the disk before the first byte leaves."""
    vehicle_id = vehicle_of(queued)
    listed = server_reports(desk, vehicle_id)
    now = desk.clock.now()
    if queued.pre_marker is not None and (ended := _landed(desk, queued, listed)) is not None:
        return ended, None
    in_force = None if json.loads(queued.payload).get("again") else listed.in_force(now)
    if in_force is not None:
        return _done(desk, queued, in_force, "one is in force; nothing was sent"), None
    sending = replace(
        queued,
        state=OperationState.SENDING,
        attempts=queued.attempts + 1,
        pre_marker=queued.pre_marker or json.dumps(listed.ids),
        last_sent_at=now,
        settle_until=now + SETTLE,
        last_error=None,
    )
    try:
        with desk.mirror.write() as session:
            outbox.change(session, queued, sending, "sending", now)
    except LookupError:  # another click was faster; it sends
        return current(desk, queued), None
    try:
        report = desk.api.generate_report(vehicle_id, sending.op_id)
    except Problem as problem:
        return _after(desk, sending, problem), problem
    return _done(desk, sending, report, "issued"), None


def reconcile(desk: Desk, doubtful: Operation) -> Operation:
    """Look for the report on the server; found: done. Not found and too late for it to appear: back to the person,
    never resent by itself."""
    ended = _landed(desk, doubtful, server_reports(desk, vehicle_of(doubtful)))
    if ended is not None:
        return ended
    if doubtful.settle_until is not None and desk.clock.now() < doubtful.settle_until:
        return doubtful
    words = "No report was found on the server. It can be sent again."
    waiting = replace(doubtful, state=OperationState.NEEDS_USER, last_error=words)
    return _move(desk, doubtful, waiting, "not found on the server")


def current(desk: Desk, operation: Operation) -> Operation:
    """The operation as the mirror has it now."""
    with desk.mirror.read() as session:
        return outbox.operation(session, operation.op_id) or operation


def recover(desk: Desk) -> None:
    """What a crash left in ``sending`` is in doubt: nobody knows whether it arrived. One that another thread is sending
    this moment may be called so, too: it is not sent again, and its answer still closes it."""
    with desk.mirror.write() as session:
        for operation in outbox.operations(session):
            if operation.state is OperationState.SENDING:
                doubtful = replace(operation, state=OperationState.IN_DOUBT)
                outbox.change(session, operation, doubtful, "no confirmation", desk.clock.now())


def server_reports(desk: Desk, vehicle_id: VehicleId) -> Listed:
    """Everything the server lists for this car; a server that ignores the filter is filtered here. TryAgain
    ``list_endless`` rather than half an answer."""
    found: dict[str, Report] = {}
    unreadable: list[str] = []
    seen = 0
    for number in range(1, _MOST_PAGES + 1):
        page = desk.api.reports_page(number, _PAGE, vehicle_id=vehicle_id)
        seen += len(page.items) + len(page.set_aside)
        found |= {report.id: report for report in page.items if report.vehicle_id == vehicle_id}
        unreadable += [row.item_id for row in page.set_aside if row.item_id is not None]
        if seen >= page.total or not (page.items or page.set_aside):
            return Listed(tuple(found.values()), tuple(unreadable))
    raise TryAgain("list_endless", "The server's list of reports does not end.", next_step="Sync again.")


def _landed(desk: Desk, asked: Operation, listed: Listed) -> Operation | None:
    """The operation closed by what appeared at the server since it was first sent; None when nothing did."""
    before = json.loads(asked.pre_marker or "[]")
    found = [report for report in listed.reports if report.id not in before]
    if found:
        return _done(desk, asked, max(found, key=lambda report: report.generated_at), "found on the server")
    if any(one not in before for one in listed.unreadable):
        words = "The server has a new report of this car that this program cannot read. Tell CellIQ support."
        return _move(desk, asked, replace(asked, state=OperationState.FAILED, last_error=words), "unreadable")
    return None


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
    return _move(desk, before, done, note, report)


def _move(desk: Desk, before: Operation, after: Operation, note: str, report: Report | None = None) -> Operation:
    """Write ``after``, whatever doubt another thread has noted meanwhile; what has ended stays as it ended."""
    with desk.mirror.write() as session:
        if report is not None:
            report_rows.upsert(session, (report,), 0)
        found = outbox.operation(session, before.op_id) or before
        if not found.state.active:
            return found
        outbox.change(session, found, after, note, desk.clock.now())
    return after
