"""Billing, connections and services by command, over real HTTP against the sandbox."""

import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.conftest import Start
from tests.support.command_line import CommandLine

_KEY = "rk_test_sandboxReadsInvoices"


class Person:
    """Stands for the system browser and whoever sits before it: presses ``choice`` on the page that opens."""

    def __init__(self) -> None:
        self.choice = ""
        self.opened: list[str] = []
        self._threads: list[threading.Thread] = []

    def open(self, url: str) -> bool:
        """Open a page and go on by oneself, as a browser does."""
        self.opened.append(url)
        thread = threading.Thread(target=self._visit, args=(url,), name="a person at the browser")
        self._threads.append(thread)
        thread.start()
        return True

    def leave(self) -> None:
        """Wait until every page is done."""
        for thread in self._threads:
            thread.join(10)

    def _visit(self, url: str) -> None:
        with httpx.Client(follow_redirects=True, trust_env=False) as client:
            page = client.get(url)
            client.post(str(page.url), data={"choice": self.choice})


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Whoever sits at the computer."""
    somebody = Person()
    monkeypatch.setattr(webbrowser, "open", somebody.open)
    yield somebody
    somebody.leave()


def _json(cli: CommandLine, *words: str, **more: Any) -> Any:
    said = cli(*words, "--json", **more)
    assert said.code == 0, said.out + said.err
    return said.json


def test_status_says_plan_and_credits(dealer: CommandLine) -> None:
    status = _json(dealer, "billing", "status")
    assert (status["plan"], status["status"], status["credits_balance"], status["fresh"]) == ("pro", "active", 25, True)


def test_checkout_gives_a_checked_page_and_waiting_brings_the_credits(dealer: CommandLine, person: Person) -> None:
    assert "/checkout/" in _json(dealer, "billing", "checkout", "--no-browser")["url"]
    assert person.opened == []
    person.choice = "card"
    bought = _json(dealer, "billing", "checkout", "--credits", "3", "--wait")
    assert bought["credits_balance"] == 28
    assert person.opened == [bought["url"]]
    odd = dealer("billing", "checkout", "--credits", "501", "--json")
    assert (odd.code, odd.json["error"]["code"]) == (3, "wrong_quantity")


def test_the_portal_is_opened(dealer: CommandLine, person: Person) -> None:
    assert _json(dealer, "billing", "portal")["url"] == person.opened[0]


def test_a_server_that_sends_people_elsewhere_is_refused_in_words(
    cli: CommandLine, start: Start, person: Person
) -> None:
    cli.sign_in(start(faults=("hostile-urls",)))
    for words in (("billing", "checkout"), ("billing", "portal"), ("vehicle", "connect")):
        said = cli(*words, "--json")
        assert (said.code, said.json["error"]["code"]) == (5, "foreign_url")
    assert person.opened == []


def test_without_a_browser_the_address_is_printed(dealer: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _url: False)
    said = dealer("billing", "portal", "--json")
    assert (said.code, said.json["error"]["code"]) == (6, "no_browser")
    assert "/portal/" in said.json["error"]["url"]


def test_stripe_is_connected_listed_mirrored_and_disconnected(cli: CommandLine, start: Start) -> None:
    server = start()
    where = ("--stripe-url", server.urls.stripe_url or "")
    cli.sign_in(server)
    assert "provider connect stripe" in cli("billing", "invoices").out
    secret = cli("provider", "connect", "stripe", "--token-stdin", *where, "--json", stdin="sk_test_abcdefgh1234\n")
    assert (secret.code, secret.json["error"]["code"]) == (5, "secret_key")
    wrong = cli("provider", "connect", "stripe", "--token-stdin", *where, "--json", stdin="rk_test_nobody12345\n")
    assert (wrong.code, wrong.json["error"]["code"]) == (3, "wrong_token")
    made = _json(cli, "provider", "connect", "stripe", "--token-stdin", *where, stdin=f"{_KEY}\n")
    assert made["items"][0]["state"] == "connected"
    listed = {one["name"]: one["state"] for one in _json(cli, "provider", "list", *where)["items"]}
    assert listed["stripe"] == "connected"
    assert _json(cli, "sync", *where)["complete"]
    found = _json(cli, "billing", "invoices", *where)
    assert len(found["items"]) == len(found["payments"]) >= 8
    assert {one["total"] for one in found["items"]} >= {"49.00", "19.00"}
    assert all(one["url"].startswith(server.urls.verify_base_url) for one in found["items"])
    assert all(_KEY.encode() not in path.read_bytes() for path in cli.profile.rglob("*") if path.is_file())
    _json(cli, "provider", "disconnect", "stripe", *where)
    after = _json(cli, "billing", "invoices", *where)
    assert after["connected"] is False
    assert after["items"] == found["items"]


def test_a_car_is_connected_synced_and_disconnected(dealer: CommandLine, person: Person) -> None:
    person.choice = "agree"
    (car,) = _json(dealer, "vehicle", "connect")["vehicles"]
    assert _json(dealer, "vehicle", "show", car["vin"])["id"] == car["id"]
    assert _json(dealer, "vehicle", "sync", car["vin"])["state"] == "done"
    assert _json(dealer, "vehicle", "disconnect", car["vin"], "--yes")["state"] == "done"
    assert _json(dealer, "sync")["complete"]


def test_signing_in_with_google_in_the_browser(cli: CommandLine, start: Start, person: Person) -> None:
    person.choice = "known"
    server = start()
    assert _json(cli, "login", "--google", server=server)["user"]["email"] == server.urls.email
    assert _json(cli, "sync")["complete"]


def test_a_sign_in_that_is_cancelled_at_google_is_said(cli: CommandLine, start: Start, person: Person) -> None:
    person.choice = "cancel"
    said = cli("login", "--google", "--json", server=start())
    assert said.json["error"]["code"] == "google_denied"
    assert cli("whoami").code == 3


def test_an_owner_registers_brings_a_car_in_and_gets_a_report(
    cli: CommandLine, start: Start, person: Person, tmp_path: Path
) -> None:
    server, paper = start(), tmp_path / "report.pdf"
    person.choice = "new"
    assert _json(cli, "login", "--google", "--role", "owner", server=server)["user"]["role"] == "owner"
    assert _json(cli, "sync")["complete"]
    assert _json(cli, "fleet", "list")["total"] == 0
    person.choice = "agree"
    (car,) = _json(cli, "vehicle", "connect")["vehicles"]
    assert _json(cli, "sync")["complete"]
    assert [one["vin"] for one in _json(cli, "fleet", "list")["items"]] == [car["vin"]]

    made = _json(cli, "report", "generate", car["vin"], "--out", str(paper))
    assert (made["credits_charged"], made["reused"]) == (1, False)
    assert server.world.reports[made["report"]["id"]]["report_type"] == "owner"
    assert _json(cli, "report", "generate", car["vin"])["reused"]
    assert _json(cli, "sync")["complete"]
    assert [one["id"] for one in _json(cli, "report", "list")["items"]] == [made["report"]["id"]]
    assert _json(cli, "verify", str(paper))["verdict"] == "authentic"

    said = cli("report", "list", "--export", str(tmp_path / "all.csv"), "--json")
    assert (said.code, said.json["error"]["code"]) == (5, "not_offered")
    sellers = tmp_path / "sellers.csv"
    sellers.write_text("vin,email\nWVWZZZE1ZMP012345,a@b.example\n", encoding="utf-8")
    cli("invite", str(sellers))
    assert server.world.mails == []
    assert _json(cli, "vehicle", "disconnect", car["vin"], "--yes")["state"] == "done"
    assert _json(cli, "fleet", "list")["total"] == 0


def test_a_server_that_signs_in_browsers_only_is_known_at_once(cli: CommandLine, start: Start, person: Person) -> None:
    said = cli("login", "--google", "--json", server=start(seed_only=True))
    assert (said.code, said.json["error"]["code"]) == (5, "google_not_offered")
    assert person.opened == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_dealers_list_of_reports_is_written(dealer: CommandLine, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"reports{suffix}"
    total = _json(dealer, "report", "list")["total"]
    assert _json(dealer, "report", "list", "--export", str(out)) == {"path": str(out), "rows": total}
    assert out.stat().st_size > 100
    assert _json(dealer, "report", "list", "--export", str(out), "--to", "2001-01-01")["rows"] == 0
    assert dealer("report", "list", "--export", str(tmp_path / "reports.doc")).code == 2
