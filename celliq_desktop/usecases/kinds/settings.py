"""Changing the dealer's own details (ASSUMED endpoint): what somebody else changed meanwhile is not
overwritten unseen."""

import json
from collections.abc import Mapping
from functools import partial

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.dealers import DealerSettings, compared, editable
from celliq_desktop.domain.outbox import CostClass, Operation, Wish
from celliq_desktop.domain.problems import NotOffered, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import dealers
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, Unreadable, always

_NAME = "settings"
_BEGAN = "began"
_OVERTAKEN = N_("These details were changed elsewhere meanwhile. Nothing was sent: see Settings and save again.")


def settings_wish(patch: Mapping[str, str | None], began: Mapping[str, str | None] | None = None) -> Wish:
    """Fields and their new values, by the names of celliq.yaml ``SettingsPatch``. ``began`` are the values the person
    saw: where the server has another one when this is sent, somebody else was faster and nothing is sent. Later wishes
    are merged into one that still waits."""
    seen = {name: value for name, value in (began or {}).items() if name in patch}
    payload = json.dumps({**patch, **({_BEGAN: seen} if seen else {})}, ensure_ascii=False)
    return Wish(kind=_NAME, natural_key=_NAME, payload=payload, cost_class=CostClass.FREE)


def pending_settings(payload: str) -> dict[str, str | None]:
    """The fields a waiting operation will change."""
    return {name: value for name, value in json.loads(payload).items() if name != _BEGAN}


def _began(payload: str) -> dict[str, str | None]:
    return dict(json.loads(payload).get(_BEGAN, {}))


def _merge(before: str, later: str) -> str:
    """The later values, and what was seen before the first of them: a waiting change is nobody else's."""
    seen = _began(later) | _began(before)
    fields = pending_settings(before) | pending_settings(later)
    return json.dumps({**fields, **({_BEGAN: seen} if seen else {})}, ensure_ascii=False)


def _prepare(desk: Desk, operation: Operation) -> Marker | Effect | Unreadable:
    """After a first attempt the server may have it already; and somebody else may have been faster."""
    found = _look(desk, operation) if operation.first_sent_at is not None else None
    return found or _overtaken(desk, operation) or Marker()


def _overtaken(desk: Desk, operation: Operation) -> Unreadable | None:
    there = _newest(desk, operation)
    if there is None or not _conflicts(operation, there):
        return None
    return Unreadable(_OVERTAKEN)


def _newest(desk: Desk, operation: Operation) -> DealerSettings | None:
    """What the server has now, for a change of what somebody saw; None where there is nothing to compare with: then the
    change itself will be answered."""
    if not _began(operation.payload):
        return None
    try:
        return desk.api.settings()
    except NotOffered:
        return None


def _conflicts(operation: Operation, there: DealerSettings) -> bool:
    seen = _began(operation.payload)
    _patch, conflicts = compared(seen, pending_settings(operation.payload), editable(there))
    return any(one.field in seen for one in conflicts)


def _send(desk: Desk, operation: Operation) -> Effect:
    """Under the tag of a state without a conflict, so that nobody can come between the look and the change."""
    there = _newest(desk, operation)
    if there is not None and _conflicts(operation, there):
        raise Refused("changed_elsewhere", _OVERTAKEN, safe=N_("Nothing was overwritten."))
    etag = None if there is None else there.etag
    return _effect(desk.api.change_settings(pending_settings(operation.payload), etag), "changed")


def _look(desk: Desk, operation: Operation) -> Effect | None:
    try:
        found = desk.api.settings()
    except NotOffered:
        return None  # sending it will be answered in words; a look that cannot be had would be waited for for ever
    there = json.loads(found.raw)
    wanted = pending_settings(operation.payload)
    if any(there.get(name) != value for name, value in wanted.items()):
        return None
    return _effect(found, N_("found on the server"))


def _effect(found: DealerSettings, note: str) -> Effect:
    return Effect(None, note, partial(dealers.save, found=found))


SETTINGS = Kind(
    name=_NAME,
    cost=CostClass.FREE,
    title=N_("Change dealer settings"),
    topics=frozenset({Topic.SETTINGS}),
    prepare=_prepare,
    send=_send,
    look=_look,
    resend=always,
    unseen_words=N_("CellIQ does not show the change. It can be sent again."),
    merge=_merge,
)
