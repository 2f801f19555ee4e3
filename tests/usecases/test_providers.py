"""Connecting further services: tried before it is kept, said in words when it ends."""

from dataclasses import replace

import pytest

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou, TryAgain
from celliq_desktop.domain.providers import ConnectionState
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.providers import connect_provider, connections, disconnect_provider, note_outcome
from tests.support.providers import FakeProviders


@pytest.fixture
def services() -> FakeProviders:
    """What the dealer may connect."""
    return FakeProviders()


@pytest.fixture
def desk(desk: Desk, services: FakeProviders) -> Desk:
    """A desk with those services."""
    return replace(desk, providers=services)


def _state(desk: Desk) -> tuple[ConnectionState, str | None]:
    (one,) = connections(desk)
    return one.state, one.standing.last_error


def test_before_anything_is_connected_the_list_says_so(desk: Desk) -> None:
    assert _state(desk) == (ConnectionState.NOT_CONNECTED, None)


def test_a_token_is_tried_once_and_then_kept(desk: Desk, services: FakeProviders) -> None:
    made, changes = connect_provider(desk, "stripe", "  good-token\n", "u1")
    assert (made.state, made.standing.user) == (ConnectionState.CONNECTED, "u1")
    assert services.tried == [("stripe", "good-token", "u1")]
    assert services.kept == {"stripe": "good-token"}
    assert changes


@pytest.mark.parametrize("pasted", ["\ufeffgood-token", "Bearer good-token", "\u200b bearer  good-token \r\n\u00a0"])
def test_what_comes_along_when_a_token_is_pasted_is_taken_off(desk: Desk, services: FakeProviders, pasted: str) -> None:
    connect_provider(desk, "stripe", pasted, " u1\n")
    assert services.tried == [("stripe", "good-token", "u1")]


@pytest.mark.parametrize(
    ("token", "user", "code"),
    [
        ("good token", None, "bad_token"),
        ("good-\ntoken", None, "bad_token"),
        ("good–token", None, "bad_token"),
        ("good", "user 1", "bad_user"),
        ("good", "üser", "bad_user"),
    ],
)
def test_what_no_service_would_take_is_said_before_it_is_asked(
    desk: Desk, services: FakeProviders, token: str, user: str | None, code: str
) -> None:
    with pytest.raises(NeedsYou) as said:
        connect_provider(desk, "stripe", token, user)
    assert said.value.code == code
    assert services.tried == []


@pytest.mark.parametrize(
    ("token", "trouble", "code"),
    [
        ("bad", None, "wrong_token"),
        ("   ", None, "no_token"),
        ("good", TryAgain("offline", "There is no network."), "offline"),
        ("good", BadSurroundings("key_store_locked", "The key store is locked."), "key_store_locked"),
    ],
)
def test_what_cannot_be_tried_is_not_kept_and_the_old_one_stays(
    desk: Desk, services: FakeProviders, token: str, trouble: TryAgain | BadSurroundings | None, code: str
) -> None:
    connect_provider(desk, "stripe", "good-old")
    services.problem = trouble
    with pytest.raises((NeedsYou, TryAgain, BadSurroundings)) as said:
        connect_provider(desk, "stripe", token)
    assert said.value.code == code
    assert services.kept == {"stripe": "good-old"}
    assert _state(desk) == (ConnectionState.CONNECTED, None)


def test_disconnecting_forgets_the_token(desk: Desk, services: FakeProviders) -> None:
    connect_provider(desk, "stripe", "good")
    for _twice in range(2):
        ended, _changes = disconnect_provider(desk, "stripe")
        assert ended.state is ConnectionState.NOT_CONNECTED
    assert services.kept == {}


def test_a_service_nobody_knows_is_named_with_those_that_are(desk: Desk) -> None:
    with pytest.raises(NeedsYou, match="twitter") as said:
        connect_provider(desk, "twitter", "good")
    assert "stripe" in said.value.next_step


def test_only_a_plain_no_asks_for_another_token(desk: Desk) -> None:
    connect_provider(desk, "stripe", "good")
    note_outcome(desk, "stripe", TryAgain("offline", "Stripe cannot be reached."))
    assert _state(desk) == (ConnectionState.CONNECTED, "Stripe cannot be reached.")
    note_outcome(desk, "stripe", NeedsYou("wrong_token", "Stripe does not accept this key."))
    assert _state(desk) == (ConnectionState.NEEDS_YOU, "Stripe does not accept this key.")
    note_outcome(desk, "stripe", None)
    assert _state(desk) == (ConnectionState.CONNECTED, None)


def test_a_key_store_that_lost_the_token_is_noticed(desk: Desk, services: FakeProviders) -> None:
    connect_provider(desk, "stripe", "good")
    services.kept.clear()
    state, why = _state(desk)
    assert state is ConnectionState.NEEDS_YOU
    assert why


def test_nothing_is_noted_of_a_service_that_is_not_connected(desk: Desk) -> None:
    note_outcome(desk, "stripe", TryAgain("offline", "Stripe cannot be reached."))
    assert _state(desk) == (ConnectionState.NOT_CONNECTED, None)
