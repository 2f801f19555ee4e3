"""The sandbox's Cariqa and our client against the public contract (specs/cariqa.yaml) and the seed: every operation
with good, bad and missing data, and every exchange checked on both sides."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from celliq_desktop.clients.cariqa import CariqaClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.charging import ChargingState
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, Refused
from celliq_desktop.sandbox.cariqa.stations import BROKEN, BUSY
from celliq_desktop.sandbox.cariqa.world import (
    DECLINED,
    NEEDS_BANK,
    PAYMENT_METHOD,
    REVOKED_TOKEN,
    TOKEN,
    USER_ID,
)
from celliq_desktop.sandbox.server import RunningSandbox, SandboxOptions, start_sandbox
from tests.sandbox.conftest import Start
from tests.support.clocks import FakeClock
from tests.support.contracts import CARIQA
from tests.support.shared_data import shared
from tests.support.witness import Witness

_POINT = "DE*SMP*E1001*1"
_NOBODY = "00000000-0000-4000-8000-000000000000"
_HOME = f"/users/{USER_ID}"


@pytest.fixture
def clock() -> FakeClock:
    """The service's time."""
    return FakeClock()


@pytest.fixture
def running(start: Start, clock: FakeClock) -> RunningSandbox:
    """A sandbox on that clock."""
    return start(vehicles=0, now=clock.now)


Opened = Callable[..., CariqaClient]


@pytest.fixture
def opened(clock: FakeClock) -> Iterator[Opened]:
    """Makes clients of a sandbox and closes them."""
    with ExitStack() as stack:

        def client(running: RunningSandbox, token: str = TOKEN) -> CariqaClient:
            transport = Transport(str(running.urls.cariqa_url), "Cariqa", clock, lambda _seconds: None)
            made = CariqaClient(transport, token, USER_ID)
            stack.callback(made.close)
            return made

        yield client


