"""ev.energy from the command line: connect, every operation a person may want, links, and the token that is nowhere
to be seen."""

from typing import Any

import pytest

from celliq_desktop.sandbox.ev_energy.world import AUTH_CODE
from celliq_desktop.sandbox.server import RunningSandbox
from tests.cli.conftest import Start
from tests.support.command_line import CommandLine, Said


class EvEnergy:
    """Commands on a profile that is signed in to ``server``."""

    def __init__(self, cli: CommandLine, server: RunningSandbox) -> None:
        self.server = server
        self._cli = cli

    def __call__(self, *words: str, stdin: str = "") -> Said:
        """With the sandbox's address of ev.energy."""
        return self._cli("--ev-energy-url", str(self.server.urls.ev_energy_url), *words, stdin=stdin)

    def json(self, *words: str) -> Any:
        """The document of a command that must succeed."""
        said = self(*words, "--json")
        assert said.code == 0, said.out
        return said.json

    def connect(self, token: str | None = None) -> Said:
        """``provider connect`` with the sandbox's token."""
        given = token or str(self.server.urls.ev_energy_token)
        return self(
            "provider",
            "connect",
            "ev_energy",
            "--token-stdin",
            "--user",
            str(self.server.urls.ev_energy_user),
            "--json",
            stdin=f"{given}\n",
        )

    def car(self, **wanted: Any) -> str:
        """The id of the first mirrored car that fits."""
        found = self.json("ev-energy", "vehicles")["items"]
        return str(next(one["remote_id"] for one in found if all(one[name] == wanted[name] for name in wanted)))


@pytest.fixture
def ev(cli: CommandLine, start: Start) -> EvEnergy:
    """Signed in, connected and synced."""
    server = start()
    assert cli.sign_in(server).code == 0
    made = EvEnergy(cli, server)
    assert made.connect().code == 0
    assert made.json("sync")["complete"]
    return made


def test_a_wrong_token_is_not_kept_and_a_good_one_is_nowhere_in_plain_text(cli: CommandLine, start: Start) -> None:
    server = start()
    assert cli.sign_in(server).code == 0
    ev = EvEnergy(cli, server)
    wrong = ev.connect("guess")
    assert (wrong.code, wrong.json["error"]["code"]) == (3, "wrong_token")
    assert ev.json("provider", "list")["items"][0]["state"] == "not_connected"
    assert ev("ev-energy", "makes").code == 3
    (made,) = ev.connect().json["items"]
    assert (made["name"], made["state"], made["url"]) == ("ev_energy", "connected", server.urls.ev_energy_url)
    written = b"".join(path.read_bytes() for path in cli.profile.rglob("*") if path.is_file())
    assert str(server.urls.ev_energy_token).encode() not in written


def test_cars_and_their_logs_are_there_and_a_second_sync_finds_nothing_new(ev: EvEnergy) -> None:
    cars = ev.json("ev-energy", "vehicles")["items"]
    assert {one["integration"] for one in cars} == {"ACTIVE", "UNINTEGRATED"}
    steps = {step["name"]: step for step in ev.json("sync")["steps"]}
    assert steps["ev_energy"]["unchanged"] == len(cars)
    assert steps["ev_energy"]["added"] == 0
    (service,) = [one for one in ev.json("provider", "list")["items"] if one["name"] == "ev_energy"]
    assert service["last_sync_at"]


def test_a_link_is_suggested_confirmed_shown_and_undone(ev: EvEnergy) -> None:
    assert ev.json("links")["items"] == []
    best = max(ev.json("links", "--suggest")["candidates"], key=lambda one: float(one["confidence"]))
    assert best["confidence"] > 0.9
    which = ("--provider", "ev_energy", "--remote-id", best["remote_id"])
    made = ev.json("link", best["vin"], *which)
    assert (made["vin"], made["provider"], made["remote_id"]) == (best["vin"], "ev_energy", best["remote_id"])
    assert made["linked_at"]
    assert ev.json("vehicle", "show", best["vin"])["links"][0]["remote_id"] == best["remote_id"]
    other = next(one["vin"] for one in ev.json("fleet", "list")["items"] if one["vin"] != best["vin"])
    assert ev("link", other, *which, "--json").json["error"]["code"] == "already_linked"
    assert ev.json("link", best["vin"], *which, "--undo")["linked_at"] is None
    assert ev.json("links")["items"] == []
    assert ev("link", best["vin"], "--provider", "someone", "--remote-id", "x").code == 2


