"""The program of an older release left its file; this one brings it up to date and is killed on the way (research P5,
E6): the file is the old one or the new one, a checked copy was there before the first step, and what waited waits."""

import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from celliq_desktop.domain.outbox import OperationState, fingerprint
from celliq_desktop.mirror import backups, outbox, upgrade
from celliq_desktop.mirror.driver import make_engine, single
from tests.mirror.dying import GONE
from tests.support.mirrors import KEY, opened

_OLD = "0003"
"""The release most of this is tried with: the first whose outbox carries every kind of change."""
_KILLS, _KILLS_LONG = 6, 120
_LONGEST_S = 60
_WISH = {
    "op_id": "op-1",
    "kind": "report",
    "natural_key": "report:veh_1",
    "payload": "{}",
    "payload_sha": fingerprint("{}"),
    "cost_class": "credit",
    "state": "queued",
    "created_at": "2026-11-20T08:00:00+00:00",
}


def _steps() -> list[str]:
    scripts = ScriptDirectory(str(upgrade.MIGRATIONS)).walk_revisions()
    return [script.revision for script in scripts][::-1]


def _left_by(revision: str, path: Path) -> Path:
    """A file of the release whose newest step is ``revision``, with one report that waits to be sent."""
    engine = make_engine(path, KEY, write=True)
    upgrade.step(engine, revision)
    with engine.begin() as connection:
        columns = connection.exec_driver_sql("PRAGMA table_info(outbox)").all()
        needed = {str(row[1]): _WISH.get(row[1], 0) for row in columns if row[1] in _WISH or row[3]}
        marks = ", ".join("?" * len(needed))
        connection.exec_driver_sql(f"INSERT INTO outbox ({', '.join(needed)}) VALUES ({marks})", tuple(needed.values()))
        connection.exec_driver_sql("PRAGMA user_version = 1")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of an older release, closed."""
    return _left_by(_OLD, tmp_path_factory.mktemp("old") / "mirror.db")


def _waits(path: Path) -> None:
    """The program opens it, and the report still waits as it did."""
    mirror = opened(path)
    with mirror.read() as session:
        (waiting,) = outbox.operations(session)
    assert (waiting.op_id, waiting.kind, waiting.state) == ("op-1", "report", OperationState.QUEUED)
    assert mirror.is_sound()
    mirror.close()


@pytest.mark.parametrize("revision", _steps())
def test_the_file_of_every_older_step_opens_with_what_waited(revision: str, tmp_path: Path) -> None:
    _waits(_left_by(revision, tmp_path / "mirror.db"))


def _begun(path: Path, at: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.mirror.dying", str(path), "upgrade", str(at)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _assert_old_or_new(path: Path) -> str:
    """Never between two steps; a copy of the old one is whole wherever the new one is there."""
    found = _revision(path)
    assert found in (_OLD, _steps()[-1])
    copies = backups.copies(path, path.parent / "backups")
    assert all(backups.sound(one, KEY) for one in copies)
    if found != _OLD:
        assert [_revision(one) for one in copies] == [_OLD]
    return found


def _revision(path: Path) -> str:
    with single(path, KEY) as connection:
        (row,) = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return str(row[0])


def test_it_may_end_at_every_point_of_an_upgrade(old: Path, tmp_path: Path) -> None:
    found, ended = [], True
    for at in range(1, 50):
        folder = tmp_path / str(at)
        folder.mkdir()
        path = Path(shutil.copy(old, folder))
        with _begun(path, at) as process:
            _out, err = process.communicate(timeout=_LONGEST_S)
        assert process.returncode in (0, GONE), err
        ended = process.returncode == GONE
        found.append(_assert_old_or_new(path))
        _waits(path)
        if not ended:
            break
    assert not ended
    assert len(found) > 4
    assert {*found} == {_OLD, _steps()[-1]}


def test_it_may_be_killed_at_any_moment_of_an_upgrade(
    old: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    dice = random.Random(5)
    for number in range(_KILLS_LONG if request.config.getoption("--long") else _KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = Path(shutil.copy(old, folder))
        with _begun(path, 0) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begins\n"
            threading.Event().wait(dice.random() * 0.4)
            process.kill()
        _assert_old_or_new(path)
        _waits(path)
