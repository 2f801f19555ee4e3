"""The connected charging service, opened for one piece of work."""

from collections.abc import Iterator
from contextlib import contextmanager

from celliq_desktop.domain.charging import PROVIDER, ChargingSession
from celliq_desktop.domain.charging_ports import ChargingApi
from celliq_desktop.domain.problems import NeedsYou, TryAgain
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import providers
from celliq_desktop.usecases.desk import Desk

_MOST_PAGES = 500


@contextmanager
def charging_service(desk: Desk) -> Iterator[ChargingApi]:
    """A client that is closed again; NeedsYou ``not_connected`` while no token is kept."""
    client = desk.cariqa()
    if client is None:
        raise NeedsYou(
            "not_connected",
            N_("Cariqa is not connected."),
            next_step=N_("Connect it first: “celliq-desktop provider connect cariqa --user ID --token-stdin”."),
        )
    try:
        yield client
    finally:
        client.close()


def connected(desk: Desk) -> bool:
    """True once the service was connected, whether or not it still takes the token."""
    with desk.mirror.read() as session:
        return providers.standing(session, PROVIDER).state is not ConnectionState.NOT_CONNECTED


def recent(service: ChargingApi, known: frozenset[str]) -> tuple[tuple[ChargingSession, ...], tuple[str, ...]]:
    """Sessions until one that is ``known``, where the list is newest first as it should be, else all of it; and ids of
    rows that are there but cannot be read. TryAgain ``list_endless`` rather than half an answer."""
    found: list[ChargingSession] = []
    unreadable: list[str] = []
    after: str | None = None
    for _page in range(_MOST_PAGES):
        page = service.sessions(after)
        found += page.items
        unreadable += [row.item_id or "" for row in page.set_aside]
        after = page.after
        if after is None or (not page.rising and any(one.id in known for one in page.items)):
            return tuple(found), tuple(unreadable)
    raise TryAgain("list_endless", N_("Cariqa's list of sessions does not end."), next_step=N_("Sync again."))


def newest(service: ChargingApi) -> tuple[tuple[ChargingSession, ...], tuple[str, ...]]:
    """A page of the newest sessions and ids of rows that cannot be read; all of a list that begins with the oldest."""
    page = service.sessions()
    if page.rising and page.after is not None:
        return recent(service, frozenset())
    return page.items, tuple(row.item_id for row in page.set_aside if row.item_id)
