"""What the desk knows of money without the network, and the server's list as a file safe for spreadsheets."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from celliq_desktop.domain.problems import NeedsYou, Problem, Refused, TryAgain
from celliq_desktop.usecases.billing import billing_overview, open_paper, paper_url
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_list import export_list
from tests.support.celliq import FakeCellIq
from tests.support.desks import MemoryFiles, filled, refused, synced
from tests.support.mirrors import CAR
from tests.support.providers import FakeBrowser


def test_before_the_first_sync_nothing_is_claimed(desk: Desk) -> None:
    overview = billing_overview(desk)
    assert overview.subscription is None
    assert (overview.balances, overview.used, overview.invoices, overview.payments, overview.parked) == (
        (), (), (), (), 0,
    )  # fmt: skip


def test_credits_their_history_and_their_use_are_counted(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 1)
    synced(desk)
    celliq.issue(CAR)
    synced(desk)
    overview = billing_overview(desk)
    assert overview.subscription is not None
    assert overview.subscription.credits_balance == celliq.credits
    assert [balance for _at, balance in overview.balances] == [24]
    assert len(overview.used) == 1


def test_reports_that_wait_for_credits_are_counted(desk: Desk, celliq: FakeCellIq) -> None:
    filled(celliq, 1)
    celliq.credits = 0
    refused(desk, NeedsYou)
    assert billing_overview(desk).parked == 1


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://invoice.stripe.com/i/acct_1/test", True),
        ("https://pay.stripe.com/receipts/x", True),
        ("https://invoice.stripe.com.evil.example/i", False),
        ("http://invoice.stripe.com/i", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_papers_of_stripe_are_opened(desk: Desk, url: str, opens: bool) -> None:
    browser = FakeBrowser()
    ready = replace(desk, browser=browser)
    assert paper_url(ready, url) == (url if opens else None)
    if opens:
        open_paper(ready, url)
    else:
        with pytest.raises(Refused):
            open_paper(ready, url)
    assert browser.opened == ([url] if opens else [])


def _exported(desk: Desk, data: bytes, name: str = "reports.csv") -> bytes:
    files = MemoryFiles()

    class Server(FakeCellIq):
        def export_reports(self, first: date | None = None, last: date | None = None) -> bytes:
            """What the test says."""
            del first, last
            return data

    out = Path(name)
    export_list(replace(desk, api=Server(desk.clock), files=files), out)
    return files.written[out]


def test_cells_that_begin_like_a_formula_are_defused(desk: Desk) -> None:
    written = _exported(desk, b'id,make\r\nrep_1,"=HYPERLINK(""x"")"\r\nrep_2,@SUM(A1)\r\n').decode("utf-8-sig")
    assert written.splitlines()[0] == "id,make"
    assert all(not cell.startswith(("=", "@", '"=')) for line in written.splitlines() for cell in line.split(",")[1:])


@pytest.mark.parametrize(
    "data",
    [b"", b"\r\n", b"ok", b"Not today.\r\n", b"id,vin\r\nrep_1", b'id\r\n"rep', b"\xff\xfe", b"a,b\r\n1,2,3\r\n"],
)
def test_what_is_no_table_is_not_written(desk: Desk, data: bytes) -> None:
    with pytest.raises(TryAgain) as said:
        _exported(desk, data)
    assert said.value.code == "bad_answer"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"id\r\nrep_1\r\nrep_2\r\n", ["id", "rep_1", "rep_2"]),
        (b"id,vin\r\n", ["id,vin"]),
        (b"\xef\xbb\xbfid,vin\nrep_1,\n\n\n", ["id,vin", "rep_1,"]),
    ],
    ids=["one column", "no reports", "blank lines at the end"],
)
def test_a_small_table_is_one_all_the_same(desk: Desk, data: bytes, lines: list[str]) -> None:
    assert _exported(desk, data).decode("utf-8-sig").splitlines() == lines


def test_another_kind_of_file_is_refused(desk: Desk) -> None:
    with pytest.raises(Problem) as said:
        _exported(desk, b"id\r\nrep_1\r\n", "reports.doc")
    assert said.value.code == "usage"
