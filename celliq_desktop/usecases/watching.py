"""Watching for something that happens elsewhere: look, pause, look again, and give up in time."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from celliq_desktop.domain.ports import Clock, Waiting
from celliq_desktop.domain.problems import NeedsYou, TryAgain
from celliq_desktop.domain.text import N_

Found = TypeVar("Found")


class Listed(Protocol):
    """Something with an id of its own."""

    @property
    def id(self) -> str: ...


Car = TypeVar("Car", bound=Listed)
_CAR_PATIENCE_S = 600.0


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


def watch_for_car(
    cars: Callable[[], Iterable[Car]], before: frozenset[str], *, clock: Clock, cancel: Waiting, every_s: float
) -> tuple[Car, ...]:
    """The cars that were not there ``before``, as soon as there is one; usually it is one. NeedsYou
    ``not_connected_yet`` after ten minutes: a car that appears later comes with the next sync."""

    def look() -> tuple[Car, ...] | None:
        return tuple(car for car in cars() if car.id not in before) or None

    found = watch(look, clock=clock, cancel=cancel, every_s=every_s, patience_s=_CAR_PATIENCE_S)
    if found is None:
        raise NeedsYou(
            "not_connected_yet",
            N_("No new car has appeared yet."),
            safe=N_("Nothing was changed."),
            next_step=N_("If the owner has agreed, the car comes with a later sync; otherwise start again."),
        )
    return found
