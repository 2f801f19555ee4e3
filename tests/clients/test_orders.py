"""Paid orders, refusals in words, pauses the server asks for, and what needs no sign-in."""

import base64
import json
from typing import Any

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import ReportStatus
from tests.support.servers import ClientFor, Reply, Request, ScriptedServer, Service

CAR = VehicleId("veh_1")
ORDER = OperationId("0f0f0f0f-0000-4000-8000-000000000001")
_REPORT = {
    "id": "rep_1",
    "token": "t" * 22,
    "vehicle_id": "veh_1",
    "status": "valid",
    "generated_at": "2026-11-23T09:00:00Z",
    "soh_percent": 91.2,
}


def _refusal(client: CellIqClient, service: Service, reply: Reply) -> Problem:
    service.other = lambda _request: reply
    with pytest.raises(Problem) as refusal:
        client.generate_report(CAR, ORDER)
    return refusal.value


def test_an_order_is_sent_once_with_its_key_and_gives_the_report(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    service.other = lambda _request: Reply(201, _REPORT)
    assert client.generate_report(CAR, ORDER).id == "rep_1"
    (heard,) = server.heard
    assert heard.json == {"vehicle_id": "veh_1", "report_type": "dealer"}
    assert (heard.headers["idempotency-key"], heard.token) == (ORDER, "access-1")


@pytest.mark.parametrize("where", ["top", "detail"])
def test_a_402_carries_a_checkout_page_that_the_policy_lets_pass(
    client: CellIqClient, service: Service, where: str
) -> None:
    url = "https://checkout.stripe.com/c/pay/cs_test_1"
    body = {"detail": "No credits", "checkout_url": url} if where == "top" else {"detail": {"checkout_url": url}}
    problem = _refusal(client, service, Reply(402, body))
    assert isinstance(problem, NeedsYou)
    assert (problem.code, problem.url) == ("payment_required", url)
    assert "Nothing was charged" in problem.safe


@pytest.mark.parametrize(
    "url",
    [
        None,
        17,
        "",
        "http://checkout.stripe.com/c/pay/1",
        "https://checkout.stripe.com.evil.example/c",
        "https://evil.example/checkout.stripe.com",
        "https://checkout.stripe.com@evil.example/c",
        "https://checkout.stripe.com\\@evil.example/c",
        "https://checkout.stripe.com:444/c",
        "https://ch\u0435ckout.stripe.com/c",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//checkout.stripe.com/c",
        "https://checkout.stripe.com/" + "c" * 5_000,
    ],
    ids=range(14),
)
def test_a_402_without_a_page_to_be_trusted_still_says_what_to_do(
    client: CellIqClient, service: Service, url: object
) -> None:
    problem = _refusal(client, service, Reply(402, {"detail": "No credits left.", "checkout_url": url}))
    assert (problem.code, problem.url, problem.message) == ("payment_required", None, "No credits left.")
    assert problem.next_step


@pytest.mark.parametrize("body", [b"", b"[]", b"not json", {"detail": None}, {"detail": []}], ids=range(5))
def test_a_402_with_an_odd_body_is_still_a_402(client: CellIqClient, service: Service, body: object) -> None:
    problem = _refusal(client, service, Reply(402, body))
    assert (problem.code, problem.url, problem.message) == ("payment_required", None, "There are no credits left.")


def test_a_422_lists_what_is_missing_in_sentences(client: CellIqClient, service: Service) -> None:
    unmet = {"code": "min_readings", "met": False, "required": 200, "actual": 12, "message": "188 readings missing."}
    body = {
        "detail": "Not enough data yet.",
        "requirements": [unmet, {"code": "odometer_known", "met": True}, {"code": "recent_reading", "met": False}, 3],
    }
    problem = _refusal(client, service, Reply(422, body))
    assert isinstance(problem, Refused)
    assert (problem.code, problem.message) == ("insufficient_data", "Not enough data yet.")
    assert problem.reasons == ("188 readings missing.", "recent_reading")
    validation = client.validate_report(CAR)
    assert not validation.valid
    assert [(one.code, one.met, one.required) for one in validation.requirements] == [
        ("min_readings", False, 200.0),
        ("odometer_known", True, None),
        ("recent_reading", False, None),
    ]


def test_a_422_of_the_web_framework_is_put_into_words(client: CellIqClient, service: Service) -> None:
    body = {"detail": [{"loc": ["body", "vehicle_id"], "msg": "field required"}, "x", {"msg": 3}]}
    problem = _refusal(client, service, Reply(422, body))
    assert problem.message == "vehicle_id: field required; 3"


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (400, Refused, "insufficient_data"),
        (403, Refused, "no_permission"),
        (404, Refused, "not_found"),
        (409, TryAgain, "conflict"),
        (429, TryAgain, "rate_limited"),
        (500, InDoubt, "in_doubt"),
        (502, InDoubt, "in_doubt"),
        (503, InDoubt, "in_doubt"),
        (504, InDoubt, "in_doubt"),
    ],
)
def test_every_refusal_of_an_order_has_its_kind_and_is_not_repeated(
    client: CellIqClient, service: Service, server: ScriptedServer, status: int, kind: type[Problem], code: str
) -> None:
    problem = _refusal(client, service, Reply(status, {"detail": "Because."}))
    assert (type(problem), problem.code) == (kind, code)
    assert problem.message
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    "body", [b"", {}, [], {"status": "ok"}, _REPORT | {"id": None}, _REPORT | {"vehicle_id": "veh_2"}], ids=range(6)
)
def test_a_success_without_the_report_that_was_asked_for_is_in_doubt(
    client: CellIqClient, service: Service, body: object
) -> None:
    assert type(_refusal(client, service, Reply(200, body))) is InDoubt


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("1000000000", 900.0),
        ("9" * 400, 900.0),
        ("Mon, 23 Nov 2026 09:02:00 GMT", 120.0),
        ("Mon, 23 Nov 2026 08:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2099 08:00:00 GMT", 900.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
    ids=range(12),
)
def test_a_pause_the_server_asks_for_is_kept_and_named(
    client: CellIqClient,
    service: Service,
    pauses: list[float],
    status: int,
    said: str | None,
    seconds: float | None,
) -> None:
    headers = {} if said is None else {"Retry-After": said}
    service.other = lambda _request: Reply(status, {"detail": "later"}, headers)
    with pytest.raises(TryAgain) as refusal:
        client.subscription()
    assert refusal.value.retry_after_s == seconds
    assert len(pauses) == (0 if seconds and seconds > 60 else 3)  # nobody's thread is kept for longer than a minute
    assert all(pause >= (seconds or 0.0) for pause in pauses)


