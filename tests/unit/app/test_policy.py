"""The policy file: what it fixes is fixed, and a file that cannot be used stops the program with a sentence."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.app import policy as policies
from celliq_desktop.app.options import Options
from celliq_desktop.app.policy import managed, policy_place, read_policy
from celliq_desktop.domain.policy import Policy
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from tests.house.source import ROOT
from tests.support.command_line import CommandLine

_SERVER = "https://celliq.group.example/api"


def _written(folder: Path, document: Any) -> Path:
    path = folder / "policy.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def _options(folder: Path) -> Options:
    return Options(profile=folder, default_api_url="https://celliq.eu/api")


def test_without_a_file_nothing_is_fixed(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "policy.json") == Policy()
    assert managed(_options(tmp_path), Policy()).api_url is None


def test_what_the_file_fixes_holds_for_every_profile(tmp_path: Path) -> None:
    document = {
        "api_url": f"{_SERVER}/",
        "ev_energy_url": "https://ev.group.example",
        "mirror": "postgresql://desk@db.group.example/celliq",
        "secrets": "key_store",
        "updates": {"check": False, "channel": "beta", "manifest_url": "https://updates.group.example/celliq"},
    }
    policy = read_policy(_written(tmp_path, document))
    options = managed(_options(tmp_path), policy)
    assert options.api_url == _SERVER
    assert options.service_urls == {"ev_energy": "https://ev.group.example"}
    assert options.policy.secrets == "key_store"
    assert options.mirror == "postgresql://desk@db.group.example/celliq"
    with pytest.raises(NeedsYou) as refusal:
        managed(replace(_options(tmp_path), mirror="postgresql://desk@127.0.0.1/mine"), policy)
    assert refusal.value.code == "set_by_policy"
    assert policy.locked == (
        ("CellIQ server", _SERVER),
        ("ev.energy server", "https://ev.group.example"),
        ("Secrets", "the system’s key store"),
        ("Mirror of the group", "postgresql://desk@db.group.example/celliq"),
        ("Updates", "off"),
        ("Update channel", "beta"),
        ("Update server", "https://updates.group.example/celliq"),
    )


def test_the_example_that_is_installed_is_a_policy() -> None:
    policy = read_policy(ROOT / "packaging" / "linux" / "policy.json")
    assert policy.api_url == "https://celliq.eu/api"
    assert policy.updates.check is True


def test_whoever_asks_for_another_server_is_told_who_fixed_it(tmp_path: Path) -> None:
    policy = read_policy(_written(tmp_path, {"api_url": _SERVER}))
    asked = replace(_options(tmp_path), api_url="https://elsewhere.example/api")
    with pytest.raises(NeedsYou, match="--api-url is fixed by your administrator") as problem:
        managed(asked, policy)
    assert str(tmp_path) in problem.value.next_step
    assert managed(replace(asked, api_url=f"{_SERVER}/"), policy).api_url == _SERVER


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("{", "Expecting property name"),
        ("[]", "no JSON object"),
        ('{"api_url": 7}', "“api_url” is no text"),
        ('{"api_url": "http://celliq.eu/api"}', "only spoken to over https"),
        ('{"api_urls": "https://celliq.eu/api"}', "“api_urls”, which this program does not know"),
        ('{"updates": {"chanel": "beta"}}', "“updates.chanel”"),
        ('{"updates": {"channel": "nightly"}}', "none of stable, beta"),
        ('{"updates": {"check": "no"}}', "neither true nor false"),
        ('{"updates": []}', "“updates” is no JSON object"),
        ('{"secrets": "a drawer"}', "none of key_store, vault"),
        ('{"update_keys": ["abcd"]}', "not 32 bytes"),
        ('{"update_keys": ["xy"]}', "hexadecimal"),
        (" " * 70_000, "far too large"),
        ("[" * 60_000, ""),
    ],
)
def test_a_bad_file_stops_the_program_with_a_sentence(tmp_path: Path, document: str, why: str) -> None:
    with pytest.raises(BadSurroundings) as problem:
        read_policy(_written(tmp_path, document))
    assert why in problem.value.message
    assert problem.value.code == "bad_policy"
    assert "Ask your administrator to correct" in problem.value.next_step


def test_the_place_is_one_that_only_an_administrator_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert policy_place() == Path("/etc/celliq-desktop/policy.json")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert policy_place().parts[1] == "Library"


def test_commands_obey_it_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = CommandLine(tmp_path / "profile", capsys, monkeypatch)
    monkeypatch.setattr(policies, "policy_place", lambda: tmp_path / "policy.json")
    _written(tmp_path, {"api_url": _SERVER})
    refused = cli("--api-url", "https://elsewhere.example/api", "whoami", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (3, "set_by_policy")
    _written(tmp_path, "{")
    broken = cli("whoami", "--json")
    assert (broken.code, broken.json["error"]["code"]) == (6, "bad_policy")
    assert not (tmp_path / "profile").exists()
