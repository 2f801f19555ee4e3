"""Four hundred sellers, a kill in the middle, and a second run: the server's ledger has each of them once."""

import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from celliq_desktop.app.clock import SystemClock
from tests.cli.conftest import Start
from tests.support.command_line import CommandLine
from tests.support.sellers import email_of, seller_list, vin_of

_SELLERS = 400
_KILLED_AT = 150
_LONGEST_S = 90.0
_TRY_AGAIN = 4
_WAYS = {
    "keys are honoured": (),
    "keys are ignored": ("deaf-to-keys",),
    "keys are ignored and repeats are mailed": ("deaf-to-keys", "forgetful-invites"),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", _WAYS)
def test_each_seller_is_mailed_once(cli: CommandLine, start: Start, tmp_path: Path, way: str) -> None:
    server = start(faults=_WAYS[way])
    cli.sign_in(server)
    path = tmp_path / "sellers.csv"
    path.write_text(seller_list(_SELLERS), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "celliq_desktop", "--profile", str(cli.profile), "invite", str(path), "--json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        give_up = SystemClock().monotonic() + _LONGEST_S
        while len(server.world.mails) < _KILLED_AT and process.poll() is None and SystemClock().monotonic() < give_up:
            threading.Event().wait(0.01)
        process.kill()
    assert _KILLED_AT <= len(server.world.mails) < _SELLERS
    cli.hurry()
    said = cli("invite", str(path), "--json")
    for _again in range(2):
        if said.code == _TRY_AGAIN:  # the one that was under way is looked for until its time is over
            said = cli("invite", str(path), "--json")
    assert said.code == 0, said.out[:500]
    assert said.json["sent"] + said.json["already_invited"] == _SELLERS
    assert Counter(server.world.mails) == Counter(
        {(vin_of(number), email_of(number)): 1 for number in range(1, _SELLERS + 1)}
    )