def test_a_read_succeeds_after_a_pause(client: CellIqClient, service: Service, pauses: list[float]) -> None:
    replies = iter([Reply(429, b"", {"Retry-After": "3"}), Reply(503), Reply(200, {"plan": "pro", "credits": 4})])
    service.other = lambda _request: next(replies)
    found = client.subscription()
    assert (found.plan, found.status, found.credits_balance) == ("pro", "unknown", 4)
    assert pauses[0] >= 3.0


def test_a_public_record_is_read_without_showing_a_token(
    client: CellIqClient, service: Service, server: ScriptedServer
) -> None:
    car = {"vin_masked": "WVW***********001", "make": "Volkswagen", "model": "ID.3", "year": 2021}
    service.other = lambda _request: Reply(200, _REPORT | {"status": "revoked", "vehicle": car})
    found = client.public_report("t/../x")
    assert found is not None
    assert (found.status, found.vin_masked) == (ReportStatus.REVOKED, "WVW***********001")
    assert server.heard[-1].path == "/reports/public/t%2F..%2Fx"
    assert "authorization" not in server.heard[-1].headers
    unknown = iter([Reply(404), Reply(410), Reply(422)])
    service.other = lambda _request: next(unknown)
    assert [client.public_report("unknown") for _turn in range(3)] == [None, None, None]


