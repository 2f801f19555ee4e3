"""Charging at public points: what is known, and starting, stopping and rating a session."""

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.charging import PROVIDER, ChargingId, ChargingOverview, ChargingSession, ShownSession
from celliq_desktop.domain.outbox import Operation, OperationState, Wish
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.urls import checked_url
from celliq_desktop.mirror import charging, outbox
from celliq_desktop.usecases.billing import PAPER_HOSTS
from celliq_desktop.usecases.charging_service import charging_service
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.charging import (
    RATE_KIND,
    START_KIND,
    STOP_KIND,
    evse_of,
    rate_wish,
    session_of,
    start_wish,
    stop_wish,
)
from celliq_desktop.usecases.operations import ask, carried_on, current, recover
from celliq_desktop.usecases.providers import connection
from celliq_desktop.usecases.send_outbox import cancel_operation

_CHANGED = Changes.of(Topic.CHARGING, Topic.OUTBOX)
_ACTIVE = [state for state in OperationState if state.active]
_LONGEST = 100


def charging_overview(desk: Desk) -> ChargingOverview:
    """What is mirrored, without the network."""
    with desk.mirror.read() as session:
        found = charging.sessions(session)
        waiting = outbox.operations_in(session, _ACTIVE)
    looked_for = [one for one in waiting if one.kind == START_KIND and one.state is not OperationState.NEEDS_USER]
    return ChargingOverview(
        connection=connection(desk, PROVIDER),
        sessions=tuple(_shown(one, waiting) for one in found),
        starting=tuple((evse_of(one), one.last_error or "Starting") for one in looked_for),
    )


def mirrored_session(desk: Desk, session_id: ChargingId) -> ShownSession:
    """As it was read last; NeedsYou ``unknown_session`` when it never was."""
    with desk.mirror.read() as session:
        found = charging.charging_session(session, session_id)
        waiting = outbox.operations_in(session, _ACTIVE)
    if found is None:
        raise NeedsYou(
            "unknown_session",
            N_("There is no charging session {session_id}.").format(session_id=session_id),
            next_step=N_("See “charging list”."),
        )
    return _shown(found, waiting)


def refresh_session(desk: Desk, session_id: ChargingId) -> tuple[ShownSession, Changes]:
    """One session as the service tells it now."""
    with charging_service(desk) as service:
        found = service.session(session_id)
    with desk.mirror.write() as session:
        new, changed = charging.upsert(session, (found,))
    return mirrored_session(desk, session_id), Changes.of(Topic.CHARGING) if new or changed else Changes()


def start_charging(
    desk: Desk, evse_id: str, payment_method: str, *, progress: Progress, cancel: CancelToken
) -> tuple[ShownSession, Changes]:
    """Start at a charging point; the session, or the one that charges there already.

    InDoubt while nobody knows whether it started: it is looked for in the service's list and never started again by
    itself. TryAgain ``not_started`` when nothing could be sent: then it is not sent later either.
    """
    evse, payment = evse_id.strip(), payment_method.strip()
    if not evse or not payment or max(len(evse), len(payment)) > _LONGEST:
        raise NeedsYou(
            "usage",
            N_("A charging point and a payment method are needed."),
            next_step=N_("The EVSE id stands on the post."),
        )
    progress(0, None, N_("starting"))
    cancel.check()
    recover(desk)
    wish = start_wish(evse, payment, desk.clock.now())
    operation, new = ask(desk, wish)
    if not new and operation.state is OperationState.NEEDS_USER:  # the person has looked, and asks anew
        cancel_operation(desk, operation.op_id)
        operation, new = ask(desk, wish)
    operation, problem = _carried(desk, operation)
    if operation.state in (OperationState.QUEUED, OperationState.WAITING):
        cancel_operation(desk, operation.op_id)
        raise _not_started(problem, operation.last_error)
    return _ended(desk, operation, problem), _CHANGED


