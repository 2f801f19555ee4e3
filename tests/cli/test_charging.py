"""Charging by command, over real HTTP against the sandbox: from connecting to the receipt, and what a script hears when
something is wrong."""

from typing import Any

import pytest

from celliq_desktop.sandbox.cariqa.stations import BUSY
from celliq_desktop.sandbox.cariqa.world import DECLINED, PAYMENT_METHOD, REVOKED_TOKEN
from celliq_desktop.sandbox.server import RunningSandbox
from tests.cli.conftest import Start
from tests.support.clocks import FakeClock
from tests.support.command_line import CommandLine, Said

_POINT = "DE*SMP*E1001*1"


class Charging:
    """Commands on a profile that is signed in to ``server``."""

    def __init__(self, cli: CommandLine, server: RunningSandbox) -> None:
        self.server = server
        self._cli = cli

    def __call__(self, *words: str, stdin: str = "") -> Said:
        """With the sandbox's address of Cariqa."""
        return self._cli("--cariqa-url", str(self.server.urls.cariqa_url), *words, "--json", stdin=stdin)

    def json(self, *words: str) -> Any:
        """The document of a command that must succeed."""
        said = self(*words)
        assert said.code == 0, said.out
        return said.json

    def connect(self, token: str) -> Said:
        """``provider connect`` with a token."""
        user = str(self.server.urls.cariqa_user)
        return self("provider", "connect", "cariqa", "--token-stdin", "--user", user, stdin=f"{token}\n")


@pytest.fixture
def clock() -> FakeClock:
    """The service's time."""
    return FakeClock()


@pytest.fixture
def charging(cli: CommandLine, start: Start, clock: FakeClock) -> Charging:
    """Signed in, connected and synced."""
    made = Charging(cli, start(vehicles=2, now=clock.now))
    assert cli.sign_in(made.server).code == 0
    assert made.connect(str(made.server.urls.cariqa_token)).code == 0
    made.json("sync")
    return made


def test_a_session_from_start_to_receipt(charging: Charging, clock: FakeClock) -> None:
    before = charging.json("charging", "list")["items"]
    assert len(before) == 64
    assert all(one["state"] == "final" and one["cost"] for one in before)
    began = charging.json("charging", "start", _POINT, "--payment-method", PAYMENT_METHOD)["session"]
    assert (began["state"], began["evse_id"]) == ("starting", _POINT)
    clock.advance(1800)
    assert charging.json("charging", "show", began["id"])["session"]["consumed_energy_kwh"] == 5.5
    assert charging.json("charging", "stop", began["id"])["session"]["state"] == "awaiting_record"
    clock.advance(60)
    ended = charging.json("charging", "show", began["id"])["session"]
    assert (ended["state"], ended["cost"], ended["currency"]) == ("final", "2.97", "EUR")
    assert ended["invoice_url"].startswith(charging.server.cariqa.origin)
    assert charging.json("charging", "rate", began["id"], "4")["session"]["rates"] == 4
    assert charging.server.cariqa.starts == 1
    assert len(charging.json("charging", "list")["items"]) == 65


_NOBODY = "00000000-0000-4000-8000-000000000000"
_WRONG: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("start", BUSY, "--payment-method", PAYMENT_METHOD), 5, "refused"),
    (("start", _POINT, "--payment-method", DECLINED), 5, "refused"),
    (("start", "DE*NO*E1", "--payment-method", PAYMENT_METHOD), 5, "refused"),
    (("start", _POINT), 2, "needs_you"),
    (("show", _NOBODY), 5, "refused"),
    (("stop", _NOBODY), 5, "refused"),
    (("rate", _NOBODY, "9"), 2, "needs_you"),
)


def test_what_is_wrong_is_said_with_a_code_and_nothing_is_started(charging: Charging) -> None:
    for words, code, kind in _WRONG:
        said = charging("charging", *words)
        assert (said.code, said.json["error"]["kind"]) == (code, kind), words
        assert said.json["error"]["message"]
    assert charging.server.cariqa.starts == 0


def test_without_a_connection_or_with_a_withdrawn_token_a_person_is_needed(
    cli: CommandLine, start: Start, clock: FakeClock
) -> None:
    bare = Charging(cli, start(vehicles=2, now=clock.now))
    assert cli.sign_in(bare.server).code == 0
    said = bare("charging", "start", _POINT, "--payment-method", PAYMENT_METHOD)
    assert (said.code, said.json["error"]["code"]) == (3, "not_connected")
    refused = bare.connect(REVOKED_TOKEN)
    assert (refused.code, refused.json["error"]["code"]) == (3, "wrong_token")
    assert bare.json("charging", "list")["items"] == []
