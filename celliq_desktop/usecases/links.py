"""Links between remote cars and ours: suggested with evidence, confirmed and undone by a person."""

from celliq_desktop.battery.likeness import likeness
from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.links import Candidate, Link
from celliq_desktop.domain.ports import CancelToken, Progress
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.remote_vehicles import RemoteVehicle
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import links as rows
from celliq_desktop.mirror import readings, remote_vehicles
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER
from celliq_desktop.usecases.link_evidence import candidate_of, names_agree
from celliq_desktop.usecases.sync_estimates import recompute

_SHOWN = 3
"""Candidates for one remote car: further ones are guesses."""
_LEAST = 0.05


def all_links(desk: Desk) -> tuple[Link, ...]:
    """Every link, oldest first."""
    with desk.mirror.read() as session:
        return rows.links(session)


def unlinked(desk: Desk) -> tuple[RemoteVehicle, ...]:
    """Remote cars nobody has linked yet."""
    with desk.mirror.read() as session:
        known = {link.remote_id for link in rows.links(session) if link.provider == PROVIDER}
        cars = remote_vehicles.remote_vehicles(session, PROVIDER)
    return tuple(car for car in cars if car.id not in known)


def candidates(desk: Desk, remote: RemoteVehicle, *, progress: Progress, cancel: CancelToken) -> tuple[Candidate, ...]:
    """The cars of ours that ``remote`` may be, the likeliest first. Where the service names make and model, only such
    cars are compared, unless there is none."""
    with desk.mirror.read() as session:
        fleet = vehicle_rows.vehicles(session)
        theirs = readings.samples_of(session, remote_vehicles.telemetry_key(PROVIDER, remote.id))
    named = [car for car in fleet if names_agree(remote, car)]
    compared = named or list(fleet)
    found: list[Candidate] = []
    for number, car in enumerate(compared):
        cancel.check()
        with desk.mirror.read() as session:
            ours = readings.samples_of(session, car.id)
        found.append(candidate_of(PROVIDER, remote, car, likeness(ours, theirs)))
        progress(number + 1, len(compared), f"cars compared with {remote.title}")
    likely = [one for one in found if one.confidence >= _LEAST]
    return tuple(sorted(likely, key=lambda one: (-one.confidence, one.vin))[:_SHOWN])


def confirm(desk: Desk, provider: str, remote_id: str, vehicle_id: VehicleId) -> tuple[Link, Changes]:
    """A person says that ``remote_id`` is our car. NeedsYou ``already_linked`` when it is another one's: undo that
    first. What the comparison showed is kept with the link."""
    with desk.mirror.read() as session:
        car = vehicle_rows.vehicle(session, vehicle_id)
        before = rows.link_of(session, provider, remote_id)
        remote = remote_vehicles.remote_vehicle(session, provider, remote_id)
        theirs = readings.samples_of(session, remote_vehicles.telemetry_key(provider, remote_id))
        ours = readings.samples_of(session, vehicle_id)
    if car is None:
        raise Refused("not_found", N_("This car is no longer in the fleet."), next_step=N_("Choose another car."))
    if before is not None and before.vehicle_id != vehicle_id:
        raise NeedsYou(
            "already_linked",
            N_("This is linked to the car {vin} already.").format(vin=before.vin),
            next_step=N_("Undo that link first if it is wrong."),
        )
    if before is not None:
        return before, Changes()
    if remote is None and provider == PROVIDER:
        raise NeedsYou(
            "unknown_remote",
            N_("ev.energy has no car {remote_id}, or it was not mirrored yet.").format(remote_id=remote_id),
            next_step=N_("Sync, then see “celliq-desktop ev-energy vehicles”."),
        )
    seen = None if remote is None else candidate_of(provider, remote, car, likeness(ours, theirs))
    link = Link(
        provider=provider,
        remote_id=remote_id,
        vehicle_id=vehicle_id,
        vin=car.vin,
        linked_by=desk.account.user.email,
        linked_at=desk.clock.now(),
        confidence=seen.confidence if seen else None,
        evidence=(*seen.evidence, *seen.doubts) if seen else (),
    )
    with desk.mirror.write() as session:
        rows.save(session, link)
    return link, _changed(desk, car)


def undo(desk: Desk, provider: str, remote_id: str) -> Changes:
    """Take a link back; its samples leave the estimate. NeedsYou ``not_linked`` when there is none."""
    with desk.mirror.write() as session:
        link = rows.link_of(session, provider, remote_id)
        if link is None or not rows.remove(session, provider, remote_id):
            raise NeedsYou("not_linked", N_("There is no such link."), next_step=N_("See “celliq-desktop link list”."))
        car = vehicle_rows.vehicle(session, link.vehicle_id, also_gone=True)
    return Changes.of(Topic.LINKS) if car is None else _changed(desk, car)


def _changed(desk: Desk, car: Vehicle) -> Changes:
    recompute(desk, car)
    return Changes.of(Topic.LINKS, Topic.READINGS, Topic.ESTIMATES, ids=frozenset({car.id}))