def stop_charging(desk: Desk, session_id: ChargingId, *, progress: Progress, cancel: CancelToken) -> Changes:
    """Stop a session; one that has ended already is fine. What cannot be sent now stays wanted and is sent with the
    next sync."""
    _wished(desk, stop_wish(session_id), "stopping", progress, cancel)
    return _CHANGED


def rate_session(
    desk: Desk, session_id: ChargingId, stars: int, *, progress: Progress, cancel: CancelToken
) -> tuple[ShownSession, Changes]:
    """Rate a session with 1 to 5; NeedsYou ``usage`` otherwise."""
    if not 1 <= stars <= 5:
        raise NeedsYou("usage", N_("A rating is a whole number from 1 to 5."))
    _wished(desk, rate_wish(session_id, stars), "rating", progress, cancel)
    return mirrored_session(desk, session_id), _CHANGED


def open_receipt(desk: Desk, url: str) -> None:
    """Open an invoice in the browser; Refused ``foreign_url`` when it lies elsewhere."""
    desk.browser.open(checked_url(url, api_url=desk.providers.url(PROVIDER), allowed_hosts=PAPER_HOSTS))


def _shown(session: ChargingSession, waiting: tuple[Operation, ...]) -> ShownSession:
    mine = {one.kind: one for one in waiting if one.kind in (STOP_KIND, RATE_KIND) and session_of(one) == session.id}
    return ShownSession(
        session,
        session.state(stop_wanted=STOP_KIND in mine),
        " ".join(_waits(kind, one) for kind, one in mine.items()),
    )


def _waits(kind: str, operation: Operation) -> str:
    """A wish of ours that is still under way, in a sentence."""
    if operation.state in (OperationState.QUEUED, OperationState.WAITING):
        return N_("The stop is waiting to be sent.") if kind == STOP_KIND else N_("The rating is waiting to be sent.")
    unconfirmed = N_("The stop is not confirmed yet.") if kind == STOP_KIND else N_("The rating is not confirmed yet.")
    return operation.last_error or unconfirmed


def _wished(desk: Desk, wish: Wish, words: str, progress: Progress, cancel: CancelToken) -> None:
    progress(0, None, words)
    cancel.check()
    recover(desk)
    operation, _new = ask(desk, wish)
    operation, problem = _carried(desk, operation)
    _ended(desk, operation, problem)


def _carried(desk: Desk, operation: Operation) -> tuple[Operation, Problem | None]:
    try:
        return carried_on(desk, operation)
    except Problem as problem:  # a look before the sending was refused: nothing was sent
        return current(desk, operation), problem


def _ended(desk: Desk, operation: Operation, problem: Problem | None) -> ShownSession:
    """The session behind a change that is done; its problem otherwise."""
    state, words = operation.state, operation.last_error or N_("It was not done.")
    if state is OperationState.DONE:
        return mirrored_session(desk, ChargingId(operation.result_ref or ""))
    if state in (OperationState.REJECTED, OperationState.FAILED):
        raise problem if isinstance(problem, Refused) else Refused("refused", words)
    if state in (OperationState.IN_DOUBT, OperationState.RECONCILING, OperationState.SENDING):
        raise InDoubt(
            "in_doubt",
            N_("Cariqa did not confirm; whether it happened is being checked."),
            safe=N_("Nothing is started a second time."),
            next_step=N_("Look again in a minute, or at the charging point."),
        )
    if state is OperationState.NEEDS_USER:
        raise NeedsYou("needs_user", words, next_step=N_("Look at the charging point, then try again."))
    if problem is not None:
        raise problem
    raise TryAgain("not_sent", words, safe=N_("It is kept and sent with the next sync."))


def _not_started(problem: Problem | None, words: str | None) -> Problem:
    if isinstance(problem, (NeedsYou, Refused)):
        return problem
    said = problem.message if problem is not None else words or N_("Cariqa could not be asked.")
    return TryAgain(
        "not_started",
        said,
        safe=N_("Nothing was started, and nothing is started later by itself."),
        next_step=N_("Try again at the charging point."),
        retry_after_s=None if problem is None else problem.retry_after_s,
    )
