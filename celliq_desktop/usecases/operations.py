"""One operation through its states: sent once, and reconciled with the server's own lists before anything is sent
again (research/reliability.md 4.3). What differs between kinds of changes stands in ``usecases/kinds``.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from celliq_desktop.domain.crashpoints import crashpoint
from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import HELD, Operation, OperationState, Wish, fingerprint
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import meta, outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, Unreadable
from celliq_desktop.usecases.kinds.registry import kind_named

MOST_DOUBTS = 3
"""So often an operation may end in doubt before a person must decide, even where it may be sent twice."""
_PAUSE = timedelta(seconds=30)
"""Before another try, where the server does not say."""


def ask(desk: Desk, wish: Wish) -> tuple[Operation, bool]:
    """Put a wish on the disk before anything is asked of the server: a new operation (True), or the one under way for
    the same key. A kind that merges puts the later wish into the earlier one."""
    return ask_all(desk, (wish,))[0]


def ask_all(desk: Desk, wishes: tuple[Wish, ...]) -> tuple[tuple[Operation, bool], ...]:
    """As ``ask``, for many in one transaction: all are on the disk, or none."""
    now = desk.clock.now()
    with desk.mirror.write() as session:
        asked = []
        for wish in wishes:
            operation, new = outbox.enqueue(session, replace(wish, epoch=desk.epoch), now)
            merge = kind_named(wish.kind).merge
            if not new and merge is not None:
                operation = _amended(session, operation, merge(operation.payload, wish.payload), desk)
            asked.append((operation, new))
    return tuple(asked)


def agree(desk: Desk, operation: Operation, price: str) -> Operation:
    """A person agrees to another price than before; nothing is sent by this."""
    if operation.confirmed_price == price or operation.state not in (OperationState.QUEUED, OperationState.NEEDS_USER):
        return operation
    agreed = replace(operation, confirmed_price=price, offered_price=None)
    return _move(desk, operation, agreed, f"agreed to {price}")


def send(desk: Desk, queued: Operation) -> tuple[Operation, Problem | None]:
    """Send a queued operation once, unless the server has its effect already; the operation as it stands then and why
    it is not done. The state ``sending`` is on the disk before the first byte leaves."""
    with desk.mirror.group.claimed(queued.op_id) as mine:
        return _sent(desk, queued) if mine else (current(desk, queued), None)


def _sent(desk: Desk, queued: Operation) -> tuple[Operation, Problem | None]:
    kind = kind_named(queued.kind)
    if fingerprint(queued.payload) != queued.payload_sha:
        words = N_("This change was damaged on the disk and was not sent. Ask for it again.")
        return _move(desk, queued, replace(queued, state=OperationState.FAILED, last_error=words), "damaged"), None
    before = kind.prepare(desk, queued)
    if not isinstance(before, Marker):
        return _landed(desk, queued, before), None
    asked_again = _other_price(desk, kind, queued)
    if asked_again is not None:
        return asked_again, None
    now = desk.clock.now()
    sending = replace(
        queued,
        state=OperationState.SENDING,
        attempts=queued.attempts + 1,
        pre_marker=before.text,
        first_sent_at=queued.first_sent_at or now,
        last_sent_at=now,
        settle_until=now + kind.settle,
        last_error=None,
        lease_owner=desk.owner,
    )
    try:
        with desk.mirror.write() as session:
            _not_held(session, queued)
            outbox.change(session, queued, sending, "sending", now)
    except LookupError:  # another click was faster and sends it, or a person holds it back meanwhile
        return current(desk, queued), None
    try:
        effect = kind.send(desk, sending)
    except Problem as problem:
        crashpoint("outbox: problem heard")
        return _after(desk, kind, queued, sending, problem), problem
    crashpoint("outbox: answer heard")
    if desk.api.was_replayed(sending.op_id):
        with desk.mirror.write() as session:
            meta.learn(session, f"honours_key.{kind.name}")
    return _landed(desk, sending, effect), None


def reconcile(desk: Desk, doubtful: Operation) -> Operation:
    """Look for the effect on the server; found: done. Not found and too late for it to appear: queued again where
    that is harmless or the server honours the key, else back to the person. One desk of a group looks at a time."""
    with desk.mirror.group.claimed(doubtful.op_id) as mine:
        now_at = current(desk, doubtful)
        return _reconciled(desk, doubtful) if mine and now_at.state is doubtful.state else now_at


def _reconciled(desk: Desk, doubtful: Operation) -> Operation:
    kind = kind_named(doubtful.kind)
    now = desk.clock.now()
    settling = doubtful.settle_until is not None and now < doubtful.settle_until
    if kind.merge is not None and settling:
        return doubtful  # it may have grown since it was sent: what is lost must not come late over what is sent next
    found = kind.look(desk, doubtful)
    if found is not None:
        return _landed(desk, doubtful, found)
    if doubtful.state not in DOUBTFUL or settling:
        return doubtful
    with desk.mirror.read() as session:
        doubts = outbox.times_in(session, doubtful.op_id, OperationState.IN_DOUBT)
    if doubts < MOST_DOUBTS and kind.resend(desk, doubtful):
        again = replace(doubtful, state=OperationState.QUEUED, not_before=max(now, doubtful.not_before or now))
        return _move(desk, doubtful, again, N_("not found on the server; queued again"))
    waiting = replace(doubtful, state=OperationState.NEEDS_USER, last_error=kind.unseen_words)
    return _move(desk, doubtful, waiting, N_("not found on the server"))


def carried_on(desk: Desk, operation: Operation) -> tuple[Operation, Problem | None]:
    """Take an operation as far as it goes now, and why it goes no further. A click is the person's word for one
    that waited for it."""
    problem: Problem | None = None
    try:
        if operation.state in (OperationState.IN_DOUBT, OperationState.RECONCILING, OperationState.NEEDS_USER):
            waited = operation.state is OperationState.NEEDS_USER
            operation = reconcile(desk, operation)
            if not waited or operation.state is not OperationState.NEEDS_USER:
                return operation, None
        if operation.state is not OperationState.SENDING:
            operation, problem = send(desk, operation)
        if operation.state is OperationState.IN_DOUBT:
            operation = reconcile(desk, operation)
    except (TryAgain, NeedsYou) as trouble:  # the server's list could not be read: nothing was sent, nothing is known
        return current(desk, operation), trouble
    return operation, problem


DOUBTFUL = (OperationState.IN_DOUBT, OperationState.RECONCILING)
"""Sent, and nobody knows whether it arrived."""


def current(desk: Desk, operation: Operation) -> Operation:
    """The operation as the mirror has it now."""
    with desk.mirror.read() as session:
        return outbox.operation(session, operation.op_id) or operation


def known(desk: Desk, op_id: OperationId) -> Operation:
    """The operation with this id; NeedsYou ``unknown_operation`` when there is none."""
    with desk.mirror.read() as session:
        operation = outbox.operation(session, op_id)
    if operation is None:
        raise NeedsYou(
            "unknown_operation",
            N_("There is no change {op_id}.").format(op_id=op_id),
            next_step=N_("See “celliq-desktop outbox list”."),
        )
    return operation


def recover(desk: Desk) -> None:
    """What a crash left in ``sending`` is in doubt: nobody knows whether it arrived (research P2, P3). One that this
    running program, or another desk that runs, is sending this moment stays as it is until its time is over."""
    now, group = desk.clock.now(), desk.mirror.group
    with desk.mirror.write() as session:
        for operation in outbox.operations_in(session, (OperationState.SENDING,)):
            owner, until = operation.lease_owner, operation.settle_until
            if owner and until and now < until and (owner == desk.owner or group.works(owner)):
                continue
            doubtful = replace(operation, state=OperationState.IN_DOUBT, lease_owner=None)
            outbox.change(session, operation, doubtful, N_("no confirmation"), now)


def _not_held(session: Any, queued: Operation) -> None:
    """LookupError when a person holds it back; whoever drains may have read it before."""
    found = outbox.operation(session, queued.op_id)
    if found is not None and found.not_before is not None and found.not_before >= HELD:
        raise LookupError(queued.op_id)


def _other_price(desk: Desk, kind: Kind, queued: Operation) -> Operation | None:
    """The server asks another price than a person agreed to: nothing is sent before they agree again (M5)."""
    if kind.price is None or queued.confirmed_price is None:
        return None
    price = kind.price(desk, queued)
    if price is None or price == queued.confirmed_price:
        return None
    words = N_("The price has changed: {price} now, {confirmed_price} when you agreed. Nothing was sent.").format(
        price=price, confirmed_price=queued.confirmed_price
    )
    asking = replace(queued, state=OperationState.NEEDS_USER, offered_price=price, last_error=words)
    return _move(desk, queued, asking, N_("another price"))


def _after(desk: Desk, kind: Kind, queued: Operation, sending: Operation, problem: Problem) -> Operation:
    words = problem.message
    wait = timedelta(seconds=problem.retry_after_s) if problem.retry_after_s else _PAUSE
    if isinstance(problem, InDoubt) or problem.code == "conflict":
        doubtful = replace(sending, state=OperationState.IN_DOUBT, not_before=desk.clock.now() + wait, last_error=words)
        return _move(desk, sending, doubtful, N_("no confirmation"))
    if isinstance(problem, NeedsYou) and problem.code == "payment_required":
        parked = replace(sending, state=OperationState.NEEDS_PAYMENT, checkout_url=problem.url, last_error=words)
        return _move(desk, sending, parked, N_("needs credits"))
    if isinstance(problem, Refused):
        return _refused(desk, kind, sending, words)
    if problem.code == "offline":  # nothing left this computer: as if it had not been tried
        sending = replace(
            sending,
            attempts=queued.attempts,
            first_sent_at=queued.first_sent_at,
            last_sent_at=queued.last_sent_at,
        )
    if isinstance(problem, (TryAgain, NeedsYou)):
        paused = problem.code == "rate_limited"
        again = replace(
            sending,
            state=OperationState.WAITING if paused else OperationState.QUEUED,
            not_before=desk.clock.now() + wait,
            settle_until=None,
            last_error=words,
        )
        return _move(desk, sending, again, N_("asked to pause") if paused else N_("not sent"))
    return _move(desk, sending, replace(sending, state=OperationState.IN_DOUBT, last_error=words), "unclear")


def _refused(desk: Desk, kind: Kind, sending: Operation, words: str) -> Operation:
    """The end, unless an earlier attempt whose reply was lost has landed after all (research E1)."""
    with desk.mirror.read() as session:
        doubted = outbox.times_in(session, sending.op_id, OperationState.IN_DOUBT) > 0
    try:
        found = kind.look(desk, sending) if doubted else None
    except Problem:
        doubtful = replace(sending, state=OperationState.IN_DOUBT, last_error=words)
        return _move(desk, sending, doubtful, N_("refused; an earlier attempt is still to be looked for"))
    if found is not None:
        return _landed(desk, sending, found)
    return _move(desk, sending, replace(sending, state=OperationState.REJECTED, last_error=words), "refused")


def _landed(desk: Desk, before: Operation, found: Effect | Unreadable) -> Operation:
    """What is in the mirror and the end of its operation are written together."""
    if isinstance(found, Unreadable):
        failed = replace(before, state=OperationState.FAILED, last_error=found.words)
        return _move(desk, before, failed, "unreadable")
    done = replace(before, state=OperationState.DONE, result_ref=found.ref, last_error=None)
    return _move(desk, before, done, found.note, found)


def _move(desk: Desk, before: Operation, after: Operation, note: str, effect: Effect | None = None) -> Operation:
    """Write ``after``, whatever doubt another thread has noted meanwhile; what has ended stays as it ended, but for a
    failed one that turns up. A wish that was merged in while this was under way is queued anew."""
    after = replace(after, lease_owner=None)
    with desk.mirror.write() as session:
        if effect is not None:
            effect.write(session)
        found = outbox.operation(session, before.op_id) or before
        if not found.state.active and not (found.state is OperationState.FAILED and effect is not None):
            return found
        if found.payload_sha != before.payload_sha:
            after = replace(
                after,
                state=OperationState.QUEUED,
                payload=found.payload,
                payload_sha=found.payload_sha,
                not_before=None,
            )
            note = f"{note}; changed meanwhile"
        outbox.change(session, found, after, note, desk.clock.now())
    return after


def _amended(session: Any, operation: Operation, payload: str, desk: Desk) -> Operation:
    """The later wish is in the earlier one, which is queued with it unless its own outcome must be known first."""
    now = desk.clock.now()
    outbox.amend(session, operation, payload, N_("merged with a later wish"), now)
    after = replace(operation, payload=payload, payload_sha=fingerprint(payload))
    if operation.state in (OperationState.SENDING, *DOUBTFUL):
        return after
    queued = replace(after, state=OperationState.QUEUED, not_before=None, last_error=None)
    outbox.change(session, operation, queued, N_("queued with the later wish"), now)
    return queued
