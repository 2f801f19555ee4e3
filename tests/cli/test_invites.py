"""``invite``: the words, the JSON and the exit codes of cli.md, against the sandbox and its ledger of mails."""

import csv
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from celliq_desktop.sandbox.celliq.invites import accepted
from celliq_desktop.sandbox.server import RunningSandbox
from tests.cli.conftest import Start
from tests.support.command_line import CommandLine
from tests.support.sellers import email_of, seller_list, vin_of


@pytest.fixture
def server(cli: CommandLine, start: Start) -> RunningSandbox:
    """Signed in, never synced."""
    running = start()
    assert cli.sign_in(running).code == 0
    return running


def _file(folder: Path, text: str, name: str = "sellers.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_dry_run_judges_every_row_and_sends_nothing(cli: CommandLine, server: RunningSandbox, tmp_path: Path) -> None:
    text = seller_list(3) + f"{vin_of(1)},{email_of(1)}\nWVWZZZE1ZMPO00009,x@example.com\n"
    said = cli("invite", _file(tmp_path, text), "--dry-run", "--json")
    document = said.json
    assert said.code == 0
    assert [document[name] for name in ("rows", "sent", "duplicate", "invalid", "waiting")] == [5, 0, 1, 1, 3]
    assert "Did you mean WVWZZZE1ZMP000009?" in document["results"][4]["reason"]
    assert not server.world.mails
    assert cli("outbox", "list", "--json").json["items"] == []


def test_everybody_is_mailed_once_however_often_the_list_is_given(
    cli: CommandLine, server: RunningSandbox, tmp_path: Path
) -> None:
    connected = next(iter(server.world.cars.values()))
    text = f"{seller_list(4)}{connected.vin},somebody@example.com\nnonsense,x\n"
    path, out = _file(tmp_path, text), tmp_path / "result.csv"
    first = cli("invite", path, "--out", str(out), "--json")
    assert first.code == 0
    counts = {name: first.json[name] for name in ("rows", "sent", "already_invited", "invalid", "failed")}
    assert counts == {"rows": 6, "sent": 4, "already_invited": 1, "invalid": 1, "failed": 0}
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["state"]) for row in rows][:1] == [("2", "sent")]
    again = cli("invite", path, "--json")
    assert (again.code, again.json["sent"], again.json["already_invited"]) == (0, 0, 5)
    assert Counter(server.world.mails) == Counter({(vin_of(number), email_of(number)): 1 for number in range(1, 5)})


def test_another_desk_of_the_dealer_mails_nobody_again(
    cli: CommandLine, server: RunningSandbox, tmp_path: Path
) -> None:
    path = _file(tmp_path, seller_list(3))
    assert cli("invite", path).code == 0
    cli.profile = tmp_path / "another"
    assert cli.sign_in(server).code == 0
    said = cli("invite", path, "--json")
    assert (said.code, said.json["already_invited"]) == (0, 3)
    assert len(server.world.mails) == 3


def test_a_workbook_is_taken_and_a_workbook_is_given(cli: CommandLine, server: RunningSandbox, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in seller_list(2).splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "sellers.xlsx")
    out = tmp_path / "result.xlsx"
    assert cli("invite", str(tmp_path / "sellers.xlsx"), "--out", str(out)).code == 0
    rows = list(openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True))
    assert [row[3] for row in rows] == ["state", "sent", "sent"]
    assert len(server.world.mails) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [("VIN,E-mail\nbad,worse\n", 5), ("VIN,E-mail\n", 5), ("name,city\nAnna,Berlin\n", 3), ("", 3), ("\x00\x01", 3)],
)
def test_what_cannot_be_sent_is_told_by_the_exit_code(
    cli: CommandLine, server: RunningSandbox, tmp_path: Path, text: str, code: int
) -> None:
    said = cli("invite", _file(tmp_path, text), "--json")
    assert said.code == code
    assert isinstance(said.json, dict)
    assert not server.world.mails


def test_columns_can_be_named(cli: CommandLine, server: RunningSandbox, tmp_path: Path) -> None:
    text = seller_list(1).replace("VIN,E-mail", "a,b")
    path = _file(tmp_path, text)
    wrong = cli("invite", path, "--vin-column", "c", "--json")
    assert (wrong.code, wrong.json["error"]["code"]) == (2, "usage")
    assert cli("invite", path, "--vin-column", "a", "--email-column", "b").code == 0
    assert len(server.world.mails) == 1


def test_offline_everything_waits_and_goes_with_the_next_run(cli: CommandLine, start: Start, tmp_path: Path) -> None:
    server = start()
    cli.sign_in(server)
    cli("sync")
    path = _file(tmp_path, seller_list(5))
    port = int(server.urls.api_url.rpartition(":")[2].partition("/")[0])
    server.stop()
    said = cli("invite", path, "--json")
    assert (said.code, said.json["waiting"]) == (4, 5)
    assert {row["state"] for row in said.json["results"]} == {"waiting"}
    status = cli("invite", "status", "--json").json
    assert status["counts"] == {"waiting": 5}
    back = start(port=port)
    cli.sign_in(back)
    cli.hurry()
    assert cli("invite", path, "--json").json["sent"] == 5
    assert len(back.world.mails) == 5


def test_status_follows_the_fleet(cli: CommandLine, server: RunningSandbox, tmp_path: Path) -> None:
    cli("invite", _file(tmp_path, seller_list(3)))
    accepted(server.world, next(iter(server.world.invites)))
    cli("sync")
    said = cli("invite", "status", "--json", "--out", str(tmp_path / "invites.csv"))
    assert said.json["counts"] == {"connected": 1, "sent": 2}
    assert json.dumps(said.json["items"][0]["mails"]) == "1"
    assert (tmp_path / "invites.csv").read_text(encoding="utf-8-sig").count("\n") == 4


@pytest.mark.expects_log("uvicorn.error")  # the sandbox breaks off the reply on purpose
@pytest.mark.parametrize("deaf", [(), ("deaf-to-keys",), ("deaf-to-keys", "forgetful-invites")])
def test_a_lost_reply_is_found_in_the_list_and_nobody_is_mailed_twice(
    cli: CommandLine, start: Start, tmp_path: Path, deaf: tuple[str, ...]
) -> None:
    server = start(faults=("lost-reply", *deaf))
    cli.sign_in(server)
    cli.hurry()
    said = cli("invite", _file(tmp_path, seller_list(6)), "--json")
    assert (said.code, said.json["sent"]) == (0, 6)
    assert Counter(server.world.mails).most_common(1)[0][1] == 1
