"""Invoices and payments of the dealer's own Stripe account, mirrored whole or not at all."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from celliq_desktop.domain.billing import Invoice, Payment, StripePage
from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.money import Money
from celliq_desktop.domain.problems import NeedsYou, Problem, TryAgain
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.domain.syncing import StepState
from celliq_desktop.mirror import invoices as rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.providers import connect_provider, connection
from tests.support.desks import step, synced, synced_with_changes

_AT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class FakeStripe:
    """Implements ``page_ports.StripeBilling``; two rows a page."""

    invoices: list[Invoice] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    problem: Problem | None = None
    endless: bool = False
    closed: int = 0

    def invoices_page(self, after: str | None = None) -> StripePage[Invoice]:
        """Raises ``problem``."""
        if self.problem is not None:
            raise self.problem
        begin = int(after or 0)
        more = self.endless or begin + 2 < len(self.invoices)
        return StripePage(tuple(self.invoices[begin : begin + 2]), str(begin + 2) if more else None)

    def payments_page(self, after: str | None = None) -> StripePage[Payment]:
        """One page."""
        del after
        return StripePage(tuple(self.payments))

    def close(self) -> None:
        """Count it."""
        self.closed += 1


def _invoice(number: int) -> Invoice:
    euros = Money.of_minor(1900 * number, "eur")
    return Invoice(id=f"in_{number}", status="paid", total=euros, paid=euros, created_at=_AT)


def _payment(number: int) -> Payment:
    euros = Money.of_minor(1900 * number, "eur")
    return Payment(
        id=f"ch_{number}", status="succeeded", amount=euros, refunded=Money.of_minor(0, "eur"), created_at=_AT
    )


@pytest.fixture
def stripe() -> FakeStripe:
    """Five invoices and one payment."""
    return FakeStripe([_invoice(number) for number in range(1, 6)], [_payment(1)])


@pytest.fixture
def connected(desk: Desk, stripe: FakeStripe) -> Desk:
    """A desk whose dealer gave a key."""
    made = replace(desk, stripe=lambda: stripe)
    connect_provider(made, "stripe", "good")
    return made


def _kept(desk: Desk) -> tuple[set[Invoice], set[Payment]]:
    with desk.mirror.read() as session:
        return set(rows.invoices(session)), set(rows.payments(session))


def test_every_page_is_mirrored_and_a_second_sync_finds_nothing_new(connected: Desk, stripe: FakeStripe) -> None:
    summary, changes = synced_with_changes(connected)
    assert step(summary, "invoices").seen == 6
    assert changes.touches(Topic.INVOICES)
    assert _kept(connected) == (set(stripe.invoices), set(stripe.payments))
    again = step(synced(connected), "invoices")
    assert (again.updated, again.unchanged) == (0, 6)
    assert stripe.closed == 2


def test_what_stripe_no_longer_lists_is_gone(connected: Desk, stripe: FakeStripe) -> None:
    synced(connected)
    del stripe.invoices[0]
    stripe.payments.clear()
    synced(connected)
    assert _kept(connected) == (set(stripe.invoices), set())


def test_without_a_key_the_step_is_done_and_empty(desk: Desk) -> None:
    summary = synced(desk)
    assert summary.complete
    assert step(summary, "invoices").seen == 0


@pytest.mark.parametrize(
    ("problem", "state"),
    [
        (TryAgain("offline", "Stripe cannot be reached."), ConnectionState.CONNECTED),
        (NeedsYou("wrong_token", "Stripe does not accept this key."), ConnectionState.NEEDS_YOU),
    ],
)
def test_trouble_with_stripe_stops_nothing_else_and_is_noted(
    connected: Desk, stripe: FakeStripe, problem: Problem, state: ConnectionState
) -> None:
    synced(connected)
    before = _kept(connected)
    stripe.problem = problem
    summary = synced(connected)
    failed = step(summary, "invoices")
    assert (failed.state, failed.problem) == (StepState.FAILED, f"Stripe: {problem.message}")
    assert step(summary, "estimates").state is StepState.DONE
    assert _kept(connected) == before
    standing = connection(connected, "stripe").standing
    assert (standing.state, standing.last_error) == (state, problem.message)


def test_a_list_without_end_is_not_taken_over(connected: Desk, stripe: FakeStripe) -> None:
    stripe.endless = True
    assert step(synced(connected), "invoices").state is StepState.FAILED
    assert _kept(connected) == (set(), set())
