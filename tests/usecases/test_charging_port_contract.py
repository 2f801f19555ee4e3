"""One contract for everything that says it is a charging service: the fake of these tests, and the real client over
real HTTP."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from celliq_desktop.clients.cariqa import CariqaClient
from celliq_desktop.clients.transport import Transport
from celliq_desktop.domain.charging import ChargingId, ChargingSession, ChargingState
from celliq_desktop.domain.charging_ports import ChargingApi
from celliq_desktop.domain.problems import Refused
from celliq_desktop.sandbox.cariqa.world import DECLINED, PAYMENT_METHOD
from celliq_desktop.sandbox.server import SandboxOptions, start_sandbox
from tests.support.cariqa import CARD, EVSE, FakeCariqa, charged
from tests.support.clocks import FakeClock

_NOBODY = ChargingId("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def clock() -> FakeClock:
    """Both sides' time."""
    return FakeClock()


@pytest.fixture(params=["fake", "client"])
def api(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[ChargingApi]:
    """A user with some history."""
    if request.param == "fake":
        fake = FakeCariqa(clock)
        fake.add(*(charged(number) for number in range(1, 8)))
        yield fake
        return
    running = start_sandbox(SandboxOptions(vehicles=0, now=clock.now))
    transport = Transport(str(running.urls.cariqa_url), "Cariqa", clock, lambda _seconds: None)
    client = CariqaClient(transport, str(running.urls.cariqa_token), running.urls.cariqa_user)
    try:
        yield client
    finally:
        client.close()
        running.stop()


def _card(api: ChargingApi) -> str:
    return CARD if isinstance(api, FakeCariqa) else PAYMENT_METHOD


def _all(api: ChargingApi) -> list[ChargingSession]:
    page = api.sessions(size=10)
    found = list(page.items)
    while page.after is not None:
        page = api.sessions(page.after)
        found += page.items
    assert page.total == len(found)
    return found


def test_the_list_gives_each_session_once_newest_first_and_as_it_is_by_itself(api: ChargingApi) -> None:
    found = _all(api)
    times = [one.started_at for one in found if one.started_at]
    assert times == sorted(set(times), reverse=True)
    assert len(found) == len(times) > 5
    assert api.session(found[0].id) == found[0]
    assert found[0].state() is ChargingState.FINAL
    assert found[0].cost is not None


def test_a_started_session_is_listed_first_and_can_be_stopped_twice(api: ChargingApi, clock: FakeClock) -> None:
    clock.advance(1)
    began = api.start(EVSE, _card(api))
    assert began.state() is ChargingState.STARTING
    assert api.sessions().items[0].id == began.id
    clock.advance(60)
    api.stop(began.id)
    assert api.session(began.id).state() is ChargingState.AWAITING_RECORD
    api.stop(began.id)
    if isinstance(api, FakeCariqa):
        api.record(began.id)
    clock.advance(timedelta(minutes=5).total_seconds())
    assert api.session(began.id).state() is ChargingState.FINAL
    assert api.session(began.id).cost is not None


def test_a_second_session_at_a_point_is_refused(api: ChargingApi) -> None:
    api.start(EVSE, _card(api))
    with pytest.raises(Refused) as refusal:
        api.start(EVSE, _card(api))
    assert refusal.value.code == "already_charging"


def test_a_declined_card_starts_nothing(api: ChargingApi) -> None:
    before = [one.id for one in _all(api)]
    with pytest.raises(Refused) as refusal:
        api.start(EVSE, DECLINED)
    assert refusal.value.code == "payment_refused"
    assert [one.id for one in _all(api)] == before


def test_a_rating_stays(api: ChargingApi) -> None:
    name = api.sessions().items[0].id
    assert api.rate(name, 2).rating == 2
    assert api.session(name).rating == 2


def test_what_is_not_there_is_not_found(api: ChargingApi) -> None:
    with pytest.raises(Refused) as refusal:
        api.session(_NOBODY)
    assert refusal.value.code == "not_found"
    with pytest.raises(Refused):
        api.stop(_NOBODY)
    with pytest.raises(Refused):
        api.rate(_NOBODY, 3)
