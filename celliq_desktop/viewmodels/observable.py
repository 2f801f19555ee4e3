"""What every view-model is: an immutable state that is replaced, and listeners that are told."""

from collections.abc import Callable
from typing import Generic, TypeVar

State = TypeVar("State")


class Observable(Generic[State]):
    """Holds one frozen state; lives on the dispatcher's thread."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._listeners: list[Callable[[State], None]] = []

    @property
    def state(self) -> State:
        """What the screen shows now."""
        return self._state

    def subscribe(self, listener: Callable[[State], None]) -> Callable[[], None]:
        """Call ``listener`` with every new state, and once with the present one; the returned function ends it."""
        self._listeners.append(listener)
        listener(self._state)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def replace(self, state: State) -> None:
        """Take a new state and tell the listeners; an equal state tells nobody."""
        if state is self._state:
            return
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)
