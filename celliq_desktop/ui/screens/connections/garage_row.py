"""What may be changed at ev.energy about the car that is looked at: its size or its limit, and whether it stays."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.screens.screen import Toasts
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.banner import Banner
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.choice import Amount
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.connections.garage import GarageState, GarageViewModel
from celliq_desktop.viewmodels.connections.states import RemoteLine
from celliq_desktop.viewmodels.words import _

_KWH = (1, 300)
_LIMIT = (50, 100)
"""specs/ev-energy.yaml, and the seed's prose for the limit."""


class GarageRow(QWidget):
    """Draws a ``GarageViewModel`` for one car; ``release`` it when the session ends."""

    def __init__(self, model: GarageViewModel, toasts: Toasts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._toasts = model, toasts
        self._line: RemoteLine | None = None
        self.problem = ProblemBanner()
        self.caption = label(Role.BODY)
        self.amount = Amount(_("Amount"), *_LIMIT)
        self.save = button(_("Save"), name=_("Save at ev.energy"))
        self.remove = button(_("Remove from ev.energy"), "quiet")
        self.sure = Banner(closable=False)
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        for one in (self.caption, self.amount, self.save):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap2)
        column.addWidget(self.problem)
        column.addWidget(self.sure)
        column.addLayout(row)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._ask)
        self.sure.pressed.connect(self._remove)
        self.sure.declined.connect(self.sure.hide)
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()

    def show_car(self, line: RemoteLine | None) -> None:
        """This car, or none."""
        self.setVisible(line is not None and line.there)
        if line == self._line:
            return
        self._line = line
        self.sure.hide()
        if line is None:
            return
        name, unit, limits = (_("Battery size"), "kWh", _KWH) if line.by_hand else (_("Charge limit"), "%", _LIMIT)
        self.caption.setText(name)
        self.amount.setAccessibleName(_("{what} of {car}").format(what=name, car=line.title))
        self.amount.setSuffix(f" {unit}")
        self.amount.setRange(*limits)
        known = line.battery_kwh if line.by_hand else line.limit_percent
        self.amount.setValue(limits[1] if known is None else round(known))

    def _show(self, state: GarageState) -> None:
        self.problem.show_problem(state.problem)
        for one in (self.save, self.remove):
            one.setEnabled(not state.busy)
        if state.told:
            self._toasts.say(state.told)

    def _save(self) -> None:
        if self._line is None:
            return
        if self._line.by_hand:
            self._model.set_battery(self._line.remote_id, float(self.amount.value()))
        else:
            self._model.set_limit(self._line.remote_id, self.amount.value())

    def _ask(self) -> None:
        if self._line is None:
            return
        detail = _("Its connection ends there. What is mirrored of it stays, and it can be brought in again.")
        self.sure.say(
            "fair",
            _("Remove {title} from ev.energy?").format(title=self._line.title),
            detail,
            _("Remove"),
            _("Keep it"),
        )
        self.sure.take_keyboard()

    def _remove(self) -> None:
        self.sure.hide()
        if self._line is not None:
            self._model.remove(self._line.remote_id)
