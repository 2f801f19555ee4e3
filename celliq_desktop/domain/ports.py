"""Ports: one small Protocol per wire. ``app/wiring.py`` chooses the real thing, tests choose a hand-written fake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from celliq_desktop.domain.page_ports import CellIqBilling, CellIqConnect, CellIqExports
from celliq_desktop.domain.seals import SealRegistry

if TYPE_CHECKING:  # everybody imports the ports, few need all they speak of, and the first paint needs none
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from celliq_desktop.domain.accounts import Grant, Tokens, User
    from celliq_desktop.domain.clock_skew import ClockSkew
    from celliq_desktop.domain.dealers import DealerSettings
    from celliq_desktop.domain.identity import IdentityFacts, TimestampFacts
    from celliq_desktop.domain.ids import OperationId, VehicleId
    from celliq_desktop.domain.invites import InviteAnswer
    from celliq_desktop.domain.readings import ReadingPage
    from celliq_desktop.domain.reports import PublicReport, Report, SealCheck, Validation
    from celliq_desktop.domain.syncing import Page
    from celliq_desktop.domain.vehicles import Vehicle


class Clock(Protocol):
    """Time, injected. ``now`` is aware UTC; ``monotonic`` seconds for durations."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class CancelToken(Protocol):
    """Looked at between pages and files; ``check`` raises ``problems.Cancelled``."""

    @property
    def cancelled(self) -> bool: ...

    def check(self) -> None: ...


class Waiting(CancelToken, Protocol):
    """A cancel token that can also wait: ``wait`` pauses a worker and raises ``Cancelled`` when somebody asks to
    stop."""

    def wait(self, seconds: float) -> None: ...


class CellIqChanges(Protocol):
    """What changes something at the server: each sends **one** request and never repeats it by itself. Problems as
    ``CellIqApi``; InDoubt whenever the outcome is unknown."""

    def generate_report(self, vehicle_id: VehicleId, op_id: OperationId) -> Report: ...

    def invite_seller(self, vin: str, seller_email: str, op_id: OperationId) -> InviteAnswer:
        """POST /dealer/vehicles/invite. A 409 is the answer "already", not a problem; Refused ``insufficient_data`` for
        a VIN or an e-mail the server does not accept."""
        ...

    def sync_vehicle(self, vehicle_id: VehicleId) -> None:
        """POST /vehicles/{id}/sync: the server fetches fresh readings. TryAgain ``conflict`` or ``rate_limited``."""
        ...

    def disconnect_vehicle(self, vehicle_id: VehicleId) -> None:
        """DELETE /vehicles/{id}. Refused ``not_found`` when the server has no such car any more."""
        ...

    def change_settings(self, patch: Mapping[str, str | None], etag: str | None = None) -> DealerSettings:
        """PATCH /dealer/settings (ASSUMED); the settings as they are afterwards. NotOffered where there are none,
        Refused ``changed_elsewhere`` when they are no longer those of ``etag``."""
        ...

    def was_replayed(self, op_id: OperationId) -> bool:
        """True when its answer was marked ``Idempotent-Replayed``: only then is it known to honour these keys."""
        ...


class CellIqApi(CellIqChanges, CellIqBilling, CellIqConnect, CellIqExports, SealRegistry, Protocol):
    """The CellIQ service for one signed-in dealer. Every method raises ``Problem`` kinds only: NeedsYou
    ``signed_out`` / ``payment_required``, TryAgain, InDoubt (writes only), Refused (403 ``no_permission``, 404
    ``not_found``, 422 ``insufficient_data``), NotOffered."""

    def sign_in(self, email: str, password: str) -> User: ...

    def offers_browser_sign_in(self) -> bool:
        """Whether a program may swap a code for tokens here (ASSUMED ``POST /auth/token``); asked without a code."""
        ...

    def sign_in_with_grant(self, grant: Grant) -> User:
        """Swap the code a browser brought back. NeedsYou ``google_refused`` when it is not (or no longer) good,
        NotOffered."""
        ...

    def sign_out(self) -> None: ...

    def settings(self) -> DealerSettings: ...

    def vehicles_page(
        self, page: int, page_size: int, *, updated_since: datetime | None = None, etag: str | None = None
    ) -> Page[Vehicle]: ...

    def find_vehicle(self, vehicle: Vehicle) -> Vehicle | None:
        """Confirm a car that was not seen in a sweep by looking for its VIN; None when the server no longer has it."""
        ...

    def sellers_listed(self, vin: str) -> tuple[str, ...]:
        """E-mail addresses of sellers the server lists with this VIN, in lower case, rows that cannot be read in full
        included: how an invite in doubt is found again, for the contract has no list of invites."""
        ...

    def readings_page(
        self, vehicle_id: VehicleId, *, cursor: str | None = None, since: datetime | None = None, limit: int = 1000
    ) -> ReadingPage: ...

    def reports_page(
        self,
        page: int,
        page_size: int,
        *,
        vehicle_id: VehicleId | None = None,
        updated_since: datetime | None = None,
        etag: str | None = None,
    ) -> Page[Report]: ...

    def validate_report(self, vehicle_id: VehicleId) -> Validation: ...

    @property
    def requests_sent(self) -> int: ...

    @property
    def clock_skew(self) -> ClockSkew | None:
        """As measured at the last answer; None before the first one, or when the server does not tell the time."""
        ...

    @property
    def sign_in_kept(self) -> bool:
        """False while the key store would not take the newest sign-in, which is lost when the program ends."""
        ...


