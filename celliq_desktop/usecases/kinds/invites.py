"""Asking a seller by e-mail: a person is mailed, so it is sent once, and never again on a mere guess.

The contract has no list of invites. One whose answer was lost is looked for among the cars: the server lists an invited
car with its seller's address. Where it is not listed, that proves something only if the server lists invites at all;
another invite, confirmed in so many words, is the witness. Without a witness, and without a server known to honour the
key, a person decides.
"""

import json
from datetime import timedelta
from typing import Any

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.invites import InviteAnswer, InviteOutcome
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState, Wish, private_key
from celliq_desktop.domain.problems import InDoubt
from celliq_desktop.domain.sellers import folded
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.mirror import invites as invite_rows
from celliq_desktop.mirror import meta, outbox
from celliq_desktop.mirror.fleet import fleet_row_by_vin
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, Unreadable

INVITE_KIND = "invite"
_WITNESS_FOR = timedelta(days=7)
"""An open invite is listed at least so long."""


def invite_key(vin: str, email: str) -> str:
    """One invite a car and address; the address itself does not stand in it."""
    return f"{INVITE_KIND}:{vin}:{private_key(folded(email))}"


def invite_wish(
    vin: str, email: str, *, reminder: int = 0, batch_id: str | None = None, seq: int = 0, epoch: int = 0
) -> Wish:
    """A first invite, or reminder number ``reminder``."""
    return Wish(
        kind=INVITE_KIND,
        natural_key=invite_key(vin, email),
        payload=json.dumps({"vin": vin, "seller_email": email, "reminder": reminder}),
        cost_class=CostClass.EMAIL,
        batch_id=batch_id,
        seq=seq,
        epoch=epoch,
    )


def _payload(operation: Operation) -> tuple[str, str, bool]:
    asked = json.loads(operation.payload)
    return asked["vin"], asked["seller_email"], bool(asked["reminder"])


def _about(operation: Operation) -> str:
    vin, email, reminder = _payload(operation)
    return f"{vin} · {email}{' · reminder' if reminder else ''}"


def _prepare(desk: Desk, operation: Operation) -> Marker | Effect | Unreadable:
    """Before a further attempt: perhaps the first one has landed."""
    return (_look(desk, operation) if operation.first_sent_at is not None else None) or Marker()


def _send(desk: Desk, operation: Operation) -> Effect:
    vin, email, _reminder = _payload(operation)
    answer = desk.api.invite_seller(vin, email, operation.op_id)
    if answer.outcome is InviteOutcome.ALREADY and _was_in_doubt(desk, operation):
        # the same 409 as for a car that is connected: the server may be at work on the first attempt (research N8)
        raise InDoubt(
            "in_doubt", N_("CellIQ may still be working on this invite."), next_step=N_("It is looked for again.")
        )
    sent = answer.outcome is InviteOutcome.SENT
    note = "sent" if sent else N_("the server had this invite or this car already")
    return _effect(desk, operation, "sent" if sent else "already", note, answer)


def _was_in_doubt(desk: Desk, operation: Operation) -> bool:
    with desk.mirror.read() as session:
        return outbox.times_in(session, operation.op_id, OperationState.IN_DOUBT) > 0


def _look(desk: Desk, operation: Operation) -> Effect | None:
    """Listed with this seller, or connected by now. A reminder leaves no trace in any list."""
    vin, email, reminder = _payload(operation)
    if reminder:
        return None
    with desk.mirror.read() as session:
        car = fleet_row_by_vin(session, vin)
    if car is not None and car.status is not VehicleStatus.PENDING:
        return _effect(desk, operation, "already", N_("the car is connected"))
    if folded(email) in desk.api.sellers_listed(vin):
        return _effect(desk, operation, "sent", N_("found in the server's list"))
    return None


def _resend(desk: Desk, operation: Operation) -> bool:
    """The server honours the key; or it shows its invites, and this one is not among them."""
    with desk.mirror.read() as session:
        if meta.learned(session, f"honours_key.{INVITE_KIND}"):
            return True
        seen = invite_rows.witness(session, operation.natural_key, desk.clock.now() - _WITNESS_FOR)
    if seen is None or _payload(operation)[2]:
        return False
    return folded(seen[1]) in desk.api.sellers_listed(seen[0])


def _effect(desk: Desk, operation: Operation, word: str, note: str, answer: InviteAnswer | None = None) -> Effect:
    at = operation.last_sent_at or desk.clock.now()

    def write(session: Any) -> None:
        invite_rows.answered(
            session,
            operation.natural_key,
            word,
            mailed=word == "sent",
            at=at,
            ref=answer.ref if answer is not None else None,
            expires_at=answer.expires_at if answer is not None else None,
        )

    return Effect(answer.ref if answer is not None else None, note, write)


INVITE = Kind(
    name=INVITE_KIND,
    cost=CostClass.EMAIL,
    title=N_("Invite a seller"),
    topics=frozenset({Topic.INVITES}),
    prepare=_prepare,
    send=_send,
    look=_look,
    resend=_resend,
    unseen_words=N_(
        "CellIQ did not confirm this invite, and its lists do not show whether it was sent."
        " Sending it again may mail the seller twice."
    ),
    workers=4,
    about=_about,
)
