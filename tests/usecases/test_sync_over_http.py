"""A sync over real HTTP whose sign-in or network fails on the way (research/reliability.md N1, N2, N10, N13)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.syncing import StepState
from celliq_desktop.mirror import checkpoints
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.vehicles import fleet
from tests.support.clocks import FakeClock
from tests.support.desks import make_desk, step, synced
from tests.support.servers import Reply, Request, ScriptedServer, Service
from tests.usecases.conftest import Reopen

_CARS = 7
_PAGE = 3


def _row(number: int) -> dict[str, Any]:
    names = {"make": "Kia", "model": "EV6", "year": 2022, "status": "active"}
    return {"id": f"veh_{number}", "vin": f"KNAC381AFN{number:07d}", "updated_at": "2026-11-20T08:00:00Z", **names}


def _answer(request: Request) -> Reply:
    """A server that knows the SEED lists and no more."""
    rows = [_row(number) for number in range(1, _CARS + 1)] if request.path == "/dealer/vehicles" else []
    if request.path not in ("/dealer/vehicles", "/dealer/reports"):
        return Reply(404, {"detail": "Not Found"})
    page, size = int(request.query["page"]), min(_PAGE, int(request.query["page_size"]))
    shown = rows[(page - 1) * size : page * size]
    return Reply(200, {"items": shown, "total": len(rows), "page": page, "page_size": size})


@dataclass
class Line:
    """A desk whose server a test can spoil: ``before`` is asked first."""

    desk: Desk
    server: ScriptedServer
    service: Service
    pauses: list[float]
    before: Callable[[Request], Reply | None] = lambda _request: None

    def answer(self, request: Request) -> Reply:
        """The script."""
        return self.before(request) or _answer(request)

    def pages(self) -> list[int]:
        """The pages of cars that were asked for, row by row questions left out."""
        return [
            int(one.query["page"])
            for one in self.server.heard
            if one.path == "/dealer/vehicles" and one.query["page_size"] != "1"
        ]


@pytest.fixture
def line(reopen: Reopen, clock: FakeClock) -> Iterator[Line]:
    """Signed in, nothing mirrored yet."""
    service, pauses = Service(), list[float]()
    mirror = reopen()
    with ScriptedServer(service).running() as server:
        client = CellIqClient(Transport(server.url, "CellIQ", clock, pauses.append))
        client._session.tokens.adopt(Tokens(access="access-1", refresh="refresh-1"))
        made = Line(make_desk(mirror, client, clock), server, service, pauses)
        service.other = made.answer
        yield made
        client.close()
    mirror.close()


def test_a_token_that_ends_amid_the_list_is_renewed_once_and_the_page_asked_for_again(line: Line) -> None:
    """N1: the cursor stays where it is."""

    def expire_before_page_two(request: Request) -> Reply | None:
        if request.query.get("page") == "1" and request.query.get("page_size") == "200":
            line.service.valid = "not this one"
        return None

    line.before = expire_before_page_two
    outcome = step(synced(line.desk), "vehicles")
    assert (outcome.state, outcome.added) == (StepState.DONE, _CARS)
    assert line.pages() == [1, 2, 2, 3]
    assert line.service.refreshes == 1 + 1  # cars and, after their page one, reports


def test_when_even_a_fresh_token_is_refused_the_sync_stops_signed_out_without_a_storm(line: Line) -> None:
    """N2: what came is kept, and the next sync goes on at that page."""

    def refuse_page_two(request: Request) -> Reply | None:
        return Reply(401, {"detail": "no"}) if request.query.get("page") == "2" else None

    line.before = refuse_page_two
    with pytest.raises(NeedsYou) as refusal:
        synced(line.desk)
    assert (refusal.value.code, line.service.refreshes, line.pages()) == ("signed_out", 1, [1, 2, 2])
    assert len(fleet(line.desk).rows) == _PAGE
    line.before = lambda _request: None
    line.server.heard.clear()
    assert step(synced(line.desk), "vehicles").state is StepState.DONE
    assert line.pages() == [2, 3]
    assert len(fleet(line.desk).rows) == _CARS


def test_a_network_that_wants_a_sign_in_is_named_and_applies_nothing(line: Line) -> None:
    """N13: HTML where data should be; whole page or nothing."""
    synced(line.desk)
    line.before = lambda _request: Reply(200, b"<html>Welcome to the hotel</html>", {"Content-Type": "text/html"})
    with pytest.raises(NeedsYou) as refusal:
        synced(line.desk)
    assert refusal.value.code == "captive_portal"
    assert "sign in" in refusal.value.message
    assert len(fleet(line.desk).rows) == _CARS


def test_a_short_pause_amid_the_list_is_kept_and_the_sync_goes_on(line: Line) -> None:
    """N10."""
    asked: list[str] = []

    def once(request: Request) -> Reply | None:
        asked.append(request.query.get("page", ""))
        return Reply(429, {}, {"Retry-After": "9"}) if asked.count("2") == 1 and asked[-1] == "2" else None

    line.before = once
    assert step(synced(line.desk), "vehicles").added == _CARS
    assert line.pages() == [1, 2, 2, 3]
    assert max(line.pauses) >= 9


@pytest.mark.expects_log("WARNING celliq_desktop.usecases.sync: sync step *")
def test_a_long_pause_keeps_the_page_and_asks_nothing_more_of_the_server(line: Line) -> None:
    """N10: no thread is kept; every other question waits, too."""
    line.before = lambda request: Reply(429, {}, {"Retry-After": "600"}) if request.query.get("page") == "2" else None
    summary = synced(line.desk)
    assert step(summary, "vehicles").state is StepState.FAILED
    assert step(summary, "vehicles").problem == "CellIQ asks for a pause."
    assert line.pages() == [1, 2]
    assert line.server.paths()[-1] == "GET /dealer/vehicles"
    with line.desk.mirror.read() as session:
        assert checkpoints.stream(session, "vehicles").page == 2
