"""Charging sessions in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from celliq_desktop.domain.charging import (
    ChargingId,
    ChargingOverview,
    ChargingSession,
    ChargingState,
    Cost,
    ShownSession,
    implausible,
)
from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.viewmodels.formats import NOTHING, Formats, count
from celliq_desktop.viewmodels.vehicle.states import Fact
from celliq_desktop.viewmodels.words import N_, _, said

STATE_WORDS = {
    ChargingState.STARTING: (N_("Starting"), "info"),
    ChargingState.CHARGING: (N_("Charging"), "good"),
    ChargingState.STOPPING: (N_("Stopping"), "fair"),
    ChargingState.AWAITING_RECORD: (N_("Waiting for the bill"), "fair"),
    ChargingState.FINAL: (N_("Finished"), "none"),
}
STEPS = {
    ChargingState.STARTING: 1,
    ChargingState.CHARGING: 2,
    ChargingState.STOPPING: 2,
    ChargingState.AWAITING_RECORD: 3,
    ChargingState.FINAL: 4,
}
"""The stations of a session, for its progress bar."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargingLine:
    """One row of the table."""

    id: ChargingId
    at: datetime
    day: str
    station: str
    tip: str
    state: str
    tone: str
    energy: str
    kwh: Decimal
    duration: str
    seconds: int
    cost: str
    total: Decimal
    rating: str
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSession:
    """What charges now; ``step`` of four. ``may_stop`` while energy flows and no stop is under way."""

    id: ChargingId
    station: str
    place: str
    state: str
    tone: str
    step: int
    energy: str
    duration: str
    power: str
    price: str
    waits: str
    may_stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One session in full. The links are as the service sent them and are checked when they are opened."""

    id: ChargingId
    station: str
    place: str
    total: str
    basis: str
    facts: tuple[Fact, ...]
    stars: int
    may_rate: bool
    view_url: str | None
    download_url: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargingView:
    """What the screen draws. ``starting`` says of a start whose outcome is not known; ``trouble`` what the last sync
    met; ``busy`` while a start, stop or rating is under way."""

    loading: bool = True
    connected: bool = False
    lines: tuple[ChargingLine, ...] = ()
    live: tuple[LiveSession, ...] = ()
    chosen: Receipt | None = None
    summary: str = ""
    starting: str = ""
    trouble: str = ""
    busy: bool = False
    problem: Problem | None = None
    told: str = ""


def worded(overview: ChargingOverview, formats: Formats, now: datetime) -> ChargingView:
    """The overview in words and numbers; nothing is chosen yet."""
    standing = overview.connection.standing
    return ChargingView(
        loading=False,
        connected=overview.connection.state is not ConnectionState.NOT_CONNECTED,
        lines=tuple(_line(one, formats) for one in overview.sessions),
        live=tuple(_live(one, formats, now) for one in overview.sessions if not one.state.over),
        summary=_summary(overview, formats, now),
        starting=" ".join(f"{evse}: {said(words).rstrip('.')}." for evse, words in overview.starting),
        trouble=said(standing.last_error or ""),
    )


def receipt(shown: ShownSession, formats: Formats) -> Receipt:
    """One session in full."""
    one, cost = shown.session, shown.session.cost
    return Receipt(
        id=one.id,
        station=one.station.name or one.evse_id,
        place=_place(one),
        total=_money(cost.total, cost.currency, formats) if cost else NOTHING,
        basis=_basis(shown),
        facts=_facts(one, formats),
        stars=one.rating or 0,
        may_rate=one.final,
        view_url=cost.view_url if cost else None,
        download_url=cost.download_url if cost else None,
        note=_note(one, said(shown.waits)),
    )


def just_ended(overview: ChargingOverview, awaited: frozenset[ChargingId]) -> ShownSession | None:
    """A session that was ``awaited`` a moment ago and is final now."""
    return next((one for one in overview.sessions if one.session.id in awaited and one.session.final), None)


def ended_words(shown: ShownSession, formats: Formats) -> str:
    """What to say when a session that was watched has its record."""
    bill = receipt(shown, formats)
    if bill.total == NOTHING:
        return _("The session at {station} has ended.").format(station=bill.station)
    return _("The bill of {station} is here: {cost}.").format(station=bill.station, cost=bill.total)


def with_chosen(view: ChargingView, chosen: Receipt | None) -> ChargingView:
    """The same view with another session in full."""
    return replace(view, chosen=chosen)


def _line(shown: ShownSession, formats: Formats) -> ChargingLine:
    one, cost = shown.session, shown.session.cost
    state, tone = STATE_WORDS[shown.state]
    state = _(state)
    return ChargingLine(
        id=one.id,
        at=one.started_at or _LONG_AGO,
        day=formats.moment(one.started_at),
        station=one.station.name or one.evse_id,
        tip=_place(one),
        state=state,
        tone=tone,
        energy=_kwh(one, formats),
        kwh=one.energy_kwh or Decimal(0),
        duration=formats.duration(one.duration_s),
        seconds=one.duration_s or 0,
        cost=_money(cost.total, cost.currency, formats) if cost else NOTHING,
        total=cost.total if cost else Decimal(0),
        rating="★" * (one.rating or 0) or NOTHING,
        stars=one.rating or 0,
    )


def _live(shown: ShownSession, formats: Formats, now: datetime) -> LiveSession:
    one = shown.session
    state, tone = STATE_WORDS[shown.state]
    state = _(state)
    seconds = one.duration_s if not one.active or one.started_at is None else (now - one.started_at).total_seconds()
    return LiveSession(
        id=one.id,
        station=one.station.name or one.evse_id,
        place=_place(one),
        state=state,
        tone=tone,
        step=STEPS[shown.state],
        energy=_kwh(one, formats),
        duration=formats.duration(seconds),
        power=formats.number(one.station.power_kw, 0, "kW"),
        price=_price(one, formats),
        waits=said(shown.waits),
        may_stop=shown.state in (ChargingState.STARTING, ChargingState.CHARGING),
    )


def _summary(overview: ChargingOverview, formats: Formats, now: datetime) -> str:
    if not overview.sessions:
        return ""
    energy = sum((one.session.energy_kwh or Decimal(0) for one in overview.sessions), Decimal(0))
    known = f"{count(len(overview.sessions), 'session', 'sessions')}, {formats.number(float(energy), 0, 'kWh')}"
    synced = overview.connection.standing.last_sync_at
    return _("{known}, as of {synced}").format(known=known, synced=formats.age(synced, now)) if synced else known


def _place(one: ChargingSession) -> str:
    return " · ".join(part for part in (one.station.address, one.evse_id) if part)


def _basis(shown: ShownSession) -> str:
    cost = shown.session.cost
    if cost is None:
        return _("The bill comes with the operator's record.") if not shown.state.over else _("No bill was sent.")
    return (
        _("as billed, {vat} {currency} VAT included").format(vat=cost.vat, currency=cost.currency)
        if cost.vat is not None
        else _("as billed")
    )


def _note(one: ChargingSession, waits: str) -> str:
    """Whether the session may speak for a battery: energy at the charging point is not the battery's."""
    odd = implausible(one) if one.final else None
    if odd is not None:
        return _("{waits} Not used for a battery: {odd}").format(waits=waits, odd=odd).strip()
    return waits


