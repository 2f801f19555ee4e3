"""The cancel token: set from any thread, looked at between pages and files."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celliq_desktop.domain.problems import Cancelled
from celliq_desktop.domain.text import N_


class CancelFlag:
    """Implements ``ports.CancelToken``. Cancelling twice is harmless; a flag is never reset."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def cancelled(self) -> bool:
        """True once somebody asked to stop."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask to stop; the work ends at its next look."""
        self._event.set()

    def check(self) -> None:
        """Raise ``Cancelled`` when somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled("cancelled", N_("Stopped. What was finished is kept."))

    def wait(self, seconds: float) -> None:
        """Pause a worker between attempts; ends early, with ``Cancelled``, when somebody asks to stop."""
        self._event.wait(seconds)
        self.check()


_CURRENT: ContextVar[CancelFlag | None] = ContextVar("celliq_cancel", default=None)


@contextmanager
def cancellable(flag: CancelFlag) -> Iterator[None]:
    """Pauses inside the block, also on threads of ``fan_out``, end when ``flag`` is set."""
    token = _CURRENT.set(flag)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def pause(seconds: float) -> None:
    """Wait between two attempts; ends early, with ``Cancelled``, when the job it belongs to is stopped."""
    (_CURRENT.get() or CancelFlag()).wait(seconds)
