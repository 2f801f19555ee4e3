"""Changing the dealer's own details (ASSUMED endpoint): the last word for each field wins."""

import json
from collections.abc import Mapping
from functools import partial

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.outbox import CostClass, Operation, Wish
from celliq_desktop.mirror import dealers
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, Unreadable, always

_NAME = "settings"


def settings_wish(patch: Mapping[str, str | None]) -> Wish:
    """Fields and their new values, by the names of celliq.yaml ``SettingsPatch``. Later wishes are merged into one
    that still waits."""
    return Wish(
        kind=_NAME, natural_key=_NAME, payload=json.dumps(dict(patch), ensure_ascii=False), cost_class=CostClass.FREE
    )


def pending_settings(payload: str) -> dict[str, str | None]:
    """The fields a waiting operation will change."""
    return dict(json.loads(payload))


def _merge(before: str, later: str) -> str:
    return json.dumps({**json.loads(before), **json.loads(later)}, ensure_ascii=False)


def _prepare(desk: Desk, operation: Operation) -> Marker | Effect | Unreadable:
    """After a first attempt the server may have it already."""
    return (_look(desk, operation) if operation.first_sent_at is not None else None) or Marker()


def _send(desk: Desk, operation: Operation) -> Effect:
    return _effect(desk.api.change_settings(pending_settings(operation.payload)), "changed")


def _look(desk: Desk, operation: Operation) -> Effect | None:
    found = desk.api.settings()
    there = json.loads(found.raw)
    wanted = pending_settings(operation.payload)
    if any(there.get(name) != value for name, value in wanted.items()):
        return None
    return _effect(found, "found on the server")


def _effect(found: DealerSettings, note: str) -> Effect:
    return Effect(None, note, partial(dealers.save, found=found))


SETTINGS = Kind(
    name=_NAME,
    cost=CostClass.FREE,
    title="Change dealer settings",
    topics=frozenset({Topic.SETTINGS}),
    prepare=_prepare,
    send=_send,
    look=_look,
    resend=always,
    unseen_words="CellIQ does not show the change. It can be sent again.",
    merge=_merge,
)
