"""Four desks of a group as processes on one PostgreSQL, one of them killed at a random instant, again and again: every
car's report is charged once, and all desks have the server's truth."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from celliq_desktop.app.clock import SystemClock
from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.jobs.cancel import pause
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror.shared import SharedMirror
from tests.faults.chance import each
from tests.faults.digest import mirrored, shown_dead
from tests.support.desks import make_desk, synced
from tests.support.mirrors import joined
from tests.support.model.books import Books, Ways, stocked
from tests.support.model.faults import Fault
from tests.support.model.messages import Heard
from tests.support.model.server import ModelServer
from tests.support.model.tcp import TcpServer
from tests.support.model.tokens import EMAIL, PASSWORD, Doorman
from tests.support.postgres import Cluster

_DESKS = 4
_LATER_S = 700
"""Between two rounds on the desks' clocks: what was in doubt has settled."""
_LONGEST_S = 240


class _Doorman(Doorman):
    """Every desk signs in by itself, and none of them ends the others' stay."""

    def sign_in(self, email: str, password: str) -> dict[str, object] | None:
        """A new family beside those that are there."""
        others = dict(self._access)
        pair = super().sign_in(email, password)
        self._access |= others
        return pair


class _Group:
    """Four desks and their server. ``rounds`` are played with a kill in each, and a last one without."""

    def __init__(self, address: str, tcp: TcpServer, dice: random.Random) -> None:
        self.address = address
        self.tcp = tcp
        self.dice = dice
        self.killed = 0
        self.lines: list[str] = []
        self.ahead = 0
        books = tcp.server.books
        books.now = self._now
        tcp.server.door = _Doorman(self._now, books.ways)
        self._running: list[subprocess.Popen[str]] = []
        self._left = 0
        tcp.plan = self._heard

    def _now(self) -> float:
        return time.time() + self.ahead

    def prepare(self) -> None:
        """A desk has fetched the fleet the day before."""
        clock = SystemClock()
        client = CellIqClient(Transport(self.tcp.url, "CellIQ", clock, pause))
        client.sign_in(EMAIL, PASSWORD)
        mirror = joined(self.address, clock=clock)
        assert synced(make_desk(mirror, client, clock)).complete
        mirror.close()
        client.close()

    def play(self, number: int, *, desks: int = _DESKS, kill: bool = False) -> None:
        """So many desks work at once, ``number`` rounds after the first one; one is killed while a request is heard."""
        self._left = self.dice.randint(10, 30) if kill else 0
        self.ahead = number * _LATER_S
        words = [sys.executable, "-m", "tests.faults.group_desk", self.address, self.tcp.url, str(self.ahead)]
        self._running = [
            subprocess.Popen([*words, str(self.dice.random())[2:8], "1"], stdout=subprocess.PIPE, text=True)
            for _desk in range(desks)
        ]
        said = []
        for process in self._running:
            out, _err = process.communicate(timeout=_LONGEST_S)
            said.append(out.split())
        codes = [process.returncode for process in self._running]
        self.lines += [f"{number}: {code} {' '.join(words)}" for code, words in zip(codes, said, strict=True)]
        assert all(code in (0, -9) for code in codes), "a desk did not bear the end of another"
        assert sum(code == -9 for code in codes) <= 1
        self.killed += sum(code == -9 for code in codes)

    def _heard(self, _heard: Heard) -> Fault | None:
        if self._left:
            self._left -= 1
            if not self._left:
                self.dice.choice(self._running).kill()
        return None


@contextmanager
def _group(address: str, seed: int, cars: int) -> Iterator[_Group]:
    dice = random.Random(seed)
    books = stocked(Books(time.time, Ways(honours_keys=bool(seed % 2), largest_page=5)), cars, samples=2, dice=dice)
    with TcpServer(ModelServer(books)).running() as tcp:
        books.verify_base = tcp.url.removesuffix("/api")
        group = _Group(address, tcp, dice)
        try:
            yield group
        except BaseException as wrong:
            wrong.add_note("\n".join(group.lines))
            raise


def _assert_truth(mirror: SharedMirror, books: Books) -> None:
    assert {one: books.spent_on(one) for one in books.cars} == dict.fromkeys(books.cars, 1)
    assert mirrored(mirror, "vehicles") == books.cars
    assert mirrored(mirror, "reports") == books.reports
    assert not shown_dead(mirror)
    with mirror.read() as session:
        found = outbox.operations(session)
    assert {one.natural_key for one in found} == {f"report:{one}" for one in books.cars}
    assert {one.state for one in found} == {OperationState.DONE}


@pytest.mark.chance(normal=1, long=6, block=1)
@pytest.mark.timeout(1_800)
def test_four_desks_with_one_killed_in_each_round_charge_once_and_agree(
    seeds: range, postgres: Cluster, group_template: str, request: pytest.FixtureRequest
) -> None:
    rounds, cars = (20, 40) if request.config.getoption("--long") else (1, 5)

    def play(seed: int) -> None:
        address = postgres.address(postgres.database(group_template))
        with _group(address, seed, cars) as group:
            group.prepare()
            for number in range(rounds):
                group.play(number, kill=True)
            group.play(rounds, desks=1)
            group.play(rounds + 1, desks=1)  # a person clicks once more where only a person may
            assert group.killed >= rounds // 2, "the dice killed nobody"
            with closing(joined(address)) as last:
                _assert_truth(last, group.tcp.server.books)

    each(seeds, play, test_four_desks_with_one_killed_in_each_round_charge_once_and_agree)
