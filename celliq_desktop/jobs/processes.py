"""Work for every core: processes that are started when first needed and kept warm (research/performance.md 7).

Spawned, never forked: a fork of a program with threads and a window may hang."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:  # a window that is only looked at needs none of it
    from concurrent.futures import ProcessPoolExecutor

_MOST = 4
"""More processes than this take memory and gain little: sealing is done in one place."""
Given = ParamSpec("Given")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes are worth starting."""
    return max(1, min(_MOST, os.cpu_count() or 1))


def _end_with_parent() -> None:
    """A process whose program was killed would wait for work for ever."""
    from multiprocessing import parent_process

    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, name="celliq-parent", daemon=True).start()


class WarmProcesses(Executor):
    """A pool that costs nothing before its first work. What is submitted, and what it answers, must pickle."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Run ``fn`` in one of the processes."""
        with self._lock:
            if self._pool is None:
                from concurrent.futures import ProcessPoolExecutor
                from multiprocessing import get_context

                spawn = get_context("spawn")
                self._pool = ProcessPoolExecutor(cores(), mp_context=spawn, initializer=_end_with_parent)
            pool = self._pool
        return pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; the next work starts new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait, cancel_futures=cancel_futures)


class HereAndNow(Executor):
    """The same without processes: runs at once, for one piece of work and for tests."""

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Run ``fn`` before returning."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # handed to whoever asks for the result
            future.set_exception(error)
        return future
