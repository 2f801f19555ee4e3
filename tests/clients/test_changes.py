"""Changes at CellIQ that cost nothing: inviting, fetching, letting go, and the dealer's own details."""

import json
from typing import Any

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.invites import InviteOutcome
from celliq_desktop.domain.problems import InDoubt, NotOffered, Problem, Refused, TryAgain
from tests.support.servers import Reply, ScriptedServer, Service

CAR = VehicleId("veh_1")
VIN = "WVWZZZE1ZMP012345"
ORDER = OperationId("0f0f0f0f-0000-4000-8000-000000000002")
_SETTINGS: dict[str, Any] = {
    "dealer_id": "dlr_1",
    "dealer_name": "Autohaus Example",
    "locale": "de",
    "updated_at": "2026-11-23T09:00:00Z",
}


def _always(service: Service, reply: Reply) -> None:
    service.other = lambda _request: reply


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(201, {"id": "inv_1", "status": "sent"}), InviteOutcome.SENT),
        (Reply(200, {"id": "inv_1", "created_at": "2026-11-20T09:00:00Z"}), InviteOutcome.ACCEPTED),
        (Reply(200, {"id": "inv_1"}), InviteOutcome.SENT),
        (Reply(200, {"message": "Invite sent"}), InviteOutcome.SENT),
        (Reply(204), InviteOutcome.SENT),
        (Reply(409, {"detail": "already connected"}), InviteOutcome.ALREADY),
    ],
)
def test_an_invite_is_sent_once_and_its_answer_has_a_meaning(
    client: CellIqClient, service: Service, server: ScriptedServer, reply: Reply, outcome: InviteOutcome
) -> None:
    _always(service, reply)
    assert client.invite_seller(VIN, "seller@example.com", ORDER).outcome is outcome
    (heard,) = server.heard
    assert heard.json == {"vin": VIN, "seller_email": "seller@example.com"}
    assert heard.headers["idempotency-key"] == ORDER


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(422, {"detail": [{"loc": ["body", "vin"], "msg": "not a VIN", "type": "value_error"}]}), Refused),
        (Reply(403, {"detail": "for dealers"}), Refused),
        (Reply(404, {"detail": "Not Found"}), Refused),
        (Reply(429, {"detail": "slow"}, {"Retry-After": "30"}), TryAgain),
        (Reply(200, {"error": "mail server"}), InDoubt),
        (Reply(200, b"<html>"), InDoubt),
        (Reply(500, {"detail": "unexpected"}), InDoubt),
    ],
)
def test_an_invite_that_is_refused_or_unclear_is_sent_once(
    client: CellIqClient, service: Service, server: ScriptedServer, reply: Reply, problem: type[Problem]
) -> None:
    _always(service, reply)
    with pytest.raises(problem):
        client.invite_seller(VIN, "seller@example.com", ORDER)
    assert len(server.heard) == 1


@pytest.mark.parametrize("reply", [Reply(200, {"vehicle_id": CAR, "readings_added": 3}), Reply(200, {}), Reply(202)])
def test_a_car_is_fetched_whatever_the_server_tells_of_it(
    client: CellIqClient, service: Service, server: ScriptedServer, reply: Reply
) -> None:
    _always(service, reply)
    client.sync_vehicle(CAR)
    assert server.paths() == ["POST /vehicles/veh_1/sync"]


@pytest.mark.parametrize(
    ("status", "problem"), [(404, Refused), (409, TryAgain), (429, TryAgain), (403, Refused), (422, Refused)]
)
def test_a_car_that_cannot_be_fetched_says_why(
    client: CellIqClient, service: Service, status: int, problem: type[Problem]
) -> None:
    _always(service, Reply(status, {"detail": "In words."}))
    with pytest.raises(problem):
        client.sync_vehicle(CAR)


