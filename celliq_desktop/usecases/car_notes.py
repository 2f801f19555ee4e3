"""What a person at this desk enters for a car: its capacity when new with a reason, a workshop's result; each undone
by one call."""

from datetime import date

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.health import Baseline
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.workshop_results import BatteryTest, WorkshopResult
from celliq_desktop.mirror import car_notes, vehicles
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.sync_estimates import recompute

_LIMITS = {"kWh": (5.0, 300.0), "Ah": (20.0, 1_000.0)}
"""From a Renault Twizy (6 kWh at 58 V, 105 Ah; small packs of 400 V have less) to the largest pickup (over 200 kWh)."""
_LEAST_SOH, _MOST_SOH = 20.0, 130.0
_MOST_SIGMA_PERCENT, _MOST_HALF = 10.0, 30.0
SIGMA_PERCENT = 1.0
"""1-sigma of a stated capacity where its source names none: figures are rounded to half a kWh or one
(research/domain.md 3.2)."""


def enter_baseline(
    desk: Desk,
    vehicle_id: VehicleId,
    *,
    value: float,
    unit: str,
    source: str,
    reason: str,
    sigma_percent: float = SIGMA_PERCENT,
) -> Changes:
    """Count with ``value`` (``unit`` "kWh" or "Ah") when new from now on, in this and every later estimate and report;
    NeedsYou ``bad_entry`` without a reason, a source or a possible figure."""
    least, most = _LIMITS[unit]
    if not least <= value <= most:
        raise _bad(
            N_("The capacity when new must lie between {least:g} and {most:g} {unit}, not {value:g}.").format(
                least=least, most=most, unit=unit, value=value
            )
        )
    if not 0.0 < sigma_percent <= _MOST_SIGMA_PERCENT:
        raise _bad(
            N_("Its uncertainty must lie above 0 and up to {most_sigma_percent:g} %, not {sigma_percent:g}.").format(
                most_sigma_percent=_MOST_SIGMA_PERCENT, sigma_percent=sigma_percent
            )
        )
    if not source.strip():
        raise _bad(N_("Where the figure comes from is missing."))
    if not reason.strip():
        raise _bad(N_("The reason is missing; it is printed with the figure."))
    now = desk.clock.now()
    baseline = Baseline(
        value, unit, source.strip(), sigma_percent / 100.0, now.date().isoformat(), reason=reason.strip()
    )
    with desk.mirror.write() as session:
        car_notes.enter_baseline(session, vehicle_id, baseline, now)
    return _recomputed(desk, vehicle_id)


def undo_baseline(desk: Desk, vehicle_id: VehicleId) -> Changes:
    """Count with the one before again, or with the declared one."""
    with desk.mirror.write() as session:
        car_notes.withdraw_baseline(session, vehicle_id, desk.clock.now())
    return _recomputed(desk, vehicle_id)


def enter_workshop_result(
    desk: Desk,
    vehicle_id: VehicleId,
    *,
    method: BatteryTest,
    soh_percent: float,
    half_width: float | None,
    tested_on: date,
) -> Changes:
    """Keep a workshop's figure beside the estimate; NeedsYou ``bad_entry`` for one that cannot be."""
    if not _LEAST_SOH <= soh_percent <= _MOST_SOH:
        raise _bad(
            N_("A state of health lies between {least_soh:g} and {most_soh:g} %, not {soh_percent:g}.").format(
                least_soh=_LEAST_SOH, most_soh=_MOST_SOH, soh_percent=soh_percent
            )
        )
    if half_width is not None and not 0.0 < half_width <= _MOST_HALF:
        raise _bad(
            N_("Its interval lies above 0 and up to ±{most_half:g} points, not ±{half_width:g}.").format(
                most_half=_MOST_HALF, half_width=half_width
            )
        )
    now = desk.clock.now()
    if tested_on > now.date():
        raise _bad(N_("The day of the test lies ahead."))
    with desk.mirror.write() as session:
        car_notes.enter_workshop_result(
            session, vehicle_id, WorkshopResult(method, soh_percent, half_width, tested_on), now
        )
    return Changes.of(Topic.ESTIMATES, ids=frozenset({vehicle_id}))


def undo_workshop_result(desk: Desk, vehicle_id: VehicleId) -> Changes:
    """Take back the one entered last."""
    with desk.mirror.write() as session:
        car_notes.withdraw_workshop_result(session, vehicle_id, desk.clock.now())
    return Changes.of(Topic.ESTIMATES, ids=frozenset({vehicle_id}))


def _recomputed(desk: Desk, vehicle_id: VehicleId) -> Changes:
    with desk.mirror.read() as session:
        car = vehicles.vehicle(session, vehicle_id)
    if car is None:
        raise Refused("not_found", N_("This car is no longer in the fleet."), next_step=N_("Choose another car."))
    recompute(desk, car)
    return Changes.of(Topic.ESTIMATES, ids=frozenset({vehicle_id}))


def _bad(message: str) -> NeedsYou:
    return NeedsYou("bad_entry", message, safe=N_("Nothing was changed."), next_step=N_("Correct it and save again."))
