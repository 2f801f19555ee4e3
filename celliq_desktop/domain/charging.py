"""Charging sessions a dealer pays for at public charging points (specs/cariqa.yaml): energy in kWh and money as decimal
numbers, exactly as billed. A session has no car: a person links it to one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import NewType

from celliq_desktop.domain.providers import Connection
from celliq_desktop.domain.sessions import MeasuringPoint
from celliq_desktop.domain.syncing import SetAside
from celliq_desktop.domain.text import N_

ChargingId = NewType("ChargingId", str)
"""A session's id at the service."""

CREDITS_COME_FOR = timedelta(days=30)
"""A final bill can still be corrected that long (OCPI credit records, research/apis.md 3)."""
PROVIDER = "cariqa"
_POWER_SLACK = Decimal("1.2")
"""A connector delivers its rated power, measured with some error; more than that is no charge (research/apis.md 3)."""
_MOST_KW = Decimal(500)
"""No charging point of today delivers more, whatever the record leaves out."""
_DC_CONNECTORS = ("CHADEMO", "COMBO", "TESLA_S", "GBT_DC")
_MOST_AC_KW = 50


class ChargingState(Enum):
    """Where a session stands (cli.md ``charging``). STOPPING: a stop is under way and the charging point has not
    ended it yet; AWAITING_RECORD: it has ended, and the operator's record of energy and cost is to come."""

    STARTING = "starting"
    CHARGING = "charging"
    STOPPING = "stopping"
    AWAITING_RECORD = "awaiting_record"
    FINAL = "final"

    @property
    def over(self) -> bool:
        """True once nothing more happens by itself."""
        return self is ChargingState.FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Where a session took place. ``power_kw`` is what the connector can deliver."""

    name: str | None = None
    address: str | None = None
    country: str | None = None
    speed: str | None = None
    connector: str | None = None
    power_kw: float | None = None
    phone: str | None = None
    latitude: str | None = None
    longitude: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What was agreed to; each part in ``currency``, None where it is not charged. ``blocking_fee`` is the operator's
    own text."""

    currency: str | None = None
    kwh: Decimal | None = None
    time: Decimal | None = None
    session_fee: Decimal | None = None
    starting_fee: Decimal | None = None
    blocking_fee: str | None = None
    blocking_cap: Decimal | None = None
    grace_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What was billed, never recomputed: the service rounds in its own way. ``vat`` is included in ``total``; the
    links are as the service sent them and are checked when they are opened."""

    currency: str
    total: Decimal
    vat: Decimal | None = None
    credits: Decimal | None = None
    discount: Decimal | None = None
    kwh: Decimal | None = None
    time: Decimal | None = None
    session_fee: Decimal | None = None
    blocking_fee: Decimal | None = None
    starting_fee: Decimal | None = None
    view_url: str | None = None
    download_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargingSession:
    """One session as the service tells it. ``active``: it still charges; ``ended_at`` is only known with the final
    record, and until then neither energy nor duration are the truth. ``rating`` 1 to 5."""

    id: ChargingId
    evse_id: str
    active: bool
    started_at: datetime | None = None
    ended_at: datetime | None = None
    duration_s: int | None = None
    energy_kwh: Decimal | None = None
    rating: int | None = None
    station: Station = Station()
    prices: Prices = Prices()
    cost: Cost | None = None
    raw: str = "{}"

    @property
    def final(self) -> bool:
        """True once the record is there (seed: complete when ``end_time`` is not null)."""
        return self.ended_at is not None

    def settled(self, now: datetime) -> bool:
        """True when not even a late credit can change it."""
        return self.ended_at is not None and now - self.ended_at > CREDITS_COME_FOR

    def state(self, *, stop_wanted: bool = False) -> ChargingState:
        """Where it stands; ``stop_wanted`` while our own stop is under way."""
        if self.final:
            return ChargingState.FINAL
        if not self.active:
            return ChargingState.AWAITING_RECORD
        if stop_wanted:
            return ChargingState.STOPPING
        return ChargingState.CHARGING if self.energy_kwh else ChargingState.STARTING


@dataclass(frozen=True, slots=True)
class ChargingPage:
    """One page of sessions, newest first; ``after`` is the next page's cursor, None on the last as the service says;
    ``beyond`` the cursor of the page that follows by its number, whatever is said, where pages have numbers; ``total``
    as the service counts."""

    items: tuple[ChargingSession, ...]
    after: str | None
    total: int | None = None
    set_aside: tuple[SetAside, ...] = ()
    beyond: str | None = None

    @property
    def rows(self) -> frozenset[str]:
        """What it holds, by id; a row that has none, and was set aside, by its words."""
        return frozenset((*(one.id for one in self.items), *(row.item_id or row.raw for row in self.set_aside)))

    @property
    def rising(self) -> bool:
        """True when it runs from older to newer: no service promises an order, and then the news stand at the end."""
        times = [one.started_at for one in self.items if one.started_at is not None]
        return len(times) > 1 and times[0] < times[-1]


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session with its state, and our own wish for it that is still under way, in words."""

    session: ChargingSession
    state: ChargingState
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargingOverview:
    """What is mirrored, newest first. ``starting`` are starts whose outcome is not known yet, as
    ``(charging point, words)``."""

    connection: Connection
    sessions: tuple[ShownSession, ...] = ()
    starting: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EvseCharge:
    """What a charging point counted in one plausible session; EVSE-side energy is not the battery's (report.md 1)."""

    session_id: ChargingId
    start: datetime
    end: datetime
    energy_kwh: float
    measured_at: MeasuringPoint


def implausible(session: ChargingSession) -> str | None:
    """Why the energy of a final session cannot be what a car took, in a sentence; None when it can (the published
    sample says 10 kWh in 10 s at a 22 kW connector)."""
    found = evse_charge(session)
    return found if isinstance(found, str) else None


def evse_charge(session: ChargingSession) -> EvseCharge | str:
    """A final session as evidence for the battery analysis, or the sentence that says why it is none."""
    start, end, energy = session.started_at, session.ended_at, session.energy_kwh
    if start is None or end is None or energy is None:
        return N_("The record is not complete.")
    seconds = Decimal(str((end - start).total_seconds()))
    if energy <= 0 or seconds <= 0:
        return N_("The record shows no energy or no time.")
    power = energy * 3600 / seconds
    rated = Decimal(str(session.station.power_kw)) if session.station.power_kw else _MOST_KW
    if power > rated * _POWER_SLACK:
        return N_("{power:,.0f} kW on average is more than this connector delivers ({rated:,.0f} kW).").format(
            power=power, rated=rated
        )
    return EvseCharge(session.id, start, end, float(energy), _measured_at(session.station))


def _measured_at(station: Station) -> MeasuringPoint:
    connector = (station.connector or "").upper()
    dc = any(word in connector for word in _DC_CONNECTORS) or (
        not connector and station.power_kw is not None and station.power_kw > _MOST_AC_KW
    )
    return MeasuringPoint.EVSE_DC if dc else MeasuringPoint.EVSE_AC
