"""The sample dealership: its cars, reports and credits, all in memory, all from one seed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celliq_desktop.sandbox.celliq.doors import Doors
from celliq_desktop.sandbox.celliq.evidence import evidence_of, requirements_of
from celliq_desktop.sandbox.celliq.issuing import issued_report
from celliq_desktop.sandbox.celliq.till import Till
from celliq_desktop.sandbox.celliq.tokens import TokenOffice
from celliq_desktop.sandbox.clock import Now, rfc3339
from celliq_desktop.sandbox.fleet.cars import STATUS_OF, Car, car
from celliq_desktop.sandbox.fleet.readings import readings_of

EMAIL = "sales@sample-dealer.example"
PASSWORD = "charge-curves-2026"
DEALER_ID = "dlr_sample"
USER = {"id": "usr_sample", "email": EMAIL, "name": "Sam Sample", "role": "dealer", "dealer_id": DEALER_ID}
DEALER_NAME = "Elektro-Autohaus Sample"
PRICE_EUR = 19
"""What one credit costs on the checkout page."""

_SETTINGS: dict[str, Any] = {
    "dealer_id": DEALER_ID,
    "dealer_name": DEALER_NAME,
    "address": "Musterstraße 12, 10115 Berlin",
    "contact_email": "hello@sample-dealer.example",
    "contact_phone": "+49 30 5550100",
    "logo_url": None,
    "locale": "de",
    "currency": "EUR",
    "distance_unit": "km",
    "report_footer": "Sample data. Not for the sale of a car.",
    "public_fields": ["soh_percent", "odometer_km"],
    "updated_at": "2026-01-15T09:00:00Z",
}


@dataclass(slots=True, kw_only=True)
class World:
    """``origin`` is the server's own address, where verify and checkout pages live; ``mails`` the ledger of every
    e-mail that went to a seller, as ``(vin, address)``."""

    seed: int
    size: int
    credits_balance: int
    seed_only: bool
    origin: str
    now: Now
    office: TokenOffice
    words: frozenset[str] = frozenset()
    cars: dict[str, Car] = field(default_factory=dict)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    replays: dict[str, str] = field(default_factory=dict)
    invites: dict[str, dict[str, Any]] = field(default_factory=dict)
    invite_keys: dict[str, str] = field(default_factory=dict)
    mails: list[tuple[str, str]] = field(default_factory=list)
    seals: set[str] = field(default_factory=set)
    settings: dict[str, Any] = field(default_factory=lambda: dict(_SETTINGS))
    doors: Doors = field(default_factory=lambda: Doors({USER["id"]: dict(USER)}))
    till: Till = field(init=False)
    credits_used: int = 0
    credits_changed: datetime = field(init=False)
    period_end: datetime = field(init=False)
    _readings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        begin = self.now()
        self.credits_changed = begin
        self.period_end = begin + timedelta(days=19)
        for number in range(self.size):
            one = car(self.seed, number, begin)
            self.cars[one.id] = one
            self._past_reports(one)

    @property
    def announced_seals(self) -> set[str] | None:
        """Certificates the dealership seals with (ASSUMED); None where the server keeps none."""
        return None if self.seed_only else self.seals

    @property
    def hostile(self) -> bool:
        """Links lead elsewhere."""
        return "hostile-urls" in self.words

    def readings(self, vehicle_id: str) -> list[dict[str, Any]]:
        """The car's readings, made when first asked for."""
        if vehicle_id not in self._readings:
            self._readings[vehicle_id] = readings_of(self.cars[vehicle_id])
        return self._readings[vehicle_id]

    def cars_of(self, user: dict[str, Any]) -> list[Car]:
        """What this person may see."""
        return [one for one in self.cars.values() if self.doors.sees(user, one.id)]

    def car_of(self, user: dict[str, Any], vehicle_id: str) -> Car | None:
        """One of them."""
        return self.cars.get(vehicle_id) if self.doors.sees(user, vehicle_id) else None

    def dealers_reports(self) -> list[dict[str, Any]]:
        """Reports of the dealership's cars, and of those that are gone."""
        return [one for one in self.reports.values() if self.doors.sees(USER, one["vehicle_id"])]

    def vehicle(self, one: Car) -> dict[str, Any]:
        """celliq.yaml ``Vehicle``."""
        rows = self.readings(one.id)
        newest = rows[-1] if rows else {}
        latest = self.latest_report(one.id)
        touched = [one.created_at, one.last_sync_at or one.created_at]
        changed = max([rfc3339(moment) for moment in touched] + ([latest["updated_at"]] if latest else []))
        return {
            "id": one.id,
            "vin": one.vin,
            "make": one.model.make,
            "model": one.model.model,
            "year": one.year,
            "trim": one.model.trim,
            "status": STATUS_OF.get(one.story, "active"),
            "provider": "smartcar" if rows else None,
            "odometer_km": newest.get("odometer_km"),
            "soc_percent": newest.get("soc_percent"),
            "soh_percent": one.server_soh_percent,
            "range_km": newest.get("range_km"),
            "nominal_capacity_kwh": one.model.usable_kwh,
            "readings_count": len(rows),
            "connected_at": rfc3339(one.connected_at) if rows else None,
            "last_sync_at": rfc3339(one.last_sync_at) if one.last_sync_at else None,
            "seller_email": one.seller_email,
            "latest_report_id": latest["id"] if latest else None,
            "deleted_at": None,
            "created_at": rfc3339(one.created_at),
            "updated_at": changed,
        }

    def latest_report(self, vehicle_id: str) -> dict[str, Any] | None:
        """The newest report of a car."""
        issued = [report for report in self.reports.values() if report["vehicle_id"] == vehicle_id]
        return max(issued, key=lambda report: str(report["generated_at"]), default=None)

    def requirements(self, one: Car) -> list[dict[str, Any]]:
        """celliq.yaml ``Requirement``, each met or not."""
        return requirements_of(one, self.readings(one.id), self.now())

    def issue(self, one: Car, report_type: str = "dealer") -> dict[str, Any]:
        """A new report; one credit less; the one before is superseded."""
        now = rfc3339(self.now())
        for report in self.reports.values():
            if report["vehicle_id"] == one.id and report["status"] == "valid":
                report.update(status="superseded", updated_at=now)
        self.change_credits(-1)
        self.credits_used += 1
        return self._issued(one, age_days=0.0, report_type=report_type)

    def change_credits(self, by: int) -> None:
        """Spend or buy."""
        self.credits_balance += by
        self.credits_changed = self.now()

    def _issued(
        self, one: Car, *, age_days: float, status: str = "valid", report_type: str = "dealer"
    ) -> dict[str, Any]:
        at = self.now() - timedelta(days=age_days)
        number = sum(report["vehicle_id"] == one.id for report in self.reports.values())
        evidence = evidence_of(one, self.readings(one.id))
        report = issued_report(
            one,
            evidence,
            seed=self.seed,
            number=number,
            at=at,
            origin=self.origin,
            status=status,
            report_type=report_type,
        )
        self.reports[report["id"]] = report
        return report

    def _past_reports(self, one: Car) -> None:
        """Some cars come with history, so that a library has something to show."""
        if one.server_soh_percent is None or one.number % 5 not in (1, 3):
            return
        if one.number % 10 == 1:
            self._issued(one, age_days=64, status="superseded")
        status, age = {3: ("revoked", 12), 8: ("expired", 97)}.get(one.number % 10, ("valid", 6 + one.number % 9))
        self._issued(one, age_days=age, status=status)
