"""ev.energy for a person: what it knows of its cars, its catalogue, and how cars come and go."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.ports import CancelToken, Progress, Waiting
from celliq_desktop.domain.problems import NeedsYou, Refused, TryAgain
from celliq_desktop.domain.remote_vehicles import (
    CursorPage,
    ErrorLog,
    OnboardingChoice,
    Reconnection,
    RemoteId,
    RemoteVehicle,
)
from celliq_desktop.domain.remote_view import FurtherLogs
from celliq_desktop.domain.syncing import SetAside
from celliq_desktop.domain.telemetry_ports import EvEnergyApi, TelemetrySource
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import remote_vehicles as rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.watching import watch_for_car

PROVIDER = "ev_energy"
"""Its name among the providers, in links and of the sync step."""
_MOST_PAGES = 1_000
_MOST_CHOICES = 50
_EVERY_S = 10.0
"""A look costs a request of the hour's thousand."""


class _Entry(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


_Found = TypeVar("_Found", bound=_Entry)


@contextmanager
def open_ev_energy(desk: Desk) -> Iterator[EvEnergyApi]:
    """The connected service, closed afterwards. NeedsYou ``not_connected`` without a token."""
    api = desk.ev_energy()
    if api is None:
        raise NeedsYou("not_connected", N_("ev.energy is not connected."), next_step=N_("Connect it in Connections."))
    try:
        yield api
    finally:
        api.close()


@contextmanager
def waiting_ev_energy(desk: Desk) -> Iterator[EvEnergyApi]:
    """As ``open_ev_energy``, for changes in the outbox: a token that is missing or refused makes them wait and stops
    nothing else of a sync."""
    try:
        with open_ev_energy(desk) as api:
            yield api
    except NeedsYou as problem:
        raise TryAgain(problem.code, problem.message, safe=problem.safe, next_step=problem.next_step) from problem


def every_car(
    source: TelemetrySource, cancel: CancelToken | None = None
) -> tuple[tuple[RemoteVehicle, ...], tuple[SetAside, ...]]:
    """The whole list, each car once, and the rows nobody can read; TryAgain ``list_endless`` rather than half of
    it."""
    found: dict[str, RemoteVehicle] = {}
    aside: list[SetAside] = []
    cursor: str | None = None
    asked: set[str | None] = set()
    while cursor not in asked and len(asked) < _MOST_PAGES:
        if cancel is not None:
            cancel.check()
        asked.add(cursor)
        page = source.vehicles(cursor)
        found |= {car.id: car for car in page.items}
        aside += page.set_aside
        cursor = page.next_cursor
        if cursor is None:
            return tuple(found.values()), tuple(aside)
    raise TryAgain("list_endless", N_("ev.energy's list of cars does not end."), next_step=N_("Sync again."))


def whole_list(read: Callable[[str | None], CursorPage[_Found]]) -> tuple[_Found, ...]:
    """All pages of a list of the catalogue, each entry once, by name; one that does not end is cut, for a person
    chooses from it."""
    found: dict[str, _Found] = {}
    cursor: str | None = None
    for _page in range(_MOST_CHOICES):
        page = read(cursor)
        found |= {one.id: one for one in page.items}
        cursor = page.next_cursor
        if cursor is None:
            break
    return tuple(sorted(found.values(), key=lambda one: one.name.casefold()))


def remote_cars(desk: Desk) -> tuple[RemoteVehicle, ...]:
    """The mirrored cars, by name."""
    with desk.mirror.read() as session:
        return rows.remote_vehicles(session, PROVIDER)


def remote_car(desk: Desk, remote_id: str) -> RemoteVehicle:
    """One mirrored car; NeedsYou ``unknown_remote``."""
    with desk.mirror.read() as session:
        found = rows.remote_vehicle(session, PROVIDER, remote_id)
    if found is None:
        raise NeedsYou(
            "unknown_remote",
            N_("ev.energy has no car {remote_id}, or it was not mirrored yet.").format(remote_id=remote_id),
            next_step=N_("Sync, then see “celliq-desktop ev-energy vehicles”."),
        )
    return found


def errors_of(desk: Desk, remote_id: RemoteId) -> tuple[ErrorLog, ...]:
    """The mirrored errors of one car, newest first."""
    with desk.mirror.read() as session:
        return rows.errors_of(session, PROVIDER, remote_id)


def reconnect(desk: Desk, remote_id: RemoteId, *, in_browser: bool = True) -> Reconnection:
    """Make a page on which the owner connects the car again, and open it in the browser. The page is good for a while
    only, so it is made when it is wanted and never queued."""
    with open_ev_energy(desk) as api:
        page = api.reconnect(remote_id)
    if in_browser:
        desk.browser.open(page.url)
    return page


def further_logs(desk: Desk, remote_id: RemoteId) -> FurtherLogs:
    """The newest commands and places of one car and how it may be controlled, read now because a person looks. A car
    that knows no modes has none."""
    with open_ev_energy(desk) as api:
        commands, places = api.command_logs(remote_id).items, api.location_logs(remote_id).items
        try:
            modes = api.vpp_modes(remote_id)
        except Refused:
            modes = None
    return FurtherLogs(commands=commands, places=places, modes=modes)


def onboard_and_watch(
    desk: Desk, choice: OnboardingChoice, *, progress: Progress, cancel: Waiting
) -> tuple[tuple[RemoteVehicle, ...], Changes]:
    """Open the page on which an owner brings a car in and wait until it is there; problems of
    ``watching.watch_for_car``."""
    with open_ev_energy(desk) as api:
        progress(0, None, N_("asking for the page"))
        before = frozenset(str(car.id) for car in every_car(api)[0])
        desk.browser.open(api.onboarding_page(choice))
        progress(0, None, N_("waiting for the car"))
        found = watch_for_car(lambda: every_car(api)[0], before, clock=desk.clock, cancel=cancel, every_s=_EVERY_S)
    with desk.mirror.write() as session:
        rows.upsert(session, PROVIDER, found)
    return found, Changes.of(Topic.REMOTE)


def onboard(desk: Desk, choice: OnboardingChoice, *, in_browser: bool = True) -> str:
    """Open the page on which an owner brings a car in; the next sync shows it."""
    with open_ev_energy(desk) as api:
        page = api.onboarding_page(choice)
    if in_browser:
        desk.browser.open(page)
    return page
