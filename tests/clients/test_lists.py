"""Pages of the lists: tolerant of what is new, honest about what cannot be used, and never a false "gone"."""

import json
from datetime import UTC, datetime
from math import isnan
from typing import Any

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import NotOffered, Problem, TryAgain
from celliq_desktop.domain.reports import ReportStatus
from celliq_desktop.domain.vehicles import VehicleStatus
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.mirror.engine import Mirror
from tests.support.clocks import FakeClock
from tests.support.mirrors import ACCOUNT, KEY, car
from tests.support.servers import Reply, Request, ScriptedServer, Service

CAR = VehicleId("veh_1")


def _row(number: int = 1, **known: Any) -> dict[str, Any]:
    return {
        "id": f"veh_{number}",
        "vin": f"WVWZZZE1ZMP{number:06d}",
        "make": "Volkswagen",
        "model": "ID.3",
        "year": 2021,
        "status": "active",
    } | known


def _page(*rows: Any, total: Any = None, **more: Any) -> Reply:
    body = {"items": list(rows), "total": len(rows) if total is None else total, "page": 1, "page_size": 50}
    return Reply(200, body | more)


def test_a_page_asks_for_what_it_was_told_and_reads_every_field(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    row = _row(soc_percent="80.5", odometer_km=41_000, updated_at="2026-11-20T09:00:00+01:00", vin="wvwzzze1zmp000001")
    service.other = lambda _request: Reply(200, {"items": [row], "total": 1}, {"ETag": '"v7"'})
    since = datetime(2026, 11, 1, tzinfo=UTC)
    page = client.vehicles_page(2, 20, updated_since=since, etag='"v6"')
    heard = server.heard[-1]
    assert heard.query == {"page": "2", "page_size": "20", "updated_since": "2026-11-01T00:00:00.000Z"}
    assert heard.headers["if-none-match"] == '"v6"'
    assert (page.total, page.page, page.page_size, page.etag) == (1, 2, 20, '"v7"')
    (found,) = page.items
    assert (found.soc_percent, found.odometer_km, found.vin) == (80.5, 41_000.0, "WVWZZZE1ZMP000001")
    assert found.updated_at == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def test_words_and_fields_we_have_not_heard_of_survive(client: CellIqClient, service: Service) -> None:
    row = _row(status="hibernating", battery_passport={"id": "ä€🔋"}, odometer_km=None)
    service.other = lambda _request: _page(row, next_page=None)
    (found,) = client.vehicles_page(1, 50).items
    assert (found.status, found.status_raw) == (VehicleStatus.UNKNOWN, "hibernating")
    assert json.loads(found.raw) == row
    assert "ä€🔋" in found.raw


@pytest.mark.parametrize("name", ["id", "vin", "make", "model", "year", "status"])
@pytest.mark.parametrize("value", [None, "", [], {}, True])
def test_a_row_without_what_it_needs_is_set_aside_with_its_reason(
    client: CellIqClient, service: Service, name: str, value: object
) -> None:
    bad = _row(2, **{name: value})
    service.other = lambda _request: _page(_row(1), bad, _row(3))
    page = client.vehicles_page(1, 50)
    assert [one.id for one in page.items] == ["veh_1", "veh_3"]
    (aside,) = page.set_aside
    assert name in aside.reason
    assert json.loads(aside.raw) == bad
    assert aside.item_id == (bad["id"] if isinstance(bad["id"], str) else None)


_ODD: dict[str, list[Any]] = {
    "year": [1e300, 2**80, "2021.5", "soon"],
    "readings_count": [1e300, 2**63, -1.5],
    "connected_at": ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z", "soon", 17],
    "soc_percent": ["1e999", "nan", "-inf", "x" * 50, 10**400],
    "make": ["\ud83d", "VW\x00", "V" * 20_000],
    "battery": [{"note": "\udcff"}],
    "id": ["\ud800", "../..", "a" * 300],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(name, value, id=f"{name} {number}")
        for name, values in _ODD.items()
        for number, value in enumerate(values)
    ],
)
def test_no_value_however_odd_spoils_its_page_or_the_mirror(
    client: CellIqClient, service: Service, tmp_path: Any, name: str, value: object
) -> None:
    service.other = lambda _request: _page(_row(1), _row(2, **{name: value}))
    page = client.vehicles_page(1, 50)
    assert len(page.items) + len(page.set_aside) == 2
    assert page.items[0].id == CAR
    mirror = Mirror.open(tmp_path / "mirror.db", KEY, clock=FakeClock(), account=ACCOUNT)
    with mirror.write() as session:
        vehicle_rows.upsert(session, page.items, 1)
        assert set(vehicle_rows.vehicles(session)) == set(page.items)
    mirror.close()


def test_rows_that_are_no_objects_are_counted(client: CellIqClient, service: Service) -> None:
    service.other = lambda _request: _page(None, 17, "x", [], _row())
    page = client.vehicles_page(1, 50)
    assert (len(page.items), len(page.set_aside)) == (1, 4)


def test_a_bare_list_is_its_only_page(client: CellIqClient, service: Service) -> None:
    service.other = lambda _request: Reply(200, [_row(1), _row(2)])
    page = client.vehicles_page(1, 50)
    assert (len(page.items), page.total) == (2, 2)


