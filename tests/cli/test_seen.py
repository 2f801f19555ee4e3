"""The table of endpoints says which command meets which endpoint; here every one of them is run, and the server says
what it was asked."""

import re
import webbrowser
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from celliq_desktop.sandbox.cariqa.stations import POINTS
from celliq_desktop.sandbox.cariqa.world import PAYMENT_METHOD
from celliq_desktop.sandbox.ev_energy.world import AUTH_CODE
from celliq_desktop.sandbox.server import RunningSandbox, SandboxOptions, start_sandbox
from tests.cli.test_billing import Person
from tests.clients.endpoints import CARIQA, CELLIQ, EV_ENERGY, Endpoint
from tests.support.command_line import CommandLine

_PREFIXES = (("/api/v1", CARIQA), ("/v2", EV_ENERGY), ("/api", CELLIQ))
_IN_A_BROWSER = {"/auth/google", "/auth/google/callback"}
_MIRRORED = {"fleet list", "report list", "charging list", "ev-energy vehicles"}
"""Commands that show what the last sync has read, without the network."""
_LOGS = ("status", "errors", "places", "commands", "vpp")


class _Heard:
    """What a sandbox is asked while a command runs."""

    def __init__(self) -> None:
        self.command = ""
        self.by_command: dict[str, set[tuple[str, str]]] = defaultdict(set)

    def around(self, app: ASGIApp) -> ASGIApp:
        """The same application, listened to."""

        async def heard(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                self.by_command[self.command].add((scope["method"], scope["path"]))
            await app(scope, receive, send)

        return heard

    def met(self, command: str, prefix: str, row: Endpoint) -> bool:
        """Whether this command, or the sync before it, asked this endpoint."""
        asked = self.by_command[command] | (self.by_command["sync"] if command in _MIRRORED else set())
        fits = re.compile(re.escape(prefix + row.path).replace(r"\{\}", "[^/]+") + "/?")
        return any(method == row.method and fits.fullmatch(path) for method, path in asked)


class _Walk:
    """Runs commands at a server with every service connected; ``heard`` notes by the words of the command alone."""

    def __init__(self, cli: CommandLine, server: RunningSandbox, heard: _Heard) -> None:
        self._cli, self._server, self._heard = cli, server, heard

    def __call__(self, command: str, *rest: str, stdin: str = "") -> Any:
        """The document of a command that must not end as a bug."""
        self._heard.command = command
        where = [
            *("--ev-energy-url", str(self._server.urls.ev_energy_url)),
            *("--cariqa-url", str(self._server.urls.cariqa_url)),
            "--json",
        ]
        said = self._cli(*where, *command.split(), *rest, stdin=stdin, server=self._server)
        assert said.code in (0, 3, 4, 5), said.out + said.err
        return said.json


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Agrees to everything."""
    somebody = Person()
    somebody.choice = "agree"
    monkeypatch.setattr(webbrowser, "open", somebody.open)
    yield somebody
    somebody.leave()


@pytest.mark.long
@pytest.mark.timeout(400)
def test_every_command_of_the_table_asks_what_the_table_says(cli: CommandLine, person: Person, tmp_path: Path) -> None:
    heard = _Heard()
    server = start_sandbox(SandboxOptions(vehicles=10), around=heard.around)
    try:
        walk = _Walk(cli, server, heard)
        _celliq(walk, server, tmp_path)
        _ev_energy(walk, server)
        _charging(walk, server)
    finally:
        server.stop()
    assert person.opened
    silent = [
        f"{row.method} {row.path}: {seen}"
        for prefix, rows in _PREFIXES
        for row in rows
        for seen in row.seen
        if seen.startswith("command ") and row.path not in _IN_A_BROWSER and row.calls.startswith("clients.")
        if not heard.met(seen.removeprefix("command "), prefix, row)
    ]
    assert not silent, "; ".join(silent)


def _celliq(walk: _Walk, server: RunningSandbox, folder: Path) -> None:
    walk("login", "--email", server.urls.email, "--password-stdin", stdin=f"{server.urls.password}\n")
    walk("sync")
    walk("vehicle connect")
    car = next(one for one in server.world.cars.values() if all(need["met"] for need in server.world.requirements(one)))
    paper, sellers = folder / "report.pdf", folder / "sellers.csv"
    sellers.write_text("vin,email\nWVWZZZE1ZMP012345,a@b.example\n", encoding="utf-8")
    walk("fleet list")
    walk("vehicle sync", car.vin)
    walk("report validate", car.vin)
    walk("report generate", car.vin, "--out", str(paper))
    walk("report list", "--export", str(folder / "all.csv"))
    walk("verify", str(paper))
    walk("invite", str(sellers))
    for command in ("billing status", "billing checkout", "billing portal"):
        walk(command, *(() if command.endswith("status") else ("--no-browser",)))
    walk("vehicle disconnect", car.vin, "--yes")


def _ev_energy(walk: _Walk, server: RunningSandbox) -> None:
    user = ("--token-stdin", "--user", str(server.urls.ev_energy_user))
    walk("provider connect", "ev_energy", *user, stdin=f"{server.urls.ev_energy_token}\n")
    walk("sync")
    cars = [one["remote_id"] for one in walk("ev-energy vehicles")["items"]]
    for car in cars:
        for logs in _LOGS:
            for entry in walk("ev-energy show", car, "--logs", logs)[logs][:1]:
                if "key" in entry:
                    walk("ev-energy show", car, "--logs", logs, "--at", entry["key"])
    make, model, trim = (walk(f"ev-energy {kind}")["items"][0]["id"] for kind in ("makes", "models", "trims"))
    for kind, one in (("makes", make), ("models", model), ("trims", trim)):
        walk(f"ev-energy {kind}", "--one", one)
    walk("ev-energy add-model", "Prototype", "--make", make)
    walk("ev-energy add-trim", "Long range", "--model", model, "--battery-kwh", "81")
    made = walk("ev-energy add", "--model", model, "--description", "The blue one")["ref"]
    walk("ev-energy change", made, "--battery-kwh", "60")
    walk("ev-energy remove", made)
    request = walk("ev-energy onboard", "--make", make, "--native", "--no-browser")["request_id"]
    walk("ev-energy complete", request, AUTH_CODE)
    walk("ev-energy send-link", "--email", "owner@example.com", "--make", "Volvo")
    walk("ev-energy reconnect", cars[0], "--no-browser")
    walk("ev-energy disconnect", cars[0])


def _charging(walk: _Walk, server: RunningSandbox) -> None:
    user = ("--token-stdin", "--user", str(server.urls.cariqa_user))
    walk("provider connect", "cariqa", *user, stdin=f"{server.urls.cariqa_token}\n")
    walk("sync")
    known = walk("charging list")["items"][0]["id"]
    walk("charging show", known)
    walk("charging rate", known, "5")
    begun = walk("charging start", POINTS[0].evse_id, "--payment-method", PAYMENT_METHOD)
    walk("charging stop", begun["session"]["id"])
