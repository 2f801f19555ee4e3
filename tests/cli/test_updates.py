"""``update`` and what ``doctor`` says of a managed desk."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from celliq_desktop.app import policy, program
from tests.support.clocks import FakeClock
from tests.support.command_line import CommandLine
from tests.support.updates import KEY, STRANGER, TARGET, Releases, public

Manage = Callable[..., None]


@pytest.fixture
def releases() -> Iterator[Releases]:
    found = Releases(FakeClock(datetime.now(UTC)))
    with found.server.running():
        yield found


@pytest.fixture
def manage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manage:
    """Writes the policy of this computer."""
    path = tmp_path / "policy.json"
    monkeypatch.setattr(policy, "policy_place", lambda: path)
    monkeypatch.setattr(program, "target", lambda: TARGET)

    def write(**document: object) -> None:
        path.write_text(json.dumps(document), encoding="utf-8")

    return write


def test_an_administrator_looks_downloads_and_switches_off(
    cli: CommandLine, releases: Releases, manage: Manage
) -> None:
    where = {"manifest_url": releases.server.url}
    assert "knows no update key" in cli("update", "--json").json["off"]
    manage(update_keys=[public(KEY)], updates=where)
    releases.release("0.0.9", 1)
    assert cli("update", "--json").json == {"version": None, "off": "", "path": None}
    releases.release("9.0.0", 2)
    found = cli("update", "--download", "--json")
    assert (found.code, found.json["version"]) == (0, "9.0.0")
    assert Path(found.json["path"]).read_bytes() == releases.packages["/celliq-desktop_9.0.0_amd64.deb"]

    manage(update_keys=[public(STRANGER)], updates=where)
    refused = cli("update", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (5, "update_not_signed")

    manage(update_keys=[public(KEY)], updates={**where, "check": False})
    asked = len(releases.server.heard)
    assert cli("update").out == "Updates are switched off by your administrator.\n"
    assert len(releases.server.heard) == asked


def test_doctor_names_the_policy_and_the_way_out(cli: CommandLine, manage: Manage) -> None:
    manage(api_url="http://127.0.0.1:9/api", updates={"check": False})
    checks = {check["name"]: check for check in cli("doctor", "--json").json["checks"]}
    assert checks["policy"]["ok"]
    assert "fixes CellIQ server: http://127.0.0.1:9/api, Updates: off" in checks["policy"]["detail"]
    assert checks["network"]["detail"] == "straight, without a proxy"
