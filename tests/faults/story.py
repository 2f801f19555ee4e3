"""A dealer's program against the model in the test's own time: what may happen, and what must hold at every moment.

Random schedules and the state machine tell stories with it. Everything is decided by arguments, so that the same
arguments tell the same story.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain import crashpoints
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.outbox import Operation, OperationState
from celliq_desktop.domain.problems import Problem, Refused
from celliq_desktop.mirror import outbox
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.kinds.invites import INVITE_KIND
from celliq_desktop.usecases.send_outbox import cancel_operation, operations, retry
from tests.support.clocks import FakeClock
from tests.support.desks import click, make_desk, synced
from tests.support.mirrors import copied, opened
from tests.support.model.books import Books, Ways, stocked
from tests.support.model.direct import DirectWire
from tests.support.model.faults import Effect, Fault
from tests.support.model.messages import Heard
from tests.support.model.server import ModelServer
from tests.support.model.tokens import EMAIL, PASSWORD
from tests.support.servers import MemoryTokens

_READINGS = "GET /vehicles/*/readings"
_INVITE = "POST /dealer/vehicles/invite"
Seller = tuple[str, str]
"""A VIN and the e-mail address of its owner."""


class Crash(BaseException):
    """The program ends here."""


CRASHES = tuple(Fault(f"the program ends, effect {one.value}", effect=one, dies=Crash) for one in Effect)


@dataclass
class Story:
    """One profile and one server. ``coming`` holds faults by the number of requests until they strike; readings, which
    are asked for by several threads, are struck by car instead. ``meanwhile`` happens at the server before a request.

    ``wished`` counts what a person asked for by car, ``invited`` by seller, ``others`` by kind; ``elsewhere`` and
    ``elsewhere_mailed`` what a colleague did; ``dared`` how often a person sent an invite again although the first one
    may have arrived.
    """

    clock: FakeClock
    server: ModelServer
    wire: DirectWire
    path: Path
    store: MemoryTokens
    wished: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)
    invited: Counter[Seller] = field(default_factory=Counter)
    elsewhere_mailed: Counter[Seller] = field(default_factory=Counter)
    dared: Counter[Seller] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    address: str = ""
    known: dict[OperationId, OperationState] = field(default_factory=dict)
    coming: dict[int, Fault] = field(default_factory=dict)
    meanwhile: dict[int, Callable[[], object]] = field(default_factory=dict)
    unread: dict[str, Fault] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    crashes: int = 0
    turned_away: bool = False
    _requests: int = 0

    def __post_init__(self) -> None:
        self.wire.plan = self._befalls
        self.mirror, self._client = self._started()
        self._client.sign_in(EMAIL, PASSWORD)

    @property
    def books(self) -> Books:
        """The server's truth."""
        return self.server.books

    @property
    def desk(self) -> Desk:
        """The program as it runs now."""
        return make_desk(self.mirror, self._client, self.clock)

    def does(self, work: Callable[[], object]) -> None:
        """Do it; a problem is shown to the person, a crash ends the program, which is started again."""
        self._requests = 0
        try:
            work()
        except Problem as problem:
            self.shown.append(problem.message)
            self.log.append(f"  {problem.code}")
            if problem.code == "signed_out":
                self.signs_in()
        except Crash:
            self.restart()
        finally:
            calms_down(self)

    def signs_in(self) -> None:
        """A person types the password again, having been signed out by a plain "no" of the server and nothing else."""
        assert self.turned_away, "signed out although the server did not say no"
        self.turned_away = False
        self.coming.clear()
        self._client.sign_in(EMAIL, PASSWORD)

    def restart(self) -> None:
        """The program ended, however it stood, and is started again."""
        self.log.append("  crash")
        self.crashes += 1
        self.close()
        self.mirror, self._client = self._started()

    def strikes(self, number: int, fault: Fault) -> Callable[[], bool]:
        """``fault`` befalls the ``number``-th request from now; what is returned says whether it has."""
        at = self._requests + number
        self.coming[at] = fault
        return lambda: at not in self.coming

    def crash_at(self, hit: int) -> None:
        """The program ends at the ``hit``-th crash point it comes to."""
        left = [hit]

        def reached(_name: str) -> None:
            if threading.current_thread() is threading.main_thread():  # the order of the others is left to chance
                left[0] -= 1
                if left[0] == 0:
                    raise Crash

        crashpoints.listen(reached)

    def clicks(self, vehicle_id: str, *, again: bool = False) -> None:
        """A wish; a click while one is under way is the same wish."""
        under_way = any(row.state.active and row.natural_key == f"report:{vehicle_id}" for row in operations(self.desk))
        before = len(operations(self.desk))
        self.does(lambda: click(self.desk, VehicleId(vehicle_id), again=again))
        new = len(operations(self.desk)) - before
        assert new <= (not under_way)
        self.wished[vehicle_id] += new

    def syncs(self, *, full: bool = False) -> None:
        """By hand or by the timer."""
        self.does(lambda: synced(self.desk, full=full))

    def decides(self, number: int, *, again: bool) -> None:
        """A person sends operation ``number`` again, or takes it back."""
        rows = operations(self.desk)
        if rows:
            row = rows[number % len(rows)]
            act = retry if again else cancel_operation
            try:
                act(self.desk, row.op_id)
            except Refused as refusal:
                self.log.append(f"  {refusal.code}")
            else:
                if again and row.kind == INVITE_KIND and row.state is OperationState.NEEDS_USER:
                    self.dared[seller_of(row)] += 1

    def colleague_issues(self, vehicle_id: str) -> None:
        """Another desk of the same dealer."""
        self.books.issue(vehicle_id)
        self.elsewhere[vehicle_id] += 1

    def close(self) -> None:
        """End the program."""
        self._client.close()
        self.mirror.close()

    def _started(self) -> tuple[Mirror, CellIqClient]:
        transport = Transport("https://celliq.example/api", "CellIQ", self.clock, _no_pause, lambda _kept: self.wire)
        return opened(self.path, clock=self.clock, backups=self.path.parent / "backups"), CellIqClient(
            transport, self.store
        )

    def _befalls(self, heard: Heard) -> Fault | None:
        if heard.name == _READINGS:
            return self.unread.get(heard.path.split("/")[2])
        self._requests += 1
        if happening := self.meanwhile.pop(self._requests, None):
            happening()
        fault = self.coming.pop(self._requests, None)
        if fault is not None and fault.name == "409" and heard.name == _INVITE and not _doubted(self.mirror, heard):
            return None  # not a fault but an answer: a server that falsely says "already" cannot be seen through
        self.turned_away |= fault is not None and fault.name in ("401", "403")
        return fault


