"""The demo's backend: the sandbox in a process of its own, spoken to over real HTTP like any server.

A separate process, because a server that shares the window's interpreter would make the window wait for its lock.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, fields

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_LONGEST_END_S = 10.0


@dataclass(frozen=True, slots=True)
class SandboxAccess:
    """Where the sandbox listens and who may sign in there (cli.md ``sandbox``)."""

    api_url: str
    verify_base_url: str
    email: str
    password: str
    stripe_url: str
    stripe_key: str
    ev_energy_url: str
    ev_energy_token: str
    ev_energy_user: str
    cariqa_url: str
    cariqa_token: str
    cariqa_user: str


class SandboxProcess:
    """Starts the sandbox, and ends it by closing its standard input: it cannot outlive this program."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> SandboxAccess:
        """Start and wait until it listens (about a second); BadSurroundings ``sandbox_failed`` when it does not."""
        frozen = getattr(sys, "frozen", False)
        command = [sys.executable] if frozen else [sys.executable, "-m", "celliq_desktop"]
        process = subprocess.Popen(
            [*command, "sandbox", *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._process = process
        try:
            said = json.loads(process.stdout.readline() if process.stdout else "")
            return SandboxAccess(**{one.name: said[one.name] for one in fields(SandboxAccess)})
        except (ValueError, KeyError, TypeError) as error:
            self.stop()
            raise BadSurroundings(
                "sandbox_failed",
                N_("The sample server could not be started."),
                next_step=N_("Run “celliq-desktop doctor” to see what is missing."),
            ) from error

    def stop(self) -> None:
        """End the sandbox and wait for it; harmless when it does not run."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=_LONGEST_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
