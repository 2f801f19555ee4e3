"""The way of a charging log to the open car: dropped anywhere on its screen, or chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.ui.screens.screen import ScreenContext
from celliq_desktop.ui.screens.vehicle.log_card import LogCard
from celliq_desktop.ui.widgets.file_drops import FileDrops
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.log_import import LogImport, LogImportState
from celliq_desktop.viewmodels.words import N_, _

_LOGS = N_("Charging logs (*.csv *.tsv *.txt);;All files (*)")


class LogDrop(QWidget):
    """What hangs over ``screen`` is said; what falls is shown before it is kept. A buyer's view takes nothing."""

    def __init__(self, screen: QWidget, context: ScreenContext, car: Callable[[], VehicleId | None]) -> None:
        super().__init__()
        self._context = context
        self._buyer = False
        self.model = LogImport(context.bench, context.formats, car)
        self._has_car = car
        self.card = LogCard(self.model)
        self.hint = label(Role.STRONG, _("Drop the charging log to see what it holds; nothing is added yet."))
        self.hint.hide()
        self._drops = FileDrops(screen)
        self._drops.over.connect(self._over)
        self._drops.dropped.connect(self._dropped)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hint)
        column.addWidget(self.card)

    def choose(self) -> None:
        """Ask for a file."""
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a charging log of this car"), "", _(_LOGS))
        if name:
            self.model.look_at(Path(name))

    def show_import(self, state: LogImportState) -> None:
        """The card, and what is to be said once."""
        self.card.show_import(state)
        self.setVisible(state.preview is not None or not self.hint.isHidden())
        if state.told:
            self._context.toasts.say(state.told)

    def show_to_buyer(self, buyer: bool) -> None:
        """A buyer adds nothing."""
        self._buyer = buyer
        self.model.dismiss()

    def escape(self) -> bool:
        """Put a file away that was looked at; False when there is none."""
        there = self.model.state.preview is not None
        if there:
            self.model.dismiss()
        return there

    @property
    def _open(self) -> bool:
        return not self._buyer and self._has_car() is not None

    def _over(self, over: bool) -> None:
        self.hint.setVisible(over and self._open)
        self.setVisible(self.model.state.preview is not None or not self.hint.isHidden())

    def _dropped(self, paths: list[Path]) -> None:
        if self._open and paths:
            self.model.look_at(paths[0])
