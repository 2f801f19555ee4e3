"""Schema steps of a later program, on a file of this one: copied first, whole or not at all, only for its owner."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.mirror import upgrade, vehicles
from celliq_desktop.mirror.engine import Mirror
from tests.support.clocks import FakeClock
from tests.support.mirrors import ACCOUNT, KEY, VIN, car, opened

_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("vehicles") as batch:
        batch.add_column(sa.Column("colour", sa.String(), nullable=True))
    {last}
"""


@pytest.fixture
def filled(mirror_path: Path) -> Path:
    """A closed mirror with one car, as today's program writes it."""
    mirror = opened(mirror_path)
    with mirror.write() as session:
        vehicles.upsert(session, [car()], 1)
    mirror.close()
    return mirror_path


def _head() -> str:
    return str(ScriptDirectory(str(upgrade.MIGRATIONS)).get_current_head())


def _later_program(monkeypatch: pytest.MonkeyPatch, folder: Path, last: str = "pass") -> None:
    steps = Path(shutil.copytree(upgrade.MIGRATIONS, folder / "migrations"))
    (steps / "versions" / "9999_later.py").write_text(_STEP.format(last=last, head=_head()), encoding="utf-8")
    monkeypatch.setattr(upgrade, "MIGRATIONS", steps)


def test_steps_are_known_without_alembic_as_alembic_knows_them() -> None:
    scripts = ScriptDirectory(str(upgrade.MIGRATIONS))
    assert upgrade.known_revisions() == {script.revision for script in scripts.walk_revisions()}
    assert upgrade.newest() == _head()


def _tables(mirror: Mirror) -> set[str]:
    with mirror.read() as session:
        rows = session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {row[0] for row in rows}


def test_a_step_runs_once_and_keeps_the_rows(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _later_program(monkeypatch, tmp_path)
    for _start in range(2):
        mirror = opened(filled, backups=tmp_path / "backups")
        assert "later" in _tables(mirror)
        with mirror.read() as session:
            assert vehicles.vehicles(session) == (car(),)
        mirror.close()
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_the_copy_made_before_a_step_is_whole_and_as_secret_as_the_file(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later_program(monkeypatch, tmp_path)
    opened(filled, backups=tmp_path / "backups").close()
    (copy,) = (tmp_path / "backups").iterdir()
    data = copy.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert VIN.encode() not in data
    mirror = Mirror(copy, KEY, FakeClock())
    assert mirror.is_sound()
    assert "later" not in _tables(mirror)
    with mirror.read() as session:
        assert vehicles.vehicles(session) == (car(),)
    mirror.close()


def test_no_step_runs_when_the_file_is_damaged(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = opened(filled)
    size = filled.stat().st_size
    with mirror.write() as session:
        vehicles.upsert(session, [car(number, raw="x" * 2_000) for number in range(1, 60)], 1)
    mirror.close()
    data = bytearray(filled.read_bytes())
    data[size + 20_000] ^= 0x01
    filled.write_bytes(bytes(data))
    _later_program(monkeypatch, tmp_path)
    with pytest.raises(BadSurroundings) as refusal:
        opened(filled, backups=tmp_path / "backups")
    assert refusal.value.code == "mirror_damaged"
    assert filled.read_bytes() == bytes(data)


@pytest.mark.parametrize("last", ["raise InterruptedError", "op.execute('INSERT INTO nowhere VALUES (1)')"])
def test_a_step_that_fails_leaves_the_file_as_it_was(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    with monkeypatch.context() as later:
        _later_program(later, tmp_path, last)
        with pytest.raises((InterruptedError, BadSurroundings)):
            opened(filled)
    mirror = opened(filled)
    assert "later" not in _tables(mirror)
    with mirror.read() as session:
        assert vehicles.vehicles(session) == (car(),)
    mirror.close()


def test_a_file_of_another_account_is_not_upgraded(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later_program(monkeypatch, tmp_path)
    before = filled.read_bytes()
    with pytest.raises(BadSurroundings) as refusal:
        opened(filled, account=replace(ACCOUNT, api_url="https://elsewhere.example/api"))
    assert refusal.value.code == "mirror_foreign"
    assert filled.read_bytes() == before
