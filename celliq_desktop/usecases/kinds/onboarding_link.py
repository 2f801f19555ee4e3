"""An onboarding link that ev.energy e-mails to an owner: no list shows it, so it is never sent twice by itself."""

import json

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.outbox import CostClass, Operation, Wish, private_key
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import waiting_ev_energy
from celliq_desktop.usecases.kinds.kind import Effect, Kind, never

_NAME = "onboarding_link"


def onboarding_link_wish(email: str, make: str) -> Wish:
    """One e-mail to one owner about one make at a time."""
    return Wish(
        kind=_NAME,
        natural_key=f"{_NAME}:{private_key(email, make)}",
        payload=json.dumps({"email": email.strip(), "make": make}),
        cost_class=CostClass.EMAIL,
    )


def _send(desk: Desk, operation: Operation) -> Effect:
    payload = json.loads(operation.payload)
    with waiting_ev_energy(desk) as api:
        api.send_onboarding_link(payload["email"], payload["make"])
    return Effect(None, N_("ev.energy sends the e-mail"))


ONBOARDING_LINK = Kind(
    name=_NAME,
    cost=CostClass.EMAIL,
    title=N_("E-mail an onboarding link"),
    topics=frozenset({Topic.OUTBOX}),
    send=_send,
    resend=never,
    unseen_words=N_(
        "ev.energy did not confirm the e-mail; the owner may have it already. Ask before it is sent again."
    ),
    about=lambda operation: str(json.loads(operation.payload)["email"]),
)
