"""Says once that a newer program is there, whatever screen is open."""

from collections.abc import Callable

from celliq_desktop.ui.screens.screen import Toasts
from celliq_desktop.viewmodels.updates import UpdatesState
from celliq_desktop.viewmodels.words import _


class UpdateNotice:
    """``open_it`` leads to where the update can be fetched."""

    def __init__(self, toasts: Toasts, open_it: Callable[[], None]) -> None:
        self._toasts = toasts
        self._open_it = open_it
        self._said = ""

    def show_state(self, state: UpdatesState) -> None:
        """A new state of the updates."""
        if state.noticed and state.noticed != self._said:
            self._toasts.say(state.noticed, tone="info", action=_("Show"), open_it=self._open_it)
        self._said = state.noticed
