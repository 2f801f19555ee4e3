"""Runs the command line as a script would: words in, exit code and one JSON document out."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.app import wiring
from celliq_desktop.app.main import main
from celliq_desktop.sandbox.server import RunningSandbox
from tests.support.clocks import HastyClock


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


class CommandLine:
    """Commands on one profile against one server, in this process; secrets in the vault file."""

    def __init__(self, profile: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.profile = profile
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("CELLIQ_VAULT_PASSPHRASE", "a passphrase for tests")

    def __call__(self, *words: str, stdin: str = "", server: RunningSandbox | None = None) -> Said:
        """Run one command and wait for it."""
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        where = ["--api-url", server.urls.api_url] if server else []
        code = main(["--profile", str(self.profile), *where, *words])
        out, err = self._capsys.readouterr()
        return Said(code, out, err)

    def hurry(self) -> None:
        """Time passes quickly from now on."""
        self._monkeypatch.setattr(wiring, "SystemClock", HastyClock)

    def sign_in(self, server: RunningSandbox) -> Said:
        """Sign in as the sample dealer."""
        return self(
            "login", "--email", server.urls.email, "--password-stdin", stdin=f"{server.urls.password}\n", server=server
        )
