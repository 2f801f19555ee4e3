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


def _any_jitter() -> float:
    return random.SystemRandom().uniform(-1.0, 1.0)


@dataclass(slots=True)
class _Followed:
    """``due_s`` and ``since_s`` on the monotonic clock; ``looks`` in the ``stage`` (active, final) it is in."""

    due_s: float
    since_s: float
    stage: tuple[bool, bool] = (True, False)
    looks: int = 0


class Follower:
    """Follows every unfinished session of a desk, one look at a time."""

    def __init__(
        self, desk: Desk, *, patience_s: float = RECORD_OVERDUE_S, jitter: Callable[[], float] = _any_jitter
    ) -> None:
        """``patience_s`` is how long a session that has ended is waited for."""
        self._desk = desk
        self._patience_s = patience_s
        self._jitter = jitter
        self._followed: dict[ChargingId, _Followed] = {}

    def look(self, cancel: Waiting) -> tuple[bool, Changes]:
        """Wait until the next look is due and take it; False when none is left to take. What fails for a while
        (TryAgain) is tried again, and the pause a server asks for is kept."""
        self._adopt()
        waiting = self._waiting()
        if not waiting:
            return False, Changes()
        pause_s = min(one.due_s for one in waiting.values()) - self._desk.clock.monotonic()
        if pause_s > 0:
            cancel.wait(pause_s)
        cancel.check()
        changes = Changes()
        for name, one in waiting.items():
            if one.due_s <= self._desk.clock.monotonic():
                changes |= self._looked(name, one)
        return bool(self._waiting()), changes

    @property
    def unfinished(self) -> int:
        """Sessions that were given up on."""
        return len(self._followed)

    def _adopt(self) -> None:
        now_s = self._desk.clock.monotonic()
        with self._desk.mirror.read() as session:
            for one in charging.open_sessions(session):
                self._followed.setdefault(one.id, _Followed(now_s, now_s))

    def _waiting(self) -> dict[ChargingId, _Followed]:
        now_s = self._desk.clock.monotonic()
        return {name: one for name, one in self._followed.items() if now_s - one.since_s <= self._patience_s}

    def _looked(self, name: ChargingId, state: _Followed) -> Changes:
        now_s = self._desk.clock.monotonic()
        try:
            with charging_service(self._desk) as service:
                found = service.session(name)
        except TryAgain as trouble:
            state.due_s = now_s + max(_RECORD_S, trouble.retry_after_s or 0.0)
            return Changes()
        with self._desk.mirror.write() as session:
            new, changed = charging.upsert(session, (found,))
        stage = (found.active, found.final)
        state.looks = state.looks + 1 if stage == state.stage else 0
        if stage != state.stage or found.active:
            state.stage, state.since_s = stage, now_s
        pause_s = pause_after(found, state.looks, self._jitter())
        if pause_s is None:
            del self._followed[name]
        else:
            state.due_s = now_s + pause_s
        return Changes.of(Topic.CHARGING) if new or changed else Changes()


def follow_sessions(follower: Follower, *, seen: Callable[[Changes], None], cancel: Waiting) -> int:
    """Look until nothing is left to look at; ``seen`` hears of every change. How many are still unfinished."""
    more = True
    while more:
        more, changes = follower.look(cancel)
        if changes:
            seen(changes)
    return follower.unfinished