@pytest.mark.parametrize("logs", ["status", "errors", "places", "commands", "vpp"])
def test_every_kind_of_log_is_shown_whole_and_by_its_time(ev: EvEnergy, logs: str) -> None:
    remote = ev.car(integration="ACTIVE")
    if logs == "errors":
        ev.json("ev-energy", "disconnect", remote)
    entries = ev.json("ev-energy", "show", remote, "--logs", logs)[logs]
    assert entries
    if logs != "vpp":
        (one,) = ev.json("ev-energy", "show", remote, "--logs", logs, "--at", entries[0]["key"])[logs]
        assert one == entries[0]


def test_the_catalogue_is_read_and_added_to(ev: EvEnergy) -> None:
    make = ev.json("ev-energy", "makes")["items"][0]
    model = ev.json("ev-energy", "models", "--make", make["id"])["items"][0]
    trim = ev.json("ev-energy", "trims", "--model", model["id"])["items"][0]
    for kind, one in (("makes", make), ("models", model), ("trims", trim)):
        assert ev.json("ev-energy", kind, "--one", one["id"])["items"][0]["name"] == one["name"]
    new = ev.json("ev-energy", "add-model", "Prototype", "--make", make["id"])
    assert (
        ev.json("ev-energy", "add-trim", "Long", "--model", new["id"], "--battery-kwh", "61.5")["battery_kwh"] == 61.5
    )


def test_a_car_is_added_changed_and_removed_through_the_outbox(ev: EvEnergy) -> None:
    model = ev.json("ev-energy", "models")["items"][0]["id"]
    made = ev.json("ev-energy", "add", "--model", model, "--description", "Loan car 2", "--battery-kwh", "50")
    assert ev.car(title="Loan car 2") == made["ref"]
    ev.json("ev-energy", "change", made["ref"], "--charge-limit", "80", "--no-smart-charging", "--battery-kwh", "52")
    car = next(one for one in ev.json("ev-energy", "vehicles")["items"] if one["remote_id"] == made["ref"])
    assert (car["charge_limit_percent"], car["smart_charging"], car["battery_kwh"]) == (80, False, 52)
    refused = ev("ev-energy", "change", made["ref"], "--charge-limit", "20", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (5, "refused")
    assert ev("ev-energy", "change", made["ref"]).code == 2
    ev.json("ev-energy", "remove", made["ref"])
    assert made["ref"] not in [one["remote_id"] for one in ev.json("ev-energy", "vehicles")["items"]]
    kinds = [one["kind"] for one in ev.json("outbox", "list")["items"]]
    assert kinds == ["remote_create", "remote_change", "remote_change", "remote_remove"]


def test_cars_come_and_go(ev: EvEnergy) -> None:
    remote = ev.car(integration="ACTIVE")
    for _time in range(2):
        ev.json("ev-energy", "disconnect", remote)
    assert ev.car(integration="INACTIVE") == remote
    assert "/vehicle-onboarding/start/" in ev.json("ev-energy", "reconnect", remote, "--no-browser")["url"]
    assert "vehicle_onboarding?user_id=" in ev.json("ev-energy", "onboard", "--no-browser")["url"]
    make = ev.json("ev-energy", "makes")["items"][0]["id"]
    begun = ev.json("ev-energy", "onboard", "--native", "--make", make, "--no-browser")
    (made,) = ev.json("ev-energy", "complete", begun["request_id"], AUTH_CODE)["vehicles"]
    address = f"https://dealer.example/back?vehicle_id=7&vehicle_uid={made}"
    assert ev.json("ev-energy", "arrived", address)["vehicles"] == [made]
    assert made in [one["remote_id"] for one in ev.json("ev-energy", "vehicles")["items"]]
    assert ev("ev-energy", "arrived", "https://dealer.example/back?vehicle_id=7").code == 2
    ev.json("ev-energy", "send-link", "--email", "owner@example.com", "--make", "BMW")
    assert ev.server.ev_energy.mailed == [("owner@example.com", "BMW")]
    assert ev.json("ev-energy", "refresh", remote)["samples_added"] == 0


def test_a_disconnected_service_keeps_what_was_mirrored(ev: EvEnergy) -> None:
    before = len(ev.json("ev-energy", "vehicles")["items"])
    assert ev.json("provider", "disconnect", "ev_energy")["items"][0]["state"] == "not_connected"
    assert "ev_energy" not in [step["name"] for step in ev.json("sync")["steps"]]
    assert len(ev.json("ev-energy", "vehicles")["items"]) == before
