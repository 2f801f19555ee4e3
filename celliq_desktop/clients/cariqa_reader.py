"""Tolerant reading of Cariqa's sessions (specs/cariqa.yaml): money and energy are decimal text and never become floats;
unknown fields survive in ``raw``; the cost stands under ``session_cost`` or, in one published state, ``payg_summary``.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from celliq_desktop.clients import fields
from celliq_desktop.domain.charging import ChargingId, ChargingSession, Cost, Prices, Station
from celliq_desktop.domain.text import N_

_LARGEST = Decimal(10) ** 9
_MOST_DIGITS = 6


def session(row: fields.Row) -> ChargingSession:
    """``ConnectAPIChargingSession``; required: id, evse_id, is_active."""
    active = row.get("is_active")
    if not isinstance(active, bool):
        raise fields.Unusable(N_("is_active is missing"))
    cost = _part(row, "session_cost") or _part(row, "payg_summary")
    prices = _part(row, "user_facing_session_prices")
    rating = fields.whole(row, "rates")
    return ChargingSession(
        id=ChargingId(fields.need_text(row, "id")),
        evse_id=fields.need_text(row, "evse_id"),
        active=active,
        started_at=fields.moment(row, "start_time"),
        ended_at=_ended(row),
        duration_s=fields.whole(row, "duration"),
        energy_kwh=decimal(row, "consumed_energy"),
        rating=rating if rating is not None and 1 <= rating <= 5 else None,
        station=_station(_part(row, "station_info")),
        prices=_prices(prices),
        cost=_cost(cost, fields.text(prices, "currency")) if cost else None,
        raw=fields.raw(row),
    )


def decimal(row: fields.Row, name: str) -> Decimal | None:
    """An exact number from decimal text (or a whole number); None for anything else, so also for a float, whose
    digits are not what was billed."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    try:
        found = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) > _LARGEST or -int(found.as_tuple().exponent) > _MOST_DIGITS:
        return None
    return found


def _ended(row: fields.Row) -> Any:
    """A time that is there but cannot be read would leave the session unfinished for ever: set the row aside."""
    ended = fields.moment(row, "end_time")
    if ended is None and row.get("end_time") is not None:
        raise fields.Unusable(N_("end_time is no time"))
    return ended


def _part(row: fields.Row, name: str) -> fields.Row:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _station(row: fields.Row) -> Station:
    return Station(
        name=fields.text(row, "station_name"),
        address=fields.text(row, "station_address"),
        country=fields.text(row, "country"),
        speed=fields.text(row, "station_speed"),
        connector=fields.text(row, "connector_standard"),
        power_kw=fields.number(row, "connector_power"),
        phone=fields.text(row, "support_phone"),
        latitude=fields.text(row, "latitude"),
        longitude=fields.text(row, "longitude"),
    )


def _prices(row: fields.Row) -> Prices:
    return Prices(
        currency=_currency(fields.text(row, "currency")),
        kwh=decimal(row, "kwh_price"),
        time=decimal(row, "time_price"),
        session_fee=decimal(row, "session_fee"),
        starting_fee=decimal(row, "starting_fee"),
        blocking_fee=fields.text(row, "blocking_fee"),
        blocking_cap=decimal(row, "blocking_cap"),
        grace_minutes=fields.whole(row, "grace_period_minutes"),
    )


def _cost(row: fields.Row, other_currency: str | None) -> Cost | None:
    """The bill; None when it has no sum or no currency: half a bill is none."""
    total = decimal(row, "invoice_summary")
    currency = _currency(fields.text(row, "currency") or other_currency)
    if total is None or currency is None:
        return None
    return Cost(
        currency=currency,
        total=total,
        vat=decimal(row, "invoice_vat"),
        credits=decimal(row, "invoice_credits"),
        discount=decimal(row, "invoice_discount"),
        kwh=decimal(row, "kwh_cost"),
        time=decimal(row, "time_cost"),
        session_fee=decimal(row, "session_fee_cost"),
        blocking_fee=decimal(row, "blocking_fee_cost"),
        starting_fee=decimal(row, "starting_fee_cost"),
        view_url=fields.text(row, "invoice_view"),
        download_url=fields.text(row, "invoice_download"),
    )


def _currency(text: str | None) -> str | None:
    """Cariqa writes ``eur``."""
    return text.upper() if text is not None and len(text) == 3 and text.isascii() and text.isalpha() else None
