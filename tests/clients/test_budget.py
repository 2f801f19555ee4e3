"""One budget a host: every thread and every client keeps it, and people come before background work."""

import pytest

from celliq_desktop.clients.budget import Budgets, HostBudget
from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.problems import InDoubt, TryAgain
from tests.support.clocks import FakeClock
from tests.support.servers import ClientFor, RawServer, Reply, ScriptedServer, Service

CAR = VehicleId("veh_1")
ORDER = OperationId("0f0f0f0f-0000-4000-8000-000000000002")
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: %s\r\nContent-Length: 2\r\n\r\n[]"


@pytest.fixture
def budget(clock: FakeClock) -> HostBudget:
    """A host nothing is known of; rests are as long as they can be."""
    return HostBudget(clock, lambda: 1.0)


def _both(budget: HostBudget) -> tuple[float, float]:
    return budget.wait_s(background=True), budget.wait_s(background=False)


def test_nothing_is_limited_before_the_host_says_so(budget: HostBudget) -> None:
    """N10."""
    for _request in range(10_000):
        budget.spend()
    assert _both(budget) == (0, 0)


def test_a_pause_is_kept_by_everybody_and_never_longer_than_a_quarter_of_an_hour(
    budget: HostBudget, clock: FakeClock
) -> None:
    """N10: Retry-After, also absurd."""
    budget.heard(429, {}, 20.0)
    assert _both(budget) == (20, 20)
    budget.heard(200, {}, None)  # an answer that was under way already ends no pause
    clock.advance(15)
    assert _both(budget) == (5, 5)
    budget.heard(503, {}, 1e9)
    assert _both(budget) == (900, 900)


@pytest.mark.parametrize("prefix", ["x-ratelimit-", "ratelimit-"])
def test_a_tenth_of_a_rate_is_kept_for_people(budget: HostBudget, clock: FakeClock, prefix: str) -> None:
    """N10: 1,000 an hour, as ev.energy has it."""
    budget.heard(200, {f"{prefix}limit": "1000", f"{prefix}remaining": "102"}, None)
    assert _both(budget) == (0, 0)
    budget.spend()
    budget.spend()
    background, person = _both(budget)
    assert background == pytest.approx(3.6)  # one more comes every 3.6 s
    assert person == 0
    for _request in range(100):
        budget.spend()
    assert budget.wait_s(background=False) == pytest.approx(3.6)
    clock.advance(3.6)
    assert budget.wait_s(background=False) == pytest.approx(0.0)


def test_a_window_that_says_when_it_ends_is_believed(budget: HostBudget) -> None:
    """The seconds of RateLimit-Reset; a moment in time, or nonsense, is not."""
    budget.heard(200, {"ratelimit-limit": "100, 100;w=60", "ratelimit-remaining": "0", "ratelimit-reset": "50"}, None)
    assert budget.wait_s(background=False) == pytest.approx(0.5)
    other = HostBudget(FakeClock(), lambda: 1.0)
    for headers in ({"ratelimit-limit": "-1", "ratelimit-remaining": "x"}, {"ratelimit-limit": "0"}, {}):
        other.heard(200, headers, None)
        assert _both(other) == (0, 0)


def test_a_host_that_only_fails_is_left_alone_then_tried_with_one_request(budget: HostBudget, clock: FakeClock) -> None:
    """N11: the circuit opens after eight failures, for longer each time, and is half open after that; people are not
    held up by it."""
    for _failure in range(8):
        assert budget.wait_s(background=True) == 0
        budget.heard(500, {}, None)
    assert _both(budget) == (1, 0)
    clock.advance(1)
    assert budget.wait_s(background=True) == 0  # this one decides
    assert budget.wait_s(background=True) == 1  # the others wait for it
    budget.failed()
    assert budget.wait_s(background=True) == 2
    for _rest in range(20):
        clock.advance(300)
        assert budget.wait_s(background=True) == 0
        budget.failed()
    assert budget.wait_s(background=True) == 300
    clock.advance(300)
    assert budget.wait_s(background=True) == 0
    budget.heard(200, {}, None)
    assert [budget.wait_s(background=True) for _request in range(3)] == [0, 0, 0]


