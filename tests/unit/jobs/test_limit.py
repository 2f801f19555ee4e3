"""A call that never ends does not hold up whoever asked."""

import threading

import pytest

from celliq_desktop.jobs.limit import within


def test_what_the_work_returns_or_raises_is_handed_over() -> None:
    def broken() -> int:
        raise LookupError("no")

    assert within(5.0, lambda: 7) == 7
    with pytest.raises(LookupError, match="no"):
        within(5.0, broken)


def test_work_that_hangs_is_given_up() -> None:
    end = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.02, lambda: end.wait(20))
    end.set()
