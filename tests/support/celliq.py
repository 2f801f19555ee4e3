"""CellIQ in memory: a hand-written ``ports.CellIqApi`` and ``ports.PublicRecords`` that can lose replies.

``tests/usecases/test_port_contract.py`` holds it to what the real client says against a real server.
"""

import json
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from celliq_desktop.domain.accounts import User
from celliq_desktop.domain.billing import Subscription
from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import DealerId, OperationId, ReportId, UserId, VehicleId
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import InDoubt, NeedsYou, NotOffered, Refused, TryAgain
from celliq_desktop.domain.readings import Reading, ReadingPage, Samples
from celliq_desktop.domain.reports import PublicReport, Report, ReportStatus, Requirement, Validation
from celliq_desktop.domain.syncing import Page, SetAside
from celliq_desktop.domain.vehicles import Vehicle

EMAIL = "dealer@example.com"
PASSWORD = "a made-up password"
ORIGIN = "https://celliq.example"
CHECKOUT = "https://checkout.stripe.com/c/pay/cs_test_1"
_VALID = timedelta(days=90)
_REASON = "Three charges are needed; one was found."

Item = TypeVar("Item")
Step = BaseException | Callable[[], None] | None


@dataclass(frozen=True, slots=True)
class Lost:
    """The request arrives and takes effect ``late_s`` seconds from now; its reply never comes back. ``how`` is what
    the caller sees."""

    late_s: float = 0.0
    how: Callable[[], BaseException] = field(
        default=lambda: InDoubt("in_doubt", "CellIQ did not confirm. It may or may not have happened.")
    )


def offline() -> TryAgain:
    """No network: surely nothing was sent."""
    return TryAgain("offline", "CellIQ cannot be reached.")


def server_error() -> TryAgain:
    """The server has a fault; a read may be repeated."""
    return TryAgain("server_error", "CellIQ has a fault of its own (status 500).")


def signed_out() -> NeedsYou:
    """The refresh token is no longer accepted."""
    return NeedsYou("signed_out", "You are signed out.", next_step="Sign in again.")


