"""Binding a widget to observables: told of every state while it lives, and no longer."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from celliq_desktop.viewmodels.observable import Observable

State = TypeVar("State")


class Bindings(QObject):
    """Subscriptions that end with ``release`` (or when their owner is destroyed)."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._ends: list[Callable[[], None]] = []
        owner.destroyed.connect(self.release)

    def bind(self, observable: Observable[State], show: Callable[[State], None]) -> None:
        """Call ``show`` now and with every new state."""
        self.keep(observable.subscribe(show))

    def keep(self, end: Callable[[], None]) -> None:
        """Call ``end`` on release."""
        self._ends.append(end)

    def release(self) -> None:
        """End every subscription; harmless twice."""
        ends, self._ends = self._ends, []
        for end in ends:
            end()