def _facts(one: ChargingSession, formats: Formats) -> tuple[Fact, ...]:
    known = [
        Fact(_("Energy"), _kwh(one, formats), _("at the charging point")),
        Fact(_("Duration"), formats.duration(one.duration_s)),
        Fact(_("Started"), formats.moment(one.started_at)),
        Fact(_("Ended"), formats.moment(one.ended_at)),
        Fact(
            _("Connector"),
            formats.number(one.station.power_kw, 0, "kW"),
            (one.station.connector or "").replace("_", " "),
        ),
        Fact(_("Price"), _price(one, formats)),
    ]
    return (*known, *(_parts(one.cost, formats) if one.cost else ()))


def _parts(cost: Cost, formats: Formats) -> tuple[Fact, ...]:
    """The lines of the bill that are not nothing."""
    parts = (
        (_("Energy cost"), cost.kwh),
        (_("Time"), cost.time),
        (_("Session fee"), cost.session_fee),
        (_("Blocking fee"), cost.blocking_fee),
        (_("Starting fee"), cost.starting_fee),
        (_("Credits"), cost.credits),
        (_("Discount"), cost.discount),
    )
    return tuple(Fact(name, _money(amount, cost.currency, formats)) for name, amount in parts if amount)


def _kwh(one: ChargingSession, formats: Formats) -> str:
    return NOTHING if one.energy_kwh is None else formats.number(float(one.energy_kwh), 2, "kWh")


def _price(one: ChargingSession, formats: Formats) -> str:
    prices = one.prices
    if prices.kwh is None:
        return NOTHING
    return f"{formats.number(float(prices.kwh), 2)} {prices.currency or ''}/kWh"


def _money(amount: Decimal, currency: str, formats: Formats) -> str:
    return f"{formats.number(float(amount), 2)} {currency}"
