"""The connected charging service, opened for one piece of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from celliq_desktop.domain.charging import PROVIDER, ChargingPage, ChargingSession
from celliq_desktop.domain.charging_ports import ChargingApi
from celliq_desktop.domain.problems import NeedsYou, Refused, TryAgain
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import providers
from celliq_desktop.usecases.desk import Desk

_MOST_PAGES = 2_000


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


def pages(service: ChargingApi, after: str | None = None) -> Iterator[ChargingPage]:
    """The list page by page, from ``after`` on, each with the cursor that really follows. It ends where the service
    says so, unless it has counted more rows than came; and where a page brings nothing that was not there before,
    whatever it says. TryAgain ``list_endless`` when it does not end at all."""
    from_the_start, seen = after is None, frozenset[str]()
    for _page in range(_MOST_PAGES):
        page = _at(service, after)
        fresh = page.rows - seen
        seen |= fresh
        short = from_the_start and page.total is not None and len(seen) < page.total
        more = page.after or (page.beyond if short else None)
        following = more if fresh else None
        yield replace(page, after=following)
        if following is None:
            return
        after = following
    raise TryAgain("list_endless", N_("Cariqa's list of sessions does not end."), next_step=N_("Sync again."))


def _at(service: ChargingApi, after: str | None) -> ChargingPage:
    """A page; one behind the last, which there is none of, is empty."""
    try:
        return service.sessions(after)
    except Refused as refusal:
        if after is None or refusal.code != "not_found":
            raise
        return ChargingPage((), None)


def recent(service: ChargingApi, known: frozenset[str]) -> tuple[tuple[ChargingSession, ...], tuple[str, ...]]:
    """Sessions until one that is ``known``, where the list is newest first as it should be, else all of it; and ids of
    rows that are there but cannot be read. TryAgain ``list_endless`` rather than half an answer."""
    found: list[ChargingSession] = []
    unreadable: list[str] = []
    for page in pages(service):
        found += page.items
        unreadable += [row.item_id or "" for row in page.set_aside]
        if not page.rising and any(one.id in known for one in page.items):
            break
    return tuple(found), tuple(unreadable)


def newest(service: ChargingApi) -> tuple[tuple[ChargingSession, ...], tuple[str, ...]]:
    """A page of the newest sessions and ids of rows that cannot be read; all of a list that begins with the oldest."""
    page = service.sessions()
    if page.rising and page.after is not None:
        return recent(service, frozenset())
    return page.items, tuple(row.item_id for row in page.set_aside if row.item_id)
