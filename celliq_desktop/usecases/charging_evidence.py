"""What charging points counted, as evidence for a battery: only in sessions a person has linked to the car, only where
a connector can have delivered it, and only as energy at the charging point (report.md 1)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from celliq_desktop.battery.health import EstimateOptions, estimate_sessions
from celliq_desktop.battery.quality import Gate
from celliq_desktop.domain.charging import PROVIDER, ChargingId, EvseCharge, evse_charge
from celliq_desktop.domain.health import Baseline, EstimateStatus, HealthEstimate
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.sessions import ChargeSession, JudgedSession, MeasuringPoint
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import charging, links

_WITHOUT_ENERGY = (Gate.NO_ENERGY.value, Gate.COMPUTED_ENERGY.value)
_SHARED = 0.8
"""A session and a charge are the same when they share this part of the longer of the two: polls of a car come minutes
apart, and a session may begin with a minute of authorisation."""
_POINTS = {MeasuringPoint.EVSE_AC: "alternating", MeasuringPoint.EVSE_DC: "direct"}


def charges_of_car(session: Any, vehicle_id: VehicleId) -> tuple[EvseCharge, ...]:
    """The car's linked sessions that are evidence, oldest first; 10 kWh in 10 s is none."""
    linked = [one.remote_id for one in links.links_of_car(session, vehicle_id) if one.provider == PROVIDER]
    records = (charging.charging_session(session, ChargingId(remote_id)) for remote_id in linked)
    found = (evse_charge(one) for one in records if one is not None)
    return tuple(sorted((one for one in found if isinstance(one, EvseCharge)), key=lambda one: one.start))


def with_charges(found: HealthEstimate, charges: Sequence[EvseCharge], baseline: Baseline | None) -> HealthEstimate:
    """``found``, or, where the car's own sources are not enough for an estimate, one from charges of which they know
    the state of charge and a charging point the energy. Energies of the two sides are never mixed in one estimate."""
    if found.status is not EstimateStatus.REFUSED or not charges:
        return found
    best: HealthEstimate | None = None
    for point, kind in _POINTS.items():
        sessions = _counted(found.sessions, [one for one in charges if one.measured_at is point])
        if not sessions:
            continue
        made = estimate_sessions(sessions, baseline=baseline, options=EstimateOptions(measured_at=point))
        if made.status is EstimateStatus.REFUSED or (best is not None and len(best.used) >= len(made.used)):
            continue
        words = N_("Energy was counted at the charging point ({kind} current) in {n} linked sessions.").format(
            kind=kind, n=len(made.used)
        )
        best = replace(made, flags=(*made.flags, words))
    return best or found


def _counted(judged: Sequence[JudgedSession], charges: Sequence[EvseCharge]) -> list[ChargeSession]:
    """Charges of the car without an energy of their own, with that of the session they were."""
    bare = [one.session for one in judged if one.reason in _WITHOUT_ENERGY]
    pairs = ((one, next((charge for charge in charges if _same(one, charge)), None)) for one in bare)
    return [
        replace(one, energy_kwh=charge.energy_kwh, computed_energy=False) for one, charge in pairs if charge is not None
    ]


def _same(one: ChargeSession, charge: EvseCharge) -> bool:
    return shared_time(one, charge) >= _SHARED


def shared_time(one: ChargeSession, charge: EvseCharge) -> float:
    """The part (0-1) of the longer of the two in which both went on."""
    start_s, end_s = charge.start.timestamp(), charge.end.timestamp()
    shared = min(one.end_s, end_s) - max(one.start_s, start_s)
    return max(0.0, shared) / max(one.end_s - one.start_s, end_s - start_s, 1.0)
