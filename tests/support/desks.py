"""A real desk over a real mirror, with a fake server, a fake seal and files in memory."""

from pathlib import Path
from typing import Any, TypeVar

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.handing_over import Carried, Letter
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.outbox import Operation, Wish
from celliq_desktop.domain.ports import CancelToken, Clock
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import SealCheck, Verdict
from celliq_desktop.domain.syncing import StepOutcome, SyncSummary, SyncWish
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.signing.likeness import sealed_alike
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.examinations import Examiner
from celliq_desktop.usecases.generate_report import GenerateResult, generate_report
from celliq_desktop.usecases.send_outbox import CarriedOut, carry_out, operations
from celliq_desktop.usecases.sync import sync
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import ORIGIN, reading
from tests.support.mirrors import ACCOUNT, CAR, car
from tests.support.providers import FakeBrowser, FakeProviders
from tests.support.sealing import FakeIdentities, FakeTimestamps

CERTIFICATE = "c5" * 32

P = TypeVar("P", bound=Problem)


class FakeSealer:
    """Implements ``ports.Sealer``: the twin is put behind the page, in the clear."""

    issuer = "Autohaus Test"
    certificate_sha256 = CERTIFICATE

    def __init__(self) -> None:
        self.problem: Problem | None = None

    def seal(self, pdf: bytes, *, twin: str, reason: str) -> bytes:
        """Raises ``problem``."""
        if self.problem is not None:
            raise self.problem
        return pdf + b"\n%" + reason.encode() + b"\n%" + twin.encode()


class FakeChecker:
    """Implements ``ports.SealChecker`` with an answer given beforehand; keeps what it was shown."""

    def __init__(self, verdict: Verdict = Verdict.AUTHENTIC, *reasons: str) -> None:
        self.answer = SealCheck(verdict=verdict, reasons=reasons, certificate_sha256=CERTIFICATE)
        self.seen: list[bytes] = []

    def check(self, pdf: bytes) -> SealCheck:
        """The same answer for every file."""
        self.seen.append(pdf)
        return self.answer


class FakeMail:
    """Implements ``handing_over.MailProgram``: keeps the letters; ``problem`` is raised instead."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.revealed: list[Path] = []
        self.carried = Carried.ASKED
        self.problem: Problem | None = None

    def compose(self, letter: Letter) -> Carried:
        """Raises ``problem``, with no letter."""
        if self.problem is not None:
            raise self.problem
        self.letters.append(letter)
        return self.carried

    def reveal(self, path: Path) -> None:
        """Noted."""
        self.revealed.append(path)


class MemoryFiles:
    """Implements ``ports.FileWriter`` without a disk."""

    def __init__(self) -> None:
        self.written: dict[Path, bytes] = {}
        self.problem: Problem | None = None

    def write(self, path: Path, data: bytes) -> None:
        """Raises ``problem``, with nothing written."""
        if self.problem is not None:
            raise self.problem
        self.written[path] = data


def make_desk(mirror: Mirror, celliq: FakeCellIq | CellIqClient, clock: Clock, **other: Any) -> Desk:
    """The desk of ``mirrors.ACCOUNT``; keyword arguments replace its parts."""
    parts: dict[str, Any] = {
        "account": ACCOUNT,
        "mirror": mirror,
        "api": celliq,
        "public_records": celliq,
        "sealer": FakeSealer(),
        "examiner": Examiner(FakeChecker(), sealed_alike),
        "own_checker": FakeChecker(),
        "files": MemoryFiles(),
        "clock": clock,
        "verify_base_url": ORIGIN,
        "sample": False,
        "known_certificates": lambda: frozenset({CERTIFICATE}),
        "browser": FakeBrowser(),
        "providers": FakeProviders(),
        "stripe": lambda: None,
        "ev_energy": lambda: None,
        "cariqa": lambda: None,
        "mail": FakeMail(),
        "identities": FakeIdentities(),
        "timestamps": FakeTimestamps(),
    }
    return Desk(**(parts | other))


def quiet(_done: int, _total: int | None, _words: str) -> None:
    """A progress nobody watches."""


def synced(desk: Desk, *, full: bool = False, cancel: CancelToken | None = None, **wish: Any) -> SyncSummary:
    """Sync once; its summary."""
    return synced_with_changes(desk, full=full, cancel=cancel, **wish)[0]


def synced_with_changes(
    desk: Desk, *, full: bool = False, cancel: CancelToken | None = None, **wish: Any
) -> tuple[SyncSummary, Changes]:
    """Sync once; its summary and what the screens are told."""
    return sync(desk, SyncWish(full=full, **wish), progress=quiet, cancel=cancel or CancelFlag())


def filled(celliq: FakeCellIq, cars: int, readings_each: int = 0) -> None:
    """``cars`` cars at the server, each with so many readings."""
    for number in range(1, cars + 1):
        one = celliq.add(car(number))
        celliq.record(one.id, *(reading(hour) for hour in range(readings_each)))


def step(summary: SyncSummary, name: str) -> StepOutcome:
    """One step of it."""
    return next(one for one in summary.steps if one.name == name)


def click(desk: Desk, vehicle_id: VehicleId, *, again: bool = False) -> GenerateResult:
    """A person presses "Issue report"."""
    return generate_report(desk, vehicle_id, again=again, progress=quiet, cancel=CancelFlag())[0]


def wished(desk: Desk, *wishes: Wish) -> CarriedOut:
    """A person asks for this now."""
    return carry_out(desk, wishes, progress=quiet, cancel=CancelFlag())


def refused(desk: Desk, kind: type[P], vehicle_id: VehicleId = CAR) -> P:
    """The problem a click on "Issue report" ends in."""
    with pytest.raises(kind) as refusal:
        click(desk, vehicle_id)
    return refusal.value


def only_operation(desk: Desk) -> Operation:
    """The one row of the outbox."""
    (found,) = operations(desk)
    return found
