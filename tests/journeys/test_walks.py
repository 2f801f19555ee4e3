"""The pages a person is sent to, walked in a real browser from the address the program itself opens: signing in with
Google, a car's owner who agrees, and paying for a report that waits."""

import re
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from celliq_desktop.app.wiring import Wiring
from celliq_desktop.domain.outbox import OperationState
from celliq_desktop.sandbox.server import RunningSandbox
from celliq_desktop.ui.screens.fleet.header import FleetHeader, columns_menu
from celliq_desktop.ui.screens.settings.screen import SettingsScreen
from celliq_desktop.usecases.send_outbox import operations
from tests.cli.conftest import Start
from tests.journeys.real_browser import RealBrowser, real_browser
from tests.journeys.windows import program, shown
from tests.support.hands import Hands

_PHONE = 320
"""Pixels; the narrowest screen a page must fit (WCAG 2.1, 1.4.10)."""


@pytest.fixture
def server(start: Start) -> RunningSandbox:
    """A dealership of eight cars without a credit."""
    return start(vehicles=8, credits=0)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[RealBrowser]:
    """Headless Chromium."""
    with real_browser(tmp_path / "browser") as one:
        yield one


@pytest.fixture
def wiring(server: RunningSandbox, tmp_path: Path) -> Iterator[Wiring]:
    """The program on an empty profile."""
    with program(server, tmp_path / "profile") as made:
        yield made


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address the program opens, in order; the story takes them to the browser."""
    opened: list[str] = []

    def take(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", take)
    return opened


@pytest.fixture
def hands(wiring: Wiring, qapp: object) -> Iterator[Hands]:
    """Somebody at the program's own window."""
    with shown(wiring, qapp) as opened:
        yield Hands(opened.window)


class Story:
    """One person with the program in one hand and a browser in the other."""

    def __init__(self, hands: Hands, browser: RealBrowser, pages: list[str]) -> None:
        self.hands = hands
        self.browser = browser
        self._pages = pages

    def page(self) -> str:
        """The address the program has just opened."""
        self.hands.until(lambda: bool(self._pages), "a page for the browser")
        return self._pages.pop()

    def goes(self, words: str) -> None:
        """Go where the program leads; the page must fit a small phone, too."""
        self.browser.open(self.page(), words)
        assert self.browser.fits(_PHONE)

    def waits_for(self, words: str) -> None:
        """The window says so."""
        self.hands.until(lambda: self.hands.sees(words), f"the words “{words}”")

    def at_google(self, asked: str, choice: str) -> None:
        """Go to Google and press a button there."""
        self.hands.click("Continue with Google")
        self.goes(f"sign you in as {asked}")
        self.browser.press(choice, "You can close this page")


@pytest.fixture
def story(hands: Hands, browser: RealBrowser, pages: list[str]) -> Story:
    """Both hands."""
    return Story(hands, browser, pages)


def test_a_rep_signs_in_brings_a_car_in_and_pays_for_a_report_in_the_browser(
    story: Story, wiring: Wiring, server: RunningSandbox
) -> None:
    _signs_in(story)
    assert list(server.world.doors.users.values())[-1]["role"] == "dealer"
    _brings_a_car_in(story)
    _pays_for_a_report(story, wiring, server)


def _signs_in(story: Story) -> None:
    """Refused, answered by somebody else, and at last as a dealer who is new there."""
    hands, browser = story.hands, story.browser
    story.at_google("dealer", "Cancel")
    story.waits_for("Google was not allowed")
    hands.click("Continue with Google")
    asked = dict(parse_qsl(urlsplit(story.page()).query))
    browser.open(f"{asked['redirect_uri']}?code={'x' * 32}&state=of-somebody-else", "You can close this page")
    story.waits_for("an answer to another sign-in; it was not used")
    story.at_google("dealer", "Register somebody new")
    story.waits_for("Synced")
    story.waits_for("8 cars")
    assert hands.sees("Nia New")


