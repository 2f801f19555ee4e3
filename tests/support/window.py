"""The real window over hand-made answers: jobs run at once, nothing is on the network or on disk but preferences."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QApplication

from celliq_desktop.domain.accounts import Keep
from celliq_desktop.domain.charging import ChargingOverview
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.prints import ForgetfulPrintMemory
from celliq_desktop.domain.problems import BadSurroundings, Problem
from celliq_desktop.domain.providers import Connection, Standing
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.jobs.job import Job
from celliq_desktop.jobs.runner import InlineRunner, JobHandle
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.shell import MainWindow, remembered_theme
from celliq_desktop.ui.theme.switch import ThemeSwitch
from celliq_desktop.usecases.billing import BillingOverview
from celliq_desktop.usecases.identity import SealingState
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.hub import Hub
from celliq_desktop.viewmodels.session_models import models_of
from celliq_desktop.viewmodels.workbench import Workbench
from tests.support.clocks import FakeClock
from tests.support.jobs import no_bug
from tests.support.sealing import FakeIdentities
from tests.support.session_models import FakeDealership
from tests.support.vehicle_details import detail, estimate, report

PASSWORD = "correct horse"
PASSPHRASE = "battery staple"


class NoDesk:
    """Stands where the use cases' desk would: it has the time, remembers open prints, and has nothing else that screens
    might ask it."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.prints = ForgetfulPrintMemory()

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"this window has no desk to ask for {name}")


class HoldingRunner(InlineRunner):
    """Runs jobs at once, except those whose key is in ``held``: they wait for ``let_go``."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock, no_bug)
        self.held: set[str] = set()
        self.cancelled: list[int] = []
        self._waiting: list[Job[Any]] = []

    def submit(self, job: Job[Any]) -> JobHandle:
        """Run ``job``, or keep it."""
        if job.key in self.held:
            self._waiting.append(job)
            return _Waiting()
        return super().submit(job)

    def cancel(self, job_id: int) -> None:
        """Note who was asked to stop."""
        self.cancelled.append(job_id)

    def let_go(self) -> None:
        """Run what was kept."""
        self.held.clear()
        waiting, self._waiting = self._waiting, []
        for job in waiting:
            super().submit(job)


class _Waiting:
    id = 0

    def cancel(self) -> None:
        """It has not begun."""


@dataclass
class FakeSessions:
    """Implements ``viewmodels.session.Sessions``: anybody with the password may come in; ``problem`` refuses."""

    bench: Workbench
    server: str = "celliq.example"
    last_email: str = ""
    remembered: bool = False
    problem: Problem | None = None
    log: list[str] = field(default_factory=list)

    def restore(self) -> Workbench | None:
        """The desk that was open."""
        return self._open("restore")

    def sign_in(self, email: str, password: str) -> Workbench:
        """The desk of ``email``."""
        assert password == PASSWORD
        return self._open(f"sign in {email}")

    def sign_in_with_google(self, role: str, cancel: CancelToken) -> Workbench:
        """The desk of whoever was picked at Google."""
        cancel.check()
        return self._open(f"google {role}")

    def explore_sample(self) -> Workbench:
        """The sample desk."""
        return self._open("sample")

    def keep_secrets(self, keep: Keep, passphrase: str) -> None:
        """Noted; a vault opens with the one passphrase."""
        self.log.append(f"keep {keep.value}")
        if keep is Keep.VAULT and passphrase != PASSPHRASE:
            raise BadSurroundings("wrong_passphrase", "The passphrase does not open the vault of this profile.")
        self.problem = None

    def repair(self) -> str:
        """It is whole again."""
        self.log.append("repair")
        self.problem = None
        return "2 changes were saved."

    def sign_out(self) -> None:
        """Nothing to forget."""
        self.log.append("sign out")

    def _open(self, how: str) -> Workbench:
        self.log.append(how)
        if self.problem is not None:
            raise self.problem
        return self.bench


@dataclass(frozen=True)
class Opened:
    """A window and all a test turns around it."""

    window: MainWindow
    sessions: FakeSessions
    dealership: FakeDealership
    clock: FakeClock
    runner: HoldingRunner
    theme: ThemeSwitch
    preferences: Preferences
    vehicles: list[VehicleId] = field(default_factory=list)

    def vehicle_detail(self, _desk: object, vehicle_id: VehicleId) -> VehicleDetail:
        """Stands for the use case of that name: the dealership's car with made-up evidence."""
        self.vehicles.append(vehicle_id)
        (row,) = (row for row in self.dealership.snapshot.rows if row.id == vehicle_id)
        return replace(detail(estimate(), report()), row=row)


def no_library(_desk: object) -> tuple[()]:
    """Stands for the use cases that read reports and exports: there are none."""
    return ()


def no_money(_desk: object) -> BillingOverview:
    """Stands for the use case that reads billing: nothing is known yet."""
    stripe = Connection(name="stripe", title="Stripe", url="https://stripe.example", standing=Standing())
    return BillingOverview(subscription=None, balances=(), used=(), invoices=(), payments=(), stripe=stripe, parked=0)


def own_seal(_desk: object) -> SealingState:
    """Stands for the use case that reads who seals: an identity with years to go."""
    return SealingState(FakeIdentities().present, None, None, 0)


def no_charging(_desk: object) -> ChargingOverview:
    """Stands for the use case that reads charging sessions: the service is not connected."""
    return ChargingOverview(
        connection=Connection(name="cariqa", title="Cariqa", url="https://cariqa.example", standing=Standing())
    )


def open_window(
    app: QApplication,
    folder: Path,
    dealership: FakeDealership | None = None,
    *,
    prepare: Callable[[FakeSessions, HoldingRunner], None] = lambda _sessions, _runner: None,
    syncs_itself: bool = False,
) -> Opened:
    """A window that is shown; nobody is signed in unless ``prepare`` says so."""
    house = dealership or FakeDealership()
    clock, hub = FakeClock(), Hub()
    runner = HoldingRunner(clock)
    sessions = FakeSessions(Workbench(cast("Any", NoDesk(clock)), runner, hub, lambda: "{}"))
    prepare(sessions, runner)
    preferences = Preferences(folder / "window.ini")
    theme = remembered_theme(app, preferences)
    window = MainWindow(
        sessions,
        runner,
        Formats(),
        preferences,
        theme,
        models=lambda bench, formats: models_of(
            house.verbs(),
            bench.runner,
            bench.hub,
            clock,
            formats,
            account="Alex Moreau",
            sample="sample" in sessions.log,
        ),
        syncs_itself=syncs_itself,
    )
    window.show()
    return Opened(window, sessions, house, clock, runner, theme, preferences)