@pytest.mark.parametrize("reply", [Reply(204), Reply(200, {"message": "disconnected"})])
def test_a_car_is_let_go_of(client: CellIqClient, service: Service, server: ScriptedServer, reply: Reply) -> None:
    _always(service, reply)
    client.disconnect_vehicle(CAR)
    assert server.paths() == ["DELETE /vehicles/veh_1"]


@pytest.mark.parametrize("name", ["", "../../admin", "a/b", "a?b"])
def test_an_id_never_leaves_its_place_in_the_path(client: CellIqClient, server: ScriptedServer, name: str) -> None:
    for ask in (client.sync_vehicle, client.disconnect_vehicle):
        with pytest.raises(Problem):
            ask(VehicleId(name))
    assert all("/admin" not in path and "a/b" not in path for path in server.paths())


def test_details_are_read_with_their_tag_and_changed_under_it(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    _always(service, Reply(200, _SETTINGS, {"ETag": '"v1"'}))
    found = client.settings()
    assert (found.dealer_name, found.etag) == ("Autohaus Example", '"v1"')
    client.change_settings({"address": "Neue Straße 1"}, found.etag)
    client.change_settings({"address": "Neue Straße 2"})
    _read, tagged, plain = server.heard
    assert (tagged.method, tagged.json) == ("PATCH", {"address": "Neue Straße 1"})
    assert tagged.headers["if-match"] == '"v1"'
    assert "if-match" not in plain.headers


def test_details_that_changed_under_another_tag_are_not_overwritten(client: CellIqClient, service: Service) -> None:
    _always(service, Reply(412, {"detail": "Settings changed elsewhere"}))
    with pytest.raises(Refused) as refusal:
        client.change_settings({"address": "Mine"}, '"v1"')
    assert refusal.value.code == "changed_elsewhere"
    assert "Nothing was overwritten" in refusal.value.safe
    assert refusal.value.next_step


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_without_details_says_so_and_nothing_is_repeated(
    client: CellIqClient, service: Service, server: ScriptedServer, status: int
) -> None:
    _always(service, Reply(status, {"detail": "Not Found"}))
    with pytest.raises(NotOffered):
        client.settings()
    with pytest.raises(NotOffered):
        client.change_settings({"address": "x"})
    assert len(server.heard) == 2


@pytest.mark.parametrize("body", [b"", b"nope", [], {"dealer_id": "dlr_1"}])
def test_details_without_what_they_need_are_no_details(client: CellIqClient, service: Service, body: Any) -> None:
    _always(service, Reply(200, body if isinstance(body, bytes) else json.dumps(body).encode()))
    with pytest.raises(TryAgain):
        client.settings()
    with pytest.raises(InDoubt):
        client.change_settings({"address": "x"})


def test_refused_details_name_the_field(client: CellIqClient, service: Service) -> None:
    body = {"detail": [{"loc": ["body", "locale"], "msg": "must be one of en, de", "type": "value_error"}]}
    _always(service, Reply(422, body))
    with pytest.raises(Refused) as refusal:
        client.change_settings({"locale": "xx"})
    assert refusal.value.message == "locale: must be one of en, de"


def test_a_seal_is_announced_once_and_whatever_the_server_tells_of_it_is_fine(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    for reply in (Reply(200, {}), Reply(201, {"seal_certificates": []}), Reply(204)):
        _always(service, reply)
        client.announce_seal("ab" * 32)
    assert server.paths() == ["POST /dealer/seal-certificates"] * 3
    assert server.heard[0].json == {"certificate_sha256": "ab" * 32}


@pytest.mark.parametrize(
    ("status", "problem"), [(404, NotOffered), (405, NotOffered), (501, NotOffered), (403, Refused), (500, InDoubt)]
)
def test_a_seal_that_cannot_be_announced_says_why(
    client: CellIqClient, service: Service, status: int, problem: type[Problem]
) -> None:
    _always(service, Reply(status, {"detail": "In words."}))
    with pytest.raises(problem):
        client.announce_seal("ab" * 32)
