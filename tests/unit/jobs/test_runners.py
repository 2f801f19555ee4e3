"""Both runners keep the same promises; what a thread adds is tested on threads."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from celliq_desktop.domain.problems import InDoubt, Problem, ProblemKind, TryAgain
from celliq_desktop.jobs.job import Job, JobContext, JobState, Lane
from celliq_desktop.jobs.retry import RetryPolicy
from celliq_desktop.jobs.runner import InlineRunner, Runner
from celliq_desktop.jobs.thread_runner import ThreadRunner
from tests.support.clocks import FakeClock
from tests.support.jobs import QueueDispatcher, no_bug


class Bench:
    """A runner with what came out of it."""

    def __init__(self, runner: Runner, run_until: Callable[[Callable[[], bool]], None]) -> None:
        self.runner = runner
        self.run_until = run_until
        self.results: list[object] = []
        self.problems: list[Problem] = []

    def job(
        self, work: Callable[[JobContext], object], *, key: str = "k", retry: RetryPolicy | None = None
    ) -> Job[Any]:
        return Job(
            name="a job",
            lane=Lane.READ,
            key=key,
            work=work,
            done=self.results.append,
            failed=self.problems.append,
            retry=retry or RetryPolicy(),
        )

    def ended(self, count: int = 1) -> Callable[[], bool]:
        return lambda: len(self.results) + len(self.problems) >= count


@pytest.fixture(params=["inline", "threads"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bugs: list[BaseException] = []
    if request.param == "inline":
        yield Bench(InlineRunner(FakeClock(), lambda _name, error: bugs.append(error)), lambda _finished: None)
        return
    dispatcher = QueueDispatcher()
    runner = ThreadRunner(dispatcher, FakeClock(), lambda _name, error: bugs.append(error))
    yield Bench(runner, dispatcher.run_until)
    runner.shutdown()


def test_a_result_reaches_done_and_the_board_says_so(bench: Bench) -> None:
    bench.runner.submit(bench.job(lambda _context: 42))
    bench.run_until(bench.ended())
    assert bench.results == [42]
    assert [record.state for record in bench.runner.board.records] == [JobState.DONE]


def test_a_problem_reaches_failed_with_its_words(bench: Bench) -> None:
    def work(_context: JobContext) -> None:
        raise TryAgain("offline", "Could not reach CellIQ.")

    bench.runner.submit(bench.job(work))
    bench.run_until(bench.ended())
    assert [problem.message for problem in bench.problems] == ["Could not reach CellIQ."]
    assert bench.runner.board.records[0].state is JobState.FAILED


def test_a_bug_becomes_a_problem_so_that_no_screen_loads_for_ever(bench: Bench) -> None:
    bench.runner.submit(bench.job(lambda _context: 1 // 0))
    bench.run_until(bench.ended())
    assert bench.problems[0].kind is ProblemKind.BUG


def test_a_retry_policy_repeats_what_may_work_later(bench: Bench) -> None:
    tries: list[int] = []

    def work(_context: JobContext) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise TryAgain("offline", "not yet")
        return "there"

    bench.runner.submit(bench.job(work, retry=RetryPolicy(attempts=3, first_wait_s=0.0)))
    bench.run_until(bench.ended())
    assert bench.results == ["there"]


def test_an_operation_in_doubt_is_never_repeated_blindly(bench: Bench) -> None:
    tries: list[int] = []

    def work(_context: JobContext) -> None:
        tries.append(1)
        raise InDoubt("in_doubt", "The reply was lost.")

    bench.runner.submit(bench.job(work, retry=RetryPolicy(attempts=5, first_wait_s=0.0)))
    bench.run_until(bench.ended())
    assert len(tries) == 1


def test_progress_is_on_the_board(bench: Bench) -> None:
    seen: list[tuple[int, int | None, str]] = []
    bench.runner.board.subscribe(lambda record: seen.append((record.done, record.total, record.words)))
    bench.runner.submit(bench.job(lambda context: context.progress(3, 10, "vehicles")))
    bench.run_until(bench.ended())
    assert (3, 10, "vehicles") in seen


def test_a_double_click_is_one_job() -> None:
    dispatcher = QueueDispatcher()
    runner = ThreadRunner(dispatcher, FakeClock(), no_bug)
    bench = Bench(runner, dispatcher.run_until)
    gate = threading.Event()
    first = runner.submit(bench.job(lambda _context: gate.wait(5)))
    second = runner.submit(bench.job(lambda _context: gate.wait(5)))
    gate.set()
    bench.run_until(bench.ended())
    runner.shutdown()
    assert first is second
    assert bench.results == [True]


def test_a_reading_that_had_begun_is_done_once_more_however_often_it_was_asked_for() -> None:
    """What was written while a screen read is shown, too: nothing waits in silence."""
    dispatcher = QueueDispatcher()
    bench = Bench(ThreadRunner(dispatcher, FakeClock(), no_bug), dispatcher.run_until)
    begun, go_on = threading.Event(), threading.Event()
    there = ["old"]

    def read(_context: JobContext) -> tuple[str, ...]:
        seen = tuple(there)
        begun.set()
        go_on.wait(10)
        return seen

    job = replace(bench.job(read), quiet=True)
    bench.runner.submit(job)
    assert begun.wait(10)
    there.append("new")
    for _time in range(3):
        bench.runner.submit(job)
    go_on.set()
    bench.run_until(bench.ended(2))
    bench.runner.shutdown()
    assert bench.results == [("old",), ("old", "new")]


def test_cancel_ends_the_work_at_its_next_look() -> None:
    dispatcher = QueueDispatcher()
    runner = ThreadRunner(dispatcher, FakeClock(), no_bug)
    bench = Bench(runner, dispatcher.run_until)
    handle = runner.submit(bench.job(lambda context: context.cancel.wait(30)))
    handle.cancel()
    bench.run_until(bench.ended())
    runner.shutdown()
    assert bench.problems[0].kind is ProblemKind.CANCELLED
    assert runner.board.records[0].state is JobState.CANCELLED


def test_shutdown_joins_the_workers_and_nothing_arrives_afterwards() -> None:
    dispatcher = QueueDispatcher()
    runner = ThreadRunner(dispatcher, FakeClock(), no_bug)
    bench = Bench(runner, dispatcher.run_until)
    runner.submit(bench.job(lambda context: context.cancel.wait(30)))
    runner.shutdown()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("celliq-")]
    assert bench.results == []
    assert bench.problems == []


def test_a_session_that_ended_is_heard_of_no_more_and_the_next_may_use_its_keys() -> None:
    """M8: a late result of the account before is dropped, and does not stand in the way of the same job for the next
    one."""
    dispatcher, release, started = QueueDispatcher(), threading.Event(), threading.Event()
    runner = ThreadRunner(dispatcher, FakeClock(), no_bug)
    bench = Bench(runner, dispatcher.run_until)

    def late(context: JobContext) -> str:
        started.set()
        release.wait(20)
        context.progress(1, 2, "of the account before")
        return "of the account before"

    runner.submit(bench.job(late))
    assert started.wait(20)
    runner.drop()
    assert not runner.board.records
    runner.submit(bench.job(lambda _context: "of this account"))
    dispatcher.run_until(bench.ended())
    release.set()
    runner.shutdown()
    dispatcher.run_until(lambda: True)
    assert bench.results == ["of this account"]
    assert [record.words for record in runner.board.records] == [""]