def test_two_clients_of_one_host_share_what_they_learn(
    server: ScriptedServer, service: Service, clock: FakeClock
) -> None:
    """N10: a pause one thread is told holds for the other client, too; another host is another budget."""
    budgets = Budgets(clock)
    made = [
        CellIqClient(Transport(server.url, "CellIQ", clock, lambda _seconds: None, budgets=budgets)) for _ in range(2)
    ]
    for client in made:
        client._session.tokens.adopt(Tokens(access="access-1", refresh="refresh-1"))
    service.other = lambda _request: Reply(429, {}, {"Retry-After": "600"})
    for client in made:
        with pytest.raises(TryAgain) as refusal:
            client.vehicles_page(1, 50)
        assert (refusal.value.code, refusal.value.retry_after_s) == ("rate_limited", 600)
        client.close()
    assert len(server.heard) == 1
    assert budgets.of("http://127.0.0.1:1").wait_s(background=True) == 0


def test_a_write_is_not_sent_into_a_long_pause_and_is_not_in_doubt(
    client: CellIqClient, service: Service, server: ScriptedServer, pauses: list[float]
) -> None:
    """N10, N12: surely nothing was sent, so it waits in the outbox; a short pause is waited for."""
    service.other = lambda _request: Reply(429, {}, {"Retry-After": "30"})
    with pytest.raises(TryAgain) as refusal:
        client.generate_report(CAR, ORDER)
    with pytest.raises(TryAgain) as refusal:
        client.generate_report(CAR, ORDER)
    assert not isinstance(refusal.value, InDoubt)
    assert (refusal.value.code, refusal.value.retry_after_s) == ("rate_limited", 30)
    assert len(server.heard) == 1
    assert pauses == []


def test_a_failing_server_is_soon_left_in_peace_by_the_sync_but_not_by_people(
    client_for: ClientFor, clock: FakeClock
) -> None:
    """N11: after two questions of four attempts each the third waits first, and longer than a rest it gives up."""
    with RawServer(list).running() as raw:
        client = client_for(raw.url)
        for _question in range(2):
            with pytest.raises(TryAgain):
                client.vehicles_page(1, 50)
        assert len(raw.heard) == 8
        budget = client._transport.budget
        budget._dice = lambda: 1.0
        for _rest in range(7):
            clock.advance(300)
            assert budget.wait_s(background=True) == 0
            budget.failed()
        with pytest.raises(TryAgain) as refusal:
            client.vehicles_page(1, 50)
        assert refusal.value.code == "server_error"
        assert refusal.value.retry_after_s
        assert len(raw.heard) == 8
        with pytest.raises(TryAgain):
            client.subscription()
        assert len(raw.heard) == 12


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 08:53:00 GMT", 420.0),
        ("Mon, 23 Nov 2026 09:11:00 GMT", -660.0),
    ],
)
def test_the_clock_is_measured_against_the_servers(client_for: ClientFor, date: str, seconds: float) -> None:
    """P14: told above five minutes, no seal above ten."""
    with RawServer(lambda: [_HEAD % date.encode()]).running() as raw:
        client = client_for(raw.url)
        client.vehicles_page(1, 50)
        skew = client.clock_skew
    assert skew == ClockSkew(seconds)
    assert (skew.told, skew.forbids_sealing) == (abs(seconds) > 300, abs(seconds) > 600)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Nov 2026 08:53:00 GMT"])
def test_without_the_servers_time_nothing_is_claimed(client_for: ClientFor, date: str) -> None:
    """P14."""
    with RawServer(lambda: [_HEAD % date.encode()]).running() as raw:
        client = client_for(raw.url)
        client.vehicles_page(1, 50)
        assert client.clock_skew is None
