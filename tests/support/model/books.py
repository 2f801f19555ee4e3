"""What the model knows: cars, reports, and two books nobody can talk it out of, credits spent and mails sent."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Row = dict[str, Any]
NINETY_DAYS_S = 90 * 86_400.0


@dataclass(slots=True)
class Ways:
    """How this server behaves where the published page leaves it open, and which ASSUMED parts it has."""

    honours_keys: bool = False
    readings: bool = True
    settings: bool = True
    etags: bool = False
    updated_since: bool = False
    tombstones: bool = False
    lists_invites: bool = True
    knows_invites: bool = True
    rotates: bool = True
    largest_page: int = 200
    newest_first: bool = False
    access_s: float = 900.0


@dataclass(slots=True)
class Entry:
    """One credit spent, and what for."""

    report_id: str
    vehicle_id: str
    at: float


@dataclass
class Books:
    """One dealer's data. ``now`` gives seconds since 1970; ``ledger`` and ``mails`` are only ever added to."""

    now: Callable[[], float]
    ways: Ways = field(default_factory=Ways)
    dealer_id: str = "dlr_1"
    verify_base: str = "https://celliq.example"
    credits: int = 1_000
    cars: dict[str, Row] = field(default_factory=dict)
    gone: dict[str, Row] = field(default_factory=dict)
    readings: dict[str, list[Row]] = field(default_factory=dict)
    reports: dict[str, Row] = field(default_factory=dict)
    invites: dict[str, Row] = field(default_factory=dict)
    checkouts: int = 0
    ledger: list[Entry] = field(default_factory=list)
    mails: Counter[tuple[str, str]] = field(default_factory=Counter)
    thin: set[str] = field(default_factory=set)
    foreign: list[Row] = field(default_factory=list)
    unreadable: list[Any] = field(default_factory=list)
    settings: Row = field(default_factory=lambda: {"dealer_name": "Autohaus Modell", "locale": "de", "currency": "EUR"})
    _made: int = 0

    def moment(self, at: float | None = None) -> str:
        """RFC 3339 with milliseconds."""
        when = datetime.fromtimestamp(self.now() if at is None else at, UTC)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def add_car(self, *, status: str = "active", samples: int = 0, **known: Any) -> Row:
        """A car nobody has seen before."""
        self._made += 1
        number = self._made
        at = self.moment()
        row: Row = {
            "id": f"veh_{number}",
            "vin": f"WVWZZZE1ZMP{number:06d}",
            "make": "Volkswagen",
            "model": "ID.3",
            "year": 2021,
            "status": status,
            "odometer_km": 20_000 + number,
            "soh_percent": 91.5,
            "nominal_capacity_kwh": 58.0,
            "readings_count": 0,
            "last_sync_at": None,
            "seller_email": None,
            "created_at": at,
            "updated_at": at,
        } | known
        self.cars[row["id"]] = row
        if samples:
            self.record(row["id"], samples)
        return row

    def change(self, vehicle_id: str, **known: Any) -> None:
        """The car is listed so from now on."""
        self.cars[vehicle_id] |= {**known, "updated_at": self.moment()}

    def remove(self, vehicle_id: str) -> None:
        """The car leaves the fleet for good."""
        row = self.cars.pop(vehicle_id)
        self.gone[vehicle_id] = row | {"deleted_at": self.moment(), "updated_at": self.moment()}

    def record(self, vehicle_id: str, samples: int) -> None:
        """The car sends ``samples`` more, five minutes apart: charging from 20 to 80 percent, again and again."""
        have = self.readings.setdefault(vehicle_id, [])
        for number in range(len(have), len(have) + samples):
            have.append(
                {
                    "id": f"{vehicle_id}-{number}",
                    "vehicle_id": vehicle_id,
                    "recorded_at": self.moment(1_760_000_000.0 + 300.0 * number),
                    "source": "smartcar",
                    "soc_percent": 20.0 + number % 61,
                    "is_plugged_in": True,
                    "charge_state": "CHARGING",
                }
            )
        self.change(vehicle_id, readings_count=len(have), last_sync_at=self.moment())

    def issue(self, vehicle_id: str) -> Row:
        """A new report for one credit; the one before is superseded."""
        car = self.cars[vehicle_id]
        for old in self.reports.values():
            if old["vehicle_id"] == vehicle_id and old["status"] == "valid":
                old |= {"status": "superseded", "updated_at": self.moment()}
        number = len(self.reports) + 1
        token = f"{number:022d}"
        report: Row = {
            "id": f"rep_{number}",
            "token": token,
            "verify_url": f"{self.verify_base}/verify/{token}",
            "vehicle_id": vehicle_id,
            "vin": car["vin"],
            "make": car["make"],
            "model": car["model"],
            "year": car["year"],
            "report_type": "dealer",
            "status": "valid",
            "schema_version": "1",
            "generated_at": self.moment(),
            "valid_until": self.moment(self.now() + NINETY_DAYS_S),
            "soh_percent": car["soh_percent"] or 90.0,
            "odometer_km": car["odometer_km"],
            "content_sha256": hashlib.sha256(token.encode()).hexdigest(),
            "credits_charged": 1,
            "created_at": self.moment(),
            "updated_at": self.moment(),
        }
        self.reports[report["id"]] = report
        self.credits -= 1
        self.ledger.append(Entry(report["id"], vehicle_id, self.now()))
        self.change(vehicle_id, latest_report_id=report["id"])
        return report

    def invite(self, vin: str, email: str) -> tuple[Row, bool]:
        """The invite of this seller, and whether a mail went out for it just now."""
        for old in self.invites.values():
            if self.ways.knows_invites and (old["vin"], old["seller_email"], old["status"]) == (vin, email, "sent"):
                return old, False
        invite: Row = {
            "id": f"inv_{len(self.invites) + 1}",
            "vin": vin,
            "seller_email": email,
            "status": "sent",
            "created_at": self.moment(),
        }
        self.invites[invite["id"]] = invite
        self.mails[vin, email] += 1
        if self.ways.lists_invites:
            waiting = (car for car in self.cars.values() if car["vin"] == vin and car["seller_email"] == email)
            if next(waiting, None) is None:
                self.add_car(status="pending", vin=vin, seller_email=email)
        return invite, True

    def spent_on(self, vehicle_id: str) -> int:
        """Credits that went into this car."""
        return sum(entry.vehicle_id == vehicle_id for entry in self.ledger)


def stocked(books: Books, cars: int, *, samples: int = 0, dice: random.Random | None = None) -> Books:
    """The same, with cars; ``dice`` spreads what they look like."""
    for number in range(cars):
        known: Row = (
            {} if dice is None else {"odometer_km": dice.randrange(200_000), "year": dice.randrange(2015, 2027)}
        )
        books.add_car(samples=samples if number % 3 else 2 * samples, **known)
    return books
