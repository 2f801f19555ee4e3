"""Cariqa's client against servers that answer as told: slashes, links, tokens, refusals, money."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.clients.cariqa import CariqaClient
from celliq_desktop.clients.cariqa_reader import decimal, session
from celliq_desktop.clients.celliq_reader import Unusable
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.charging import ChargingId, ChargingState, EvseCharge, evse_charge, implausible
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.sessions import MeasuringPoint
from tests.support.cariqa import charged
from tests.support.clocks import FakeClock
from tests.support.servers import Reply, Request, ScriptedServer
from tests.support.shared_data import shared

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


def _seed(heading: str, until: str) -> Any:
    text = shared("seeds/cariqa-charging-sessions.txt").read_text(encoding="utf-8")
    return json.loads(text[text.index(heading) + len(heading) : text.index(until)])


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


@pytest.mark.parametrize("following", ["", 7, "https://connect.cariqa.com/", ["page=2"], "?" + "x" * 3000])
def test_a_next_page_without_an_address_ends_in_words(following: Any) -> None:
    body = {"count": 2, "next": following, "previous": None, "results": []}
    with talking(_always(200, body)) as (client, _server), pytest.raises(TryAgain, match="next page"):
        client.sessions()


def test_a_list_that_leads_in_a_circle_is_not_followed() -> None:
    body = {"count": 2, "next": "http://x/?page=2", "previous": None, "results": []}
    with talking(_always(200, body)) as (client, _server), pytest.raises(TryAgain, match="circle"):
        client.sessions("page=2")


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


def test_the_seeds_record_is_read_to_the_cent() -> None:
    found = session(_seed("CDR-Enhanced Response:", "Session Status Tracking"))
    assert found.state() is ChargingState.FINAL
    assert found.energy_kwh == Decimal("10.000")
    assert found.cost is not None
    assert (found.cost.total, found.cost.vat, found.cost.currency) == (Decimal("5.39"), Decimal("0.86"), "EUR")
    assert found.prices.kwh == Decimal("0.54")
    assert found.rating == 5
    assert "3,600 kW" in str(implausible(found))


def test_the_seeds_four_states_are_told_apart_and_the_older_name_of_the_cost_is_read() -> None:
    common = {"id": "1", "evse_id": "DE*1"}
    rows = [
        {"is_active": True, "end_time": None, "consumed_energy": "0.000", "session_cost": None},
        {"is_active": True, "end_time": None, "consumed_energy": "5.420", "session_cost": None},
        {"is_active": False, "end_time": None, "consumed_energy": "8.750", "session_cost": None},
        _seed("- CDR Received and Processed (Final State):", "Polling Recommendations:"),
    ]
    found = [session({**common, **row}) for row in rows]
    assert [one.state() for one in found] == [
        ChargingState.STARTING,
        ChargingState.CHARGING,
        ChargingState.AWAITING_RECORD,
        ChargingState.FINAL,
    ]
    assert found[1].state(stop_wanted=True) is ChargingState.STOPPING
    assert found[3].cost is not None
    assert found[3].cost.total == Decimal("5.39")


@pytest.mark.parametrize("missing", ["id", "evse_id", "is_active"])
def test_a_session_without_what_it_needs_is_none(missing: str) -> None:
    with pytest.raises(Unusable, match=missing):
        session({name: value for name, value in ROW.items() if name != missing})


@given(st.decimals(min_value=-99999, max_value=99999, places=3, allow_nan=False))
def test_money_and_energy_keep_every_digit(amount: Decimal) -> None:
    assert decimal({"x": str(amount)}, "x") == amount
    assert str(decimal({"x": str(amount)}, "x")) == str(amount)


@given(st.one_of(st.floats(), st.booleans(), st.none(), st.text(), st.lists(st.integers()), st.integers()))
def test_what_is_no_exact_number_is_none_and_never_a_guess(value: Any) -> None:
    found = decimal({"x": value}, "x")
    if isinstance(value, (float, bool, list)) or value is None:
        assert found is None
    if found is not None:
        assert found.is_finite()
        assert found == Decimal(str(value).strip())


_ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


_OPTIONAL = (
    "start_time",
    "duration",
    "consumed_energy",
    "station_info",
    "user_facing_session_prices",
    "session_cost",
    "payg_summary",
    "rates",
)
_NEEDED = {"id": st.just("1"), "evse_id": st.just("E"), "is_active": st.booleans()}


@given(st.fixed_dictionaries(_NEEDED, optional=dict.fromkeys(_OPTIONAL, _ANY)))
def test_no_answer_of_a_server_breaks_the_reader(row: dict[str, Any]) -> None:
    found = session(row)
    assert found.id == "1"
    assert found.rating in (None, 1, 2, 3, 4, 5)
    assert found.energy_kwh is None or found.energy_kwh.is_finite()
    assert found.cost is None or (found.cost.total.is_finite() and len(found.cost.currency) == 3)


def test_only_what_a_connector_can_deliver_is_evidence() -> None:
    good = evse_charge(charged())
    assert isinstance(good, EvseCharge)
    assert (good.energy_kwh, good.measured_at) == (10.0, MeasuringPoint.EVSE_AC)
    fast = charged(station=charged().station.__class__(connector="IEC_62196_T2_COMBO", power_kw=150.0))
    dc = evse_charge(fast)
    assert isinstance(dc, EvseCharge)
    assert dc.measured_at is MeasuringPoint.EVSE_DC
    assert "more than this connector" in str(implausible(charged(energy_kwh=Decimal("26.5"))))
    assert implausible(charged(energy_kwh=Decimal("26.3"))) is None
    assert implausible(charged(energy_kwh=Decimal(0))) is not None
    assert implausible(charged(ended_at=None)) is not None
    assert implausible(charged(energy_kwh=Decimal(700), station=charged().station.__class__())) is not None
