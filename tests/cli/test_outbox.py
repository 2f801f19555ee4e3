"""``outbox``: what waits is listed, sent with the same key, or taken back; the exit code says which (cli.md)."""

from pathlib import Path

from celliq_desktop.sandbox.server import RunningSandbox
from tests.cli.conftest import Start
from tests.support.command_line import CommandLine
from tests.support.sellers import seller_list

_KEYS = {"op_id", "kind", "natural_key", "state", "attempts", "created_at", "last_error"}


def _port(server: RunningSandbox) -> int:
    return int(server.urls.api_url.rpartition(":")[2].partition("/")[0])


def _without_report(cli: CommandLine, server: RunningSandbox) -> str:
    """A car that could have a report and has none."""
    cli("sync")
    cars = (one for one in server.world.cars.values() if server.world.latest_report(one.id) is None)
    return next(one.vin for one in cars if all(need["met"] for need in server.world.requirements(one)))


def _parked(cli: CommandLine, start: Start) -> tuple[RunningSandbox, str, str]:
    """A report that waits for credits: the server, its operation and its car."""
    server = start(credits=0, vehicles=8)
    cli.sign_in(server)
    vin = _without_report(cli, server)
    assert cli("report", "generate", vin).code == 3
    (item,) = cli("outbox", "list", "--json").json["items"]
    assert item.keys() >= _KEYS
    assert item["state"] == "needs_payment"
    return server, item["op_id"], vin


def test_i_have_paid_continue(cli: CommandLine, start: Start) -> None:
    server, op_id, _vin = _parked(cli, start)
    before = len(server.world.reports)
    unpaid = cli("outbox", "retry", op_id, "--json")
    assert (unpaid.code, unpaid.json["operation"]["state"]) == (3, "needs_payment")
    server.world.credits_balance = 2
    paid = cli("outbox", "retry", op_id, "--json")
    assert (paid.code, paid.json["operation"]["state"], paid.json["operation"]["op_id"]) == (0, "done", op_id)
    assert (len(server.world.reports), server.world.credits_balance) == (before + 1, 1)
    for verb, code in (("retry", "not_waiting"), ("cancel", "cannot_cancel")):
        said = cli("outbox", verb, op_id, "--json")
        assert (said.code, said.json["error"]["code"]) == (5, code)
    assert (len(server.world.reports), server.world.credits_balance) == (before + 1, 1)


def test_what_is_cancelled_is_never_sent_and_can_be_asked_for_anew(cli: CommandLine, start: Start) -> None:
    server, op_id, vin = _parked(cli, start)
    before = len(server.world.reports)
    said = cli("outbox", "cancel", op_id)
    assert (said.code, said.out.split()[1]) == (0, "cancelled.")
    server.world.credits_balance = 5
    assert cli("sync", "--json").json["outbox"] == {"sent": 0, "waiting": 0, "needs_user": 0, "failed": 0}
    assert (len(server.world.reports), server.world.credits_balance) == (before, 5)
    assert cli("report", "generate", vin).code == 0
    states = {item["op_id"]: item["state"] for item in cli("outbox", "list", "--json").json["items"]}
    assert states.pop(op_id) == "cancelled"
    assert list(states.values()) == ["done"]


def test_without_a_network_it_keeps_waiting_and_goes_later(cli: CommandLine, start: Start, tmp_path: Path) -> None:
    server = start()
    cli.sign_in(server)
    cli("sync")
    (tmp_path / "sellers.csv").write_text(seller_list(2), encoding="utf-8")
    server.stop()
    assert cli("invite", str(tmp_path / "sellers.csv")).code == 4
    first, second = (item["op_id"] for item in cli("outbox", "list", "--json").json["items"])
    away = cli("outbox", "retry", first, "--json")
    assert (away.code, away.json["operation"]["state"]) == (4, "queued")
    assert cli("outbox", "cancel", second).code == 0
    back = start(port=_port(server))
    stranger = cli("outbox", "retry", first, "--json")
    assert (stranger.code, stranger.json["error"]["code"]) == (3, "signed_out")
    cli.sign_in(back)
    there = cli("outbox", "retry", first, "--json")
    assert (there.code, there.json["operation"]["state"]) == (0, "done")
    cli("sync")
    assert len(back.world.mails) == 1


def test_an_id_nobody_knows_changes_nothing(cli: CommandLine, start: Start) -> None:
    cli.sign_in(start())
    for verb in ("retry", "cancel"):
        said = cli("outbox", verb, "nonsense", "--json")
        assert (said.code, said.json["error"]["code"]) == (3, "unknown_operation")
    assert cli("outbox", "list", "--json").json == {"items": []}
