"""Buying credits: a checked page, a watched balance, and what waited goes on under its own key."""

from dataclasses import replace

import pytest

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.domain.problems import BadSurroundings, Cancelled, NeedsYou, Refused, TryAgain
from celliq_desktop.mirror import billing
from celliq_desktop.usecases.buy_credits import (
    buy_credits,
    look_for_credits,
    open_checkout,
    open_portal,
    waiting_page,
)
from celliq_desktop.usecases.desk import Desk
from tests.support.celliq import CHECKOUT, FakeCellIq
from tests.support.celliq_pages import PORTAL
from tests.support.celliq_world import offline
from tests.support.clocks import FakeClock, Waiter
from tests.support.desks import filled, only_operation, quiet, refused
from tests.support.providers import FakeBrowser


@pytest.fixture
def browser() -> FakeBrowser:
    """What was opened."""
    return FakeBrowser()


@pytest.fixture
def poor(desk: Desk, celliq: FakeCellIq, browser: FakeBrowser) -> Desk:
    """A desk with a car and no credits."""
    filled(celliq, 1)
    celliq.credits = 0
    return replace(desk, browser=browser)


def _paid_after(celliq: FakeCellIq, clock: FakeClock, waits: int, credit: int = 10) -> Waiter:
    """Somebody pays while the desk waits for the ``waits``-th time."""
    waiter = Waiter(clock, meanwhile=lambda: _pay(celliq, waiter, waits, credit))
    return waiter


def _pay(celliq: FakeCellIq, waiter: Waiter, waits: int, credit: int) -> None:
    if len(waiter.waited) == waits:
        celliq.credits += credit


def test_the_balance_is_watched_until_it_has_grown(
    poor: Desk, celliq: FakeCellIq, clock: FakeClock, browser: FakeBrowser
) -> None:
    bought, changes = buy_credits(poor, 10, progress=quiet, cancel=_paid_after(celliq, clock, 3))
    assert (bought.balance, bought.continued) == (10, 0)
    assert len(browser.opened) == 1
    assert browser.opened[0].startswith("https://checkout.stripe.com/")
    assert changes.touches(Topic.SUBSCRIPTION)
    with poor.mirror.read() as session:
        kept = billing.subscription(session)
    assert kept is not None
    assert kept.credits_balance == 10


def test_what_was_parked_goes_on_with_the_same_key_and_is_issued_once(
    poor: Desk, celliq: FakeCellIq, clock: FakeClock, browser: FakeBrowser
) -> None:
    refused(poor, NeedsYou)
    parked = only_operation(poor)
    assert parked.state is OperationState.NEEDS_PAYMENT
    bought, _changes = buy_credits(poor, progress=quiet, cancel=_paid_after(celliq, clock, 2))
    assert browser.opened == [CHECKOUT]
    assert bought.continued == 1
    done = only_operation(poor)
    assert (done.op_id, done.state) == (parked.op_id, OperationState.DONE)
    assert len(celliq.issued) == 1
    assert celliq.credits == 9


def test_a_page_that_waits_for_long_is_not_used_again(poor: Desk, clock: FakeClock) -> None:
    refused(poor, NeedsYou)
    assert waiting_page(poor) == CHECKOUT
    clock.advance(13 * 3600)
    assert waiting_page(poor) is None


def test_nobody_pays_in_time(poor: Desk, clock: FakeClock) -> None:
    waiter = Waiter(clock)
    with pytest.raises(NeedsYou) as said:
        buy_credits(poor, 10, progress=quiet, cancel=waiter)
    assert said.value.code == "not_paid_yet"
    assert sum(waiter.waited) == 900.0


def test_waiting_can_be_stopped_and_the_operation_stays_parked_for_another_page(
    poor: Desk, celliq: FakeCellIq, clock: FakeClock, browser: FakeBrowser
) -> None:
    refused(poor, NeedsYou)
    for _time in range(2):
        with pytest.raises(Cancelled):
            buy_credits(poor, progress=quiet, cancel=Waiter(clock, cancel_after=1))
    assert only_operation(poor).state is OperationState.NEEDS_PAYMENT
    assert browser.opened[0] == CHECKOUT
    assert celliq.heard["create_checkout"] == 1  # whoever cancelled on the first page gets another


