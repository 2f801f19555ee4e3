"""Credits that arrive are noticed at a civil interval, and when somebody comes back from paying."""

from datetime import timedelta

from celliq_desktop.domain.ids import OperationId
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState
from celliq_desktop.domain.problems import TryAgain
from tests.support.fleet_rows import NOW
from tests.support.session_models import FakeDealership, Session, session


def _parked(at: int) -> Operation:
    return Operation(
        op_id=OperationId(f"op{at}"),
        kind="report",
        natural_key=f"report:veh_{at}",
        payload="{}",
        cost_class=CostClass.CREDIT,
        state=OperationState.NEEDS_PAYMENT,
        created_at=NOW - timedelta(minutes=1),
    )


def _waiting(many: int = 1) -> Session:
    one = session(FakeDealership(operations=tuple(_parked(at) for at in range(many))))
    one.models.load()
    return one


def _pass(one: Session, seconds: float) -> None:
    """Time passes in ticks of the window's own clock."""
    for _tick in range(round(seconds / 20)):
        one.clock.advance(20)
        one.models.credits.tick()


def test_nobody_waits_and_nothing_is_asked() -> None:
    one = session(FakeDealership())
    one.models.load()
    _pass(one, 3600)
    one.models.credits.somebody_is_back()
    assert one.dealership.looks == []


def test_an_hour_without_credits_is_a_handful_of_questions() -> None:
    one = _waiting()
    _pass(one, 3600)
    assert 10 <= len(one.dealership.looks) <= 16


def test_credits_continue_what_waited_and_the_watch_sleeps() -> None:
    one = _waiting(2)
    told: list[str] = []
    one.models.credits.subscribe(lambda state: told.append(state.told))
    _pass(one, 60)
    one.dealership.credits_there = 10
    _pass(one, 120)
    assert told[-1] == "Credits have arrived: 2 reports issued."
    assert one.models.activity.state.unpaid == 0
    asked = len(one.dealership.looks)
    _pass(one, 3600)
    assert len(one.dealership.looks) == asked


def test_coming_back_from_the_payment_page_looks_at_once() -> None:
    one = _waiting()
    one.models.credits.somebody_is_back()
    one.models.credits.somebody_is_back()
    assert len(one.dealership.looks) == 1
    one.clock.advance(11)
    one.dealership.credits_there = 10
    one.models.somebody_is_back()
    assert one.models.activity.state.unpaid == 0


def test_no_network_keeps_it_waiting_for_as_long_as_the_server_says() -> None:
    one = _waiting()
    one.dealership.problem = TryAgain("rate_limited", "Too many requests.", retry_after_s=900.0)
    one.models.credits.somebody_is_back()
    one.dealership.problem = None
    _pass(one, 880)
    assert one.dealership.looks == []
    _pass(one, 40)
    assert one.dealership.looks == [None]
