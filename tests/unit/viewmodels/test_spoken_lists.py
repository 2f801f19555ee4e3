"""Lists in German: what is counted, chosen and coloured does not depend on the language it is said in."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from celliq_desktop.domain.billing import Payment, Subscription
from celliq_desktop.domain.money import Money
from celliq_desktop.domain.outbox import Described, OperationState
from celliq_desktop.domain.providers import Connection, ConnectionState, Standing
from celliq_desktop.usecases.billing import BillingOverview
from celliq_desktop.viewmodels.activity_lines import GROUPS, NEED_YOU, Worder
from celliq_desktop.viewmodels.billing_words import BillingState, worded
from celliq_desktop.viewmodels.count_chips import chips_of
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.words import ENGLISH, speak
from tests.support.activity import report_operation
from tests.support.fleet_rows import NOW

_AT = datetime(2026, 10, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    speak("de")
    yield
    speak(ENGLISH)


def test_the_rows_of_a_batch_are_counted_by_their_state() -> None:
    worder = Worder(lambda _key: "Kia Niro", Formats("de"))
    states = (OperationState.DONE, OperationState.NEEDS_USER, OperationState.NEEDS_USER)
    rows = [worder.row(Described(report_operation(f"op_{at}", state), ""), NOW) for at, state in enumerate(states)]
    assert {row.group for row in rows} <= set(GROUPS)
    chips = chips_of(GROUPS, Counter(row.group for row in rows), frozenset({NEED_YOU}))
    assert [(chip.words, chip.count, chip.on) for chip in chips] == [("Fertig", 1, False), ("Brauchen Sie", 2, True)]


def _billing(*payments: Payment, plan: str = "active") -> BillingState:
    overview = BillingOverview(
        subscription=Subscription(plan="pro", status=plan, credits_balance=3),
        balances=(),
        used=((_AT, 4),),
        invoices=(),
        payments=payments,
        stripe=Connection(
            name="stripe", title="Stripe", url="https://api", standing=Standing(state=ConnectionState.CONNECTED)
        ),
        parked=0,
    )
    return worded(overview, Formats("de"))


def test_money_keeps_its_state_and_its_colour() -> None:
    euros, none = Money.of_minor(4900, "eur"), Money.of_minor(0, "eur")
    state = _billing(
        Payment(id="ch_1", status="succeeded", amount=euros, refunded=none, created_at=_AT),
        Payment(id="ch_2", status="succeeded", amount=euros, refunded=euros, created_at=_AT),
        Payment(id="ch_3", status="failed", amount=euros, refunded=none, created_at=_AT),
        Payment(id="ch_4", status="something_new", amount=euros, refunded=none, created_at=_AT),
    )
    assert [(line.status, line.tone) for line in state.payments] == [
        ("Bezahlt", "good"),
        ("Erstattet", "none"),
        ("Fehlgeschlagen", "poor"),
        ("Something_new", "none"),
    ]
    assert [bar.month for bar in state.bars] == ["Okt"]


def test_a_plan_is_told_in_words_a_dealer_knows() -> None:
    assert _billing(plan="past_due").plan.detail == "Zahlung überfällig"
    assert _billing(plan="resting_till_spring").plan.detail == "resting till spring", "as the server says it"
