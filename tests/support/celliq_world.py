"""The state of a CellIQ in memory: what a test puts into it, and how its next answers go wrong."""

import json
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.ids import DealerId, OperationId, ReportId, VehicleId
from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.problems import InDoubt, NeedsYou, NotOffered, Problem, TryAgain
from celliq_desktop.domain.readings import Reading
from celliq_desktop.domain.reports import PublicReport, Report, ReportStatus
from celliq_desktop.domain.syncing import Page, SetAside
from celliq_desktop.domain.vehicles import Vehicle

ORIGIN = "https://celliq.example"
_VALID = timedelta(days=90)

Made = TypeVar("Made")
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


class CellIqWorld:
    """One dealer's cars, readings, reports and credits.

    ``script[name]`` holds what the next calls of that method do before they answer: None (nothing), an exception
    (raised, nothing happens), a function (run first) or, for what changes something, ``Lost``. ``always[name]`` does so
    for every call, ``always["*"]`` for every method. ``heard`` counts calls by method. ``offers`` holds ``etag`` and
    ``seals`` are the certificates it was told of, None where it keeps none;
    ``since`` where the lists have conditional requests and ``updated_since``; ``quirks`` spoil the pages of a list,
    given their number.
    """

    def __init__(self, clock: Clock, dealer_id: str = "dlr_1") -> None:
        self.clock = clock
        self.dealer_id = DealerId(dealer_id)
        self.cars: dict[VehicleId, Vehicle] = {}
        self.telemetry: dict[VehicleId, list[Reading]] = defaultdict(list)
        self.issued: dict[ReportId, Report] = {}
        self.unreadable: list[SetAside] = []
        self.unreadable_reports: list[SetAside] = []
        self.lacking_data: set[VehicleId] = set()
        self.lacking_endpoints: set[str] = set()
        self.mails: list[tuple[str, str]] = []
        self.invited: dict[str, str] = {}
        self.dedupes_invites = False
        self.lists_invites = False
        self.honours_keys = False
        self.answers: dict[OperationId, object] = {}
        self.replayed: set[OperationId] = set()
        self.settings_now: dict[str, str | None] = {"dealer_name": "Autohaus Test"}
        self.fetched: Counter[VehicleId] = Counter()
        self.credits = 25
        self.price = 1
        self.page_size = 200
        self.clock_skew: ClockSkew | None = ClockSkew(0.0)
        self.sign_in_kept = True
        self.offers: set[str] = set()
        self.seals: set[str] | None = None
        self.quirks: dict[str, Callable[[int, Page[Any]], Page[Any]]] = {}
        self.reading_page_size = 1_000
        self.script: dict[str, deque[Step | Lost]] = defaultdict(deque)
        self.always: dict[str, Step] = {}
        self.heard: Counter[str] = Counter()
        self.lock = threading.RLock()
        self._late: list[tuple[datetime, OperationId | None, Callable[[], object]]] = []

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
        self.credits -= self.price
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
            "credits_charged": self.price,
        } | known
        return self._keep(Report(**values))

    def set_status(self, report_id: ReportId, status: ReportStatus) -> None:
        """From now on this report is called so."""
        self._keep(replace(self.issued[report_id], status=status, status_raw=status.value, updated_at=self.clock.now()))

    def reports_of(self, vehicle_id: VehicleId) -> list[Report]:
        """What was issued for this car, oldest first; late effects included."""
        self.let_late_effects_land()
        return [report for report in self.issued.values() if report.vehicle_id == vehicle_id]

    def answering(self, name: str) -> threading.RLock:
        """Count the call, do what the script says; the lock to hold while answering."""
        with self.lock:
            self.heard[name] += 1
            if name.removesuffix("_page") in self.lacking_endpoints:
                raise NotOffered("not_offered", f"CellIQ does not offer {name.removesuffix('_page')}.")
            step = self.next_step(name)
            self.let_late_effects_land()
        self.do(step)
        return self.lock

    def next_step(self, name: str) -> Step | Lost:
        """What the script says about this call."""
        return self.script[name].popleft() if self.script[name] else self.always.get(name, self.always.get("*"))

    def do(self, step: Step | Lost) -> None:
        """Follow it."""
        if isinstance(step, BaseException):
            raise step
        if isinstance(step, Lost):
            raise TypeError("a read has no effect to lose")
        if step is not None:
            step()

    def carried_out(self, name: str, effect: Callable[[], Made], op_id: OperationId | None = None) -> Made:
        """One write: counted, troubled by the script, and done once for a key where the server honours keys."""
        with self.lock:
            self.heard[name] += 1
            step = self.next_step(name)
            if isinstance(step, Lost):
                at = self.clock.now() + timedelta(seconds=step.late_s)
                self._late.append((at, op_id, lambda: self._once(effect, op_id)))
                self.let_late_effects_land()
                raise step.how()
        self.do(step)
        with self.lock:
            self.let_late_effects_land()
            return self._once(effect, op_id)

    def let_late_effects_land(self) -> None:
        """Lost orders whose time has come take effect; one that the server would refuse has none."""
        due = [one for one in self._late if one[0] <= self.clock.now()]
        self._late = [one for one in self._late if one not in due]
        for _at, _op_id, effect in due:
            with suppress(Problem):
                effect()

    def is_under_way(self, op_id: OperationId) -> bool:
        """Asked for before under this key, and not done yet: a server that honours keys answers 409."""
        with self.lock:
            self.let_late_effects_land()
            return self.honours_keys and any(key == op_id for _at, key, _effect in self._late)

    def _once(self, effect: Callable[[], Made], op_id: OperationId | None) -> Made:
        if op_id is not None and self.honours_keys and op_id in self.answers:
            self.replayed.add(op_id)
            return cast("Made", self.answers[op_id])
        made = effect()
        if op_id is not None:
            self.answers[op_id] = made
        return made

    def _keep(self, report: Report) -> Report:
        kept = replace(report, raw=json.dumps({"id": report.id, "status": report.status_raw, "token": report.token}))
        self.issued[kept.id] = kept
        return kept


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
        "issuer_name": "Autohaus Test",
    }
    return PublicReport(**(values | known))


def reading(hour: float, **known: float) -> Reading:
    """A sample ``hour`` hours after the first of November."""
    return Reading(time_s=datetime(2026, 11, 1, tzinfo=UTC).timestamp() + hour * 3_600.0, soc_percent=50.0, **known)
