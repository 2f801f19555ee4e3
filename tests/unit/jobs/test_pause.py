"""A pause between two attempts ends when the job is stopped, wherever in the job it is."""

import pytest

from celliq_desktop.domain.problems import Cancelled, Problem
from celliq_desktop.jobs.cancel import CancelFlag, cancellable, pause
from celliq_desktop.jobs.fan_out import fan_out
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.jobs.thread_runner import ThreadRunner
from tests.support.clocks import FakeClock
from tests.support.jobs import QueueDispatcher, no_bug

_LONG_S = 600.0


def test_stopping_a_job_ends_its_pause() -> None:
    dispatcher = QueueDispatcher()
    runner = ThreadRunner(dispatcher, FakeClock(), no_bug)
    ends: list[Problem] = []

    def work(context: JobContext) -> None:
        context.cancel.cancel()  # somebody stops it, a moment before it pauses
        pause(_LONG_S)

    runner.submit(
        Job(name="Sync", lane=Lane.NETWORK, key="sync", work=work, done=lambda _none: None, failed=ends.append)
    )
    dispatcher.run_until(lambda: bool(ends))
    runner.shutdown()
    assert isinstance(ends[0], Cancelled)


def test_so_do_the_pauses_of_the_threads_it_works_with() -> None:
    flag, waiting = CancelFlag(), CancelFlag()
    flag.cancel()
    with cancellable(flag):
        ((_item, answer),) = fan_out([1], lambda _one: pause(_LONG_S), workers=2, cancel=waiting)
    assert isinstance(answer, Cancelled)


def test_a_pause_outside_of_any_job_is_only_a_pause() -> None:
    pause(0.0)
    flag = CancelFlag()
    with cancellable(flag):
        pause(0.0)
    flag.cancel()
    pause(0.0)
    with cancellable(flag), pytest.raises(Cancelled):
        pause(0.0)
