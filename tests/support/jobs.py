"""A dispatcher for tests that run real worker threads without Qt."""

import queue
from collections.abc import Callable


class QueueDispatcher:
    """Implements ``jobs.runner.Dispatcher``: calls are kept until the test's thread runs them."""

    def __init__(self) -> None:
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()

    def post(self, call: Callable[[], None]) -> None:
        """Keep ``call`` for later."""
        self._calls.put(call)

    def run_until(self, finished: Callable[[], bool], *, patience_s: float = 5.0) -> None:
        """Run what was posted until ``finished()``; ``queue.Empty`` when nothing comes for ``patience_s``."""
        while not finished():
            self._calls.get(timeout=patience_s)()


def no_bug(name: str, error: BaseException) -> None:
    """A crash net that fails the test."""
    raise AssertionError(f"unexpected error in {name}") from error
