"""A whole working day at DEBUG, and afterwards no secret and no person in any file but the sealed ones (M17)."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.clients.celliq_session import CellIqSession
from celliq_desktop.domain.accounts import Tokens
from tests.cli.conftest import Start
from tests.support.command_line import CommandLine


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> list[Tokens]:
    """Every token pair the program was given."""
    given: list[Tokens] = []
    real = CellIqSession.tokens_of

    def noted(session: CellIqSession, answer: Any) -> Tokens:
        pair = real(session, answer)
        given.append(pair)
        return pair

    monkeypatch.setattr(CellIqSession, "tokens_of", noted)
    return given


def test_a_day_at_debug_leaves_no_canary_behind(
    cli: CommandLine, start: Start, tokens: list[Tokens], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    server = start(vehicles=8)
    said = [cli.sign_in(server).err]
    said.append(cli("-v", "sync").err)
    items = cli("-v", "fleet", "list", "--json").json["items"]
    verify_tokens = []
    for item in items:
        answer = cli("-v", "report", "generate", item["vin"], "--json")
        if answer.code == 0:
            verify_tokens.append(answer.json["report"]["token"])
        said.append(answer.err)
    said += [cli("-v", "outbox", "list").err, cli("-v", "sync", "--full").err]
    diagnostics = cli("-v", "doctor", "--json").out
    said.append(cli("-v", "logout").err)
    canaries = {
        server.urls.password,
        "a passphrase for tests",
        *(part for pair in tokens for part in (pair.access, pair.refresh) if part),
        *verify_tokens,
        *(str(item[name]) for item in items for name in ("vin", "seller_email") if item[name]),
    }
    assert len(tokens) >= 2
    assert verify_tokens
    assert any("@" in canary for canary in canaries)
    files = [path for root in (cli.profile, temp) for path in root.rglob("*") if path.is_file()]
    assert cli.profile / "logs" / "celliq.log" in files
    texts = {path.name: path.read_bytes().lower() for path in files}
    texts["what was said"] = "\n".join([*said, diagnostics]).lower().encode()
    found = {(name, one) for name, text in texts.items() for one in canaries if one.lower().encode() in text}
    assert found == set()
    assert json.loads(diagnostics)["checks"]
    assert (cli.profile / "logs").stat().st_mode & 0o077 == 0
