"""Billing in the window: what is there, what is missing and why, and paying in the browser."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from celliq_desktop.domain.billing import Invoice, Payment, Subscription
from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.money import Money
from celliq_desktop.domain.problems import NeedsYou, Refused
from celliq_desktop.domain.providers import Connection, ConnectionState, Standing
from celliq_desktop.ui.screens.billing import BillingScreen
from celliq_desktop.ui.screens.screen import PAY_NOW
from celliq_desktop.usecases import billing, buy_credits
from celliq_desktop.usecases.billing import BillingOverview
from celliq_desktop.usecases.buy_credits import Bought
from tests.support.window import Opened

_AT = datetime(2026, 11, 5, tzinfo=UTC)
_MONTH = datetime(2026, 11, 1, tzinfo=UTC)


class Books:
    """Stands for the use cases: what the mirror knows, and what a payment does."""

    def __init__(self) -> None:
        self.credits: int | None = 25
        self.parked = 0
        self.state = ConnectionState.NOT_CONNECTED
        self.papers = False
        self.problem: NeedsYou | Refused | None = None
        self.bought: list[int] = []
        self.opened: list[str] = []

    def overview(self, _desk: object) -> BillingOverview:
        """``usecases.billing.billing_overview``."""
        euros, none = Money.of_minor(4900, "eur"), Money.of_minor(0, "eur")
        invoice = Invoice(
            id="in_1", status="paid", total=euros, paid=euros, created_at=_AT, number="CQ-1", page_url="u"
        )
        payment = Payment(id="ch_1", status="succeeded", amount=euros, refunded=none, created_at=_AT)
        plan = Subscription(plan="pro", status="active", credits_balance=self.credits, credits_included=50)
        return BillingOverview(
            subscription=plan if self.credits is not None else None,
            balances=(),
            used=((_MONTH.replace(month=9), 4), (_MONTH, 2)),
            invoices=(invoice,) if self.papers else (),
            payments=(payment,) if self.papers else (),
            stripe=Connection(name="stripe", title="Stripe", url="https://api", standing=Standing(state=self.state)),
            parked=self.parked,
        )

    def buy(self, _desk: object, quantity: int | None, **_how: object) -> tuple[Bought, Changes]:
        """``usecases.buy_credits.buy_credits``; without a quantity one credit is paid by the page at hand."""
        if self.problem is not None:
            raise self.problem
        self.bought.append(quantity or 1)
        self.credits = (self.credits or 0) + (quantity or 1)
        return Bought(self.credits, 1), Changes.of(Topic.SUBSCRIPTION)

    def open_paper(self, _desk: object, url: str) -> None:
        """``usecases.billing.open_paper``."""
        self.opened.append(url)


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> Books:
    """In place of the use cases."""
    made = Books()
    monkeypatch.setattr(billing, "billing_overview", made.overview)
    monkeypatch.setattr(billing, "open_paper", made.open_paper)
    monkeypatch.setattr(buy_credits, "buy_credits", made.buy)
    return made


def _screen(desk: Opened) -> BillingScreen:
    assert desk.window.desk is not None
    desk.window.desk.open_screen("billing")
    screen = desk.window.desk.screen
    assert isinstance(screen, BillingScreen)
    return screen


def test_plan_credits_and_their_use_are_shown(desk: Opened, books: Books) -> None:
    screen = _screen(desk)
    assert books.parked == 0
    assert screen.plan.accessibleDescription().startswith("Pro active")
    assert screen.credits.accessibleDescription() == "25 0 of 50 used this period"
    assert screen.bars.accessibleDescription() == "Sep 4, Oct 0, Nov 2"
    assert screen.notice.words == ""


def test_without_stripe_the_screen_says_what_it_would_show(desk: Opened, books: Books) -> None:
    screen = _screen(desk)
    assert books.opened == []
    assert not screen.invoices.isVisible()
    assert "restricted key" in screen.stripe_words.text()
    assert screen.connect_stripe.isVisibleTo(screen)


def test_invoices_and_receipts_open_in_the_browser(desk: Opened, books: Books) -> None:
    books.papers, books.state = True, ConnectionState.CONNECTED
    screen = _screen(desk)
    assert screen.invoices.isVisibleTo(screen)
    screen.invoices.table.opened.emit(0)
    assert books.opened == ["u"]
    assert "paid in twelve months" in screen.spend.accessibleDescription()
    assert not screen.connect_stripe.isVisibleTo(screen)


def test_no_credits_is_said_with_what_waits_for_them(desk: Opened, books: Books) -> None:
    books.credits, books.parked = 0, 2
    assert "no credits left. 2 reports wait" in _screen(desk).notice.words


def test_before_the_first_sync_nothing_is_claimed(desk: Opened, books: Books) -> None:
    books.credits = None
    assert "first sync" in _screen(desk).plan.accessibleDescription()


def test_buying_waits_in_words_and_ends_with_the_balance(desk: Opened, books: Books) -> None:
    desk.runner.held.add("buy-credits")
    screen = _screen(desk)
    screen.quantity.setValue(5)
    screen.buy.click()
    assert screen.stop.isVisible()
    assert not screen.buy.isEnabled()
    assert "browser" in screen.waiting.text()
    desk.runner.let_go()
    assert books.bought == [5]
    assert screen.credits.accessibleDescription().startswith("30")
    assert screen.buy.isEnabled()


@pytest.mark.parametrize(
    "problem",
    [
        Refused("foreign_url", "The server sent a link to a place this program does not open."),
        NeedsYou("not_paid_yet", "No payment has arrived yet."),
        Refused("no_permission", "Your role has no access."),
    ],
)
def test_what_goes_wrong_is_said_on_the_screen(desk: Opened, books: Books, problem: NeedsYou | Refused) -> None:
    books.problem = problem
    screen = _screen(desk)
    screen.buy.click()
    assert problem.message in screen.problem.words
    assert screen.buy.isEnabled()


def test_who_comes_to_pay_pays_once_whatever_way_they_come_back(desk: Opened, books: Books) -> None:
    window = desk.window.desk
    assert window is not None
    window.open_screen("billing", PAY_NOW)
    assert books.bought == [1]
    window.open_screen("activity")
    window.back()
    assert window.current == "billing"
    assert books.bought == [1]


def test_google_is_asked_for_with_the_role_and_can_be_given_up(desk: Opened, qtbot: QtBot) -> None:
    desk.window.account.sign_out.trigger()
    page = desk.window.sign_in
    desk.runner.held.add("session")
    page.google_role.setChecked(True)
    page.google.click()
    qtbot.waitUntil(page.give_up.isVisible)
    assert not page.sign_in.isEnabled()
    desk.runner.let_go()
    assert desk.sessions.log[-1] == "google owner"
