"""Watching for something that happens elsewhere: look, pause, look again, and give up in time."""

from collections.abc import Callable
from typing import TypeVar

from celliq_desktop.domain.ports import Clock, Waiting
from celliq_desktop.domain.problems import TryAgain

Found = TypeVar("Found")


def watch(
    look: Callable[[], Found | None], *, clock: Clock, cancel: Waiting, every_s: float, patience_s: float
) -> Found | None:
    """What ``look`` finds, or None after ``patience_s`` seconds of the clock. A look that fails for a while (TryAgain)
    does not end the watch; ``Cancelled`` and every other problem do. The pause a server asks for is kept."""
    ends_at = clock.monotonic() + patience_s
    while True:
        pause_s = every_s
        try:
            found = look()
        except TryAgain as trouble:
            found, pause_s = None, max(every_s, trouble.retry_after_s or 0.0)
        if found is not None:
            return found
        left_s = ends_at - clock.monotonic()
        if left_s <= 0:
            return None
        cancel.wait(min(pause_s, left_s))
        cancel.check()
