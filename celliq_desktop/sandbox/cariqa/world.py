"""One user's charging sessions: each is a function of the clock, from the start through the stop to the record."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from celliq_desktop.sandbox.cariqa.stations import POINTS, ChargingPoint
from celliq_desktop.sandbox.clock import Now

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzYW1wbGUifQ.c2FtcGxlLWNhcmlxYQ"
REVOKED_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJyZXZva2VkIn0.c2FtcGxlLXJldm9rZWQ"
USER_ID = "9405cf8c-8375-4373-b4d3-b61f9a0c01eb"
"""The user of the published examples."""
PAYMENT_METHOD = "pm_sample_card"
DECLINED, NEEDS_BANK = "pm_sample_declined", "pm_sample_bank"
RECORD_AFTER = timedelta(seconds=30)
"""So long the operator takes to send the record of a session that has ended."""
_LATE = timedelta(seconds=10)
"""The meter's last values come in after the stop."""
_FULL_KWH = Decimal(48)
_HISTORY = 64
_CENT = Decimal("0.01")
_VAT = Decimal("0.19")


@dataclass(slots=True)
class Charge:
    """One session. ``stopped_at`` is set by the stop, or by the car when it is full."""

    id: str
    point: ChargingPoint
    started_at: datetime
    stopped_at: datetime | None = None
    most_kwh: Decimal = _FULL_KWH
    rating: int | None = None
    credit: Decimal = Decimal(0)

    @property
    def full_at(self) -> datetime:
        """When the car ends it by itself."""
        return self.started_at + timedelta(hours=float(self.most_kwh / self.point.car_kw))

    def ends_at(self, now: datetime) -> datetime | None:
        """When energy stopped flowing; None while it flows."""
        ends = min(self.stopped_at or self.full_at, self.full_at)
        return ends if ends <= now else None

    def kwh(self, at: datetime) -> Decimal:
        """What the meter shows."""
        seconds = max(0.0, (min(at, self.full_at) - self.started_at).total_seconds())
        return (self.point.car_kw * Decimal(str(seconds)) / 3600).quantize(Decimal("0.001"), ROUND_HALF_UP)


@dataclass(slots=True, kw_only=True)
class CariqaWorld:
    """``words`` are the faults of what is said; ``starts`` counts what really began charging."""

    origin: str
    now: Now
    words: frozenset[str] = frozenset()
    charges: dict[str, Charge] = field(default_factory=dict)
    starts: int = 0
    lists: int = 0

    def __post_init__(self) -> None:
        chance = Random(7)
        begin = self.now().astimezone(UTC)
        for back in range(_HISTORY):
            point = POINTS[chance.choice((0, 0, 1, 2))]
            started = begin - timedelta(days=1.9 * (back + 1), minutes=chance.randint(0, 600))
            kwh = Decimal(chance.randint(6_000, 46_000)) / 1000
            name = str(uuid.UUID(int=chance.getrandbits(128), version=4))
            one = Charge(name, point, started, most_kwh=kwh, rating=chance.choice((None, 3, 4, 5, 5)))
            self.charges[one.id] = one

    @property
    def base(self) -> str:
        """Where it is asked."""
        return f"{self.origin}/api/v1"

    def newest_first(self) -> list[Charge]:
        """As the service sorts its list."""
        return sorted(self.charges.values(), key=lambda one: one.started_at, reverse="swapped-order" not in self.words)

    def charging_at(self, evse_id: str) -> Charge | None:
        """Who charges there now."""
        now = self.now()
        mine = (one for one in self.charges.values() if one.point.evse_id == evse_id)
        return next((one for one in mine if one.ends_at(now) is None), None)

    def start(self, point: ChargingPoint) -> Charge:
        """Let energy flow."""
        self.starts += 1
        one = Charge(str(uuid.uuid4()), point, self.now().astimezone(UTC))
        self.charges[one.id] = one
        return one

    def credit_late(self) -> None:
        """With ``late-credits`` the bill of the second newest finished session is corrected after it was first read."""
        self.lists += 1
        final = [one for one in self.newest_first() if self.shown(one)["end_time"] is not None]
        if "late-credits" in self.words and self.lists == 2 and len(final) > 1:
            final[1].credit = Decimal("-1.50")

    def bill(self, one: Charge) -> dict[str, Any] | None:
        """What it cost, whatever name the service gives it today; None before the record is there."""
        shown = self.shown(one)
        found: dict[str, Any] | None = shown.get("session_cost") or shown.get("payg_summary")
        return found

    def shown(self, one: Charge) -> dict[str, Any]:
        """specs/cariqa.yaml ``ConnectAPIChargingSession``; no cost until the record is there (seed)."""
        now = self.now().astimezone(UTC)
        ended = one.ends_at(now)
        final = ended is not None and now - ended >= RECORD_AFTER
        meter_at = now if ended is None else ended if final else min(now, ended) - _LATE
        cost_name = "payg_summary" if final and "payg-summary" in self.words else "session_cost"
        kwh = one.kwh(meter_at)
        duration = round(((ended or now) - one.started_at).total_seconds())
        return {
            "id": one.id,
            "start_time": _time(one.started_at),
            "end_time": _time(ended) if final and ended else None,
            "duration": duration,
            "consumed_energy": str(kwh),
            "is_active": ended is None,
            "evse_id": one.point.evse_id,
            "station_info": one.point.info,
            "is_partner": True,
            "logo_url": None,
            "user_facing_session_prices": _prices(one.point),
            cost_name: self._cost(one, kwh) if final else None,
            "rates": one.rating,
        }

    def _cost(self, one: Charge, kwh: Decimal) -> dict[str, Any]:
        energy = (kwh * one.point.kwh_price).quantize(_CENT, ROUND_HALF_UP)
        total = energy + one.point.starting_fee + one.credit
        vat = (total - total / (1 + _VAT)).quantize(_CENT, ROUND_HALF_UP)
        paper = "https://invoices.elsewhere.example" if "hostile-urls" in self.words else self.origin
        return {
            "kwh_cost": str(energy),
            "time_cost": "0.00",
            "session_fee_cost": "0.00",
            "blocking_fee_cost": "0.00",
            "starting_fee_cost": str(one.point.starting_fee),
            "invoice_view": f"{paper}/cariqa/invoices/{one.id}",
            "invoice_download": f"{paper}/cariqa/invoices/{one.id}/pdf",
            "invoice_vat": str(vat),
            "invoice_summary": str(total),
            "invoice_credits": str(one.credit.quantize(_CENT)),
            "invoice_discount": "0.00",
            "currency": "eur",
        }


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _prices(point: ChargingPoint) -> dict[str, Any]:
    return {
        "kwh_price": str(point.kwh_price),
        "time_price": None,
        "session_fee": None,
        "blocking_fee": None,
        "starting_fee": str(point.starting_fee) if point.starting_fee else None,
        "grace_period_minutes": None,
        "blocking_cap": None,
        "currency": "eur",
    }
