"""Help and About in the window."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from celliq_desktop.domain.licences import Library
from celliq_desktop.domain.updates import Offer, Package
from celliq_desktop.ui.screens.help import HelpScreen
from celliq_desktop.ui.screens.settings.screen import SettingsScreen
from celliq_desktop.viewmodels.help.pages import help_pages
from celliq_desktop.viewmodels.updates import ProgramVerbs
from tests.gui.conftest import Open
from tests.support.session_models import FakeDealership
from tests.support.window import Opened

_LIBRARY = Library(name="Qt", version="6.11", licence="LGPL-3.0-only", text="GNU LESSER GENERAL PUBLIC LICENSE")
_PACKAGE = Package(target="x", name="a.deb", url="https://e.eu/a.deb", size=1, sha256="0" * 64)


def _help(one: Opened) -> HelpScreen:
    assert one.window.desk is not None
    screen = one.window.desk.screen
    assert isinstance(screen, HelpScreen)
    return screen


def test_f1_opens_the_guide_and_its_pages_are_turned_by_keys(desk: Opened) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    screen = _help(desk)
    assert [screen.contents.item(row).text() for row in range(screen.contents.count())] == [
        page.title for page in help_pages()
    ]
    assert "Find a car and read its verdict" in screen.words
    QTest.keyClick(screen.contents, Qt.Key.Key_Down)
    assert screen.title.text().startswith("Selling")
    assert "Let the buyer check it" in screen.words
    assert "Find a car" not in screen.words, "the page before is gone"


def test_searching_leaves_the_pages_that_hold_the_words(desk: Opened) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    screen = _help(desk)
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(screen.search, "policy file")
    assert screen.contents.count() == 1
    assert screen.title.text() == "For administrators"
    QTest.keyClicks(screen.search, " unicorn")
    assert screen.nothing.isVisible()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    assert screen.contents.count() == len(help_pages())
    assert not screen.nothing.isVisible()


def test_about_shows_version_policy_updates_and_licences(opened: Open) -> None:
    offers = [Offer(version="0.2.0", notes="Faster.", package=_PACKAGE)]
    program = ProgramVerbs(
        version="0.1.0",
        locked=(("CellIQ server", "https://celliq.group.example/api"),),
        libraries=lambda: (_LIBRARY,),
        look=lambda: offers[0],
    )
    one = opened(FakeDealership(program=program))
    one.window.entry.explore()
    one.window.account.about.trigger()
    assert one.window.desk is not None
    screen = one.window.desk.screen
    assert isinstance(screen, SettingsScreen)
    assert screen.sections.currentItem().text() == "About"
    about = screen.about
    shown = [widget.text() for widget in about.findChildren(type(about.words)) if widget.isVisible()]
    assert "CellIQ Desktop 0.1.0" in shown
    assert "https://celliq.group.example/api" in shown
    about.table.selectRow(0)
    assert about.text.toPlainText() == _LIBRARY.text
    assert not about.fetch.isVisible()
    QTest.mouseClick(about.look, Qt.MouseButton.LeftButton)
    assert about.fetch.isVisible()
    assert about.notes.text() == "Faster."
    assert one.window.toasts.words[-1] == "Version 0.2.0 of CellIQ Desktop is there."


def test_a_switched_off_update_shows_the_reason_and_no_button(opened: Open) -> None:
    program = replace(ProgramVerbs(version="0.1.0"), off="Updates are switched off by your administrator.")
    one = opened(FakeDealership(program=program))
    one.window.entry.explore()
    one.window.account.about.trigger()
    assert one.window.desk is not None
    screen = one.window.desk.screen
    assert isinstance(screen, SettingsScreen)
    assert screen.about.words.text() == "Updates are switched off by your administrator."
    assert not screen.about.look.isVisible()
