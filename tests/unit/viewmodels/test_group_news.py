"""What other desks change is heard by the screens, again and again, until the session ends."""

import queue
from collections.abc import Iterator
from functools import partial

import pytest

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.problems import Problem, TryAgain
from celliq_desktop.jobs.thread_runner import ThreadRunner
from celliq_desktop.viewmodels.group_news import GroupNews
from celliq_desktop.viewmodels.hub import Hub
from tests.support.clocks import FakeClock
from tests.support.jobs import QueueDispatcher, no_bug


class _Group:
    """The other desks: what they are about to say is put into ``coming``."""

    def __init__(self) -> None:
        self.coming: queue.Queue[Changes | Problem] = queue.Queue()
        self.asked = 0

    def __call__(self, _patience_s: float, cancel: CancelToken) -> Changes:
        self.asked += 1
        while not cancel.cancelled:
            try:
                word = self.coming.get(timeout=0.02)
            except queue.Empty:
                continue
            if isinstance(word, Problem):
                raise word
            return word
        return Changes()


def _longer(heard: list[Changes], number: int) -> bool:
    return len(heard) > number


@pytest.fixture
def dispatcher() -> QueueDispatcher:
    """The window's thread is this one."""
    return QueueDispatcher()


@pytest.fixture
def runner(dispatcher: QueueDispatcher) -> Iterator[ThreadRunner]:
    """Real lanes."""
    made = ThreadRunner(dispatcher, FakeClock(), no_bug)
    yield made
    made.shutdown()


def test_word_after_word_reaches_the_screens(dispatcher: QueueDispatcher, runner: ThreadRunner) -> None:
    group, hub, heard = _Group(), Hub(), list[Changes]()
    hub.subscribe(heard.append)
    news = GroupNews(group, runner, hub)
    news.tick()
    for number, topic in enumerate((Topic.VEHICLES, Topic.OUTBOX, Topic.REPORTS)):
        group.coming.put(Changes.of(topic))
        dispatcher.run_until(partial(_longer, heard, number))
    assert [one.topics for one in heard] == [{Topic.VEHICLES}, {Topic.OUTBOX}, {Topic.REPORTS}]
    news.close()


def test_a_database_that_was_away_is_asked_again_when_time_has_passed(
    dispatcher: QueueDispatcher, runner: ThreadRunner
) -> None:
    group, hub, heard = _Group(), Hub(), list[Changes]()
    hub.subscribe(heard.append)
    news = GroupNews(group, runner, hub)
    news.tick()
    group.coming.put(TryAgain("mirror_unreachable", "The group's database does not answer."))

    def asked_again() -> bool:
        news.tick()
        return group.asked > 1

    dispatcher.run_until(asked_again)
    group.coming.put(Changes.of(Topic.LINKS))
    dispatcher.run_until(lambda: bool(heard))
    assert heard[0].touches(Topic.LINKS)
    news.close()


def test_who_is_alone_asks_nobody(runner: ThreadRunner) -> None:
    news = GroupNews(None, runner, Hub())
    news.tick()
    assert not runner.board.records
