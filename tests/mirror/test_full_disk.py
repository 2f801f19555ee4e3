"""A program that starts while the disk is full (P7): what is mirrored can be read."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror import vehicles
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.space import MEGABYTE, Space
from tests.support.clocks import FakeClock
from tests.support.mirrors import ACCOUNT, KEY, car, opened


@dataclass
class _Disk:
    """What is left of it; what the ballast took comes back when it is gone."""

    ballast: Path
    left: int = 0

    def free(self, _folder: Path) -> int:
        """Bytes."""
        return self.left + (0 if self.ballast.exists() else 16 * MEGABYTE)


def _opened(path: Path, disk: _Disk) -> Mirror:
    backups, space = path.with_name("backups"), Space(disk.ballast, disk.free)
    return Mirror.open(path, KEY, clock=FakeClock(), account=ACCOUNT, space=space, backups=backups)


def test_the_ballast_makes_room_to_read(mirror_path: Path) -> None:
    before = opened(mirror_path)
    with before.write() as session:
        vehicles.upsert(session, [car()], 1)
    before.close()
    disk = _Disk(mirror_path.with_name("ballast"))
    disk.ballast.write_bytes(b"0")
    mirror = _opened(mirror_path, disk)
    assert not disk.ballast.exists()
    with mirror.read() as session:
        assert vehicles.living(session) == 1
    mirror.close()


def test_without_a_ballast_the_file_is_read_as_it_stands_until_there_is_room(mirror_path: Path) -> None:
    """Filled a second time: nothing may be written, not even the log's index beside the file."""
    before = opened(mirror_path)
    with before.write() as session:
        vehicles.upsert(session, [car()], 1)
    before.close()
    disk = _Disk(mirror_path.with_name("ballast"), left=-16 * MEGABYTE)
    mirror = _opened(mirror_path, disk)
    with mirror.read() as session:
        assert vehicles.living(session) == 1
    for write in (lambda: _add_a_car(mirror), mirror.keep_backup):
        with pytest.raises(BadSurroundings) as refusal:
            write()
        assert refusal.value.code == "disk_full"
    assert [one.name for one in mirror_path.parent.iterdir() if one.name.startswith(mirror_path.name)] == ["mirror.db"]
    disk.left = 0
    _add_a_car(mirror)
    with mirror.read() as session:
        assert vehicles.living(session) == 2
    mirror.close()


def _add_a_car(mirror: Mirror) -> None:
    with mirror.write() as session:
        vehicles.upsert(session, [car(2)], 1)


def test_with_room_the_ballast_stays(mirror_path: Path) -> None:
    disk = _Disk(mirror_path.with_name("ballast"), left=500 * MEGABYTE)
    disk.ballast.write_bytes(b"0")
    _opened(mirror_path, disk).close()
    assert disk.ballast.exists()


def test_a_file_that_cannot_be_opened_on_a_full_disk_is_called_so(tmp_path: Path) -> None:
    """Not its permissions: a person would look in the wrong place."""
    nowhere = tmp_path / "missing" / "mirror.db"
    with pytest.raises(BadSurroundings) as full:
        Mirror.open(
            nowhere, KEY, clock=FakeClock(), account=ACCOUNT, space=Space(tmp_path / "ballast", lambda _folder: 0)
        )
    assert full.value.code == "disk_full"