def test_an_owner_registers_and_brings_a_car_in(story: Story, server: RunningSandbox) -> None:
    hands = story.hands
    hands.click("Register me as a private owner")
    story.at_google("owner", "Register somebody new")
    story.waits_for("Your fleet is empty")
    assert list(server.world.doors.users.values())[-1]["role"] == "owner"
    assert hands.sees("Reports")
    assert not hands.sees("Invites")
    hands.click("Connect a car")
    story.goes("This page stands for Smartcar's")
    story.browser.press("Allow", "The car is connected")
    story.waits_for("1 car")
    hands.click("Settings")
    settings = hands.window.findChild(SettingsScreen)
    assert settings is not None
    sections = [settings.sections.item(row) for row in range(settings.sections.count())]
    assert [one.text() for one in sections if one.isHidden()] == ["Dealership"]
    assert settings.sections.currentItem().text() == "Letterhead"
    for row in range(1, settings.sections.count()):
        settings.sections.setCurrentRow(row)
        assert not _for_dealers(hands)
    for title in ("Fleet", "Reports", "Verify", "Charging", "Connections", "Billing", "Activity"):
        hands.click(title)
        story.waits_for(title)
        assert not _for_dealers(hands), title


def _for_dealers(hands: Hands) -> list[str]:
    """Words of the window, also of empty fields and of the columns one can choose, that mean nothing to an owner."""
    fields = [one.placeholderText() for one in hands.window.findChildren(QLineEdit) if one.isVisible()]
    menus = [action.text() for one in hands.window.findChildren(FleetHeader) for action in columns_menu(one).actions()]
    said = " | ".join((hands.words(), *fields, *menus)).split(" | ")
    return [words for words in said if re.search(r"dealer|seller|invite", words, re.IGNORECASE)]


def _brings_a_car_in(story: Story) -> None:
    """The owner does not agree; the next one does, and the car is in the list by itself."""
    story.hands.click("Connect a car")
    story.goes("This page stands for Smartcar's")
    story.browser.press("Do not allow", "Nothing was connected")
    story.hands.click("Stop waiting")
    story.hands.click("Connect a car")
    story.goes("This page stands for Smartcar's")
    story.browser.press("Allow", "The car is connected")
    story.waits_for("9 cars")


def _pays_for_a_report(story: Story, wiring: Wiring, server: RunningSandbox) -> None:
    """402, the server's own page, cancelled there; another page, paid; the same operation goes on: one charge."""
    hands, browser, world = story.hands, story.browser, server.world
    car = next(
        one
        for one in world.cars.values()
        if world.latest_report(one.id) is None and all(requirement["met"] for requirement in world.requirements(one))
    )
    hands.type(car.vin)  # a barcode scanner is a fast keyboard
    hands.press(Qt.Key.Key_Return)
    story.waits_for("State of health, estimated by this desk")
    hands.click("Issue report")
    story.waits_for("You have 0")
    hands.press(Qt.Key.Key_Space)  # the answer "yes" has the cursor
    story.waits_for("Buy credits")
    (parked,) = operations(wiring.desk())
    assert parked.state is OperationState.NEEDS_PAYMENT
    charges, issued = len(world.till.books.charges), len(world.reports)

    hands.click("Buy credits")
    given = story.page()
    assert given == parked.checkout_url
    browser.open(given, "for 10 report credits; 0 credits are left")
    browser.press("Cancel", "Nothing was paid")
    story.waits_for("Pay in your browser")
    hands.click("Stop waiting")
    hands.click("Pay for what waits")
    story.goes("for 10 report credits; 0 credits are left")
    browser.press("Pay with the test card", "10 credits are there now")

    story.waits_for("1 report went on")
    report = world.latest_report(car.id)
    assert report is not None
    assert world.replays == {parked.op_id: report["id"]}
    assert len(world.till.books.charges) == charges + 1
    assert (world.credits_balance, len(world.reports)) == (9, issued + 1)
    (done,) = operations(wiring.desk())
    assert (done.op_id, done.state, done.result_ref) == (parked.op_id, OperationState.DONE, report["id"])
    hands.click("Reports")
    story.waits_for(f"{issued + 1} reports")
