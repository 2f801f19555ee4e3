"""Named points at which tests end the program, to see what a person finds when it starts again
(research/reliability.md 4.12). In production nobody listens, and ``crashpoint`` is one look at an empty list."""

from collections.abc import Callable

Listener = Callable[[str], None]
_listeners: list[Listener] = []


def crashpoint(name: str) -> None:
    """The program is at ``name``: between two steps that must not depend on both being taken."""
    for listener in _listeners:
        listener(name)


def listen(listener: Listener | None) -> None:
    """Let ``listener``, and nobody else, hear every point reached from now on; None: nobody."""
    _listeners[:] = [] if listener is None else [listener]
