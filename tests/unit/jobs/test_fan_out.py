"""Several requests in flight, one consumer."""

import threading

import pytest

from celliq_desktop.domain.problems import Cancelled
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.jobs.fan_out import fan_out


def test_every_item_gets_its_answer() -> None:
    answers = dict(fan_out(range(20), lambda n: n * n, workers=4, cancel=CancelFlag()))
    assert answers == {n: n * n for n in range(20)}


def test_one_failure_does_not_stop_the_others() -> None:
    answers = dict(fan_out([1, 0, 2], lambda n: 10 // n, workers=2, cancel=CancelFlag()))
    assert answers[1] == 10
    assert answers[2] == 5
    assert isinstance(answers[0], ZeroDivisionError)


def test_work_really_overlaps() -> None:
    meeting = threading.Barrier(3, timeout=5)
    answers = dict(fan_out(range(3), lambda _n: meeting.wait(), workers=3, cancel=CancelFlag()))
    assert sorted(str(answer) for answer in answers.values()) == ["0", "1", "2"]


def test_cancel_starts_nothing_new() -> None:
    flag = CancelFlag()
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        return number

    def consume() -> None:
        for _answer in fan_out(range(100), work, workers=2, cancel=flag):
            flag.cancel()

    with pytest.raises(Cancelled):
        consume()
    assert len(begun) <= 4
