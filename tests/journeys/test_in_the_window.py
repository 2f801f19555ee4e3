"""A sales rep's story in the real window, against the sandbox over real HTTP: from signing in to a sealed paper that
second programs and a browser confirm."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from celliq_desktop.app.window import OpenWindow
from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.sandbox.server import RunningSandbox
from celliq_desktop.ui.screens.reports import hand_over_dialog
from tests.cli.conftest import Start
from tests.journeys.windows import program, shown
from tests.journeys.witnesses import all_agree
from tests.support.hands import Hands


@pytest.fixture
def server(start: Start) -> RunningSandbox:
    """A dealership of eight cars."""
    return start(vehicles=8)


@pytest.fixture
def opened(server: RunningSandbox, tmp_path: Path, qapp: object) -> Iterator[OpenWindow]:
    """The program's own window on an empty profile."""
    with program(server, tmp_path / "profile") as wiring, shown(wiring, qapp) as opened:
        yield opened


def test_a_sales_rep_hands_over_a_report(
    opened: OpenWindow, server: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, hands = opened.window, Hands(opened.window)
    hands.until(window.sign_in.email.isVisible, "the sign-in page")
    hands.type(server.urls.email, window.sign_in.email)
    hands.type("a wrong guess", window.sign_in.password)
    hands.click("Sign in")
    hands.until(lambda: hands.sees("does not accept this e-mail and password"), "the refusal in words")
    window.sign_in.password.clear()
    hands.type(server.urls.password, window.sign_in.password)
    hands.click("Sign in")
    hands.until(lambda: hands.sees("Synced"), "the first sync, all by itself")
    hands.until(lambda: hands.sees("8 cars"), "the fleet")

    car = next(
        one
        for one in server.world.cars.values()
        if server.world.latest_report(one.id) is None
        and all(requirement["met"] for requirement in server.world.requirements(one))
    )
    hands.type(car.vin)  # a barcode scanner is a fast keyboard
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: hands.sees("State of health, estimated by this desk"), "the car")
    hands.until(lambda: hands.sees("95 % interval"), "the estimate with its interval")
    credits_before = server.world.credits_balance
    hands.click("Issue report")
    hands.until(lambda: hands.sees("credit"), "the question what it costs")
    hands.press(Qt.Key.Key_Space)  # the answer "yes" has the cursor
    hands.until(lambda: server.world.latest_report(car.id), "the report at the server")
    report = server.world.latest_report(car.id)
    assert report is not None
    assert server.world.credits_balance == credits_before - 1

    hands.click("Reports")
    out = tmp_path / "for the buyer.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(out), "PDF (*.pdf)"))
    monkeypatch.setattr(hand_over_dialog, "ask_hand_over", lambda *_asked: HandOver("Ada Buyer", "Sale"))
    hands.click("Export sealed PDF")
    hands.until(out.exists, "the sealed file")
    all_agree(
        out,
        vin=car.vin,
        soh_percent=report["soh_percent"],
        verify_url=report["verify_url"],
        folder=tmp_path / "browser",
    )

    altered = tmp_path / "altered.pdf"
    content = bytearray(out.read_bytes())
    content[len(content) // 3] ^= 2
    altered.write_bytes(content)
    hands.click("Verify")
    files = iter((out, altered))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(next(files))], ""))
    for verdict in ("Authentic and current", "Altered after it was issued"):
        hands.click("Choose PDFs")
        hands.until(partial(hands.sees, verdict), f"the verdict “{verdict}”")
