"""Issue a report: a durable intent first, then one request, then the truth from the server."""

import json
from dataclasses import dataclass

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Refused, TryAgain
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.mirror.fleet import REPORT_KIND
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.operations import natural_key, reconcile, recover, send, server_reports


@dataclass(frozen=True, slots=True)
class GenerateResult:
    """``reused``: a report in force was there already, and nothing was spent. ``credits_charged`` None when the
    server does not say."""

    report: Report
    credits_charged: int | None
    reused: bool
    operation: Operation | None = None


def generate_report(
    desk: Desk, vehicle_id: VehicleId, *, again: bool = False, progress: Progress, cancel: CancelToken
) -> tuple[GenerateResult, Changes]:
    """The report of this car: the one in force, or a new one. ``again`` asks for another although one is in force.

    NeedsYou ``payment_required`` (with the checkout page), Refused ``insufficient_data``, InDoubt while the server
    has not confirmed, TryAgain when nothing could be sent. Whatever it is, the intent is in the outbox and nothing is
    spent twice.
    """
    progress(0, 2, "checking")
    cancel.check()
    recover(desk)
    under_way = _under_way(desk, vehicle_id)
    if under_way is None and not again:
        in_force = _in_force(desk, vehicle_id)
        if in_force is not None:
            return GenerateResult(in_force, 0, reused=True), Changes()
    operation = under_way or _asked_for(desk, vehicle_id)
    progress(1, 2, "issuing")
    operation = _carried_on(desk, operation)
    changes = Changes.of(Topic.REPORTS, Topic.OUTBOX, Topic.SUBSCRIPTION, ids=frozenset({vehicle_id}))
    if operation.state is not OperationState.DONE:
        raise _unfinished(operation)
    with desk.mirror.read() as session:
        report = report_rows.report(session, ReportId(operation.result_ref or ""))
    if report is None:
        raise TryAgain("report_missing", "The report was issued but is not in the mirror yet.", next_step="Sync.")
    progress(2, 2, "issued")
    return GenerateResult(report, report.credits_charged, reused=False, operation=operation), changes


def _under_way(desk: Desk, vehicle_id: VehicleId) -> Operation | None:
    with desk.mirror.read() as session:
        return outbox.active(session, REPORT_KIND, natural_key(vehicle_id))


def _in_force(desk: Desk, vehicle_id: VehicleId) -> Report | None:
    """The newest report the *server* calls valid: another desk may have issued it a minute ago."""
    now = desk.clock.now()
    valid = [
        report
        for report in server_reports(desk, vehicle_id)
        if report.status is ReportStatus.VALID and (report.valid_until is None or report.valid_until > now)
    ]
    if not valid:
        return None
    newest = max(valid, key=lambda report: report.generated_at)
    with desk.mirror.write() as session:
        report_rows.upsert(session, (newest,), 0)
    return newest


def _asked_for(desk: Desk, vehicle_id: VehicleId) -> Operation:
    payload = json.dumps({"vehicle_id": vehicle_id, "report_type": "dealer"})
    with desk.mirror.write() as session:
        operation, _new = outbox.enqueue(
            session,
            kind=REPORT_KIND,
            natural_key=natural_key(vehicle_id),
            payload=payload,
            cost=CostClass.CREDIT,
            now=desk.clock.now(),
        )
    return operation


def _carried_on(desk: Desk, operation: Operation) -> Operation:
    """Take an operation as far as it goes now. A click on "issue" is the person's word for one that waited for it."""
    if operation.state in (OperationState.IN_DOUBT, OperationState.RECONCILING):
        operation = reconcile(desk, operation)
    elif operation.state in (OperationState.QUEUED, OperationState.WAITING):
        operation = send(desk, operation)
    elif operation.state in (OperationState.NEEDS_USER, OperationState.NEEDS_PAYMENT):
        checked = reconcile(desk, operation) if operation.state is OperationState.NEEDS_USER else operation
        operation = checked if checked.state is OperationState.DONE else send(desk, checked)
    if operation.state is OperationState.IN_DOUBT:
        operation = reconcile(desk, operation)
    return operation


def _unfinished(operation: Operation) -> NeedsYou | Refused | TryAgain:
    words = operation.last_error or "The report was not issued."
    if operation.state is OperationState.NEEDS_PAYMENT:
        return NeedsYou(
            "payment_required",
            words,
            safe="Nothing was charged.",
            next_step="Buy credits, then issue the report again.",
            url=operation.checkout_url,
        )
    if operation.state is OperationState.REJECTED:
        return Refused("insufficient_data", words, safe="No credit was used.", next_step="Let the car charge and sync.")
    if operation.state in (OperationState.IN_DOUBT, OperationState.RECONCILING, OperationState.SENDING):
        return InDoubt(
            "in_doubt",
            "CellIQ did not confirm; whether the report was created is being checked.",
            safe="Nothing is sent again before that is known.",
            next_step="Sync in a minute or two.",
        )
    if operation.state is OperationState.NEEDS_USER:
        return NeedsYou("needs_user", words, next_step="Issue the report again if it is still wanted.")
    return TryAgain("not_sent", words, safe="It waits in the outbox.", next_step="It is sent with the next sync.")
