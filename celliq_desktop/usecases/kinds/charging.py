"""Starting, stopping and rating a charging session.

A start costs money and the service knows no idempotency key: what it listed before is noted, a lost start is looked for
in its list, and nothing is ever started again by itself. Nor is it sent late: nobody may still stand at the car.
"""

import json
from datetime import datetime, timedelta
from functools import partial

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.charging import ChargingId, ChargingSession
from celliq_desktop.domain.outbox import CostClass, Operation, Wish
from celliq_desktop.domain.problems import Problem, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import charging
from celliq_desktop.usecases.charging_service import charging_service, newest, recent
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, Unreadable, always

START_KIND, STOP_KIND, RATE_KIND = "charging_start", "charging_stop", "charging_rate"
_TOPICS = frozenset({Topic.CHARGING})
_GOOD_FOR = timedelta(minutes=2)
"""After that long a start is no longer what the person at the charging point waits for."""
_CLOCKS_DIFFER = timedelta(minutes=10)
"""The service's clock may be that far behind ours; what was listed before is told apart by its id."""


def start_wish(evse_id: str, payment_method: str, now: datetime) -> Wish:
    """At most one start a charging point."""
    payload = {"evse_id": evse_id, "payment_method_id": payment_method, "asked_at": now.isoformat()}
    return Wish(
        kind=START_KIND,
        natural_key=f"{START_KIND}:{_plain(evse_id)}",
        payload=json.dumps(payload),
        cost_class=CostClass.MONEY,
    )


def stop_wish(session_id: ChargingId) -> Wish:
    """At most one stop a session."""
    return Wish(
        kind=STOP_KIND,
        natural_key=f"{STOP_KIND}:{session_id}",
        payload=json.dumps({"session_id": session_id}),
        cost_class=CostClass.FREE,
    )


def rate_wish(session_id: ChargingId, stars: int) -> Wish:
    """The later rating counts."""
    return Wish(
        kind=RATE_KIND,
        natural_key=f"{RATE_KIND}:{session_id}",
        payload=json.dumps({"session_id": session_id, "stars": stars}),
        cost_class=CostClass.FREE,
    )


def evse_of(operation: Operation) -> str:
    """The charging point a start is for."""
    return str(json.loads(operation.payload)["evse_id"])


def session_of(operation: Operation) -> ChargingId:
    """The session a stop or a rating is for."""
    return ChargingId(json.loads(operation.payload)["session_id"])


def _plain(evse_id: str) -> str:
    """Charging points are written with and without separators, ``DE*CIQ*E1`` or ``DECIQE1``."""
    return "".join(letter for letter in evse_id.upper() if letter.isalnum())


def _prepare_start(desk: Desk, operation: Operation) -> Marker | Effect | Unreadable:
    landed = _look_start(desk, operation)
    if landed is not None:
        return landed
    with charging_service(desk) as service:
        listed, unreadable = newest(service)
    wanted = _plain(evse_of(operation))
    for one in listed:
        if one.active and _plain(one.evse_id) == wanted:
            return _effect(one, N_("it charges there already; nothing was sent"))
    ids = [*(one.id for one in listed), *unreadable]
    return Marker(operation.pre_marker or json.dumps(ids))


def _send_start(desk: Desk, operation: Operation) -> Effect:
    asked = json.loads(operation.payload)
    if desk.clock.now() - datetime.fromisoformat(asked["asked_at"]) > _GOOD_FOR:
        raise Refused("start_too_late", N_("This start was asked for a while ago, so it was not sent. Start again."))
    with charging_service(desk) as service:
        return _effect(service.start(asked["evse_id"], asked["payment_method_id"]), "started")


def _look_start(desk: Desk, operation: Operation) -> Effect | Unreadable | None:
    """A session at this charging point that was not listed before and did not begin before it was asked for."""
    if operation.pre_marker is None or operation.first_sent_at is None:
        return None
    before = frozenset(json.loads(operation.pre_marker))
    with charging_service(desk) as service:
        found, unreadable = recent(service, before)
    wanted, earliest = _plain(evse_of(operation)), operation.first_sent_at - _CLOCKS_DIFFER
    ours = [
        one
        for one in found
        if one.id not in before
        and _plain(one.evse_id) == wanted
        and (one.started_at is None or one.started_at >= earliest)
    ]
    if ours:
        return _effect(min(ours, key=lambda one: one.started_at or earliest), N_("found in the list of sessions"))
    if any(one not in before for one in unreadable):
        return Unreadable(N_("Cariqa has a new session that this program cannot read. Look at it in Cariqa's own app."))
    return None


def _prepare_stop(desk: Desk, operation: Operation) -> Marker | Effect:
    return _look_stop(desk, operation) or Marker()


def _send_stop(desk: Desk, operation: Operation) -> Effect:
    session_id = session_of(operation)
    with charging_service(desk) as service:
        service.stop(session_id)
        try:
            return _effect(service.session(session_id), "stopped")
        except Problem:  # it is stopped; the next look shows how it stands
            return Effect(session_id, "stopped")


def _look_stop(desk: Desk, operation: Operation) -> Effect | None:
    with charging_service(desk) as service:
        found = service.session(session_of(operation))
    return None if found.active and not found.final else _effect(found, N_("it has ended"))


def _send_rate(desk: Desk, operation: Operation) -> Effect:
    with charging_service(desk) as service:
        return _effect(service.rate(session_of(operation), json.loads(operation.payload)["stars"]), "rated")


def _look_rate(desk: Desk, operation: Operation) -> Effect | None:
    with charging_service(desk) as service:
        found = service.session(session_of(operation))
    return _effect(found, N_("the rating is there")) if found.rating == json.loads(operation.payload)["stars"] else None


def _effect(session: ChargingSession, note: str) -> Effect:
    return Effect(session.id, note, partial(charging.upsert, found=(session,)))


CHARGING_START = Kind(
    name=START_KIND,
    cost=CostClass.MONEY,
    title=N_("Start charging"),
    topics=_TOPICS,
    prepare=_prepare_start,
    send=_send_start,
    look=_look_start,
    unseen_words=N_("No session was found at Cariqa. Look at the charging point before you start again."),
    settle=timedelta(seconds=120),
    about=evse_of,
)
CHARGING_STOP = Kind(
    name=STOP_KIND,
    cost=CostClass.FREE,
    title=N_("Stop charging"),
    topics=_TOPICS,
    prepare=_prepare_stop,
    send=_send_stop,
    look=_look_stop,
    resend=always,
    unseen_words=N_("Cariqa still shows it charging. It can be stopped again."),
    settle=timedelta(0),
)
CHARGING_RATE = Kind(
    name=RATE_KIND,
    cost=CostClass.FREE,
    title=N_("Rate a session"),
    topics=_TOPICS,
    send=_send_rate,
    look=_look_rate,
    resend=always,
    unseen_words=N_("Cariqa does not show the rating. It can be sent again."),
    merge=lambda _earlier, later: later,
)