class FakeCellIq:
    """One dealer's server. It ignores idempotency keys, as a server may that documents none.

    ``script[name]`` holds what the next calls of that method do before they answer: None (nothing), an exception
    (raised, nothing happens), a function (run first) or, for ``generate_report``, ``Lost``. ``always[name]`` does so
    for every call. ``heard`` counts calls by method.
    """

    def __init__(self, clock: Clock, dealer_id: str = "dlr_1") -> None:
        self.clock = clock
        self.dealer_id = DealerId(dealer_id)
        self.cars: dict[VehicleId, Vehicle] = {}
        self.telemetry: dict[VehicleId, list[Reading]] = defaultdict(list)
        self.issued: dict[ReportId, Report] = {}
        self.unreadable: list[SetAside] = []
        self.lacking_data: set[VehicleId] = set()
        self.lacking_endpoints: set[str] = set()
        self.credits = 25
        self.page_size = 200
        self.reading_page_size = 1_000
        self.script: dict[str, deque[Step | Lost]] = defaultdict(deque)
        self.always: dict[str, Step] = {}
        self.heard: Counter[str] = Counter()
        self._late: list[tuple[datetime, VehicleId]] = []
        self._lock = threading.RLock()

    # What a test does to the server

    def add(self, vehicle: Vehicle) -> Vehicle:
        """List this car."""
        self.cars[vehicle.id] = vehicle
        return vehicle

    def change(self, vehicle_id: VehicleId, **known: Any) -> Vehicle:
        """The car as it is listed from now on; its ``raw`` and ``updated_at`` follow."""
        changed = replace(self.cars[vehicle_id], **{"updated_at": self.clock.now(), **known})
        texts = {name: str(getattr(changed, name)) for name in Vehicle.__dataclass_fields__ if name != "raw"}
        return self.add(replace(changed, raw=json.dumps(texts)))

    def record(self, vehicle_id: VehicleId, *readings: Reading) -> None:
        """The car sends these."""
        self.telemetry[vehicle_id].extend(readings)
        count = len(self.telemetry[vehicle_id])
        self.change(vehicle_id, readings_count=count, last_sync_at=self.clock.now())

    def issue(self, vehicle_id: VehicleId, **known: Any) -> Report:
        """A new report of this car; one credit less; the one before is superseded."""
        for old in self.reports_of(vehicle_id):
            if old.status is ReportStatus.VALID:
                self.set_status(old.id, ReportStatus.SUPERSEDED)
        self.credits -= 1
        number = len(self.issued) + 1
        one, now = self.cars[vehicle_id], self.clock.now()
        token = f"{number:022d}"
        values: dict[str, Any] = {
            "id": ReportId(f"rep_{number}"),
            "token": token,
            "vehicle_id": vehicle_id,
            "status": ReportStatus.VALID,
            "status_raw": "valid",
            "generated_at": now,
            "valid_until": now + _VALID,
            "updated_at": now,
            "soh_percent": one.soh_percent or 91.2,
            "verify_url": f"{ORIGIN}/verify/{token}",
            "vin": one.vin,
            "make": one.make,
            "model": one.model,
            "year": one.year,
            "content_sha256": f"{number:064x}",
            "credits_charged": 1,
        } | known
        return self._keep(Report(**values))

    def set_status(self, report_id: ReportId, status: ReportStatus) -> None:
        """From now on this report is called so."""
        self._keep(replace(self.issued[report_id], status=status, status_raw=status.value, updated_at=self.clock.now()))

    def reports_of(self, vehicle_id: VehicleId) -> list[Report]:
        """What was issued for this car, oldest first; late effects included."""
        self._let_late_effects_land()
        return [report for report in self.issued.values() if report.vehicle_id == vehicle_id]

    # ports.CellIqApi and ports.PublicRecords

    @property
    def requests_sent(self) -> int:
        """Calls of any kind."""
        return self.heard.total()

    def sign_in(self, email: str, password: str) -> User:
        """NeedsYou ``wrong_password``."""
        with self._answering("sign_in"):
            if (email, password) != (EMAIL, PASSWORD):
                raise NeedsYou("wrong_password", "The server does not accept this e-mail and password.")
            return User(id=UserId("usr_1"), email=email, role="dealer", dealer_id=self.dealer_id)

    def sign_out(self) -> None:
        """Nothing to forget."""

    def settings(self) -> DealerSettings:
        """The dealer's own details."""
        with self._answering("settings"):
            return DealerSettings(dealer_id=self.dealer_id, dealer_name="Autohaus Test", raw='{"v": 1}')

    def subscription(self) -> Subscription:
        """Plan and credits."""
        with self._answering("subscription"):
            raw = json.dumps({"credits": self.credits})
            return Subscription(plan="pro", status="active", credits_balance=self.credits, raw=raw)

    def vehicles_page(
        self, page: int, page_size: int, *, updated_since: datetime | None = None, etag: str | None = None
    ) -> Page[Vehicle]:
        """By the order they were added; unreadable rows come last."""
        del updated_since, etag
        with self._answering("vehicles_page"):
            return self._page([*self.cars.values(), *self.unreadable], page, page_size)

    def find_vehicle(self, vehicle: Vehicle) -> Vehicle | None:
        """By id."""
        with self._answering("find_vehicle"):
            return self.cars.get(vehicle.id)

    def readings_page(
        self, vehicle_id: VehicleId, *, cursor: str | None = None, since: datetime | None = None, limit: int = 1000
    ) -> ReadingPage:
        """Oldest first; the cursor is a row number."""
        with self._answering("readings_page"):
            if vehicle_id not in self.cars:
                raise NotOffered("not_offered", "CellIQ does not offer readings.")
            first_s = since.timestamp() if since is not None and cursor is None else float("-inf")
            rows = sorted(
                (one for one in self.telemetry[vehicle_id] if one.time_s >= first_s), key=lambda one: one.time_s
            )
            start = int(cursor or 0)
            end = start + min(limit, self.reading_page_size)
            return ReadingPage(Samples.of(rows[start:end]), str(end) if end < len(rows) else None)

    def reports_page(
        self, page: int, page_size: int, *, vehicle_id: VehicleId | None = None, updated_since: datetime | None = None
    ) -> Page[Report]:
        """Newest first."""
        del updated_since
        with self._answering("reports_page"):
            rows = [one for one in reversed(self.issued.values()) if vehicle_id in (None, one.vehicle_id)]
            return self._page(rows, page, page_size)

    def validate_report(self, vehicle_id: VehicleId) -> Validation:
        """Whether ``generate_report`` would have the data it needs."""
        with self._answering("validate_report"):
            self._known(vehicle_id)
            enough = vehicle_id not in self.lacking_data
            requirement = Requirement("min_charges", enough, 3.0, 8.0 if enough else 1.0, "" if enough else _REASON)
            return Validation(vehicle_id, enough, (requirement,), 1, self.credits)

    def generate_report(self, vehicle_id: VehicleId, op_id: OperationId) -> Report:
        """404, 422, 402 as problems, else one report for one credit."""
        del op_id
        with self._lock:
            self.heard["generate_report"] += 1
            step = self._next("generate_report")
            if isinstance(step, Lost):
                self._late.append((self.clock.now() + timedelta(seconds=step.late_s), vehicle_id))
                self._let_late_effects_land()
                raise step.how()
            self._do(step)
            self._let_late_effects_land()
            self._known(vehicle_id)
            if vehicle_id in self.lacking_data:
                raise Refused("insufficient_data", "There is not enough data yet.", reasons=(_REASON,))
            if self.credits < 1:
                raise NeedsYou("payment_required", "No credits are left.", url=CHECKOUT)
            return self.issue(vehicle_id)

    def public_report(self, token: str) -> PublicReport | None:
        """What anybody may read."""
        with self._answering("public_report"):
            found = next((one for one in self.issued.values() if one.token == token), None)
            return None if found is None else public_view(found)

    # The machinery

    def _answering(self, name: str) -> threading.RLock:
        """Count the call, do what the script says; the lock to hold while answering."""
        with self._lock:
            self.heard[name] += 1
            if name.removesuffix("_page") in self.lacking_endpoints:
                raise NotOffered("not_offered", f"CellIQ does not offer {name.removesuffix('_page')}.")
            step = self._next(name)
            self._let_late_effects_land()
        self._do(step)
        return self._lock

    def _next(self, name: str) -> Step | Lost:
        return self.script[name].popleft() if self.script[name] else self.always.get(name, self.always.get("*"))

    def _do(self, step: Step | Lost) -> None:
        if isinstance(step, BaseException):
            raise step
        if isinstance(step, Lost):
            raise TypeError("only generate_report has an effect to lose")
        if step is not None:
            step()

    def _let_late_effects_land(self) -> None:
        due = [one for one in self._late if one[0] <= self.clock.now()]
        self._late = [one for one in self._late if one not in due]
        for _at, vehicle_id in due:
            if self.credits >= 1 and vehicle_id in self.cars and vehicle_id not in self.lacking_data:
                self.issue(vehicle_id)

    def _known(self, vehicle_id: VehicleId) -> None:
        if vehicle_id not in self.cars:
            raise Refused("not_found", "There is no such vehicle.")

    def _keep(self, report: Report) -> Report:
        kept = replace(report, raw=json.dumps({"id": report.id, "status": report.status_raw, "token": report.token}))
        self.issued[kept.id] = kept
        return kept

    def _page(self, rows: list[Any], page: int, page_size: int) -> Page[Any]:
        size = min(page_size, self.page_size)
        shown = rows[(page - 1) * size : page * size]
        return Page(
            items=tuple(row for row in shown if not isinstance(row, SetAside)),
            total=len(rows),
            page=page,
            page_size=size,
            set_aside=tuple(row for row in shown if isinstance(row, SetAside)),
        )


def public_view(report: Report, **known: Any) -> PublicReport:
    """The public record of a report; keyword arguments replace what it says."""
    vin = report.vin or ""
    values: dict[str, Any] = {
        "token": report.token,
        "status": report.status,
        "status_raw": report.status_raw,
        "generated_at": report.generated_at,
        "soh_percent": report.soh_percent,
        "vin_masked": f"{vin[:3]}{'*' * 10}{vin[-4:]}",
        "make": report.make,
        "model": report.model,
        "year": report.year,
        "valid_until": report.valid_until,
        "content_sha256": report.content_sha256,
    }
    return PublicReport(**(values | known))


def reading(hour: float, **known: float) -> Reading:
    """A sample ``hour`` hours after the first of November."""
    return Reading(time_s=datetime(2026, 11, 1, tzinfo=UTC).timestamp() + hour * 3_600.0, soc_percent=50.0, **known)