def calms_down(story: Story) -> None:
    """Nothing more goes wrong, also where the trouble that was to come had nothing to strike."""
    crashpoints.listen(None)
    story.coming.clear()
    story.meanwhile.clear()
    story.unread.clear()


def told(template: Path, folder: Path, *, cars: int = 8, store: MemoryTokens | None = None, **ways: Any) -> Story:
    """A story that begins: a fleet of ``cars`` on pages of three, and nothing mirrored yet."""
    clock = FakeClock()
    server = ModelServer(Books(lambda: clock.now().timestamp(), Ways(**{"largest_page": 3, **ways})))
    stocked(server.books, cars)
    for vehicle_id in list(server.books.cars)[:2]:
        server.books.record(vehicle_id, 3)
    return Story(clock, server, DirectWire(server), copied(template, folder), store or MemoryTokens())


def _doubted(mirror: Mirror, heard: Heard) -> bool:
    """An attempt before this one may have arrived: then the server may be at work on it (research N8)."""
    with mirror.read() as session:
        key = OperationId(heard.headers.get("idempotency-key", ""))
        return outbox.times_in(session, key, OperationState.IN_DOUBT) > 0


def _no_pause(_seconds: float) -> None:
    """Waiting costs nothing here, and its length is left to chance, which stories do without."""


def seller_of(operation: Operation) -> Seller:
    """Whom an invite is for."""
    asked = json.loads(operation.payload)
    return asked["vin"], asked["seller_email"]


def lasting(fault: Fault, first: int, times: int) -> dict[int, Fault]:
    """The same fault at ``times`` requests in a row."""
    return {first + number: replace(fault) for number in range(times)}
