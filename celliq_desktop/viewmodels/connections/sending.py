"""A change at a further service that somebody has just asked for: sent at once where that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.outbox import Operation, Wish
    from celliq_desktop.domain.problems import Problem
    from celliq_desktop.usecases.desk import Desk

    Sent = tuple[Operation, Problem | None]

CHANGED = Changes.of(Topic.REMOTE, Topic.OUTBOX)
"""What such a change touches."""


def send_now(desk: Desk, wish: Wish) -> Sent:
    """Into the outbox, and from there to the service."""
    from celliq_desktop.usecases.operations import ask, send

    return send(desk, ask(desk, wish)[0])


def refusal_of(sent: Sent) -> Problem | None:
    """Why nothing becomes of it; None when it is done or waits."""
    operation, problem = sent
    return problem if problem is not None and not operation.state.active else None


def told(sent: Sent, done: str) -> str:
    """What to say: ``done``, or that it waits."""
    return _("It waits in Activity and goes with the next sync.") if sent[0].state.active else done
