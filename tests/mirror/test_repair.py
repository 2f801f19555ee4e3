"""A damaged mirror: set aside whole, and everything that exists nowhere else comes back, in doubt."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from celliq_desktop.domain.outbox import CostClass, OperationState, Wish
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror import backups, outbox, vehicles
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.repair import Repaired, empty_mirrored, finish, repair
from celliq_desktop.mirror.schema import LOCAL, METADATA, MIRRORED, tables_of
from tests.support.clocks import FakeClock
from tests.support.mirrors import ACCOUNT, KEY, car, opened

_CLOCK = FakeClock()


def _fill(mirror: Mirror, *keys: str) -> None:
    with mirror.write() as session:
        vehicles.upsert(session, [car(number, raw="x" * 3_000) for number in range(1, 40)], 1)
    for key in keys:
        with mirror.write() as session:
            wish = Wish(kind="report", natural_key=key, payload="{}", cost_class=CostClass.CREDIT)
            outbox.enqueue(session, wish, _CLOCK.now())


def _repaired(path: Path) -> Repaired:
    folder = path.parent
    return repair(path, KEY, clock=_CLOCK, account=ACCOUNT, backups=folder / "backups", damaged=folder / "damaged")


def _operations(path: Path) -> dict[str, OperationState]:
    mirror = opened(path)
    with mirror.read() as session:
        found = {one.natural_key: one.state for one in outbox.operations(session)}
    mirror.close()
    return found


def _flip(path: Path, *places: int) -> None:
    data = bytearray(path.read_bytes())
    for at in places:
        data[at] ^= 1
    path.write_bytes(bytes(data))


def test_every_table_is_either_mirrored_or_precious() -> None:
    """What is in neither family would be forgotten by a repair."""
    mirrored, local = set(tables_of(MIRRORED)), set(tables_of(LOCAL))
    assert mirrored | local == set(METADATA.tables)
    assert not mirrored & local


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_what_waits_is_saved_from_a_file_damaged_elsewhere_and_comes_back_in_doubt(mirror_path: Path) -> None:
    """P9, P10: cars are gone until the next sync, operations are not, and none of them may simply be sent again."""
    mirror = opened(mirror_path, backups=mirror_path.parent / "backups")
    _fill(mirror, "report:veh_1", "report:veh_2")
    mirror.close()
    whole, saved = mirror_path.read_bytes(), []
    for page in range(1, len(whole) // 4096, 9):  # whatever page the damage hits
        mirror_path.write_bytes(whole)
        _flip(mirror_path, page * 4096 + 2_000)
        damaged = mirror_path.read_bytes()
        done = _repaired(mirror_path)
        assert (done.kept / mirror_path.name).read_bytes() == damaged, "the damaged file is kept as it was"
        states = _operations(mirror_path)
        assert set(states.values()) <= {OperationState.IN_DOUBT}, page
        saved.append(len(states))
    assert saved.count(2) > len(saved) // 2, "most damage hits cars"
    mirror_path.write_bytes(whole)
    _flip(mirror_path, len(whole) - 2_000)
    assert _repaired(mirror_path).operations == 2
    mirror = opened(mirror_path)
    with mirror.read() as session:
        assert vehicles.living(session) == 0
        (first, *_others) = outbox.operations(session)
        assert [state for _at, state, _note in outbox.history(session, first.op_id)] == ["queued", "in_doubt"]
        assert first.settle_until is not None
    assert mirror.is_sound()
    mirror.close()


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_what_the_server_had_before_the_first_attempt_is_saved_with_the_operation(mirror_path: Path) -> None:
    """P10: without its pre-marker nobody could tell a report that landed from one that was there before."""
    mirror = opened(mirror_path, backups=mirror_path.parent / "backups")
    _fill(mirror, "report:veh_1")
    with mirror.write() as session:
        (asked,) = outbox.operations(session)
        sending = replace(asked, state=OperationState.SENDING, pre_marker='["rep_1"]', last_sent_at=_CLOCK.now())
        outbox.change(session, asked, sending, "sending", _CLOCK.now())
    mirror.close()
    assert _repaired(mirror_path).operations == 1
    mirror = opened(mirror_path)
    with mirror.read() as session:
        (saved,) = outbox.operations(session)
    mirror.close()
    assert (saved.op_id, saved.state, saved.pre_marker) == (asked.op_id, OperationState.IN_DOUBT, '["rep_1"]')


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_a_file_that_opens_no_more_gives_way_to_its_newest_sound_backup(mirror_path: Path) -> None:
    """P10: the backup is older than the outbox was; what it calls queued may have been sent since."""
    mirror = opened(mirror_path, backups=mirror_path.parent / "backups")
    _fill(mirror, "report:veh_1")
    mirror.keep_backup()
    _fill(mirror, "report:veh_2")
    mirror.close()
    _flip(mirror_path, 100)  # the first page: not even the schema can be read
    with pytest.raises(BadSurroundings, match="damaged"):
        opened(mirror_path)
    done = _repaired(mirror_path)
    assert (done.source, done.operations) == ("backup", 1)
    assert _operations(mirror_path) == {"report:veh_1": OperationState.IN_DOUBT}


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_without_file_and_backup_a_new_mirror_begins_and_the_old_one_is_kept(mirror_path: Path) -> None:
    mirror_path.write_bytes(b"no database at all" * 300)
    done = _repaired(mirror_path)
    assert (done.source, done.operations) == ("nothing", 0)
    assert (done.kept / mirror_path.name).read_bytes().startswith(b"no database")
    opened(mirror_path).close()


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_the_log_beside_a_damaged_file_is_set_aside_with_it(mirror_path: Path) -> None:
    """P9: db, -wal and -shm go together; a log left behind would be played into the new file."""
    mirror = opened(mirror_path, backups=mirror_path.parent / "backups")
    _fill(mirror, "report:veh_1")
    beside = {path.name: path.read_bytes() for path in mirror_path.parent.glob("mirror.db*")}
    mirror.close()
    for name, data in beside.items():
        (mirror_path.parent / name).write_bytes(data)
    assert len(beside["mirror.db-wal"]) > 0
    _flip(mirror_path, 100)
    done = _repaired(mirror_path)
    assert {path.name for path in done.kept.iterdir()} >= {"mirror.db", "mirror.db-wal"}
    assert not mirror_path.with_name("mirror.db-wal").exists()
    assert not list(mirror_path.parent.glob("*celliq-part*"))


class _Killed(BaseException):
    """The process ended here."""


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_repair_killed_at_any_rename_is_finished_at_the_next_start(
    mirror_path: Path, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P9: between two renames there is either the old file or the whole new one."""
    mirror = opened(mirror_path, backups=mirror_path.parent / "backups")
    _fill(mirror, "report:veh_1")
    mirror.keep_backup()
    mirror.close()
    _flip(mirror_path, 100)
    mirror_path.with_name("mirror.db-wal").write_bytes(b"old log")
    with monkeypatch.context() as dying:
        dying.setattr(Path, "replace", _dies_at(at))
        with suppress(_Killed):
            _repaired(mirror_path)
    finish(mirror_path, mirror_path.parent / "damaged")
    assert _operations(mirror_path) == {"report:veh_1": OperationState.IN_DOUBT}
    assert list(mirror_path.parent.glob("damaged/*/mirror.db*")), "the damaged file is kept"


