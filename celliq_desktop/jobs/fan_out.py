"""Several requests in flight inside one job: latency, not the client, decides how fast a sync is
(research/performance.md 3)."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from itertools import islice
from typing import TypeVar

from celliq_desktop.domain.ports import CancelToken

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def fan_out(
    items: Iterable[Item], work: Callable[[Item], Answer], *, workers: int, cancel: CancelToken
) -> Iterator[tuple[Item, Answer | Exception]]:
    """Yield ``(item, answer or the exception it raised)`` as answers come, at most ``workers`` in flight.

    The consumer runs on the caller's thread, so it may write to the mirror. Leaving the loop early, or a cancel,
    starts nothing new and joins what is under way. Raises ``Cancelled`` when ``cancel`` was set.
    """
    waiting = iter(items)
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="celliq-fan") as pool:
        under_way: dict[Future[Answer], Item] = {
            pool.submit(copy_context().run, work, item): item for item in islice(waiting, workers)
        }
        while under_way:
            finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in finished:
                item = under_way.pop(future)
                error = future.exception()
                if error is not None and not isinstance(error, Exception):
                    raise error
                yield item, error if error is not None else future.result()
            cancel.check()
            for item in islice(waiting, workers - len(under_way)):
                under_way[pool.submit(copy_context().run, work, item)] = item
