"""An open desk in the window: makes screens when they are first wanted, leads from one to another, and takes all of it
down again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.chrome.frame import Frame
from celliq_desktop.ui.chrome.toast_stack import ToastStack
from celliq_desktop.ui.chrome.update_notice import UpdateNotice
from celliq_desktop.ui.preferences import Preferences
from celliq_desktop.ui.screens.registry import SCREENS
from celliq_desktop.ui.screens.screen import PAY_NOW, Screen, ScreenContext
from celliq_desktop.ui.speech import Speech
from celliq_desktop.ui.theme.switch import ThemeSwitch
from celliq_desktop.ui.theme.tokens import Theme
from celliq_desktop.viewmodels.words import _

if TYPE_CHECKING:
    from celliq_desktop.domain.ids import VehicleId
    from celliq_desktop.viewmodels.car_changes import CarChangesState, Told
    from celliq_desktop.viewmodels.credits_watch import CreditsState
    from celliq_desktop.viewmodels.formats import Formats
    from celliq_desktop.viewmodels.session_models import SessionModels
    from celliq_desktop.viewmodels.sync import SyncState
    from celliq_desktop.viewmodels.workbench import Workbench

_HOME = "fleet"
_LAST = "window/screen"


class DeskView(QObject):
    """One a session; implements ``screens.screen.Navigator``."""

    def __init__(
        self,
        bench: Workbench,
        models: SessionModels,
        formats: Formats,
        *,
        frame: Frame,
        toasts: ToastStack,
        theme: ThemeSwitch,
        preferences: Preferences,
        speech: Speech,
    ) -> None:
        super().__init__(frame)
        self.models = models
        self._frame = frame
        self._toasts = toasts
        self._context = ScreenContext(
            bench=bench,
            models=models,
            formats=formats,
            theme=theme,
            navigator=self,
            toasts=toasts,
            preferences=preferences,
            speech=speech,
        )
        self.rail = tuple(spec for spec in SCREENS if spec.in_rail and not (spec.for_dealers and models.owner))
        self._specs = {spec.key: spec for spec in SCREENS if spec in self.rail or not spec.in_rail}
        self._screens: dict[str, Screen] = {}
        self._history: list[tuple[str, str]] = []
        self._told = ""
        self._told_cars: Told | None = None
        self._bindings = Bindings(self)
        self._bindings.bind(models.sync, self._show_sync)
        self._bindings.bind(
            models.activity, lambda state: frame.rail.show_waiting("activity", state.calls, state.waits)
        )
        self._bindings.bind(models.cars, self._tell_cars)
        self._bindings.bind(models.credits, self._tell_credits)
        notice = UpdateNotice(toasts, lambda: self.open_screen("settings", _("About")))
        self._bindings.bind(models.updates, notice.show_state)
        theme.changed.connect(self._take_theme)
        frame.open_desk(models.account, self.rail, sample=models.sample)
        self.open_screen(self._remembered(preferences.text(_LAST)))
        models.load()

    @property
    def current(self) -> str:
        """Key of the screen in front."""
        return self._history[-1][0]

    @property
    def screen(self) -> Screen:
        """The screen in front."""
        return self._screens[self.current]

    def open_screen(self, key: str, argument: str = "") -> None:
        """Bring a screen to the front; unknown keys lead home."""
        wanted = key if key in self._specs else _HOME
        kept = "" if argument == PAY_NOW else argument  # who comes back to it has not asked to pay again
        if not self._history or self._history[-1] != (wanted, kept):
            self._history.append((wanted, kept))
        self._enter(wanted, argument)

    def open_vehicle(self, vehicle_id: VehicleId) -> None:
        """Open a car; its charges are read first by the next sync."""
        self.models.sync.look_at(vehicle_id)
        self.open_screen("vehicle", vehicle_id)

    def open_vin(self, vin: str) -> None:
        """Open the car with this VIN, or say that it is not here."""
        row = self.models.fleet.index.with_vin(vin)
        if row is not None:
            self.open_vehicle(row.id)
            return
        self._toasts.say(
            _("No car with VIN {vin} in this fleet.").format(vin=vin),
            tone="fair",
            action=_("Sync"),
            open_it=self.models.sync.start,
        )

    def back(self) -> None:
        """The screen before; at the end of the way back, home."""
        if len(self._history) > 1:
            self._history.pop()
        elif self.current != _HOME:
            self._history = [(_HOME, "")]
        self._enter(*self._history[-1])

    def escape(self) -> None:
        """Esc: the screen's own business first, then one step back."""
        if not self.screen.escape() and len(self._history) > 1:
            self.back()

    def close(self) -> None:
        """Let go of everything; the desk may be closed afterwards."""
        self._context.preferences.put(_LAST, self.current)
        self._context.theme.changed.disconnect(self._take_theme)
        self._bindings.release()
        self._frame.close_desk()
        for screen in self._screens.values():
            screen.release()
            self._frame.stack.removeWidget(screen)
            screen.deleteLater()
        self._screens.clear()
        self.models.close()
        self._toasts.clear()
        self.deleteLater()

    def _remembered(self, key: str) -> str:
        spec = self._specs.get(key)
        return key if spec is not None and spec.in_rail else _HOME

    def _enter(self, key: str, argument: str) -> None:
        screen = self._screens.get(key)
        if screen is None:
            make: Callable[[ScreenContext], Screen] = self._specs[key].make
            screen = self._screens[key] = make(self._context)
            self._frame.stack.addWidget(screen)
            screen.take_theme(self._context.theme.theme)
        self._frame.stack.setCurrentWidget(screen)
        self._frame.rail.show_current(key)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)  # the way round with Tab begins here, nothing is ringed yet
        screen.enter(argument)

    def _show_sync(self, state: SyncState) -> None:
        self._frame.header.pill.show_state(state)
        self._frame.sync.show_state(state)
        if state.told and state.told != self._told:
            self._toasts.say(
                _("Synced: {told}").format(told=state.told),
                tone="info",
                action=_("Activity"),
                open_it=lambda: self.open_screen("activity"),
            )
        self._told = state.told

    def _tell_cars(self, state: CarChangesState) -> None:
        told, self._told_cars = self._told_cars, state.told
        if state.told is not None and state.told is not told:
            self._toasts.say(
                state.told.words,
                tone=state.told.tone,
                action=_("Activity"),
                open_it=lambda: self.open_screen("activity"),
            )

    def _tell_credits(self, state: CreditsState) -> None:
        if state.told:
            self._toasts.say(state.told, action=_("Reports"), open_it=lambda: self.open_screen("reports"))

    def _take_theme(self, theme: Theme) -> None:
        for screen in self._screens.values():
            screen.take_theme(theme)