@pytest.mark.expects_log("a damaged mirror was set aside")
def test_a_repair_killed_before_the_new_file_is_whole_leaves_the_old_one_for_another_try(
    mirror_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = opened(mirror_path, backups=mirror_path.parent / "backups")
    _fill(mirror, "report:veh_1")
    mirror.keep_backup()
    mirror.close()
    _flip(mirror_path, 100)
    before = mirror_path.read_bytes()
    with monkeypatch.context() as dying, suppress(_Killed):
        dying.setattr(Path, "replace", _dies_at(1))
        _repaired(mirror_path)
    finish(mirror_path, mirror_path.parent / "damaged")
    assert mirror_path.read_bytes() == before
    assert _repaired(mirror_path).operations == 1


def _dies_at(turn: int) -> Callable[[Path, Path], Path]:
    real, count = Path.replace, 0

    def replace(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == turn:
            raise _Killed
        return real(path, target)

    return replace


def test_emptying_the_mirror_keeps_what_exists_nowhere_else(mirror_path: Path) -> None:
    mirror = opened(mirror_path, backups=mirror_path.parent / "backups")
    _fill(mirror, "report:veh_1")
    empty_mirrored(mirror)
    with mirror.read() as session:
        assert vehicles.living(session) == 0
        assert [one.state for one in outbox.operations(session)] == [OperationState.QUEUED]
    mirror.close()
    assert backups.sound(mirror_path, KEY)
