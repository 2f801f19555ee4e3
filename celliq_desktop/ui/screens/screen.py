"""What a screen is to the window: a widget with a few hooks, made by a factory listed in ``registry.SCREENS``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.speech import Speech
from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.switch import ThemeSwitch
from celliq_desktop.ui.theme.tokens import Theme

if TYPE_CHECKING:
    from celliq_desktop.domain.ids import VehicleId
    from celliq_desktop.viewmodels.formats import Formats
    from celliq_desktop.viewmodels.session_models import SessionModels
    from celliq_desktop.viewmodels.workbench import Workbench


PAY_NOW = "pay"
"""What Billing is opened with when something waits for credits: the payment page opens at once."""


class Navigator(Protocol):
    """How a screen leads elsewhere."""

    def open_screen(self, key: str, argument: str = "") -> None:
        """Bring the screen with this key to the front; ``argument`` is its business (an id)."""
        ...

    def open_vehicle(self, vehicle_id: VehicleId) -> None:
        """Open this car."""
        ...

    def back(self) -> None:
        """Return to the screen before."""
        ...


class Toasts(Protocol):
    """Short notes in the corner; one with ``open_it`` can be opened."""

    def say(
        self, words: str, *, tone: str = "good", action: str = "", open_it: Callable[[], None] | None = None
    ) -> None:
        """Show ``words``; ``tone`` is good, fair, poor or info."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenContext:
    """What a screen is made from. ``models`` are the view-models all screens of a session share (fleet, sync)."""

    bench: Workbench
    models: SessionModels
    formats: Formats
    theme: ThemeSwitch
    navigator: Navigator
    toasts: Toasts
    preferences: Preferences
    speech: Speech


class Screen(QWidget):
    """A screen. Every hook may be left as it is."""

    def enter(self, argument: str) -> None:
        """Came to the front; ``argument`` is what ``open_screen`` was given."""

    def take_theme(self, theme: Theme) -> None:
        """The theme changed: plots and icons take it over. Called once after the screen was made, too."""

    def focus_filter(self) -> None:
        """Ctrl+F."""

    def print_it(self) -> None:
        """Ctrl+P."""

    def show_to_buyer(self) -> None:
        """F11: hide what only the dealer should see, or show it again."""

    def escape(self) -> bool:
        """Esc: close or clear something; False when there was nothing, then the window goes back."""
        return False

    def release(self) -> None:
        """The session ends: let go of view-models; nothing is called afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSpec:
    """One entry of ``SCREENS``. ``under`` names the rail entry that is lit while this screen has none of its own;
    ``for_dealers``: an owner of private cars has no use for it and no right to it."""

    key: str
    title: str
    icon: Glyph
    make: Callable[[ScreenContext], Screen]
    in_rail: bool = True
    under: str = ""
    for_dealers: bool = False
