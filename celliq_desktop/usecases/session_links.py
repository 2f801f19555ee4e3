"""Which car a charging session belongs to: suggested by what the cars did at that time, confirmed by a person."""

from bisect import bisect_left, bisect_right

from celliq_desktop.battery.measuring_point import efficiency_of
from celliq_desktop.battery.sessions import cut_sessions
from celliq_desktop.domain.charging import PROVIDER, ChargingId, EvseCharge, evse_charge
from celliq_desktop.domain.links import Candidate, Link
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.readings import COLUMNS, Samples
from celliq_desktop.domain.sessions import ChargeSession
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import charging, links, readings
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.usecases.charging_evidence import shared_time
from celliq_desktop.usecases.desk import Desk

_AROUND_S = 1_800.0
"""Cars report late and sessions begin with a minute of authorisation: so far around a session is looked."""
_SHOWN = 3
_LEAST = 0.2
_MOST = 0.95
"""Two cars may charge at the same time for the same energy: never a certainty."""
_FAR = 0.3
"""Energies that differ by this share of each other say nothing for the pair."""


def link_of_session(desk: Desk, session_id: ChargingId) -> Link | None:
    """What a person said; None while nobody did."""
    with desk.mirror.read() as session:
        return links.link_of(session, PROVIDER, session_id)


def session_candidates(
    desk: Desk, session_id: ChargingId, *, progress: Progress, cancel: CancelToken
) -> tuple[Candidate, ...]:
    """The cars this session may have charged, the likeliest first. NeedsYou ``no_evidence`` for a session that is not
    finished, or whose energy no connector delivers."""
    with desk.mirror.read() as session:
        record = charging.charging_session(session, session_id)
        fleet = vehicle_rows.vehicles(session)
    charge = N_("It is not known here.") if record is None else evse_charge(record)
    if record is None or isinstance(charge, str):
        raise NeedsYou(
            "no_evidence",
            N_("This session cannot be compared with your cars. {charge}").format(charge=charge),
            next_step=N_("Wait for its record, or link it by command."),
        )
    found: list[Candidate] = []
    for number, car in enumerate(fleet):
        cancel.check()
        with desk.mirror.read() as session:
            samples = readings.samples_of(session, car.id)
        one = _candidate(charge, record.station.name or record.evse_id, car, _around(samples, charge))
        if one is not None and one.confidence >= _LEAST:
            found.append(one)
        progress(number + 1, len(fleet), N_("cars compared with this session"))
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.vin))[:_SHOWN])


def _around(samples: Samples, charge: EvseCharge) -> Samples:
    first = bisect_left(samples.time_s, charge.start.timestamp() - _AROUND_S)
    last = bisect_right(samples.time_s, charge.end.timestamp() + _AROUND_S)
    return Samples(**{name: getattr(samples, name)[first:last] for name in COLUMNS})


def _candidate(charge: EvseCharge, station: str, car: Vehicle, samples: Samples) -> Candidate | None:
    """The car's charge that shares most of the session's time; None when it did not charge then."""
    charges = cut_sessions(samples) if len(samples) else ()
    best = max(charges, key=lambda one: shared_time(one, charge), default=None)
    time = 0.0 if best is None else shared_time(best, charge)
    if best is None or time <= 0.0:
        return None
    window = f"{best.soc_start_percent:.0f} to {best.soc_end_percent:.0f} %"
    evidence, doubts = (
        [N_("It charged from {window} in {value:.0f} % of that time.").format(window=window, value=100 * time)],
        list[str](),
    )
    agreeing, words = _energy(charge, car, best)
    (evidence if agreeing >= 0.5 else doubts).append(words)
    return Candidate(
        provider=PROVIDER,
        remote_id=charge.session_id,
        remote_title=station,
        vehicle_id=car.id,
        vin=car.vin,
        vehicle_title=car.title,
        confidence=round(min(_MOST, time * (0.4 + 0.6 * agreeing)), 2),
        evidence=tuple(evidence),
        doubts=tuple(doubts),
    )


def _energy(charge: EvseCharge, car: Vehicle, one: ChargeSession) -> tuple[float, str]:
    """How well the energies agree (0-1) where both are known, and the sentence."""
    nominal = car.nominal_capacity_kwh
    took = one.energy_kwh or (nominal * one.delta_soc_percent / 100.0 if nominal else None)
    if not took:
        return 0.0, N_("Neither its energy nor its capacity is known, so the energy cannot be compared.")
    arrives = charge.energy_kwh * efficiency_of(charge.measured_at)[0]
    words = N_(
        "The charging point counted {energy_kwh:.1f} kWh, of which about {arrives:.1f} reach a"
        " battery; this one took {took:.1f}."
    ).format(energy_kwh=charge.energy_kwh, arrives=arrives, took=took)
    return max(0.0, 1.0 - abs(arrives - took) / took / _FAR), words