@pytest.mark.parametrize(
    ("named", "read"),
    [
        (None, None),
        ("ab" * 32, None),
        ([], ()),
        (["ab" * 32, f" {'AB:' * 31}AB "], ("ab" * 32, "ab" * 32)),
        ([7, "ab", "", None, {}, "zz" * 32], ()),
    ],
)
def test_seals_are_read_where_a_server_names_them(
    client: CellIqClient, service: Service, named: object, read: tuple[str, ...] | None
) -> None:
    car = {"vin_masked": "WVW***********001", "make": "Volkswagen", "model": "ID.3", "year": 2021}
    service.other = lambda _request: Reply(200, _REPORT | {"vehicle": car, "seal_certificates": named})
    found = client.public_report("token")
    assert found is not None
    assert found.seal_certificates == read


@pytest.mark.parametrize("status", [400, 401, 403, 422])
def test_a_wrong_password_is_the_persons_to_correct(client_for: ClientFor, status: int) -> None:
    with ScriptedServer(lambda _request: Reply(status, {"detail": "no"})).running() as server:
        with pytest.raises(NeedsYou) as refusal:
            client_for(server.url, signed_in=False).sign_in("dealer@example.com", "wrong")
        assert len(server.heard) == 1
    assert refusal.value.code == "wrong_password"


def _jwt(claims: dict[str, Any]) -> str:
    return ".".join(
        base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (b"{}", json.dumps(claims).encode(), b"x")
    )


@pytest.mark.parametrize(
    ("answer", "user_id", "dealer_id"),
    [
        ({"access_token": "a", "user": {"id": 7, "email": "x@example.com", "dealer_id": "dlr_1"}}, "7", "dlr_1"),
        ({"access_token": _jwt({"sub": "usr_1", "dealer_id": "dlr_2"})}, "usr_1", "dlr_2"),
        ({"access_token": "no.jwt.a"}, "dealer@example.com", None),
        ({"access_token": "a.W10.c"}, "dealer@example.com", None),
    ],
    ids=["answer", "claims", "no claims", "claims that are a list"],
)
def test_who_signed_in_is_taken_from_the_answer_the_token_or_the_email(
    client_for: ClientFor, answer: dict[str, Any], user_id: str, dealer_id: str | None
) -> None:
    reply = Reply(200, answer | {"refresh_token": "r"})
    with ScriptedServer(lambda _request: reply).running() as server:
        user = client_for(server.url, signed_in=False).sign_in("Dealer@example.com", "words")
    assert (user.id, user.dealer_id) == (user_id, dealer_id)


@pytest.mark.parametrize(
    ("told", "status", "role", "asked"),
    [
        ({"access_token": "a"}, 403, "owner", True),
        ({"access_token": "a"}, 404, "owner", True),
        ({"access_token": "a"}, 200, "dealer", True),
        ({"access_token": "a"}, 422, "dealer", True),
        ({"access_token": "a", "user": {"id": "u", "email": "x@example.com"}}, 403, "owner", True),
        ({"access_token": _jwt({"sub": "usr_1", "role": "Owner"})}, 200, "owner", False),
        ({"access_token": _jwt({"role": "owner"}), "user": {"id": "u", "email": "x@example.com"}}, 200, "owner", False),
        ({"access_token": "a", "user": {"id": "u", "role": "dealer"}}, 403, "dealer", False),
    ],
)
def test_a_role_the_server_does_not_name_is_known_by_what_it_may_see(
    client_for: ClientFor, told: dict[str, Any], status: int, role: str, asked: bool
) -> None:
    def says(request: Request) -> Reply:
        if request.path == "/auth/login":
            return Reply(200, told | {"refresh_token": "r"})
        return Reply(
            status, {"items": [], "total": 0, "page": 1, "page_size": 1} if status == 200 else {"detail": "no"}
        )

    with ScriptedServer(says).running() as server:
        user = client_for(server.url, signed_in=False).sign_in("somebody@example.com", "words")
        assert ("GET /dealer/vehicles" in server.paths()) == asked
    assert user.role == role
    assert user.is_owner == (role == "owner")


def test_a_server_that_does_not_say_what_somebody_may_see_is_asked_again_later(client_for: ClientFor) -> None:
    def says(request: Request) -> Reply:
        return Reply(200, {"access_token": "a", "refresh_token": "r"}) if request.path == "/auth/login" else Reply(503)

    with ScriptedServer(says).running() as server, pytest.raises(TryAgain):
        client_for(server.url, signed_in=False).sign_in("somebody@example.com", "words")