@pytest.mark.parametrize(
    ("total", "read"),
    [(7, 7), ("7", 7), (None, 1), (-3, 1), ("many", 1), (1.5, 1), (10**400, 1), (0, 0)],
    ids=["said", "as text", "unsaid", "negative", "word", "fraction", "absurd", "too low"],
)
def test_a_total_that_cannot_be_is_replaced_by_what_was_counted(
    client: CellIqClient, service: Service, total: object, read: int
) -> None:
    body = {"items": [_row()], "total": total, "page_size": 0}
    service.other = lambda _request: Reply(200, body)
    page = client.vehicles_page(1, 50)
    assert (page.total, page.page_size) == (read, 50)


def test_a_list_that_did_not_change_has_no_items(client: CellIqClient, service: Service) -> None:
    service.other = lambda _request: Reply(304)
    page = client.vehicles_page(1, 50, etag='"v1"')
    assert page.unchanged
    assert (page.items, page.etag) == ((), '"v1"')


@pytest.mark.parametrize("etag", ["", "tök", "a b\tc"])
def test_an_etag_that_cannot_be_sent_back_is_none(client: CellIqClient, service: Service, etag: str) -> None:
    service.other = lambda _request: Reply(200, {"items": [], "total": 0}, {"ETag": etag})
    assert client.vehicles_page(1, 50).etag is None


def test_reports_are_asked_for_by_car_and_kept_with_their_raw_text(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    good = {
        "id": "rep_1",
        "token": "t" * 22,
        "vehicle_id": "veh_1",
        "status": "frozen",
        "generated_at": "2026-11-20T08:00:00Z",
        "soh_percent": "91.25",
        "annex_xiii": {"rated_energy": {"value": 58, "provenance": "declared"}},
    }
    service.other = lambda _request: _page(good, good | {"generated_at": "yesterday"}, good | {"soh_percent": None})
    page = client.reports_page(1, 50, vehicle_id=CAR)
    assert server.heard[-1].query["vehicle_id"] == "veh_1"
    (found,) = page.items
    assert (found.status, found.status_raw, found.soh_percent) == (ReportStatus.UNKNOWN, "frozen", 91.25)
    assert json.loads(found.annex_xiii) == good["annex_xiii"]
    assert [one.reason.split()[0] for one in page.set_aside] == ["generated_at", "soh_percent"]


def test_readings_become_columns_and_unreadable_rows_are_counted(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    rows: list[Any] = [
        {"recorded_at": "2026-11-20T08:00:00Z", "soc_percent": 50, "charge_state": "CHARGING", "is_plugged_in": True},
        {"recorded_at": "2026-11-20T08:01:00Z", "charge_power_kw": "7.4", "charge_state": "DREAMING", "new": 1},
        {"soc_percent": 50},
        {"recorded_at": "0001-01-01T00:00:00+14:00"},
        None,
    ]
    service.other = lambda _request: Reply(200, {"items": rows, "next_cursor": "c2"})
    page = client.readings_page(VehicleId("veh/1?x"), since=datetime(2026, 11, 1, tzinfo=UTC), limit=10)
    assert server.heard[-1].path == "/vehicles/veh%2F1%3Fx/readings"
    assert server.heard[-1].query == {"limit": "10", "since": "2026-11-01T00:00:00.000Z"}
    found = page.readings
    assert (len(found), page.set_aside, page.next_cursor) == (2, 3, "c2")
    assert (found.soc_percent[0], found.charging[0], found.plugged_in[0], found.power_kw[1]) == (50, 1, 1, 7.4)
    assert all(isnan(value) for value in (found.soc_percent[1], found.charging[1], found.plugged_in[1]))


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_without_the_assumed_endpoints_says_not_offered(
    client: CellIqClient, service: Service, status: int
) -> None:
    service.other = lambda _request: Reply(status, {"detail": "Not Found"})
    for ask in (client.settings, lambda: client.readings_page(CAR)):
        with pytest.raises(NotOffered):
            ask()
    with pytest.raises(Problem) as refusal:
        client.vehicles_page(1, 50)
    assert not isinstance(refusal.value, NotOffered)


def _pages_of(rows: list[Any], total: int, **more: Any) -> Any:
    def answer(request: Request) -> Reply:
        start = (int(request.query["page"]) - 1) * 20
        return Reply(200, {"items": rows[start : start + 20], "total": total, **more})

    return answer


_OTHERS = [_row(number) for number in range(100, 145)]


@pytest.mark.parametrize("total", [46, 0, 3, 1_000])
def test_a_car_on_the_last_page_is_found_whatever_the_total_says(
    client: CellIqClient, service: Service, total: int
) -> None:
    service.other = _pages_of([*_OTHERS, _row(1)], total)
    found = client.find_vehicle(car(1))
    assert found is not None
    assert found.id == CAR


def test_a_car_is_gone_only_when_the_whole_answer_was_read_without_it(client: CellIqClient, service: Service) -> None:
    service.other = _pages_of(_OTHERS, 45)
    assert client.find_vehicle(car(1)) is None
    service.other = lambda _request: _page()
    assert client.find_vehicle(car(1)) is None
    service.other = lambda _request: _page(*_OTHERS, total=5_000)  # pays no heed to page and search
    assert client.find_vehicle(car(1)) == car(1)
    service.other = lambda _request: _page(_row(1, year=None))
    assert client.find_vehicle(car(1)) == car(1)
    service.other = lambda _request: Reply(500)
    with pytest.raises(TryAgain):
        client.find_vehicle(car(1))
