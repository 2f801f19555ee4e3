"""What the command palette offers beside cars: screens and actions, each with its words, its keys and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.viewmodels.palette import Entry, entries_for
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.ui.chrome.desk_view import DeskView


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the palette; ``hint`` is its shortcut."""

    key: str
    words: str
    do: Callable[[], None]
    hint: str = ""


class Commands:
    """Finds entries for the words typed, and runs the one that was chosen on the open desk."""

    def __init__(self, desk: DeskView, actions: tuple[Action, ...]) -> None:
        self._desk = desk
        self._actions = {f"action:{action.key}": action for action in actions}
        screens = (Entry(f"screen:{spec.key}", _(spec.title), f"Ctrl+{at}") for at, spec in enumerate(desk.rail, 1))
        self._entries = (*screens, *(Entry(key, one.words, one.hint) for key, one in self._actions.items()))

    def find(self, text: str) -> tuple[Entry, ...]:
        """Screens, actions and cars for ``text``; screens and actions for none."""
        return entries_for(text, self._entries, self._desk.models.fleet)

    def run(self, key: str) -> None:
        """Do what the entry with this key stands for."""
        kind, _colon, name = key.partition(":")
        if kind == "screen":
            self._desk.open_screen(name)
        elif kind == "vehicle":
            self._desk.open_vehicle(VehicleId(name))
        else:
            self._actions[key].do()
