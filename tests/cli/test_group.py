"""Desks of a group by command: the mirror is the group's PostgreSQL, and everything else is as ever."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.postgres import Cluster
from tests.support.sandboxes import Start


def test_two_profiles_work_on_one_mirror_and_no_file_is_made(
    cli: CommandLine,
    start: Start,
    postgres: Cluster,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = start()
    other = CommandLine(tmp_path / "other", capsys, monkeypatch)
    where = ("--mirror", postgres.address(postgres.database()))
    assert (cli.sign_in(server).code, other.sign_in(server).code) == (0, 0)
    said = cli("sync", "--json", *where)
    assert (said.code, said.json.get("complete")) == (0, True)
    fleet = cli("fleet", "list", "--json", *where).json["items"]
    assert len(fleet) == 6
    assert other("fleet", "list", "--json", *where).json["items"] == fleet
    assert not list(tmp_path.rglob("*.db"))
    checks = {check["name"]: check for check in cli("doctor", "--json", *where).json["checks"]}
    assert checks["mirror of the group"]["ok"]
    assert "site “main”" in checks["mirror of the group"]["detail"]


def test_an_address_with_a_password_is_refused_before_anything_is_opened(cli: CommandLine) -> None:
    said = cli("sync", "--json", "--mirror", "postgresql://anna:canary@db.example/cars")
    assert said.code == 3
    assert said.json["error"]["code"] == "bad_mirror"
    assert "canary" not in said.out + said.err
