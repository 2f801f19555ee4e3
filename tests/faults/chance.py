"""Tests of chance: how often they are repeated, and the one command that plays a failing one again."""

from collections.abc import Callable, Iterable

import pytest


def seeds_for(metafunc: pytest.Metafunc) -> None:
    """Give a test marked ``chance(normal, long, block)`` its ``seeds``, so many a test: the usual number, that of the
    long mode, ``--times``, or the one of ``--replay``."""
    mark = metafunc.definition.get_closest_marker("chance")
    if mark is None:
        return
    config = metafunc.config
    replay, times = config.getoption("--replay"), config.getoption("--times")
    count = times or mark.kwargs["long" if config.getoption("--long") else "normal"]
    block = mark.kwargs["block"]
    ranges = [range(first, min(first + block, count)) for first in range(0, count, block)]
    chosen = ranges if replay is None else [range(replay, replay + 1)]
    metafunc.parametrize("seeds", chosen, ids=lambda one: f"{one.start}-{one.stop - 1}")


def each(seeds: Iterable[int], play: Callable[[int], None], test: Callable[..., object]) -> None:
    """Play every seed; a failure says how to play it again."""
    for seed in seeds:
        try:
            play(seed)
        except BaseException as wrong:
            path = test.__module__.replace(".", "/")
            wrong.add_note(f"replay: .venv/bin/python -m pytest {path}.py::{test.__name__} --replay {seed}")
            raise
