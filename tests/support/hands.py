"""Hands and eyes for stories in the real window: things are found by the words a person reads."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

LONGEST_S = 60.0
_BREATH_MS = 20


class Hands:
    """One person at one window."""

    def __init__(self, window: QWidget, patience_s: float = LONGEST_S) -> None:
        self.window = window
        self._patience_s = patience_s

    def until(self, there: Callable[[], object], what: str) -> None:
        """Watch until ``there`` is true; fails with ``what`` was waited for and what is shown instead."""
        give_up = time.monotonic() + self._patience_s
        while not there() and time.monotonic() < give_up:
            breath = QEventLoop()  # a loop that never rests would keep the interpreter from the workers
            QTimer.singleShot(_BREATH_MS, breath.quit)
            breath.exec()
        assert there(), f"{what} did not happen; the window shows: {self.words()}"

    def sees(self, words: str) -> bool:
        """True when ``words`` are on the screen now."""
        return words in self.words()

    def words(self) -> str:
        """All text of labels and buttons that is visible, no-break spaces as plain ones."""
        labels = [one.text() for one in self.window.findChildren(QLabel) if one.isVisible()]
        buttons = [one.text() for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        texts = [*labels, *buttons]
        return " | ".join(texts).replace("\u202f", " ").replace("\u00a0", " ")

    def click(self, words: str) -> None:
        """Press the button that says ``words``, once it can be pressed."""
        self.until(lambda: self._button(words) is not None, f"a button “{words}” to press")
        button = self._button(words)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def can_press(self, words: str) -> bool:
        """True when the button that says ``words`` is there and enabled."""
        return self._button(words) is not None

    def type(self, words: str, into: QWidget | None = None) -> None:
        """Type as a keyboard does, into ``into`` or wherever the cursor is."""
        QTest.keyClicks(into or self._focus(), words)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key wherever the cursor is."""
        QTest.keyClick(self._focus(), key, modifier)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def _button(self, words: str) -> QAbstractButton | None:
        buttons = self.window.findChildren(QAbstractButton)
        ready = [one for one in buttons if one.isVisible() and one.isEnabled()]
        return next((one for one in ready if one.text() == words or one.accessibleName() == words), None)
