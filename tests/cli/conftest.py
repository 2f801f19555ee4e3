"""A profile of its own, and a sandbox that a dealer is signed in to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.sandbox.server import RunningSandbox, SandboxOptions, start_sandbox
from tests.support.command_line import CommandLine

Start = Callable[..., RunningSandbox]


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line on an empty profile."""
    return CommandLine(tmp_path / "profile", capsys, monkeypatch)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts sandboxes and stops them again."""
    with ExitStack() as stack:

        def run(**options: Any) -> RunningSandbox:
            running = start_sandbox(SandboxOptions(**{"vehicles": 6, **options}))
            stack.callback(running.stop)
            return running

        yield run


@pytest.fixture
def dealer(cli: CommandLine, start: Start) -> CommandLine:
    """Signed in and synced; the server stays the profile's."""
    assert cli.sign_in(start()).code == 0
    assert cli("sync", "--json").json["complete"]
    return cli