@pytest.fixture
def http(running: RunningSandbox) -> Iterator[httpx.Client]:
    """Plain requests with a good token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=str(running.urls.cariqa_url), headers=headers, trust_env=False) as client:
        yield client


def test_the_client_speaks_every_operation_of_the_seed_and_both_sides_keep_to_the_contract(
    clock: FakeClock, opened: Opened
) -> None:
    witness = Witness()
    running = start_sandbox(SandboxOptions(vehicles=0, now=clock.now), around=witness.around)
    client = opened(running)
    first = client.sessions(size=10)
    client.sessions(first.after)
    clock.advance(5)
    began = client.start(_POINT, PAYMENT_METHOD)
    clock.advance(120)
    assert client.session(began.id).state() is ChargingState.CHARGING
    client.stop(began.id)
    assert client.session(began.id).state() is ChargingState.AWAITING_RECORD
    clock.advance(60)
    assert client.session(began.id).state() is ChargingState.FINAL
    client.rate(began.id, 4)
    running.stop()
    for request, reply in witness.exchanges:
        CARIQA.check(request, reply)
    heard = {f"{one.method} {one.path.replace(began.id, '#')}" for one, _reply in witness.exchanges}
    home = f"/api/v1{_HOME}"
    assert heard == {
        f"GET {home}/charging-sessions/",
        f"GET {home}/charging-sessions/#/",
        f"PATCH {home}/charging-sessions/#/",
        f"POST {home}/charging/start/",
        f"POST {home}/charging/stop/#/",
    }


def test_a_session_runs_from_start_to_bill_by_the_clock(http: httpx.Client, clock: FakeClock) -> None:
    body = {"evse_id": _POINT, "payment_method_id": PAYMENT_METHOD}
    began = http.post(f"{_HOME}/charging/start/", json=body)
    assert began.status_code == 201
    name = began.json()["id"]
    clock.advance(3600)
    assert http.get(f"{_HOME}/charging-sessions/{name}/").json()["consumed_energy"] == "11.000"
    stopped = http.post(f"{_HOME}/charging/stop/{name}/")
    assert (stopped.status_code, stopped.content) == (204, b"")
    ended = http.get(f"{_HOME}/charging-sessions/{name}/").json()
    assert (ended["is_active"], ended["end_time"], ended["session_cost"]) == (False, None, None)
    clock.advance(31)
    record = http.get(f"{_HOME}/charging-sessions/{name}/").json()
    assert record["end_time"]
    assert (record["consumed_energy"], record["session_cost"]["invoice_summary"]) == ("11.000", "5.94")


_BAD: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("GET", f"{_HOME}/charging-sessions", {}, 404),
    ("POST", f"{_HOME}/charging/start", {"json": {}}, 404),
    ("GET", f"{_HOME}/charging-sessions/", {"params": {"page": "0"}}, 404),
    ("GET", f"{_HOME}/charging-sessions/", {"params": {"page": "many"}}, 404),
    ("GET", f"{_HOME}/charging-sessions/", {"params": {"page": "9999"}}, 404),
    ("GET", f"/users/{_NOBODY}/charging-sessions/", {}, 404),
    ("GET", f"{_HOME}/charging-sessions/{_NOBODY}/", {}, 404),
    ("PATCH", f"{_HOME}/charging-sessions/{_NOBODY}/", {"json": {"rates": 5}}, 404),
    ("POST", f"{_HOME}/charging/stop/{_NOBODY}/", {}, 404),
    ("POST", f"{_HOME}/charging/start/", {"json": {}}, 400),
    ("POST", f"{_HOME}/charging/start/", {"content": b"no json"}, 400),
    ("POST", f"{_HOME}/charging/start/", {"json": {"evse_id": _POINT, "payment_method_id": "pm_other"}}, 400),
    ("POST", f"{_HOME}/charging/start/", {"json": {"evse_id": "DE*X", "payment_method_id": PAYMENT_METHOD}}, 404),
    ("POST", f"{_HOME}/charging/start/", {"json": {"evse_id": BUSY, "payment_method_id": PAYMENT_METHOD}}, 409),
    ("POST", f"{_HOME}/charging/start/", {"json": {"evse_id": BROKEN, "payment_method_id": PAYMENT_METHOD}}, 424),
    ("POST", f"{_HOME}/charging/start/", {"json": {"evse_id": _POINT, "payment_method_id": DECLINED}}, 402),
    ("PUT", f"{_HOME}/charging-sessions/", {}, 405),
)


@pytest.mark.parametrize(("method", "path", "how", "status"), _BAD)
def test_bad_and_missing_data_are_refused(
    http: httpx.Client, method: str, path: str, how: dict[str, Any], status: int
) -> None:
    assert http.request(method, path, **how).status_code == status


@pytest.mark.parametrize("body", [b'{\n"rates": 5,\n}', b'{"rates": 6}', b'{"rates": "5"}', b'{"rates": true}', b"[]"])
def test_a_rating_must_be_good_json_from_one_to_five(http: httpx.Client, body: bytes) -> None:
    name = http.get(f"{_HOME}/charging-sessions/").json()["results"][0]["id"]
    answer = http.patch(f"{_HOME}/charging-sessions/{name}/", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "validation_error"


@pytest.mark.parametrize(
    ("header", "status"),
    [("", 401), ("Bearer", 401), ("Bearer rubbish", 401), ("Basic a.b.c", 401), (f"Bearer {REVOKED_TOKEN}", 403)],
)
def test_no_token_is_401_and_a_withdrawn_one_403(http: httpx.Client, header: str, status: int) -> None:
    answer = http.get(f"{_HOME}/charging-sessions/", headers={"Authorization": header})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("point", "card", "problem"),
    [
        (BUSY, PAYMENT_METHOD, Refused),
        (BROKEN, PAYMENT_METHOD, InDoubt),
        (_POINT, DECLINED, Refused),
        (_POINT, NEEDS_BANK, Refused),
        (_POINT, "pm_other", Refused),
    ],
)
def test_what_goes_wrong_at_a_charging_point_reaches_the_person_in_words(
    running: RunningSandbox, opened: Opened, point: str, card: str, problem: type[Problem]
) -> None:
    client = opened(running)
    with pytest.raises(problem) as refusal:
        client.start(point, card)
    assert refusal.value.message
    assert running.cariqa.starts == 0
    with pytest.raises(NeedsYou):
        opened(running, REVOKED_TOKEN).sessions()


def test_the_seeds_samples_are_served_byte_for_byte_and_read(start: Start, opened: Opened) -> None:
    running = start(vehicles=0, faults=("seed-samples",))
    seed = shared("seeds/cariqa-charging-sessions.txt").read_bytes()
    url = str(running.urls.cariqa_url)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    for path in ("charging-sessions/", "charging-sessions/ab7ae756-b663-43b9-a025-40c51dd503d9/"):
        body = httpx.get(f"{url}{_HOME}/{path}", headers=headers, trust_env=False).content
        assert body.strip() in seed
    client = opened(running)
    (listed,) = client.sessions().items
    assert client.session(listed.id) == listed
    assert client.start(_POINT, PAYMENT_METHOD).state() is ChargingState.STARTING


@pytest.mark.parametrize("fault", ["payg-summary", "swapped-order", "hostile-urls", "broken-rows", "late-credits"])
def test_under_every_fault_of_words_the_whole_list_is_read(start: Start, opened: Opened, fault: str) -> None:
    running = start(vehicles=0, faults=(fault,))
    client = opened(running)
    page = client.sessions(size=40)
    found, aside = list(page.items), len(page.set_aside)
    while page.after is not None:
        page = client.sessions(page.after)
        found, aside = found + list(page.items), aside + len(page.set_aside)
    assert len({one.id for one in found}) + aside == len(running.cariqa.charges)
    assert all(one.cost is not None for one in found if one.final)


def test_a_bill_is_corrected_later_with_late_credits(start: Start, opened: Opened) -> None:
    client = opened(start(vehicles=0, faults=("late-credits",)))
    before = {one.id: one.cost for one in client.sessions().items}
    after = {one.id: one.cost for one in client.sessions().items}
    assert sum(before[name] != after[name] for name in before) == 1
