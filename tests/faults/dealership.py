"""A real program against the model on real TCP: processes that are killed, faults on the wire, and the books at the
end."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.model.books import Books, Row, Ways, stocked
from tests.support.model.faults import Effect, End, Fault, redirect
from tests.support.model.messages import Heard
from tests.support.model.server import ModelServer
from tests.support.model.tcp import TcpServer
from tests.support.model.tokens import EMAIL, PASSWORD

_PASSPHRASE = "a passphrase for kills"
_LONGEST_S = 600
"""A command; the machine may be busy with other things."""
_LATE_S = 0.3
"""Late effects land before the program is started "later"."""
_LATER_S = 600.0
_KILLED = tuple(
    Fault(f"killed, effect {one.value}", effect=one, cut=lambda _data: b"", end=End.RESET) for one in Effect
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a process left behind; ``code`` negative when it was killed."""

    code: int
    document: Any


@dataclass
class Dealership:
    """One profile and one server. ``faults`` befall every ``one_in``-th request or so."""

    profile: Path
    tcp: TcpServer
    foreign: TcpServer
    dice: random.Random
    faults: Sequence[Fault] = ()
    one_in: int = 6
    kills: int = 0
    commands: list[str] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None
    _kill_in: int | None = None
    _wait_s: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.tcp.plan, self.tcp.answered, self.tcp.late_s = self._befalls, self._answered, _LATE_S
        redirects = tuple(redirect(code, f"{self.foreign.url}/dealer/vehicles") for code in (302, 307))
        self.faults = (*self.faults, *redirects) if self.faults else ()

    @property
    def books(self) -> Books:
        """The server's truth."""
        return self.tcp.server.books

    def run(self, *words: str, stdin: str = "", kill_in: int | None = None) -> Said:
        """One command as a process of its own; killed about its ``kill_in``-th request."""
        return self._run("celliq_desktop", words, stdin, kill_in)

    def later(self, *words: str) -> Said:
        """The same command ten minutes later, with a quiet network."""
        faults, self.faults = self.faults, ()
        try:
            return self._run("tests.faults.later", words, "", None, str(_LATER_S))
        finally:
            self.faults = faults

    def sign_in(self) -> None:
        """The person types the password."""
        faults, self.faults = self.faults, ()
        said = self.run("login", "--email", EMAIL, "--password-stdin", "--api-url", self.tcp.url, stdin=f"{PASSWORD}\n")
        self.faults = faults
        assert said.code == 0, said

    def ends_well(self, asked: set[str], invited: set[tuple[str, str]]) -> None:
        """With a quiet network: a first word finds what has landed, a second one sends again what has not; and then the
        books agree."""
        for vin in sorted(asked):
            assert any(self.later("report", "generate", vin).code == 0 for _word in range(2)), vin
        assert self.later("sync", "--full").code == 0
        assert sorted(row["vin"] for row in self._cars() if self.books.spent_on(row["id"])) == sorted(asked)
        assert len(self.books.ledger) == len(asked), "credits charged differ from reports asked for"
        assert dict(self.books.mails) == dict.fromkeys(invited, 1), "somebody was mailed twice, or never"
        listed = {item["vin"]: item for item in self.later("fleet", "list").document["items"]}
        assert listed.keys() == {row["vin"] for row in self._cars()}
        assert all(listed[row["vin"]]["odometer_km"] == row["odometer_km"] for row in self._cars())
        reports = self.later("report", "list").document["items"]
        assert {item["id"]: item["status"] for item in reports} == {
            row["id"]: row["status"] for row in self.books.reports.values()
        }
        assert {item["state"] for item in self.later("outbox", "list").document["items"]} <= {"done"}
        assert self.tcp.server.door.revoked == 0
        self._keeps_secrets()

    def _keeps_secrets(self) -> None:
        """No token left for another host, and nothing a stranger could read lies in the profile."""
        assert not self.foreign.server.heard
        secret = [b"canary-", *(row["vin"].encode() for row in self._cars()[:20]), b"seller-1@example.com"]
        for path in (one for one in self.profile.rglob("*") if one.is_file()):
            data = path.read_bytes()
            assert not [word for word in secret if word in data], path.name
            assert not path.name.endswith(".celliq-part"), "a file was left half-written"

    def _cars(self) -> list[Row]:
        return list(self.books.cars.values())

    def _run(self, module: str, words: Sequence[str], stdin: str, kill_in: int | None, *before: str) -> Said:
        command = [sys.executable, "-m", module, *before, "--profile", str(self.profile), "--json", *words]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"CELLIQ_VAULT_PASSPHRASE": _PASSPHRASE},
        )
        with self._lock:
            self._process, self._kill_in, self._wait_s = process, kill_in, None
        self.commands.append(" ".join(words))
        with process:
            try:
                out, _err = process.communicate(stdin, timeout=_LONGEST_S)
            finally:
                process.kill()
        said = Said(process.returncode, json.loads(out) if process.returncode >= 0 and out else None)
        problem = said.document.get("error", {}).get("code", "") if isinstance(said.document, dict) else ""
        self.commands[-1] += f" -> {said.code} {problem}".rstrip()
        return said

    def _befalls(self, _heard: Heard) -> Fault | None:
        with self._lock:
            if self._kill_in is not None:
                self._kill_in -= 1
                if self._kill_in == 0:
                    return self._kill()
            if self.faults and self.dice.randrange(self.one_in) == 0:
                return self.dice.choice(self.faults)
            return None

    def _kill(self) -> Fault | None:
        """Now, while the request is under way, or some milliseconds after its answer."""
        if self.dice.random() < 0.5:
            self._wait_s = self.dice.random() * 0.05
            return None
        self._end()
        return self.dice.choice(_KILLED)

    def _answered(self, _heard: Heard) -> None:
        with self._lock:
            wait_s, self._wait_s = self._wait_s, None
        if wait_s is not None:
            threading.Event().wait(wait_s)
            with self._lock:
                self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self.kills += 1


@contextmanager
def dealership(
    folder: Path, seed: int, *, cars: int, faults: Sequence[Fault] = (), **ways: Any
) -> Iterator[Dealership]:
    """A signed-in profile in ``folder``; its fleet is at the server and nowhere else."""
    dice = random.Random(seed)
    books = stocked(Books(time.time, Ways(**{"largest_page": 50, **ways})), cars, samples=2, dice=dice)
    with TcpServer(ModelServer(books)).running() as tcp, TcpServer(ModelServer(Books(time.time))).running() as foreign:
        books.verify_base = tcp.url.removesuffix("/api")
        found = Dealership(folder / "profile", tcp, foreign, dice, faults)
        found.sign_in()
        try:
            yield found
        except BaseException as wrong:
            wrong.add_note("; ".join(found.commands))
            raise
