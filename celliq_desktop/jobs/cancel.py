"""The cancel token: set from any thread, looked at between pages and files."""

import threading

from celliq_desktop.domain.problems import Cancelled


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
            raise Cancelled("cancelled", "Stopped. What was finished is kept.")

    def wait(self, seconds: float) -> None:
        """Pause a worker between attempts; ends early, with ``Cancelled``, when somebody asks to stop."""
        self._event.wait(seconds)
        self.check()
