"""Whoever was away reads what was said: the bell counts, lists and opens the notes of the session."""

from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from celliq_desktop.ui.widgets.toast import Toast
from tests.support.window import Opened


def _menu(desk: Opened) -> list[QAction]:
    menu = desk.window.notes.menu()
    menu.aboutToShow.emit()
    return menu.actions()


def test_notes_that_went_by_can_be_read_and_opened_later(desk: Opened) -> None:
    opened: list[str] = []
    for number in range(1, 6):
        desk.window.toasts.say(f"Note {number}", action="Open", open_it=partial(opened.append, f"{number}"))
    assert len(desk.window.toasts.words) == 3, "two have gone from the corner"
    assert desk.window.notes.accessibleName() == "Notes, 5 new"
    actions = _menu(desk)
    assert [action.text()[-6:] for action in actions] == [f"Note {number}" for number in (5, 4, 3, 2, 1)]
    actions[-1].trigger()
    assert opened == ["1"]
    assert desk.window.notes.accessibleName() == "Notes", "they were looked at"


def test_a_note_that_leads_nowhere_is_read_only_and_long_ones_are_whole_in_the_tip(desk: Opened) -> None:
    words = "Something that takes many words to say. " * 6
    desk.window.toasts.say(words, tone="poor")
    (action,) = _menu(desk)
    assert not action.isEnabled()
    assert action.toolTip() == words


def test_the_notes_of_one_session_are_not_the_next_ones(desk: Opened) -> None:
    desk.window.toasts.say("The report is issued.")
    desk.window.entry.sign_out()
    desk.window.entry.explore()
    (action,) = _menu(desk)
    assert action.text() == "Nothing was said in this session"


def test_a_note_that_stands_while_the_text_becomes_larger_keeps_its_words_in_sight(desk: Opened) -> None:
    desk.window.toasts.say(
        "The report is issued, and it is in force until the spring.", action="Open", open_it=lambda: None
    )
    before = desk.window.toasts.width()
    desk.window.account.enlarge(2.0)
    QApplication.processEvents()
    assert desk.window.toasts.width() == 2 * before
    (toast,) = desk.window.toasts.findChildren(Toast)
    assert toast.height() >= toast.heightForWidth(toast.width())
    assert desk.window.toasts.geometry().bottom() < desk.window.height()
