"""Every answer of the sandbox against the published contract (specs/celliq.yaml)."""

from typing import Any

import httpx
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from celliq_desktop.sandbox.server import RunningSandbox
from tests.sandbox.conftest import Start, signed_in
from tests.support.shared_data import shared

_ROOT = "urn:celliq"


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """The contract, parsed."""
    parsed: dict[str, Any] = yaml.safe_load(shared("specs/celliq.yaml").read_text(encoding="utf-8"))
    return parsed


def check(contract: dict[str, Any], answer: httpx.Response, path: str) -> Any:
    """The body of ``answer`` after the contract's schema for ``path`` has accepted it."""
    method = answer.request.method.lower()
    responses = contract["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, f"{method} {path} must not answer {answer.status_code}"
    pointer = f"/paths/{path.replace('/', '~1')}/{method}/responses/{answer.status_code}"
    if "$ref" in responses[str(answer.status_code)]:
        pointer = responses[str(answer.status_code)]["$ref"].removeprefix("#")
    registry: Registry[Any] = Registry().with_resource(_ROOT, DRAFT202012.create_resource(contract))
    schema = {"$ref": f"{_ROOT}#{pointer}/content/application~1json/schema"}
    Draft202012Validator(schema, registry=registry, format_checker=FormatChecker()).validate(answer.json())
    return answer.json()


def test_signing_in_gives_tokens_and_a_wrong_password_does_not(
    contract: dict[str, Any], sandbox: RunningSandbox
) -> None:
    with httpx.Client(base_url=sandbox.urls.api_url, trust_env=False) as client:
        login = {"email": sandbox.urls.email, "password": sandbox.urls.password}
        tokens = check(contract, client.post("/auth/login", json=login), "/auth/login")
        wrong = client.post("/auth/login", json={**login, "password": "guess"})
        check(contract, wrong, "/auth/login")
        assert wrong.status_code == 401
        renewed = client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert check(contract, renewed, "/auth/refresh")["refresh_token"] != tokens["refresh_token"]


def test_a_refresh_token_that_comes_twice_ends_its_whole_family(sandbox: RunningSandbox) -> None:
    with httpx.Client(base_url=sandbox.urls.api_url, trust_env=False) as client:
        login = {"email": sandbox.urls.email, "password": sandbox.urls.password}
        first = client.post("/auth/login", json=login).json()["refresh_token"]
        second = client.post("/auth/refresh", json={"refresh_token": first}).json()["refresh_token"]
        assert client.post("/auth/refresh", json={"refresh_token": first}).status_code == 401
        assert client.post("/auth/refresh", json={"refresh_token": second}).status_code == 401


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/dealer/vehicles", {"page": 2, "page_size": 5}),
        ("/dealer/vehicles", {"search": "a", "status": "active"}),
        ("/dealer/vehicles", {"page": 0}),
        ("/dealer/vehicles", {"status": "asleep"}),
        ("/dealer/reports", {"page_size": 3}),
        ("/dealer/settings", {}),
        ("/payments/subscription", {}),
        ("/vehicles", {}),
        ("/reports/validate", {"vehicle_id": "veh_nobody"}),
        ("/reports/validate", {}),
    ],
)
def test_lists_and_refusals_keep_to_the_contract(
    contract: dict[str, Any], dealer: httpx.Client, path: str, query: dict[str, Any]
) -> None:
    check(contract, dealer.get(path, params=query), path)


def test_without_a_token_nothing_is_given(contract: dict[str, Any], sandbox: RunningSandbox) -> None:
    with httpx.Client(base_url=sandbox.urls.api_url, trust_env=False) as client:
        for path in ("/dealer/vehicles", "/dealer/reports", "/payments/subscription"):
            answer = client.get(path)
            check(contract, answer, path)
            assert answer.status_code == 401


