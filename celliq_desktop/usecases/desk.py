"""What every verb of a signed-in dealer works with; built once by ``app/wiring.py``, closed on sign-out."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from uuid import uuid4

from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.charging_ports import ChargingApi
from celliq_desktop.domain.examinations import FileExaminer
from celliq_desktop.domain.handing_over import MailProgram
from celliq_desktop.domain.letterheads import Letterheads, PlainLetterheads
from celliq_desktop.domain.page_ports import StripeBilling
from celliq_desktop.domain.ports import (
    Browser,
    CellIqApi,
    Clock,
    FileWriter,
    Providers,
    PublicRecords,
    SealChecker,
    Sealer,
    SealingIdentities,
    Timestamps,
)
from celliq_desktop.domain.prints import ForgetfulPrintMemory, PrintMemory
from celliq_desktop.domain.seals import ForgetfulSealBook, SealBook
from celliq_desktop.domain.telemetry_ports import EvEnergyApi
from celliq_desktop.jobs.processes import HereAndNow
from celliq_desktop.mirror.engine import Mirror


def _nowhere(_email: str) -> int:
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One account at one server with its open mirror.

    ``verify_base_url`` has no trailing slash and is ours, never a server's string: the report's URL is
    ``{verify_base_url}/verify/{token}``. ``sample`` marks demo data on every page. ``epoch`` rises with each account
    switch, so that late results can be dropped. ``examiner`` is for files from anywhere (another process, limits),
    ``own_checker`` the acceptance policy for what we have just sealed. ``stripe`` opens a client of the dealer's own
    Stripe account, or gives None while no key is kept; whoever asks closes it; so do ``ev_energy`` and ``cariqa``.
    ``forget_elsewhere`` takes an address out of logs and damaged copies, and says of how many files. ``processes`` are
    for many pieces of work that each take a core, ``heavy`` is where such work is done now, ``mail`` is the user's own
    mail program, ``seals`` whose seals it has met, ``prints`` what is
    on its way to a printer. ``owner`` names this running program on the rows of the outbox it is
    sending.
    """

    account: Account
    mirror: Mirror
    api: CellIqApi
    public_records: PublicRecords
    sealer: Sealer
    examiner: FileExaminer
    own_checker: SealChecker
    files: FileWriter
    clock: Clock
    verify_base_url: str
    sample: bool
    known_certificates: Callable[[], frozenset[str]]
    browser: Browser
    providers: Providers
    identities: SealingIdentities
    timestamps: Timestamps
    stripe: Callable[[], StripeBilling | None]
    ev_energy: Callable[[], EvEnergyApi | None]
    cariqa: Callable[[], ChargingApi | None]
    mail: MailProgram
    processes: Executor = field(default_factory=HereAndNow)
    heavy: Executor = field(default_factory=HereAndNow)
    epoch: int = 0
    seals: SealBook = field(default_factory=ForgetfulSealBook)
    prints: PrintMemory = field(default_factory=ForgetfulPrintMemory)
    letterheads: Letterheads = field(default_factory=PlainLetterheads)
    owner: str = field(default_factory=lambda: uuid4().hex)
    forget_elsewhere: Callable[[str], int] = _nowhere
