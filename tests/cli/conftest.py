"""A profile of its own, and a sandbox that a dealer is signed in to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.sandboxes import Start, sandboxes

__all__ = ["Start"]


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on an empty profile."""
    return CommandLine(tmp_path / "profile", capsys, monkeypatch)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts sandboxes and stops them again."""
    with sandboxes(vehicles=6) as starter:
        yield starter


@pytest.fixture
def dealer(cli: CommandLine, start: Start) -> CommandLine:
    """Signed in and synced; the server stays the profile's."""
    assert cli.sign_in(start()).code == 0
    assert cli("sync", "--json").json["complete"]
    return cli
