"""The sandbox's ev.energy and our client against the public contract (specs/ev-energy.yaml) and the seed: every
operation with good, bad and missing data, and every exchange checked on both sides."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from celliq_desktop.clients.ev_energy import EvEnergyClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.remote_vehicles import (
    Integration,
    NewRemoteVehicle,
    OnboardingChoice,
    RemoteVehicleChange,
)
from celliq_desktop.sandbox.ev_energy.world import AUTH_CODE, CLIENT_ID, READ_ONLY_TOKEN, TOKEN, USER_ID
from celliq_desktop.sandbox.server import RunningSandbox, SandboxOptions, start_sandbox
from tests.sandbox.conftest import Start
from tests.support.clocks import FakeClock
from tests.support.contracts import EV_ENERGY, ev_energy_seed
from tests.support.shared_data import shared
from tests.support.witness import Witness

_CAR = "vhcl00000000000000000000000000"
_UUID = "4d4ce3d9-8a16-46a8-99e1-3f3f9b8a3a5b"
_LOGS = ("status_logs", "error_logs", "location_logs", "command_logs")


@pytest.fixture(scope="module")
def remote() -> Iterator[RunningSandbox]:
    """A sandbox with cars at ev.energy."""
    running = start_sandbox(SandboxOptions(vehicles=10))
    yield running
    running.stop()


@pytest.fixture
def http(remote: RunningSandbox) -> Iterator[httpx.Client]:
    """Plain requests with a good token."""
    headers = {"Authorization": f"Bearer {TOKEN}", "EvEnergy-User": USER_ID}
    with httpx.Client(base_url=str(remote.urls.ev_energy_url), headers=headers, trust_env=False) as client:
        yield client


def test_the_client_speaks_every_operation_of_the_seed_and_both_sides_keep_to_the_contract() -> None:
    witness = Witness()
    running = start_sandbox(SandboxOptions(vehicles=10), around=witness.around)
    transport = Transport(str(running.urls.ev_energy_url), "ev.energy", FakeClock(), lambda _seconds: None)
    client = EvEnergyClient(transport, TOKEN, USER_ID)
    _walk(client)
    client.close()
    with httpx.Client(trust_env=False) as browser:
        assert browser.get(_page_of(client)).status_code == 302
    running.stop()
    for request, reply in witness.exchanges:
        EV_ENERGY.check(request, reply)
    heard = {
        (method, path)
        for method, path in ev_energy_seed()
        for request, reply in witness.exchanges
        if reply.status < 400 and request.method == method and _fits(path, request.path)
    }
    assert set(ev_energy_seed()) - heard == set()


def _walk(client: EvEnergyClient) -> None:
    cars = client.vehicles().items
    for car in cars:
        client.vehicle(car.id)
        client.vpp_modes(car.id)
        page = client.status_logs(car.id)
        if page.next_cursor:
            client.status_logs(car.id, cursor=page.next_cursor)
        for key in [log.key for log in page.items[:1]]:
            client.status_log(car.id, key)
        for key in [log.key for log in client.error_logs(car.id).items[:1]]:
            client.error_log(car.id, key)
        for key in [log.key for log in client.location_logs(car.id).items[:1]]:
            client.location_log(car.id, key)
        for key in [log.key for log in client.command_logs(car.id).items[:1]]:
            client.command_log(car.id, key)
    make = client.makes(ordering="name", for_user=USER_ID).items[0]
    model = client.models(make_id=make.id, ordering="-name", for_user=USER_ID).items[0]
    trim = client.trims(model_id=model.id, ordering="name").items[0]
    client.make(make.id), client.model(model.id), client.trim(trim.id)
    client.create_model("Prototype", make.id)
    client.create_trim("Long range", model.id, 61.5)
    made = client.create_vehicle(NewRemoteVehicle(model_id=model.id, battery_kwh=55.0, description="Loan car"))
    client.update_vehicle(made.id, RemoteVehicleChange(charge_limit_percent=80, smart_charging=False))
    client.remove_vehicle(made.id)
    active = next(car for car in cars if car.integration is Integration.ACTIVE)
    client.disconnect(active.id)
    client.reconnect(active.id)
    request = client.begin_onboarding(OnboardingChoice(make_id=make.id))
    client.complete_onboarding(request.request_id, AUTH_CODE)
    client.send_onboarding_link("owner@example.com", make.name)


def _page_of(client: EvEnergyClient) -> str:
    return client.onboarding_page(OnboardingChoice())


def _fits(template: str, path: str) -> bool:
    return re.fullmatch("/v2" + re.sub(r"\{[^}]+\}", "[^/]+", template), path.rstrip("/")) is not None


_BAD: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("GET", "/vehicles", {"params": {"page_size": 0}}, 400),
    ("GET", "/vehicles", {"params": {"page_size": 101}}, 400),
    ("GET", "/vehicles", {"params": {"page_after": "yesterday"}}, 400),
    ("GET", "/vehicles", {"params": {"expand": "password"}}, 400),
    ("GET", "/vehicles", {"headers": {"EvEnergy-Version": "3"}}, 400),
    ("GET", "/vehicles", {"headers": {"Accept": "image/png"}}, 406),
    ("POST", "/vehicles", {"json": {}}, 400),
    ("POST", "/vehicles", {"content": b"not json"}, 400),
    ("POST", "/vehicles", {"json": {"model": "vmod00000000000000000000000000"}}, 400),
    ("POST", "/vehicles", {"json": {"trim": "https://elsewhere.example/nothing"}}, 400),
    ("GET", f"/vehicles/{_CAR}", {}, 404),
    ("PATCH", f"/vehicles/{_CAR}", {"json": {}}, 404),
    ("DELETE", f"/vehicles/{_CAR}", {}, 404),
    ("PUT", f"/vehicles/{_CAR}", {}, 405),
    ("GET", "/vehicle_trims", {"params": {"page_size": "many"}}, 400),
    ("POST", "/vehicle_trims", {"json": {"name": "T"}}, 400),
    ("GET", "/vehicle_trims/trim00000000000000000000000000", {}, 404),
    ("GET", "/vehicle_models", {"params": {"available_for_user_id": "me"}}, 400),
    ("POST", "/vehicle_models", {"json": {"name": "", "make": ""}}, 400),
    ("GET", "/vehicle_models/vmod00000000000000000000000000", {}, 404),
    ("GET", "/vehicle_makes", {"params": {"available_for_user_id": "me"}}, 400),
    ("GET", "/vehicle_makes/vmak00000000000000000000000000", {}, 404),
    *(("GET", f"/vehicles/{_CAR}/{kind}", {}, 404) for kind in _LOGS),
    *(("GET", f"/vehicles/{_CAR}/{kind}/2024-04-17T09:39:45.984584Z", {}, 404) for kind in _LOGS),
    ("GET", f"/vehicles/{_CAR}/vpp_modes", {}, 404),
    ("GET", "/vehicle_onboarding", {}, 400),
    ("GET", "/vehicle_onboarding", {"params": {"user_id": USER_ID, "client_id": "somebody else"}}, 404),
    (
        "GET",
        "/vehicle_onboarding",
        {"params": {"user_id": USER_ID, "client_id": CLIENT_ID, "response_type": "json"}},
        400,
    ),
    (
        "GET",
        "/vehicle_onboarding",
        {"params": {"user_id": USER_ID, "client_id": CLIENT_ID, "redirect_uri": "https://evil.example/"}},
        400,
    ),
    ("POST", "/vehicle_onboarding/complete", {"json": {"auth_code": "x"}}, 400),
    (
        "POST",
        "/vehicle_onboarding/complete",
        {"json": {"authorization_request_uid": _UUID, "auth_code": AUTH_CODE}},
        404,
    ),
    ("POST", "/vehicle_onboarding/onboarding_link", {"json": {"email": "nobody", "make": "BMW"}}, 400),
    ("POST", f"/vehicles/{_CAR}/reconnect", {"json": {}}, 404),
    ("POST", f"/vehicles/{_CAR}/disconnect", {}, 404),
)


@pytest.mark.parametrize(("method", "path", "given", "status"), _BAD)
def test_bad_and_missing_data_are_refused_with_a_problem(
    http: httpx.Client, method: str, path: str, given: dict[str, Any], status: int
) -> None:
    answer = http.request(method, path, **given)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]


def test_bad_data_is_tried_on_every_operation_of_the_seed() -> None:
    tried = {(method, path) for method, path, _given, _status in _BAD}
    untried = [
        (method, path)
        for method, path in ev_energy_seed()
        if not any(method == known and _fits(path, f"/v2{sent}") for known, sent in tried)
    ]
    assert untried == []


@pytest.mark.parametrize(("method", "path"), [("GET", "/vehicles"), ("POST", f"/vehicles/{_CAR}/disconnect")])
def test_without_a_token_nothing_is_given_and_a_token_for_reading_cannot_write(
    remote: RunningSandbox, method: str, path: str
) -> None:
    with httpx.Client(base_url=str(remote.urls.ev_energy_url), trust_env=False) as client:
        assert client.request(method, path).status_code == 401
        answer = client.request(method, path, headers={"Authorization": f"Bearer {READ_ONLY_TOKEN}"})
        assert answer.status_code == (403 if method == "POST" else 200)


def test_every_answer_says_version_and_budget_and_an_hour_that_means_nothing(http: httpx.Client) -> None:
    first, second = http.get("/vehicles"), http.get("/vehicles")
    assert first.headers["EvEnergy-Version"] == "2"
    assert first.headers["RetryAfter"] == "3600"
    assert int(first.headers["X-RateLimit-Remaining"]) == int(second.headers["X-RateLimit-Remaining"]) + 1


def test_the_seeds_own_samples_come_byte_for_byte_under_their_switch(start: Start) -> None:
    seed = shared("seeds/ev-energy-vehicles.txt").read_bytes()
    running = start(faults=("seed-samples",))
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=str(running.urls.ev_energy_url), headers=headers, trust_env=False) as client:
        answers = (client.get("/vehicles"), client.get(f"/vehicles/{_CAR}"), client.post("/vehicles", json={}))
    assert [answer.status_code for answer in answers] == [200, 200, 201]
    for answer in answers:
        assert answer.content in seed
    assert answers[0].content.startswith(b"[ {")


def test_an_owner_walks_the_consent_page(http: httpx.Client) -> None:
    before = {car["id"] for car in http.get("/vehicles", params={"page_size": 100}).json()}
    asked = {"user_id": USER_ID, "client_id": CLIENT_ID, "redirect_uri": "http://127.0.0.1:9/back"}
    page = http.get("/vehicle_onboarding", params=asked).headers["location"]
    with httpx.Client(trust_env=False) as browser:
        choosing = browser.get(page)
        assert "Which make is the car?" in choosing.text
        link = re.search(r'href="(\?make_id=[^"]+)">Renault<', choosing.text)
        assert link is not None
        consent = browser.get(page + link.group(1))
        assert "Connect the Renault" in consent.text
        back = browser.post(page)
    assert back.headers["location"].startswith("http://127.0.0.1:9/back?vehicle_id=")
    uid = re.search(r"vehicle_uid=(vhcl[A-Z\d]{26})$", back.headers["location"])
    assert uid is not None
    assert uid.group(1) not in before
    assert http.get(f"/vehicles/{uid.group(1)}").json()["integrated"] == "ACTIVE"
    with httpx.Client(trust_env=False) as browser:
        assert browser.get(page).status_code == 404


def test_a_broken_connection_is_mended_on_the_page_reconnect_gives(http: httpx.Client) -> None:
    cars = http.get("/vehicles", params={"page_size": 100}).json()
    broken = next(car for car in cars if car["integrated"] == "INACTIVE")
    assert http.get(f"/vehicles/{broken['id']}/error_logs").json()[0]["error_code"] == "AUTHENTICATION_ERROR"
    page = http.post(f"/vehicles/{broken['id']}/reconnect", json={}).json()["url"]
    with httpx.Client(trust_env=False, follow_redirects=True) as browser:
        assert "Connect again" in browser.get(page).text
        assert "The car is connected" in browser.post(page).text
    assert http.get(f"/vehicles/{broken['id']}").json()["integrated"] == "ACTIVE"
