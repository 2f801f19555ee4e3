"""Cariqa's client against servers that answer as told: slashes, links, tokens, refusals, money."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from celliq_desktop.clients.cariqa import CariqaClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.charging import ChargingId
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.usecases.charging_service import pages
from tests.support.clocks import FakeClock
from tests.support.servers import Reply, Request, ScriptedServer

USER = "9405cf8c-8375-4373-b4d3-b61f9a0c01eb"
SID = ChargingId("ab7ae756-b663-43b9-a025-40c51dd503d9")
ROW: dict[str, Any] = {"id": SID, "evse_id": "DE*1", "is_active": False, "end_time": "2026-04-02T13:51:28.754611Z"}


@contextmanager
def talking(script: Callable[[Request], Reply]) -> Iterator[tuple[CariqaClient, ScriptedServer]]:
    """A client of a server that answers as told."""
    with ScriptedServer(script).running() as server:
        transport = Transport(f"{server.url}/api/v1", "Cariqa", FakeClock(), lambda _seconds: None)
        client = CariqaClient(transport, "a.b.c", USER)
        yield client, server
        client.close()


def _always(status: int, body: Any = b"") -> Callable[[Request], Reply]:
    return lambda _asked: Reply(status, body)


def test_every_path_ends_in_a_slash_and_every_write_says_what_the_seed_says() -> None:
    def answers(asked: Request) -> Reply:
        if "/stop/" in asked.path:
            return Reply(204)
        if asked.path.endswith("charging-sessions/"):
            return Reply(200, {"count": 1, "next": None, "previous": None, "results": [ROW]})
        return Reply(201 if "/start/" in asked.path else 200, ROW)

    with talking(answers) as (client, server):
        client.sessions()
        client.session(SID)
        client.start("DE*1", "pm_1")
        client.rate(SID, 5)
        client.stop(SID)
        assert server.paths() == [
            f"GET /api/v1/users/{USER}/charging-sessions/",
            f"GET /api/v1/users/{USER}/charging-sessions/{SID}/",
            f"POST /api/v1/users/{USER}/charging/start/",
            f"PATCH /api/v1/users/{USER}/charging-sessions/{SID}/",
            f"POST /api/v1/users/{USER}/charging/stop/{SID}/",
        ]
        assert server.heard[2].json == {"evse_id": "DE*1", "payment_method_id": "pm_1"}
        assert server.heard[3].json == {"rates": 5}
        assert server.heard[4].body == b""


def test_the_next_page_is_asked_for_on_the_configured_server_whatever_its_link_says() -> None:
    def answers(asked: Request) -> Reply:
        following = None if asked.query.get("page") == "2" else "https://evil.example/steal/?page=2&page_size=50"
        return Reply(200, {"count": 2, "next": following, "previous": None, "results": [ROW]})

    with talking(answers) as (client, server):
        first = client.sessions()
        second = client.sessions(first.after)
        assert second.after is None
        assert server.heard[1].path == server.heard[0].path
        assert server.heard[1].query == {"page": "2", "page_size": "50"}
        assert {one.token for one in server.heard} == {"a.b.c"}


@pytest.mark.parametrize(
    ("following", "asked"),
    [
        (None, None),
        ("", None),
        (7, "page=4&page_size=9"),
        ("https://connect.cariqa.com/", "page=4&page_size=9"),
        (["page=2"], "page=4&page_size=9"),
        ("?" + "x" * 3000, "page=4&page_size=9"),
        ("?page=1", "page=4&page_size=9"),
        ("http://x/y?page_size=3", "page=4&page_size=9"),
        ("http://x/y?page=77&page_size=3", "page=4&page_size=9"),
        ("http://x/y?cursor=abc%3D", "cursor=abc%3D"),
    ],
)
def test_the_next_page_is_the_one_that_follows_whatever_its_link_says(following: Any, asked: str | None) -> None:
    body = {"count": 2, "next": following, "previous": None, "results": []}
    with talking(_always(200, body)) as (client, _server):
        page = client.sessions("page=3&page_size=9")
        assert page.after == asked
        assert page.beyond == "page=4&page_size=9"
        assert client.sessions("cursor=abc").beyond is None


def _drawn(following: Callable[[int], Any], *, count: int = 23, capped: int = 5) -> Callable[[Request], Reply]:
    """23 sessions, five a page whatever is asked for; ``following`` says what ``next`` is on page N."""
    rows = [{**ROW, "id": f"ses-{number}"} for number in range(23)]

    def answers(asked: Request) -> Reply:
        page = int(asked.query.get("page", "1"))
        listed = rows[(page - 1) * capped : page * capped]
        if not listed:
            return Reply(404, {"detail": "Invalid page."})
        return Reply(200, {"count": count, "next": following(page), "previous": None, "results": listed})

    return answers


@pytest.mark.parametrize(
    ("following", "count", "requests"),
    [
        (lambda page: f"?page={page + 1}" if page < 5 else None, 23, 5),
        (lambda _page: "https://connect.cariqa.com/api/v1/", 23, 6),
        (lambda page: f"?page={page * 7 % 5 + 1}", 23, 6),
        (lambda page: None if page % 2 else "?page=1", 23, 5),
        (lambda _page: None, 23, 5),
        (lambda page: f"?page={page + 1}" if page < 5 else None, 24, 6),
        (lambda _page: "?page=1", 0, 6),
    ],
    ids=["as it should", "no query", "at random", "gone at random", "never there", "one too many counted", "no count"],
)
def test_every_session_comes_once_and_the_list_ends_whatever_next_says(
    following: Callable[[int], Any], count: int, requests: int
) -> None:
    with talking(_drawn(following, count=count)) as (client, server):
        found = [one.id for page in pages(client) for one in page.items]
        assert found == [f"ses-{number}" for number in range(23)]
        assert len(server.heard) == requests


def test_a_list_that_always_begins_anew_ends() -> None:
    body = {"count": 9, "next": "?cursor=again", "previous": None, "results": [ROW, {**ROW, "id": "other"}]}
    with talking(_always(200, body)) as (client, server):
        assert len({one.id for page in pages(client) for one in page.items}) == 2
        assert len(server.heard) == 2


def test_a_user_nobody_knows_is_no_empty_list() -> None:
    with talking(_always(404, {"detail": "Not found."})) as (client, _server), pytest.raises(Refused):
        next(pages(client))


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_says_nothing_about_the_sign_in_and_is_not_renewed(status: int) -> None:
    with talking(_always(status, {"detail": "no"})) as (client, server):
        with pytest.raises(NeedsYou) as refusal:
            client.sessions()
        assert refusal.value.code == "wrong_token"
        assert "stay signed in" in refusal.value.safe
        assert len(server.heard) == 1


def _error(kind: str, **more: str) -> dict[str, Any]:
    return {"detail": "Charging Error", "error": {"type": kind, "details": "In words.", **more}}


@pytest.mark.parametrize(
    ("status", "kind", "problem", "code"),
    [
        (400, "validation_error", Refused, "not_accepted"),
        (400, "payment_method_error", Refused, "payment_refused"),
        (402, "payment_error", Refused, "payment_refused"),
        (402, "pre_authorization_failed", Refused, "payment_refused"),
        (409, "already_charging", Refused, "already_charging"),
        (409, "billing_data_required", Refused, "billing_data_required"),
        (409, "station_availability_issue", Refused, "station_unavailable"),
        (409, "", Refused, "conflict"),
        (423, "temporary_locked", TryAgain, "locked"),
        (424, "charging_provider_error", InDoubt, "in_doubt"),
        (424, "station_availability_issue", InDoubt, "in_doubt"),
        (500, "unexpected_error", InDoubt, "in_doubt"),
        (404, "", Refused, "not_found"),
        (429, "", TryAgain, "rate_limited"),
    ],
)
def test_refusals_of_a_start_are_judged_by_their_type_and_sent_once(
    status: int, kind: str, problem: type[Problem], code: str
) -> None:
    body = _error(kind, payment_intent_client_secret="pi_1_secret_2") if kind else {"detail": "In words."}
    with talking(_always(status, body)) as (client, server):
        with pytest.raises(problem) as refusal:
            client.start("DE*1", "pm_1")
        assert refusal.value.code == code
        told = f"{refusal.value.message} {refusal.value.safe} {refusal.value.next_step} {refusal.value.url}"
        assert "secret" not in told
        assert len(server.heard) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", {"id": "1"}, b"<html></html>"])
def test_a_start_whose_answer_cannot_be_read_is_in_doubt(body: Any) -> None:
    with talking(_always(201, body)) as (client, server), pytest.raises(InDoubt):
        client.start("DE*1", "pm_1")
    assert len(server.heard) == 1


def test_a_session_that_has_ended_is_stopped() -> None:
    with talking(_always(409, _error("already_stopped"))) as (client, server):
        client.stop(SID)
        assert len(server.heard) == 1
    with talking(_always(409, _error("temporary_locked"))) as (client, _server), pytest.raises(Refused):
        client.stop(SID)


@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_is_never_followed(status: int) -> None:
    with talking(lambda _asked: Reply(status, b"", {"Location": "https://evil.example/"})) as (client, server):
        with pytest.raises(TryAgain):
            client.session(SID)
        with pytest.raises(InDoubt):
            client.start("DE*1", "pm_1")
    assert all(one.path.startswith("/api/v1/users/") for one in server.heard)


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a?b", "x" * 101])
def test_an_id_that_is_none_is_not_sent(name: str) -> None:
    with talking(_always(200, ROW)) as (client, server):
        with pytest.raises(Refused):
            client.session(ChargingId(name))
        assert server.heard == []


@pytest.mark.parametrize("user", [None, "", "../admin", "a b"])
def test_without_a_user_nothing_is_asked(user: str | None) -> None:
    with pytest.raises(NeedsYou, match="whose sessions"):
        CariqaClient(Transport("http://127.0.0.1:9", "Cariqa", FakeClock(), lambda _s: None), "a.b.c", user)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_a_rating_out_of_range_is_not_sent(stars: int) -> None:
    with talking(_always(200, ROW)) as (client, server):
        with pytest.raises(Refused):
            client.rate(SID, stars)
        assert server.heard == []


@pytest.mark.parametrize("body", [{}, [], {"results": None}, {"results": {}}, b"nope", b""])
def test_a_list_that_is_none_is_not_taken_over(body: Any) -> None:
    with talking(_always(200, body)) as (client, _server), pytest.raises(TryAgain):
        client.sessions()


def test_a_row_that_cannot_be_read_is_set_aside_and_spoils_nothing() -> None:
    odd: list[Any] = [{"id": "odd"}, 7, {**ROW, "end_time": "soon"}]
    body = {"count": 4, "next": None, "previous": None, "results": [ROW, *odd]}
    with talking(_always(200, body)) as (client, _server):
        page = client.sessions()
    assert [one.id for one in page.items] == [SID]
    assert [row.item_id for row in page.set_aside] == ["odd", None, SID]
