"""Where jobs tell what they changed, and screens hear it."""

from collections.abc import Callable

from celliq_desktop.domain.changes import Changes


class Hub:
    """Publish and subscribe; lives on the dispatcher's thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Changes], None]] = []

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Hear every change; the returned function ends it."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def publish(self, changes: Changes) -> None:
        """Tell everybody; nothing changed means nobody is told."""
        if changes:
            for listener in tuple(self._listeners):
                listener(changes)
