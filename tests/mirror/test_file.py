"""The file itself: its schema, its secrecy, and whom it refuses."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ids import DealerId, UserId
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror import vehicles
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.schema import METADATA
from tests.support.mirrors import ACCOUNT, CAR, VIN, car, opened


def test_the_migrations_end_in_exactly_the_tables_the_code_declares(file_mirror: Mirror) -> None:
    with file_mirror.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_checks_and_indexes_of_the_file_are_those_of_the_code(file_mirror: Mirror, tmp_path: Path) -> None:
    """Alembic compares neither CHECK constraints nor the WHERE of an index, so the file's own words are compared."""
    fresh = Mirror(tmp_path / "fresh.db", "00" * 32, file_mirror.clock)
    with fresh.write() as session:
        METADATA.create_all(session.connection())
    wanted, found = _conditions(fresh), _conditions(file_mirror)
    fresh.close()
    assert found == wanted
    assert any("WHERE" in words for words in found)


def _conditions(file_mirror: Mirror) -> set[str]:
    with file_mirror.read() as session:
        rows = session.connection().exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        lines = [" ".join(line.split()).rstrip(", ") for row in rows for line in row[0].splitlines()]
    return {line for line in lines if "CHECK" in line or "INDEX" in line}


def test_what_is_stored_cannot_be_read_from_the_disk(mirror_path: Path) -> None:
    mirror = opened(mirror_path)
    with mirror.write() as session:
        vehicles.upsert(session, [car(seller_email="seller@example.com")], 1)
    on_disk = {path.name: path.read_bytes() for path in mirror_path.parent.iterdir()}
    mirror.close()
    on_disk["after closing"] = mirror_path.read_bytes()
    assert len(on_disk["mirror.db-wal"]) > 0
    for name, data in on_disk.items():
        assert not data.startswith(b"SQLite format 3"), name
        assert VIN.encode() not in data, name
        assert b"seller@example.com" not in data, name


def test_a_mirror_keeps_its_cars_until_the_next_start(mirror_path: Path) -> None:
    mirror = opened(mirror_path)
    with mirror.write() as session:
        vehicles.upsert(session, [car()], 1)
    mirror.close()
    again = opened(mirror_path)
    with again.read() as session:
        assert vehicles.vehicle(session, CAR) == car()
    assert again.is_sound()
    again.close()


def test_a_wrong_key_is_refused_in_words_and_changes_nothing(mirror_path: Path) -> None:
    before = mirror_path.read_bytes()
    with pytest.raises(BadSurroundings) as refusal:
        opened(mirror_path, key_hex="a5" * 32)
    assert refusal.value.code == "mirror_damaged"
    assert "key does not fit" in refusal.value.message
    assert mirror_path.read_bytes() == before


def test_a_key_that_is_no_key_is_a_mistake_of_the_program(mirror_path: Path) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        opened(mirror_path, key_hex="'; --")


@pytest.mark.parametrize(
    "other",
    [
        replace(ACCOUNT, api_url="https://elsewhere.example/api"),
        replace(ACCOUNT, user=replace(ACCOUNT.user, id=UserId("usr_2"))),
        replace(ACCOUNT, user=replace(ACCOUNT.user, dealer_id=DealerId("dlr_2"))),
        replace(ACCOUNT, user=replace(ACCOUNT.user, dealer_id=None)),
    ],
    ids=["server", "user", "dealer", "no dealer"],
)
def test_a_file_of_another_account_stays_closed(mirror_path: Path, other: Account) -> None:
    with pytest.raises(BadSurroundings) as refusal:
        opened(mirror_path, account=other)
    assert refusal.value.code == "mirror_foreign"
    opened(mirror_path).close()


def test_a_file_of_a_newer_program_is_refused_untouched(mirror_path: Path) -> None:
    mirror = opened(mirror_path)
    with mirror.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    mirror.close()
    before = mirror_path.read_bytes()
    with pytest.raises(BadSurroundings) as refusal:
        opened(mirror_path)
    assert refusal.value.code == "mirror_newer"
    assert "newer" in refusal.value.message
    assert mirror_path.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 300], ids=["flipped", "other file"])
def test_a_damaged_file_is_named_and_left_as_it_is(mirror_path: Path, damage: bytes) -> None:
    data = bytearray(mirror_path.read_bytes())
    for at in range(200, 4000, 7):
        data[at] ^= 0xFF
    mirror_path.write_bytes(damage or bytes(data))
    before = mirror_path.read_bytes()
    with pytest.raises(BadSurroundings) as refusal:
        opened(mirror_path)
    assert refusal.value.code == "mirror_damaged"
    assert mirror_path.read_bytes() == before


def test_every_flipped_bit_among_the_rows_is_found(mirror_path: Path) -> None:
    mirror = opened(mirror_path)
    size = mirror_path.stat().st_size
    with mirror.write() as session:
        vehicles.upsert(session, [car(number) for number in range(1, 201)], 1)
    assert mirror.is_sound()
    mirror.close()
    whole = mirror_path.read_bytes()
    for at in range(size + 100, len(whole), 20_000):
        data = bytearray(whole)
        data[at] ^= 0x01
        mirror_path.write_bytes(bytes(data))
        mirror = opened(mirror_path)
        assert not mirror.is_sound(), at
        mirror.close()


def test_a_folder_that_is_missing_is_a_problem_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadSurroundings) as refusal:
        opened(tmp_path / "missing" / "mirror.db")
    assert refusal.value.code == "mirror_not_writable"


def test_a_session_for_reading_cannot_write(file_mirror: Mirror) -> None:
    with pytest.raises(BadSurroundings), file_mirror.read() as session:
        vehicles.upsert(session, [car()], 1)
    with file_mirror.read() as session:
        assert vehicles.living(session) == 0
