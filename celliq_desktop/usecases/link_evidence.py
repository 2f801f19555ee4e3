"""How sure one may be that a remote car is one of ours, with the evidence in words a person can weigh."""

from celliq_desktop.domain.links import Candidate, Likeness
from celliq_desktop.domain.remote_vehicles import RemoteVehicle
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle

_MOST = 0.99
"""A comparison is never a certainty: a person confirms."""
_FEW = 10
"""Pairs of samples below which agreement may be chance."""
_SAME_KM, _OTHER_KM = 0.8, 0.2
_DAY_S = 86_400.0


def candidate_of(provider: str, remote: RemoteVehicle, vehicle: Vehicle, alike: Likeness) -> Candidate:
    """One possible link. The odometer weighs most, because no two cars share one; then the state of charge, the
    charges, and what the service calls the car."""
    named = names_agree(remote, vehicle)
    evidence, doubts = _sentences(remote, vehicle, alike, named)
    return Candidate(
        provider=provider,
        remote_id=remote.id,
        remote_title=remote.title,
        vehicle_id=vehicle.id,
        vin=vehicle.vin,
        vehicle_title=vehicle.title,
        confidence=_confidence(alike, named),
        evidence=evidence,
        doubts=doubts,
    )


def names_agree(remote: RemoteVehicle, vehicle: Vehicle) -> bool | None:
    """Whether make and model are the same; None when the service names neither."""
    if remote.make is None or remote.model is None:
        return None
    return (_plain(remote.make), _plain(remote.model)) == (_plain(vehicle.make), _plain(vehicle.model))


def _confidence(alike: Likeness, named: bool | None) -> float:
    if not alike.compared or alike.soc_agreeing is None:
        found = 0.1 if named else 0.0
    else:
        found = max(0.0, 2.0 * alike.soc_agreeing - 1.0) * alike.compared / (alike.compared + _FEW)
        if alike.charges_agreeing is not None and alike.charges >= 2:
            found = 0.6 * found + 0.4 * alike.charges_agreeing
        if alike.odometer_agreeing is not None and alike.odometer_agreeing >= _SAME_KM:
            found = 1.0 - (1.0 - found) * 0.2
        elif alike.odometer_agreeing is not None and alike.odometer_agreeing < _OTHER_KM:
            found *= 0.1
    return round(min(_MOST, found * (0.2 if named is False else 1.0)), 2)


def _sentences(
    remote: RemoteVehicle, vehicle: Vehicle, alike: Likeness, named: bool | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    evidence: list[str] = []
    doubts: list[str] = []
    if named:
        evidence.append(N_("The service calls it a {make} {model}, too.").format(make=remote.make, model=remote.model))
    elif named is False:
        doubts.append(
            N_("The service calls it a {make} {model}, not a {make2} {model2}.").format(
                make=remote.make, model=remote.model, make2=vehicle.make, model2=vehicle.model
            )
        )
    if not alike.compared:
        doubts.append(N_("The two never reported at the same time, so nothing could be compared."))
        return tuple(evidence), tuple(doubts)
    days = alike.overlap_s / _DAY_S
    agreeing = _percent(alike.soc_agreeing)
    soc = N_("The state of charge agrees in {agreeing} of {compared:,} moments over {days:.0f} days.").format(
        agreeing=agreeing, compared=alike.compared, days=days
    )
    (evidence if (alike.soc_agreeing or 0.0) >= 0.8 else doubts).append(soc)
    if alike.compared < _FEW:
        doubts.append(N_("That is too few moments to be sure."))
    if alike.odometer_agreeing is not None:
        km = N_("The odometer agrees in {percent} of {odometer_compared:,} moments.").format(
            percent=_percent(alike.odometer_agreeing), odometer_compared=alike.odometer_compared
        )
        (evidence if alike.odometer_agreeing >= _SAME_KM else doubts).append(km)
    if alike.charges:
        charges = N_("{percent} of its {charges:,} charges were seen here, too.").format(
            percent=_percent(alike.charges_agreeing), charges=alike.charges
        )
        (evidence if (alike.charges_agreeing or 0.0) >= 0.8 else doubts).append(charges)
    if alike.energy_ratio is not None:
        energy = N_("Its energy counter shows {value:.0f} % of ours.").format(value=100 * alike.energy_ratio)
        (evidence if 0.85 <= alike.energy_ratio <= 1.15 else doubts).append(energy)
    return tuple(evidence), tuple(doubts)


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0.0):.0f} %"


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
