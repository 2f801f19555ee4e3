"""Checked copies: one a day, whole or not there, thinned; and the room they need."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror import backups, vehicles
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.space import MEGABYTE, Room, Space
from tests.support.clocks import FakeClock
from tests.support.mirrors import KEY, VIN, car, opened


def _with_a_car(path: Path, clock: FakeClock) -> Mirror:
    mirror = opened(path, clock=clock, backups=path.parent / "backups")
    with mirror.write() as session:
        vehicles.upsert(session, [car()], 1)
    return mirror


def test_a_copy_is_made_once_a_day_and_opens_with_its_rows(mirror_path: Path, tmp_path: Path) -> None:
    clock, folder = FakeClock(), tmp_path / "backups"
    mirror = _with_a_car(mirror_path, clock)
    made = [mirror.keep_backup()]
    clock.advance(23 * 3600)
    made.append(mirror.keep_backup())
    clock.advance(3601)
    made.append(mirror.keep_backup())
    mirror.close()
    assert made == [True, False, True]
    found = backups.copies(mirror_path, folder)
    assert len(found) == 2
    for copy in found:
        assert VIN.encode() not in copy.read_bytes()
    assert set(folder.iterdir()) == set(found), "nothing half-made lies there"
    for copy in found:
        again = opened(copy)
        with again.read() as session:
            assert vehicles.living(session) == 1
        again.close()


def test_a_damaged_mirror_is_found_by_the_daily_copy_which_replaces_no_good_one(
    mirror_path: Path, tmp_path: Path
) -> None:
    """P9: one flipped bit anywhere is found within a day, and the copy from before it stays."""
    clock, folder = FakeClock(), tmp_path / "backups"
    size = mirror_path.stat().st_size
    mirror = _with_a_car(mirror_path, clock)
    with mirror.write() as session:
        vehicles.upsert(session, [car(number, raw="x" * 2_000) for number in range(2, 60)], 1)
    mirror.keep_backup()
    mirror.close()
    data = bytearray(mirror_path.read_bytes())
    data[size + 20_000] ^= 1
    mirror_path.write_bytes(bytes(data))
    clock.advance(25 * 3600)
    mirror = opened(mirror_path, clock=clock, backups=folder)
    with pytest.raises(BadSurroundings) as refusal:
        mirror.keep_backup()
    mirror.close()
    assert refusal.value.code == "mirror_damaged"
    assert len(backups.copies(mirror_path, folder)) == 1


def test_copies_are_thinned_to_seven_days_and_four_weeks(mirror_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    days = [start - timedelta(days=age) for age in range(60)]
    for day in days:
        for hour in (0, 5):
            (folder / f"mirror-0001-{day + timedelta(hours=hour):%Y%m%dT%H%M%S}.db").touch()
    (folder / "other-0001-20200101T000000.db").touch()
    backups.thin(mirror_path, folder)
    kept = {path.name[12:20] for path in backups.copies(mirror_path, folder)}
    assert kept == {f"{day:%Y%m%d}" for day in days[:7]} | {"20261122", "20261115", "20261108", "20261101"}
    assert len(backups.copies(mirror_path, folder)) == 7 + 3
    assert (folder / "other-0001-20200101T000000.db").exists(), "another account's copies are not ours to thin"


def test_the_newest_copy_that_is_whole_is_found_behind_a_damaged_one(mirror_path: Path, tmp_path: Path) -> None:
    clock, folder = FakeClock(), tmp_path / "backups"
    mirror = _with_a_car(mirror_path, clock)
    mirror.keep_backup()
    clock.advance(25 * 3600)
    mirror.keep_backup()
    mirror.close()
    newest, older = backups.copies(mirror_path, folder)
    newest.write_bytes(newest.read_bytes()[:-5_000])
    assert backups.newest_sound(mirror_path, KEY, folder) == older


def test_too_little_room_pauses_until_there_is_twice_as_much(tmp_path: Path) -> None:
    """P7: below 64 MB large work pauses, below 200 MB there is a warning, and it goes on at twice the floor."""
    left = 500 * MEGABYTE
    space = Space(tmp_path / "ballast", free=lambda _folder: left)
    seen = []
    for megabytes in (500, 199, 63, 65, 127, 128, 65, 201):
        left = megabytes * MEGABYTE
        seen.append(space.room)
    none = Room.NONE
    assert seen == [Room.ENOUGH, Room.LOW, none, none, none, Room.LOW, Room.LOW, Room.ENOUGH]
    left = 10 * MEGABYTE
    with pytest.raises(BadSurroundings, match="10 MB") as refusal:
        space.require_room()
    assert refusal.value.code == "disk_full"


def test_the_ballast_is_laid_where_there_is_room_and_given_up_for_a_full_disk(tmp_path: Path) -> None:
    """P7: sixteen megabytes of real blocks stand by."""
    left = 500 * MEGABYTE
    ballast = tmp_path / "ballast"
    space = Space(ballast, free=lambda _folder: left)
    space.lay_ballast()
    assert ballast.stat().st_size == 16 * MEGABYTE
    assert len(set(ballast.read_bytes()[:4096])) > 200
    space.give_up_ballast()
    space.give_up_ballast()
    assert not ballast.exists()
    left = 100 * MEGABYTE
    space.lay_ballast()
    assert not ballast.exists(), "not while the disk is short"


def test_a_full_disk_refuses_the_write_frees_the_ballast_and_reads_go_on(mirror_path: Path) -> None:
    """P7: the intent that cannot be persisted is refused, nothing of it is there, and the next one works."""
    mirror = _with_a_car(mirror_path, FakeClock())
    mirror.space.lay_ballast()
    with mirror.write() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(BadSurroundings) as refusal, mirror.write() as session:
        vehicles.upsert(session, [car(number, raw="x" * 4_000) for number in range(2, 200)], 1)
    assert refusal.value.code == "disk_full"
    assert not mirror_path.with_name("ballast").exists()
    with mirror.read() as session:
        assert vehicles.living(session) == 1
    with mirror.write() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1073741823")
        vehicles.upsert(session, [car(2)], 1)
    assert mirror.is_sound()
    mirror.close()
