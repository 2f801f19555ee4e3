"""Threads, windows and processes at the same file, and a process that dies in the middle."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import IO

import pytest

from celliq_desktop.domain.outbox import CostClass, Operation, OperationState, Wish
from celliq_desktop.domain.problems import BadSurroundings, TryAgain
from celliq_desktop.mirror import checkpoints, outbox, vehicles
from celliq_desktop.mirror.engine import Mirror
from tests.support.mirrors import CAR, car, opened

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = f"report:{CAR}"
ROOT = Path(__file__).parents[2]


def _enqueue(mirror: Mirror, now: datetime = NOW) -> tuple[Operation, bool]:
    with mirror.write() as session:
        wish = Wish(kind="report", natural_key=KEY, payload="{}", cost_class=CostClass.CREDIT)
        return outbox.enqueue(session, wish, now)


def _change(mirror: Mirror, before: Operation, state: OperationState) -> Operation:
    after = replace(before, state=state)
    with mirror.write() as session:
        outbox.change(session, before, after, "test", NOW)
    return after


@contextmanager
def _windows(path: Path, count: int) -> Iterator[list[Mirror]]:
    """The same file opened several times, as the window and the command line do."""
    mirrors = [opened(path) for _ in range(count)]
    yield mirrors
    for mirror in mirrors:
        mirror.close()


def _together(mirrors: list[Mirror], work: Callable[[Mirror], object]) -> list[object]:
    start = Barrier(len(mirrors), timeout=20)

    def begun(mirror: Mirror) -> object:
        start.wait()
        return work(mirror)

    with ThreadPoolExecutor(len(mirrors)) as pool:
        return list(pool.map(begun, mirrors))


@pytest.mark.parametrize("windows", [1, 2])
def test_a_double_click_makes_one_order(mirror_path: Path, windows: int) -> None:
    with _windows(mirror_path, windows) as mirrors:
        answers = _together((mirrors * 2)[:2], _enqueue)
        with mirrors[0].read() as session:
            stored = outbox.operations(session)
    assert len(stored) == 1
    assert sorted(answers, key=repr) == sorted([(stored[0], True), (stored[0], False)], key=repr)


def test_every_active_state_blocks_a_second_order_and_every_final_one_allows_it(mirror: Mirror) -> None:
    current, _new = _enqueue(mirror)
    for state in OperationState:
        current = _change(mirror, current, state)
        again, new = _enqueue(mirror, NOW + timedelta(seconds=1))
        assert new is not state.active, state
        if new:
            _change(mirror, again, OperationState.CANCELLED)
        else:
            assert again == current
    with mirror.read() as session:
        assert outbox.active(session, "report", KEY) is None
        newest = outbox.latest(session, "report", KEY)
    assert newest is not None
    assert newest.created_at == NOW + timedelta(seconds=1)


def test_of_two_who_change_an_order_only_the_first_succeeds(mirror: Mirror) -> None:
    order, _new = _enqueue(mirror)
    _change(mirror, order, OperationState.SENDING)
    with pytest.raises(LookupError):
        _change(mirror, order, OperationState.CANCELLED)
    with mirror.read() as session:
        assert [row[1:] for row in outbox.history(session, order.op_id)] == [
            ("queued", "asked for"),
            ("sending", "test"),
        ]


@pytest.mark.parametrize("windows", [1, 3])
def test_three_who_read_and_then_write_lose_no_update(mirror_path: Path, windows: int) -> None:
    def count_up(mirror: Mirror) -> None:
        for _turn in range(20):
            with mirror.write() as session:
                known = checkpoints.stream(session, "vehicles")
                checkpoints.save_stream(session, replace(known, seen=known.seen + 1))

    with _windows(mirror_path, windows) as mirrors:
        _together((mirrors * 3)[:3], count_up)
        with mirrors[0].read() as session:
            assert checkpoints.stream(session, "vehicles").seen == 60


def test_a_reader_keeps_its_view_while_somebody_writes(mirror: Mirror) -> None:
    with mirror.read() as session:
        assert vehicles.living(session) == 0
        with mirror.write() as writing:
            vehicles.upsert(writing, [car()], 1)
        assert vehicles.living(session) == 0
    with mirror.read() as session:
        assert vehicles.living(session) == 1


def test_a_writer_who_waits_too_long_is_told_to_try_again(mirror_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from celliq_desktop.mirror import driver

    patient = tuple(p.replace("busy_timeout=10000", "busy_timeout=50") for p in driver._PRAGMAS)
    monkeypatch.setattr(driver, "_PRAGMAS", patient)
    with _windows(mirror_path, 2) as (first, second), first.write() as session:
        vehicles.upsert(session, [car()], 1)
        with pytest.raises(TryAgain) as refusal:
            _enqueue(second)
    assert refusal.value.code == "mirror_busy"


def test_a_full_disk_leaves_what_was_there(file_mirror: Mirror) -> None:
    with file_mirror.write() as session:
        vehicles.upsert(session, [car(1)], 1)
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(BadSurroundings) as refusal:
        _write_too_much(file_mirror)
    assert refusal.value.code == "disk_full"
    with file_mirror.read() as session:
        assert vehicles.vehicles(session) == (car(1),)
    assert file_mirror.is_sound()


def _write_too_much(mirror: Mirror) -> None:
    with mirror.write() as session:
        vehicles.upsert(session, [car(number, raw="x" * 4_000) for number in range(1, 100)], 2)


@pytest.mark.expects_log("WARNING celliq_desktop.mirror.engine: the mirror was closed without tidying up")
def test_closing_a_mirror_whose_file_broke_is_not_a_crash(mirror_path: Path) -> None:
    mirror = opened(mirror_path)
    with mirror.write() as session:
        vehicles.upsert(session, [car()], 1)
    for file in (mirror_path, mirror_path.with_name("mirror.db-wal")):
        file.write_bytes(b"\xff" * file.stat().st_size)
    mirror.close()


@contextmanager
def _child(path: Path, what: str) -> Iterator[IO[str]]:
    """What a child process says while it writes to ``path``; it is killed, by its own handle, at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.mirror.dying", str(path), what],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            yield process.stdout
        finally:
            process.kill()


def test_a_process_killed_inside_a_transaction_leaves_nothing_of_it(mirror_path: Path) -> None:
    before = opened(mirror_path)
    with before.write() as session:
        vehicles.upsert(session, [car()], 1)
    before.close()
    with _child(mirror_path, "endless") as said:
        assert said.readline() == "written\n"
        assert mirror_path.with_name("mirror.db-wal").stat().st_size > 1_000_000
    after = opened(mirror_path)
    with after.read() as session:
        assert vehicles.vehicles(session) == (car(),)
    assert after.is_sound()
    after.close()


@pytest.mark.parametrize("lines", [1, 13, 60])
def test_a_process_killed_at_any_time_leaves_pages_and_checkpoint_in_step(mirror_path: Path, lines: int) -> None:
    with _child(mirror_path, "pages") as said:
        acknowledged = [int(said.readline()) for _line in range(lines)][-1]
    after = opened(mirror_path)
    with after.read() as session:
        page = checkpoints.stream(session, "vehicles").page
        assert page >= acknowledged
        assert vehicles.living(session) == page * 10
    assert after.is_sound()
    after.close()
