"""A disk of a few megabytes that is filled twice: ``python -m tests.faults.small_disk FOLDER``, where it is mounted.

What a program could do there is printed as one JSON object, step by step; each life of the program is a process of its
own, so that one can end without tidying up.
"""

import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier

from celliq_desktop.domain.outbox import CostClass, Wish
from celliq_desktop.domain.problems import Problem
from celliq_desktop.mirror import outbox, vehicles
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.space import MEGABYTE, Space, free_bytes
from tests.support.clocks import FakeClock
from tests.support.mirrors import ACCOUNT, KEY, car

_READERS = 4


def _opened(folder: Path) -> Mirror:
    space = Space(folder / "ballast")
    return Mirror.open(folder / "mirror.db", KEY, clock=FakeClock(), account=ACCOUNT, space=space)


def _asked(mirror: Mirror, number: int) -> None:
    with mirror.write() as session:
        wish = Wish(kind="report", natural_key=f"report:{number}", payload="x" * 2_000, cost_class=CostClass.CREDIT)
        outbox.enqueue(session, wish, mirror.clock.now())


def _read(mirror: Mirror) -> list[int]:
    """Cars and changes, as four readers at once find them."""
    together = Barrier(_READERS, timeout=20)

    def one(_number: int) -> tuple[int, int]:
        with mirror.read() as session:
            together.wait()
            return vehicles.living(session), len(outbox.operations(session))

    with ThreadPoolExecutor(_READERS) as pool:
        (found,) = set(pool.map(one, range(_READERS)))
    return list(found)


def _fill(folder: Path, name: str) -> None:
    """Until not a byte is left."""
    with (folder / name).open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4_096)
        except OSError:
            return


def _code(work: Callable[[], object]) -> str:
    try:
        work()
    except Problem as problem:
        return problem.code
    return "done"


def _begins(folder: Path) -> object:
    mirror = _opened(folder)
    with mirror.write() as session:
        vehicles.upsert(session, [car(number) for number in range(1, 6)], 1)
    _asked(mirror, 0)
    mirror.close()
    (folder / "ballast").write_bytes(os.urandom(16 * MEGABYTE))
    return free_bytes(folder) > 0


def _starts_full(folder: Path) -> object:
    """The first time: the ballast makes room."""
    _fill(folder, "first")
    mirror = _opened(folder)
    answer = [_read(mirror), _code(lambda: _asked(mirror, 1)), (folder / "ballast").exists()]
    mirror.close()
    return answer


def _starts_full_again(folder: Path) -> object:
    """There is no ballast any more."""
    _fill(folder, "second")
    left, mirror = free_bytes(folder), _opened(folder)
    answer: list[object] = [left, _read(mirror), _code(lambda: _asked(mirror, 2)), _read(mirror)]
    (folder / "second").unlink()
    answer += [_code(lambda: _asked(mirror, 2)), _read(mirror)]
    mirror.close()
    return answer


def _fills_while_it_runs(folder: Path) -> object:
    """And ends without tidying up."""
    mirror = _opened(folder)
    _fill(folder, "third")
    codes = [_code(partial(_asked, mirror, number)) for number in range(100, 400)]
    answer: list[object] = [codes[-1], codes.count("done") + 3 == _read(mirror)[1]]
    (folder / "third").replace(folder / "second")
    return answer


def _starts_after_that(folder: Path) -> object:
    left, mirror = free_bytes(folder), _opened(folder)
    before = _read(mirror)
    answer: list[object] = [left < MEGABYTE, before[0], before[1] >= 3]
    (folder / "first").unlink()
    answer += [_code(lambda: _asked(mirror, 500)), mirror.is_sound(), _read(mirror)[1] == before[1] + 1]
    mirror.close()
    return answer


_LIVES = (_begins, _starts_full, _starts_full_again, _fills_while_it_runs, _starts_after_that)


def _lived(life: Callable[[Path], object], folder: Path, answer: Connection) -> None:
    answer.send(life(folder))
    os._exit(0)


def _said(life: Callable[[Path], object], folder: Path) -> object:
    mine, theirs = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_lived, args=(life, folder, theirs))
    process.start()
    theirs.close()
    try:
        return mine.recv()
    finally:
        process.join(60)


if __name__ == "__main__":
    json.dump({life.__name__: _said(life, Path(sys.argv[1])) for life in _LIVES}, sys.stdout)
