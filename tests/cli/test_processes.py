"""What only a process of its own shows: the sandbox command, the profile's lock, a kill in the middle."""

import json
import os
import subprocess
import sys
import threading

import pytest

from celliq_desktop.app.clock import SystemClock
from celliq_desktop.app.profile_lock import ProfileLock
from tests.cli.conftest import Start
from tests.support.command_line import CommandLine

_PROGRAM = (sys.executable, "-m", "celliq_desktop")
_LONGEST_S = 60


def test_the_sandbox_says_where_it_listens_and_ends_with_its_stdin() -> None:
    with subprocess.Popen(
        [*_PROGRAM, "sandbox", "--vehicles", "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        out, _err = process.communicate(timeout=_LONGEST_S)
    assert process.returncode == 0
    assert out == ""
    assert said["api_url"].startswith("http://127.0.0.1:")
    keys = {"api_url", "ev_energy_url", "cariqa_url", "verify_base_url", "email", "password"}
    assert keys <= said.keys()


def test_an_unknown_fault_is_a_usage_error() -> None:
    done = subprocess.run(
        [*_PROGRAM, "sandbox", "--fault", "gremlins"], capture_output=True, text=True, timeout=_LONGEST_S, check=False
    )
    assert done.returncode == 2
    assert "gremlins" in done.stderr


def test_the_second_process_on_a_profile_names_the_first(dealer: CommandLine) -> None:
    with ProfileLock(dealer.profile / "lock", SystemClock()):
        said = dealer("fleet", "list", "--json")
    assert (said.code, said.json["error"]["code"]) == (4, "profile_busy")
    assert str(os.getpid()) in said.json["error"]["message"]


@pytest.mark.expects_log("uvicorn.error")  # the sandbox breaks off the reply on purpose
def test_a_report_whose_reply_was_lost_is_found_again_and_paid_once(cli: CommandLine, start: Start) -> None:
    server = start(faults=("lost-reply",), vehicles=3)
    cli.sign_in(server)
    cli("sync")
    before = server.world.credits_balance
    vins = [item["vin"] for item in cli("fleet", "list", "--json").json["items"] if not item["latest_report_id"]]
    generated = [cli("report", "generate", vin, "--json") for vin in vins]
    cli("sync")
    again = [cli("report", "generate", vin, "--json") for vin in vins]
    issued = [answer for answer in again if answer.code == 0]
    assert issued
    assert before - server.world.credits_balance == len(issued)
    assert {answer.code for answer in generated} <= {0, 4, 5}


def test_a_kill_between_the_servers_effect_and_its_answer_costs_nothing_twice(cli: CommandLine, start: Start) -> None:
    server = start(faults=("slow-reply",), vehicles=3)
    cli.sign_in(server)
    cli("sync")
    before, known = server.world.credits_balance, set(server.world.reports)
    car = next(
        one
        for one in server.world.cars.values()
        if server.world.latest_report(one.id) is None
        and all(requirement["met"] for requirement in server.world.requirements(one))
    )
    with subprocess.Popen(
        [*_PROGRAM, "--profile", str(cli.profile), "report", "generate", car.vin, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        give_up = SystemClock().monotonic() + _LONGEST_S
        while set(server.world.reports) == known and process.poll() is None and SystemClock().monotonic() < give_up:
            threading.Event().wait(0.02)
        process.kill()
    (issued,) = set(server.world.reports) - known
    waiting = cli("outbox", "list", "--json").json["items"]
    assert [item["state"] for item in waiting] == ["sending"]
    assert cli("sync", "--json").json["outbox"]["sent"] == 1
    again = cli("report", "generate", car.vin, "--json").json
    assert (again["report"]["id"], again["reused"]) == (issued, True)
    assert server.world.credits_balance == before - 1