class PublicRecords(Protocol):
    """``GET /reports/public/{token}``: needs no sign-in. None when the server knows no such token."""

    def public_report(self, token: str) -> PublicReport | None: ...


class WaitingSignIn(Protocol):
    """One attempt to sign in through the browser: open ``start_url``, then wait for the ``grant``."""

    @property
    def start_url(self) -> str: ...

    def grant(self, cancel: CancelToken) -> Grant:
        """NeedsYou ``google_no_answer`` / ``google_denied``, Refused ``google_wrong_state`` / ``google_no_code``."""
        ...


class BrowserSignIn(Protocol):
    """Signing in with Google in the system browser. ``role`` is dealer or owner: what somebody new becomes."""

    def listening(self, role: str) -> AbstractContextManager[WaitingSignIn]: ...


class TokenStore(Protocol):
    """Where the refresh token of one account lives: persisted *before* it is published (refresh -> persist ->
    publish)."""

    def load(self) -> Tokens | None: ...

    def save(self, tokens: Tokens) -> None: ...

    def forget(self) -> None: ...


class SecretStore(Protocol):
    """Key store or passphrase vault. Values are text; BadSurroundings ``key_store_locked`` / ``no_key_store``."""

    @property
    def name(self) -> str: ...

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, value: str) -> None: ...

    def delete(self, key: str) -> None: ...


class Sealer(Protocol):
    """Seals PDF bytes in memory with the dealer's identity (PAdES, certified, no changes allowed); ``twin`` is embedded
    as the associated file ``paper.TWIN_NAME`` in the same revision."""

    @property
    def issuer(self) -> str: ...

    @property
    def certificate_sha256(self) -> str: ...

    def seal(self, pdf: bytes, *, twin: str, reason: str) -> bytes: ...


class TimestampService(Protocol):
    """An RFC 3161 service: DER request in, DER response out. TryAgain ``offline`` / ``timeout`` when it does not answer
    now, Refused when it never will."""

    @property
    def name(self) -> str: ...

    def exchange(self, request: bytes) -> bytes: ...


class RevocationAnswers(Protocol):
    """What certificate authorities say on the day: DER in and out; a ``Problem`` when they do not answer."""

    def ocsp(self, url: str, request: bytes) -> bytes: ...

    def crl(self, url: str) -> bytes: ...


class SealingIdentities(Protocol):
    """The identity this desk seals with. Every choice is tried before it is kept; what was used before goes on being
    recognised. BadSurroundings ``identity_unreadable`` / ``identity_unsuitable`` / ``token_unreachable`` /
    ``token_unsuitable`` leave the present one in use."""

    def facts(self) -> IdentityFacts: ...

    def use_file(self, pkcs12: bytes, passphrase: str) -> IdentityFacts: ...

    def use_token(self, module: str, token: str, label: str, pin: str) -> IdentityFacts: ...

    def make_new(self) -> IdentityFacts: ...


class Timestamps(Protocol):
    """The timestamp service this desk uses, if it has chosen one. ``choose`` asks it for one timestamp and pins who
    answered."""

    def facts(self) -> TimestampFacts | None: ...

    def timestamper(self) -> Timestamper | None: ...

    def choose(self, url: str) -> TimestampFacts: ...

    def forget(self) -> None: ...


class Timestamper(Protocol):
    """Appends a timestamp to a sealed file; returns the file and when it was stamped. Refused ``not_sealed`` /
    ``timestamp_unusable``; TryAgain while the service does not answer."""

    def append(self, sealed: bytes) -> tuple[bytes, datetime]: ...


class SealChecker(Protocol):
    """The acceptance policy (report.md section 5): never raises for a hostile file, any doubt is UNVERIFIABLE."""

    def check(self, pdf: bytes) -> SealCheck: ...


class Browser(Protocol):
    """Opens an already checked URL in the system browser; BadSurroundings ``no_browser`` (with the URL) when none
    starts."""

    def open(self, url: str) -> None: ...


class Providers(Protocol):
    """The further services of one account (``domain/providers.py``) and their tokens, kept in the secret store."""

    @property
    def names(self) -> tuple[str, ...]:
        """Services that can be connected, in the order they are shown."""
        ...

    def title(self, name: str) -> str: ...

    def url(self, name: str) -> str: ...

    def try_token(self, name: str, token: str, user: str | None) -> None:
        """One harmless request with the token; NeedsYou ``wrong_token`` when the service does not take it."""
        ...

    def token(self, name: str) -> str | None: ...

    def keep(self, name: str, token: str) -> None: ...

    def forget(self, name: str) -> None: ...


class FileWriter(Protocol):
    """Atomic write: temporary name in the same folder, fsync, rename. BadSurroundings ``disk_full`` /
    ``cannot_write``."""

    def write(self, path: Path, data: bytes) -> None: ...


Progress = Callable[[int, int | None, str], None]
"""``progress(done, total or None when unknown, words)``."""
