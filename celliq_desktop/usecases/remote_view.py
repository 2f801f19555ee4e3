"""Remote cars as screens show them: read from the mirror, without the network."""

from array import array
from datetime import UTC, datetime
from typing import Any

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.links import Link
from celliq_desktop.domain.readings import COLUMNS, Samples
from celliq_desktop.domain.remote_vehicles import RemoteVehicle
from celliq_desktop.domain.remote_view import ConnectionsView, RemoteCarView
from celliq_desktop.mirror import links, readings
from celliq_desktop.mirror import remote_vehicles as rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER
from celliq_desktop.usecases.providers import connections

_SHOWN = 200
"""Status lines a person may want to look at; the curves show the rest."""


def connections_view(desk: Desk) -> ConnectionsView:
    """Services and remote cars; linked cars of which the service knows nothing any more are there, too."""
    with desk.mirror.read() as session:
        known = {link.remote_id: link for link in links.links(session) if link.provider == PROVIDER}
        cars = {str(car.id): car for car in rows.remote_vehicles(session, PROVIDER)}
        ids = [*cars, *(one for one in known if one not in cars)]
        views = tuple(_view(session, one, cars.get(one), known.get(one), samples=False) for one in ids)
    return ConnectionsView(services=connections(desk), cars=views)


def linked_cars(desk: Desk, vehicle_id: VehicleId) -> tuple[RemoteCarView, ...]:
    """The remote cars linked to one of ours, with their newest status and their errors."""
    with desk.mirror.read() as session:
        return tuple(
            _view(session, link.remote_id, rows.remote_vehicle(session, PROVIDER, link.remote_id), link, samples=True)
            for link in links.links_of_car(session, vehicle_id)
            if link.provider == PROVIDER
        )


def _view(
    session: Any, remote_id: str, car: RemoteVehicle | None, link: Link | None, *, samples: bool
) -> RemoteCarView:
    key = rows.telemetry_key(PROVIDER, remote_id)
    at = readings.progress_of_car(session, key)
    stored = readings.samples_of(session, key) if samples else Samples.from_columns(array("d"))
    return RemoteCarView(
        remote_id=remote_id,
        car=car,
        link=link,
        newest=_tail(stored),
        stored=at.stored,
        errors=rows.errors_of(session, PROVIDER, remote_id),
        last_report=None if at.newest_s is None else datetime.fromtimestamp(at.newest_s, UTC),
    )


def _tail(samples: Samples) -> Samples:
    return Samples(**{name: getattr(samples, name)[-_SHOWN:] for name in COLUMNS})
