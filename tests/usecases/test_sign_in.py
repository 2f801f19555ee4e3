"""Signing in with Google: the browser opens only where there is a way back, and a code is used once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from celliq_desktop.domain.accounts import Account, Grant
from celliq_desktop.domain.ports import CancelToken
from celliq_desktop.domain.problems import NeedsYou, NotOffered, Problem, Refused
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.sign_in import sign_in_with_google
from tests.support.celliq import FakeCellIq
from tests.support.celliq_pages import GOOD_CODE
from tests.support.providers import FakeBrowser

_URL = "https://celliq.example/api"


class FakeWay:
    """Implements ``ports.BrowserSignIn`` and the attempt it gives: the browser brings back ``code`` or ``problem``."""

    def __init__(self, code: str = GOOD_CODE, problem: Problem | None = None) -> None:
        self.roles: list[str] = []
        self.open = 0
        self._code, self._problem = code, problem
        self.start_url = f"{_URL}/auth/google?role=dealer"

    @contextmanager
    def listening(self, role: str) -> Iterator["FakeWay"]:
        """Open until the block ends."""
        self.roles.append(role)
        self.open += 1
        try:
            yield self
        finally:
            self.open -= 1

    def grant(self, cancel: CancelToken) -> Grant:
        """Raises ``problem``."""
        cancel.check()
        if self._problem is not None:
            raise self._problem
        return Grant(self._code, "v" * 43, "http://127.0.0.1:1/oauth/callback")


def _signed_in(celliq: FakeCellIq, way: FakeWay, browser: FakeBrowser, role: str = "dealer") -> Account:
    return sign_in_with_google(celliq, _URL, way, browser, role=role, cancel=CancelFlag())


@pytest.mark.parametrize("role", ["dealer", "owner"])
def test_whoever_is_picked_at_google_is_signed_in(celliq: FakeCellIq, role: str) -> None:
    way, browser = FakeWay(), FakeBrowser()
    account = _signed_in(celliq, way, browser, role)
    assert (account.user.email, account.api_url) == ("g@example.com", _URL)
    assert browser.opened == [way.start_url]
    assert (way.roles, way.open) == ([role], 0)


def test_where_there_is_no_way_back_no_browser_opens(celliq: FakeCellIq) -> None:
    celliq.lacking_endpoints = {"google"}
    browser = FakeBrowser()
    with pytest.raises(NotOffered) as said:
        _signed_in(celliq, FakeWay(), browser)
    assert said.value.code == "google_not_offered"
    assert "password" in said.value.next_step
    assert browser.opened == []


@pytest.mark.parametrize("role", ["dealer", "owner"])
def test_the_account_says_whose_it_is_and_not_what_was_asked_for(celliq: FakeCellIq, role: str) -> None:
    celliq.google_role = role
    assert _signed_in(celliq, FakeWay(), FakeBrowser(), "dealer").user.is_owner == (role == "owner")


@pytest.mark.parametrize(
    "problem",
    [
        NeedsYou("google_denied", "Google was not allowed to tell CellIQ who you are."),
        NeedsYou("google_no_answer", "The browser did not come back within five minutes."),
        Refused("google_wrong_state", "The browser came back with an answer to another sign-in."),
    ],
)
def test_what_goes_wrong_on_the_way_is_said_and_the_door_is_shut(celliq: FakeCellIq, problem: Problem) -> None:
    way = FakeWay(problem=problem)
    with pytest.raises(type(problem)) as said:
        _signed_in(celliq, way, FakeBrowser())
    assert said.value.code == problem.code
    assert way.open == 0
    assert celliq.heard["sign_in_with_grant"] == 0


def test_a_code_that_came_before_is_refused(celliq: FakeCellIq) -> None:
    _signed_in(celliq, FakeWay(), FakeBrowser())
    with pytest.raises(NeedsYou) as said:
        _signed_in(celliq, FakeWay(), FakeBrowser())
    assert said.value.code == "google_refused"


def test_a_role_nobody_has_is_no_role(celliq: FakeCellIq) -> None:
    with pytest.raises(NeedsYou, match="admin"):
        _signed_in(celliq, FakeWay(), FakeBrowser(), "admin")
