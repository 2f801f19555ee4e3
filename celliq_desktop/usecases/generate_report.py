"""Issue a report: a durable intent first, then one request, then the truth from the server."""

from dataclasses import dataclass

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import ReportId, VehicleId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.reports import price_words, report_wish
from celliq_desktop.usecases.operations import agree, ask, carried_on, recover


@dataclass(frozen=True, slots=True)
class GenerateResult:
    """``reused``: a report in force was there already, and nothing was spent. ``credits_charged`` None when the
    server does not say."""

    report: Report
    credits_charged: int | None
    reused: bool
    operation: Operation | None = None


def generate_report(
    desk: Desk,
    vehicle_id: VehicleId,
    *,
    again: bool = False,
    price: int | None = None,
    progress: Progress,
    cancel: CancelToken,
) -> tuple[GenerateResult, Changes]:
    """The report of this car: the one in force, or a new one. ``again`` asks for another although one is in force;
    ``price`` is what the person agreed to pay, in credits: NeedsYou ``price_changed`` when it is another by now.

    NeedsYou ``payment_required`` (with the checkout page), Refused ``insufficient_data``, InDoubt while the server
    has not confirmed, TryAgain when nothing could be sent. Whatever it is, the intent is in the outbox and nothing is
    spent twice.
    """
    progress(0, 2, N_("checking"))
    cancel.check()
    recover(desk)
    agreed = None if price is None else price_words(price)
    operation, _new = ask(desk, report_wish(vehicle_id, again=again, price=agreed))
    if agreed is not None:
        operation = agree(desk, operation, agreed)
    progress(1, 2, N_("issuing"))
    operation, problem = carried_on(desk, operation)
    changes = Changes.of(Topic.REPORTS, Topic.OUTBOX, Topic.SUBSCRIPTION, ids=frozenset({vehicle_id}))
    if operation.state is not OperationState.DONE:
        raise _unfinished(operation, problem)
    with desk.mirror.read() as session:
        report = report_rows.report(session, ReportId(operation.result_ref or ""))
    if report is None:
        raise TryAgain(
            "report_missing", N_("The report was issued but is not in the mirror yet."), next_step=N_("Sync.")
        )
    progress(2, 2, N_("issued"))
    reused = operation.attempts == 0
    return GenerateResult(report, 0 if reused else report.credits_charged, reused, operation), changes


def _unfinished(operation: Operation, problem: Problem | None) -> Problem:
    words = operation.last_error or N_("The report was not issued.")
    if operation.state is OperationState.NEEDS_PAYMENT:
        return NeedsYou(
            "payment_required",
            words,
            safe=N_("Nothing was charged."),
            next_step=N_("Buy credits, then issue the report again."),
            url=operation.checkout_url,
        )
    if operation.state is OperationState.REJECTED:
        return _refused(words, problem)
    if operation.state in (OperationState.IN_DOUBT, OperationState.RECONCILING, OperationState.SENDING):
        return InDoubt(
            "in_doubt",
            N_("CellIQ did not confirm; whether the report was created is being checked."),
            safe=N_("Nothing is sent again before that is known."),
            next_step=N_("Sync in a minute or two."),
        )
    if operation.state is OperationState.NEEDS_USER and operation.offered_price is not None:
        return NeedsYou(
            "price_changed",
            words,
            safe=N_("Nothing was charged."),
            next_step=N_("Agree to the new price, or cancel it."),
        )
    if operation.state is OperationState.NEEDS_USER:
        return NeedsYou("needs_user", words, next_step=N_("Issue the report again if it is still wanted."))
    if operation.state is OperationState.FAILED:
        return Refused("report_unreadable", words, next_step=N_("Do not issue it again before that is clear."))
    return _kept(words, problem)


def _refused(words: str, problem: Problem | None) -> Refused:
    code, reasons = ("insufficient_data", ()) if problem is None else (problem.code, problem.reasons)
    step = N_("Let the car charge and sync.") if code == "insufficient_data" else N_("See the reason.")
    return Refused(code, words, safe=N_("No credit was used."), next_step=step, reasons=reasons)


def _kept(words: str, problem: Problem | None) -> Problem:
    """Nothing was sent, and the intent waits."""
    safe = N_("The report is still asked for: it waits in the outbox.")
    if isinstance(problem, NeedsYou):
        return NeedsYou(problem.code, problem.message, safe=safe, next_step=problem.next_step, url=problem.url)
    said = words if problem is None else problem.message
    wait = None if problem is None else problem.retry_after_s
    return TryAgain("not_sent", said, safe=safe, next_step=N_("It is sent with the next sync."), retry_after_s=wait)
