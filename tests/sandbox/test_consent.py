"""Google and Smartcar as the sandbox plays them: PKCE checked, codes good once, cars that appear."""

import base64
import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from celliq_desktop.sandbox.server import RunningSandbox
from tests.sandbox.conftest import Start, signed_in
from tests.sandbox.test_billing import Hours

_BACK = "http://127.0.0.1:50123/oauth/callback"
_VERIFIER = "v" * 64
_STATE = "s" * 43
_CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(_VERIFIER.encode()).digest()).rstrip(b"=").decode()


def _start(sandbox: RunningSandbox, **other: str) -> httpx.Response:
    query = {
        "role": "dealer",
        "redirect_uri": _BACK,
        "code_challenge": _CHALLENGE,
        "code_challenge_method": "S256",
        "state": _STATE,
    } | other
    return httpx.get(f"{sandbox.urls.api_url}/auth/google", params=query, trust_env=False)


def _came_back(sandbox: RunningSandbox, choice: str = "known", role: str = "dealer") -> dict[str, str]:
    """What a person's browser brings to the program in the end."""
    consent = _start(sandbox, role=role).headers["location"]
    assert role in httpx.get(consent, trust_env=False).text
    callback = httpx.post(consent, data={"choice": choice}, trust_env=False).headers["location"]
    final = httpx.get(callback, trust_env=False).headers["location"]
    assert final.startswith(f"{_BACK}?")
    return dict(parse_qsl(urlsplit(final).query))


def _exchange(sandbox: RunningSandbox, code: str, **other: str) -> httpx.Response:
    body = {"code": code, "code_verifier": _VERIFIER, "redirect_uri": _BACK} | other
    return httpx.post(f"{sandbox.urls.api_url}/auth/token", json=body, trust_env=False)


def test_the_whole_way_ends_in_tokens_that_open_the_desk(sandbox: RunningSandbox) -> None:
    fields = _came_back(sandbox)
    assert fields["state"] == _STATE
    tokens = _exchange(sandbox, fields["code"]).json()
    assert tokens["user"]["email"] == sandbox.urls.email
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    cars = httpx.get(f"{sandbox.urls.api_url}/dealer/vehicles", headers=headers, trust_env=False)
    assert cars.status_code == 200


def test_a_code_is_good_once_and_a_wrong_verifier_uses_it_up(sandbox: RunningSandbox) -> None:
    code = _came_back(sandbox)["code"]
    assert _exchange(sandbox, code).status_code == 200
    assert _exchange(sandbox, code).status_code == 400
    code = _came_back(sandbox)["code"]
    assert _exchange(sandbox, code, code_verifier="w" * 64).status_code == 400
    assert _exchange(sandbox, code).status_code == 400
    code = _came_back(sandbox)["code"]
    assert _exchange(sandbox, code, redirect_uri=_BACK.replace("50123", "50124")).status_code == 400


def test_a_code_lives_for_a_minute(start: Start) -> None:
    hours = Hours()
    sandbox = start(now=hours)
    code = _came_back(sandbox)["code"]
    hours.at += timedelta(seconds=61)
    assert _exchange(sandbox, code).status_code == 400


def test_cancelling_comes_back_as_access_denied(sandbox: RunningSandbox) -> None:
    assert _came_back(sandbox, "cancel") == {"error": "access_denied", "state": _STATE}


@pytest.mark.parametrize(("role", "status"), [("dealer", 200), ("owner", 403)])
def test_somebody_new_is_registered_with_the_role_asked_for(sandbox: RunningSandbox, role: str, status: int) -> None:
    tokens = _exchange(sandbox, _came_back(sandbox, "new", role)["code"]).json()
    assert tokens["user"]["role"] == role
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    with httpx.Client(base_url=sandbox.urls.api_url, headers=headers, trust_env=False) as client:
        assert client.get("/dealer/vehicles").status_code == status
        assert client.get("/payments/subscription").status_code == 200
        assert bool(client.get("/vehicles").json()) == (role == "dealer")
    again = httpx.post(
        f"{sandbox.urls.api_url}/auth/refresh", json={"refresh_token": tokens["refresh_token"]}, trust_env=False
    )
    assert again.json()["user"] == tokens["user"]


@pytest.mark.parametrize(
    "odd",
    [
        {"redirect_uri": "http://evil.example/oauth/callback"},
        {"redirect_uri": "http://127.0.0.1:50123/other"},
        {"redirect_uri": "http://localhost:50123/oauth/callback"},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"state": "short"},
    ],
)
def test_an_unsafe_way_back_is_refused(sandbox: RunningSandbox, odd: dict[str, str]) -> None:
    assert _start(sandbox, **odd).status_code == 400


def test_a_role_nobody_has_is_refused(sandbox: RunningSandbox) -> None:
    assert _start(sandbox, role="admin").status_code == 422


def test_a_callback_nobody_asked_for_is_refused(sandbox: RunningSandbox) -> None:
    for query in ({"code": "x", "state": "unknown"}, {"state": "unknown"}, {}):
        answer = httpx.get(f"{sandbox.urls.api_url}/auth/google/callback", params=query, trust_env=False)
        assert answer.status_code in (400, 422)


def test_with_the_published_pages_only_the_way_ends_on_the_website(start: Start) -> None:
    sandbox = start(seed_only=True)
    consent = _start(sandbox).headers["location"]
    page = httpx.post(consent, data={"choice": "known"}, follow_redirects=True, trust_env=False)
    assert "signed in on the website" in page.text
    assert _exchange(sandbox, "x" * 32).status_code == 404


def _consent(client: httpx.Client) -> str:
    return str(client.get("/vehicles/connect").json()["auth_url"])


def _cars(client: httpx.Client) -> list[dict[str, Any]]:
    return list(client.get("/vehicles").json())


def test_a_car_appears_once_its_owner_has_agreed(dealer: httpx.Client) -> None:
    before = {car["id"] for car in _cars(dealer)}
    url = _consent(dealer)
    assert "odometer" in httpx.get(url, trust_env=False).text
    assert len(_cars(dealer)) == len(before)
    assert "The car is connected" in httpx.post(url, data={"choice": "agree"}, trust_env=False).text
    (new,) = [car for car in _cars(dealer) if car["id"] not in before]
    assert new["status"] == "active"
    assert new["readings_count"] > 0
    assert new["id"] in {car["id"] for car in dealer.get("/dealer/vehicles").json()["items"]}
    assert httpx.post(url, data={"choice": "agree"}, trust_env=False).status_code == 404
    assert len(_cars(dealer)) == len(before) + 1


def test_without_agreement_nothing_is_connected(dealer: httpx.Client) -> None:
    before = len(_cars(dealer))
    url = _consent(dealer)
    assert "Nothing was connected" in httpx.post(url, data={"choice": "decline"}, trust_env=False).text
    assert httpx.get(url, trust_env=False).status_code == 404
    assert len(_cars(dealer)) == before


def test_hostile_links_lead_elsewhere(start: Start) -> None:
    with signed_in(start(faults=("hostile-urls",))) as client:
        urls = [
            _consent(client),
            client.post("/payments/create-checkout", json={"kind": "credits"}).json()["checkout_url"],
            client.get("/payments/portal").json()["portal_url"],
        ]
    assert all(".evil.example/" in url for url in urls)