def test_every_car_can_be_read_validated_and_where_it_is_ready_issued(
    contract: dict[str, Any], dealer: httpx.Client
) -> None:
    issued = 0
    for car in dealer.get("/dealer/vehicles", params={"page_size": 50}).json()["items"]:
        page = dealer.get(f"/vehicles/{car['id']}/readings", params={"limit": 1000})
        check(contract, page, "/vehicles/{vehicle_id}/readings")
        verdict = check(
            contract, dealer.get("/reports/validate", params={"vehicle_id": car["id"]}), "/reports/validate"
        )
        answer = dealer.post("/reports/generate", json={"vehicle_id": car["id"], "report_type": "dealer"})
        body = check(contract, answer, "/reports/generate")
        assert (answer.status_code == 201) == verdict["valid"]
        if answer.status_code == 201:
            issued += 1
            public = dealer.get(f"/reports/public/{body['token']}", headers={"Authorization": ""})
            seen = check(contract, public, "/reports/public/{token}")
            assert seen["soh_percent"] == body["soh_percent"]
            assert car["vin"] not in public.text
    assert issued >= 4


def test_no_credits_is_402_with_a_checkout_page_and_paying_helps(contract: dict[str, Any], start: Start) -> None:
    with signed_in(start(credits=0)) as dealer:
        body = {"vehicle_id": ready_car(dealer), "report_type": "dealer"}
        refused = dealer.post("/reports/generate", json=body)
        checkout = check(contract, refused, "/reports/generate")["checkout_url"]
        assert refused.status_code == 402
        page = httpx.post(checkout, follow_redirects=True, trust_env=False)
        assert "10 credits are there now" in page.text
        assert dealer.post("/reports/generate", json=body).status_code == 201


def test_the_same_key_gives_the_same_report_and_costs_once(dealer: httpx.Client) -> None:
    body = {"vehicle_id": ready_car(dealer), "report_type": "dealer"}
    before = dealer.get("/payments/subscription").json()["credits"]["balance"]
    replies = [dealer.post("/reports/generate", json=body, headers={"Idempotency-Key": "op-1"}) for _time in range(3)]
    assert len({reply.json()["id"] for reply in replies}) == 1
    assert replies[1].headers["Idempotent-Replayed"] == "true"
    assert dealer.get("/payments/subscription").json()["credits"]["balance"] == before - 1


def test_seed_only_speaks_what_the_published_pages_document_and_nothing_else(start: Start) -> None:
    running = start(seed_only=True)
    with signed_in(running) as dealer:
        login = {"email": running.urls.email, "password": running.urls.password}
        assert set(dealer.post("/auth/login", json=login).json()) == {"access_token", "refresh_token", "token_type"}
        car = dealer.get("/dealer/vehicles").json()["items"][0]
        assert dealer.get(f"/vehicles/{car['id']}/readings").status_code == 404
        assert dealer.get("/dealer/settings").status_code == 404
        assert "etag" not in dealer.get("/dealer/vehicles").headers
        body = {"vehicle_id": ready_car(dealer), "report_type": "dealer"}
        twice = [dealer.post("/reports/generate", json=body, headers={"Idempotency-Key": "k"}) for _time in range(2)]
        assert twice[0].json()["id"] != twice[1].json()["id"]


def test_the_same_seed_makes_the_same_fleet(start: Start) -> None:
    with signed_in(start(seed=5)) as one, signed_in(start(seed=5)) as two, signed_in(start(seed=6)) as other:
        vins = [[car["vin"] for car in client.get("/vehicles").json()] for client in (one, two, other)]
    assert vins[0] == vins[1]
    assert vins[0] != vins[2]


def ready_car(dealer: httpx.Client) -> str:
    """A car a report can be issued for."""
    for car in dealer.get("/vehicles").json():
        if dealer.get("/reports/validate", params={"vehicle_id": car["id"]}).json()["valid"]:
            return str(car["id"])
    raise AssertionError("no car of this fleet is ready")
