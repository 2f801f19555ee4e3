"""Plan and credits as servers say them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from celliq_desktop.clients.celliq import CellIqClient
from celliq_desktop.domain.problems import Problem, Refused, TryAgain
from tests.support.servers import Reply, Service


@pytest.mark.parametrize(
    ("body", "plan", "balance"),
    [
        ({"plan": "pro", "status": "active", "credits": {"balance": 37}}, "pro", 37),
        ({"plan": None, "status": "none", "credits": {"balance": 0}}, None, 0),
        ({"credits": 4}, None, 4),
        ({"plan": "pro", "status": "active"}, "pro", None),
        ({"plan": "pro", "status": "active", "credits": {"balance": "many"}}, "pro", None),
    ],
)
def test_a_plan_is_read_from_whatever_is_there(
    client: CellIqClient, service: Service, body: dict[str, Any], plan: str | None, balance: int | None
) -> None:
    service.other = lambda _request: Reply(200, body)
    found = client.subscription()
    assert (found.plan, found.credits_balance) == (plan, balance)


@pytest.mark.parametrize("body", [{}, [], b"", b"<html>"])
def test_nothing_is_no_plan(client: CellIqClient, service: Service, body: Any) -> None:
    service.other = lambda _request: Reply(200, body)
    with pytest.raises(TryAgain):
        client.subscription()


def test_the_end_of_a_period_is_a_moment(client: CellIqClient, service: Service) -> None:
    body = {
        "plan": "pro",
        "status": "past_due",
        "current_period_end": "2026-12-01T00:00:00Z",
        "credits": {"balance": 1},
    }
    service.other = lambda _request: Reply(200, body)
    assert client.subscription().current_period_end == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(("status", "problem"), [(403, Refused), (404, Problem), (503, TryAgain)])
def test_a_plan_that_is_not_given_says_why(
    client: CellIqClient, service: Service, status: int, problem: type[Problem]
) -> None:
    service.other = lambda _request: Reply(status, {"detail": "In words."})
    with pytest.raises(problem):
        client.subscription()
