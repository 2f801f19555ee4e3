"""Looking after sessions that charge, until their record is there (seed: every 10 to 30 s while active, on until
``end_time``). Time is the injected clock's."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.charging import ChargingId, ChargingSession
from celliq_desktop.domain.ports import Waiting
from celliq_desktop.domain.problems import TryAgain
from celliq_desktop.mirror import charging
from celliq_desktop.usecases.charging_service import charging_service
from celliq_desktop.usecases.desk import Desk

_ACTIVE_S = 15.0
_JITTER = 0.2
_RECORD_S = 30.0
_LONGEST_S = 900.0
RECORD_OVERDUE_S = 24 * 3600.0
"""A record that has not come by then is looked for by the daily sync only."""
_COST_S, _COST_LOOKS = 60.0, 2
"""The bill may come a little after the record."""


def pause_after(session: ChargingSession, looks: int, jitter: float) -> float | None:
    """Seconds until the next look at a session that was seen in this state ``looks`` times before; None: no further
    look is needed. ``jitter`` from -1 to 1 keeps many programs from asking in step."""
    if not session.final:
        if session.active:
            return _ACTIVE_S * (1 + _JITTER * jitter)
        return float(min(_RECORD_S * 2 ** min(looks, 10), _LONGEST_S))
    return _COST_S if session.cost is None and looks < _COST_LOOKS else None


@dataclass(slots=True)
class _Followed:
    """``due_s`` and ``since_s`` on the monotonic clock; ``looks`` in the state it is in."""

    due_s: float
    since_s: float
    stage: tuple[bool, bool] = (True, False)
    looks: int = 0


def follow_sessions(
    desk: Desk,
    *,
    seen: Callable[[Changes], None],
    cancel: Waiting,
    patience_s: float = RECORD_OVERDUE_S,
    jitter: Callable[[], float] = lambda: random.SystemRandom().uniform(-1.0, 1.0),
) -> int:
    """Look at every unfinished session until none is left, or until ``patience_s`` after the last one ended; how many
    are still unfinished. ``seen`` hears of every change; what fails for a while (TryAgain) is tried again."""
    followed: dict[ChargingId, _Followed] = {}
    while True:
        now_s = desk.clock.monotonic()
        with desk.mirror.read() as session:
            for one in charging.open_sessions(session):
                followed.setdefault(one.id, _Followed(now_s, now_s))
        waiting = {name: one for name, one in followed.items() if now_s - one.since_s <= patience_s}
        if not waiting:
            return len(followed)
        for name in [name for name, one in waiting.items() if one.due_s <= now_s]:
            if not _looked(desk, name, waiting[name], seen, jitter()):
                followed.pop(name)
                waiting.pop(name)
        if waiting:
            cancel.wait(max(0.0, min(one.due_s for one in waiting.values()) - desk.clock.monotonic()))
            cancel.check()


def _looked(desk: Desk, name: ChargingId, state: _Followed, seen: Callable[[Changes], None], jitter: float) -> bool:
    """Look once; False when nothing more is to come."""
    now_s = desk.clock.monotonic()
    try:
        with charging_service(desk) as service:
            found = service.session(name)
    except TryAgain as trouble:
        state.due_s = now_s + max(_RECORD_S, trouble.retry_after_s or 0.0)
        return True
    with desk.mirror.write() as session:
        new, changed = charging.upsert(session, (found,))
    if new or changed:
        seen(Changes.of(Topic.CHARGING))
    stage = (found.active, found.final)
    state.looks = state.looks + 1 if stage == state.stage else 0
    if stage != state.stage or found.active:
        state.stage, state.since_s = stage, now_s
    pause_s = pause_after(found, state.looks, jitter)
    if pause_s is None:
        return False
    state.due_s = now_s + pause_s
    return True
