"""Connecting a car: its owner agrees on the maker's page in the browser, and the desk watches until it appears."""

from dataclasses import dataclass

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ports import Progress, Waiting
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import checkpoints
from celliq_desktop.mirror import vehicles as rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.watching import watch_for_car

_EVERY_S = 4.0


@dataclass(frozen=True, slots=True)
class Connected:
    """The cars that appeared, newest last; usually one."""

    vehicles: tuple[Vehicle, ...]


def connect_page(desk: Desk, *, in_browser: bool = True) -> str:
    """A consent page, opened in the browser; Refused ``foreign_url`` and nothing is opened when it leads elsewhere."""
    url = desk.api.connect_url()
    if in_browser:
        desk.browser.open(url)
    return url


def connect_vehicle(desk: Desk, *, progress: Progress, cancel: Waiting) -> tuple[Connected, Changes]:
    """Open the consent page and wait for a car the account did not have. NeedsYou ``not_connected_yet`` after ten
    minutes: a car that appears later comes with the next sync."""
    progress(0, None, N_("asking for the consent page"))
    before = frozenset(car.id for car in desk.api.connected_vehicles().items)
    connect_page(desk)
    progress(0, None, N_("waiting for the car"))

    found = watch_for_car(
        lambda: desk.api.connected_vehicles().items, before, clock=desk.clock, cancel=cancel, every_s=_EVERY_S
    )
    with desk.mirror.write() as session:
        generation = checkpoints.stream(session, "vehicles").generation
        rows.upsert(session, found, generation)
    return Connected(found), Changes.of(Topic.VEHICLES, ids=frozenset(car.id for car in found))