def test_a_network_that_comes_and_goes_does_not_end_the_watch(poor: Desk, celliq: FakeCellIq, clock: FakeClock) -> None:
    celliq.script["subscription"].extend([None, offline(), offline()])
    bought, _changes = buy_credits(poor, 10, progress=quiet, cancel=_paid_after(celliq, clock, 3))
    assert bought.balance == 10


@pytest.mark.parametrize(
    "problem",
    [
        Refused("foreign_url", "The server sent a link to a place this program does not open."),
        TryAgain("no_checkout", "CellIQ did not give a checkout page."),
        Refused("no_permission", "Your role has no access."),
    ],
)
def test_without_a_page_nothing_is_opened(
    poor: Desk, celliq: FakeCellIq, browser: FakeBrowser, problem: Refused | TryAgain
) -> None:
    celliq.script["create_checkout"].append(problem)
    with pytest.raises(type(problem)):
        open_checkout(poor, 10)
    assert browser.opened == []


@pytest.mark.parametrize("quantity", [0, -1, 501])
def test_an_odd_number_of_credits_is_said_before_anything_is_asked(
    poor: Desk, celliq: FakeCellIq, quantity: int
) -> None:
    with pytest.raises(NeedsYou) as said:
        open_checkout(poor, quantity)
    assert said.value.code == "wrong_quantity"
    assert celliq.heard["create_checkout"] == 0


def test_without_a_browser_the_address_is_given(poor: Desk, browser: FakeBrowser) -> None:
    browser.problem = BadSurroundings("no_browser", "No browser could be started.")
    with pytest.raises(BadSurroundings):
        open_checkout(poor)
    assert open_checkout(poor, in_browser=False).url.startswith("https://checkout.stripe.com/")


def test_the_portal_is_asked_for_when_it_is_wanted(poor: Desk, celliq: FakeCellIq, browser: FakeBrowser) -> None:
    assert open_portal(poor) == PORTAL
    assert browser.opened == [PORTAL]
    assert celliq.heard["portal_url"] == 1


def test_credits_that_came_by_another_way_continue_what_waited_once(poor: Desk, celliq: FakeCellIq) -> None:
    """N5: one look, one attempt for each balance; with the very balance that was refused nothing is repeated."""
    waiter = Waiter(FakeClock())
    assert look_for_credits(poor, None, progress=quiet, cancel=waiter).balance is None
    asked = celliq.heard["subscription"]
    refused(poor, NeedsYou)
    parked = only_operation(poor)
    assert look_for_credits(poor, None, progress=quiet, cancel=waiter).continued == 0
    assert only_operation(poor) == parked
    celliq.credits = 3
    found = look_for_credits(poor, None, progress=quiet, cancel=waiter)
    assert (found.balance, found.continued) == (3, 1)
    assert (only_operation(poor).state, len(celliq.issued), celliq.credits) == (OperationState.DONE, 1, 2)
    assert celliq.heard["subscription"] == asked + 2


def test_a_balance_that_was_refused_is_not_tried_again(poor: Desk, celliq: FakeCellIq) -> None:
    waiter = Waiter(FakeClock())
    refused(poor, NeedsYou)
    sent = celliq.heard["generate_report"]
    celliq.credits = 5
    no = NeedsYou("payment_required", "The subscription has ended.")
    celliq.script["generate_report"].append(no)
    found = look_for_credits(poor, None, progress=quiet, cancel=waiter)
    assert (found.balance, found.continued) == (5, 0)
    assert celliq.heard["generate_report"] == sent + 1
    assert look_for_credits(poor, 5, progress=quiet, cancel=waiter).continued == 0
    assert celliq.heard["generate_report"] == sent + 1
    celliq.credits = 6
    assert look_for_credits(poor, 5, progress=quiet, cancel=waiter).continued == 1
