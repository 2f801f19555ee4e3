"""Command lines, which every user of a computer can read: nothing secret and no person is in those of the processes we
start, and none of our commands asks for a secret there.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from celliq_desktop.app.cli.commands import app
from celliq_desktop.app.options import VAULT_VARIABLE
from tests.cli.conftest import Start
from tests.support.command_line import CommandLine

_SECRET = ("password", "passphrase", "token", "secret", "key")
_HEARING: list[list[tuple[list[str], dict[str, str] | None]]] = []


def _hear(event: str, details: tuple[Any, ...]) -> None:
    """Python tells of every process it starts; a hook stays for good, so it asks whether anybody listens."""
    if event == "subprocess.Popen" and _HEARING:
        _program, words, _folder, environment = details
        said = [words] if isinstance(words, str) else [str(word) for word in words]
        _HEARING[-1].append((said, environment))


sys.addaudithook(_hear)


@contextmanager
def _started() -> Iterator[list[tuple[list[str], dict[str, str] | None]]]:
    """Every process that is started inside: its words and its environment, None where that is ours."""
    _HEARING.append([])
    try:
        yield _HEARING[-1]
    finally:
        _HEARING.pop()


def _parameters(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every argument and option, with the words of its command; a group is what has commands."""
    for name, one in getattr(command, "commands", {}).items():
        yield from _parameters(one, (*words, name))
    if not hasattr(command, "commands"):
        yield from ((words, parameter) for parameter in command.params)


def test_no_command_takes_a_secret_as_an_argument() -> None:
    known = list(_parameters(typer.main.get_command(app)))
    assert len({words for words, _parameter in known}) > 40
    asked = {
        (*words, one.name)
        for words, one in known
        if any(secret in one.name for secret in _SECRET) and not getattr(one, "is_flag", False)
    }
    assert asked == {("identity", "token", "token")}, "the name of a card; its PIN is asked for"


def test_the_processes_of_a_day_are_told_nothing_of_anybody(cli: CommandLine, start: Start, tmp_path: Path) -> None:
    server = start(vehicles=6)
    with _started() as processes:
        cli.sign_in(server)
        cli("sync")
        cars = cli("fleet", "list", "--json").json["items"]
        report = next(one for one in cli("report", "list", "--json").json["items"] if one["status"] == "valid")
        out = tmp_path / "paper.pdf"
        assert cli("report", "export", report["id"], "--out", str(out)).code == 0
        assert cli("verify", str(out), "--json").code in (0, 5)
        cli("doctor")
        seller = next(str(car["seller_email"]) for car in cars if car["seller_email"])
        assert cli("forget", "-", "--json", stdin=f"{seller}\n").json["forgotten"]["found"]
    assert any("examine" in " ".join(words) for words, _environment in processes), "the file was looked at elsewhere"
    told = " ".join(word for words, _environment in processes for word in words).lower()
    secrets = (server.urls.password, server.urls.email, "a passphrase for tests", report["token"], seller)
    assert [one for one in (*secrets, *_named(cars)) if one.lower() in told] == []
    for words, environment in processes:
        assert environment is not None, words
        assert VAULT_VARIABLE not in environment, "whoever reads a hostile file has no key of ours"


def _named(cars: Sequence[dict[str, Any]]) -> list[str]:
    return [str(car[name]) for car in cars for name in ("vin", "seller_email") if car[name]]
