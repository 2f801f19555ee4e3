"""An owner's account: personal cars, their reports, and never a word to what is for dealers."""

from dataclasses import replace

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.celliq_owner import CellIqOwnerClient
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.problems import NotOffered, Problem, Refused
from tests.support.servers import Reply, ScriptedServer, Service

_CAR = {"id": "car-1", "vin": "WVWZZZE1ZMP012345", "make": "VW", "model": "ID.3", "year": 2021, "status": "active"}


@pytest.fixture
def owner(client: CellIqClient) -> CellIqOwnerClient:
    """The same conversation, as an owner."""
    return CellIqOwnerClient.going_on(client)


@pytest.mark.parametrize("body", [[_CAR, {"id": "car-2"}], {"items": [_CAR, {"id": "car-2"}], "total": 2}])
def test_all_cars_of_an_owner_are_the_first_page(
    owner: CellIqOwnerClient, service: Service, server: ScriptedServer, body: object
) -> None:
    service.other = lambda _request: Reply(200, body)
    page = owner.vehicles_page(1, 50)
    assert [car.id for car in page.items] == ["car-1"]
    assert [row.item_id for row in page.set_aside] == ["car-2"]
    assert (page.total, page.said_total) == (2, True)
    assert owner.vehicles_page(2, 50).items == ()
    assert owner.find_vehicle(page.items[0]) == page.items[0]
    gone = replace(page.items[0], id=VehicleId("car-2"))
    assert owner.find_vehicle(gone) == gone
    assert owner.find_vehicle(replace(gone, id=VehicleId("car-3"))) is None
    assert {request.path for request in server.heard} == {"/vehicles"}


def test_a_report_is_ordered_as_an_owners(owner: CellIqOwnerClient, service: Service, server: ScriptedServer) -> None:
    service.other = lambda _request: Reply(422, {"detail": "There is not enough data for a report yet."})
    with pytest.raises(Refused):
        owner.generate_report(VehicleId("car-1"), OperationId("op-1"))
    assert server.heard[-1].json == {"vehicle_id": "car-1", "report_type": "owner"}


def test_what_is_for_dealers_is_not_asked_for(owner: CellIqOwnerClient, server: ScriptedServer) -> None:
    for ask in (lambda: owner.reports_page(1, 50), owner.settings, owner.export_reports):
        with pytest.raises(NotOffered):
            ask()
    with pytest.raises(Refused, match="Only dealers"):
        owner.invite_seller("WVWZZZE1ZMP012345", "a@b.example", OperationId("op-1"))
    assert owner.sellers_listed("WVWZZZE1ZMP012345") == ()
    assert server.heard == []


@pytest.mark.parametrize(("status", "kind"), [(403, NotOffered), (422, Refused)])
def test_a_server_may_keep_plans_for_dealers(
    owner: CellIqOwnerClient, service: Service, status: int, kind: type[Problem]
) -> None:
    service.other = lambda _request: Reply(status, {"detail": "no"})
    with pytest.raises(Refused) as said:
        owner.subscription()
    assert type(said.value) is kind
