"""A car that cannot be connected, added at ev.energy: from its catalogue, or in words where that lacks it."""

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from celliq_desktop.domain.remote_vehicles import ByHand
from celliq_desktop.ui.bridge.bind import Bindings
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Amount, Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.problem_banner import ProblemBanner
from celliq_desktop.viewmodels.connections.catalogue import CatalogueState, CatalogueViewModel, Named
from celliq_desktop.viewmodels.words import N_, _

_LARGEST_KWH = 300
"""specs/ev-energy.yaml: battery_size_watt_hours."""
_OTHER = "+"
"""The data of the entry that asks for a name; no id looks like it."""
_NOTHING = {"make": N_("Choose a make"), "model": N_("Choose a model"), "trim": N_("No trim")}
"""What stands before the entries while nothing is chosen."""


class ByHandCard(Card):
    """Draws a ``CatalogueViewModel``; ``release`` it when the session ends."""

    def __init__(self, model: CatalogueViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, title=_("Add a car that cannot be connected"))
        self._model = model
        self._state = CatalogueState()
        self.problem = ProblemBanner()
        self.problem.closed.connect(model.forget_problem)
        self.make = Choice(_("Make"))
        self.model = Choice(_("Model"))
        self.new_model = _line(_("Name of a model that is not listed"))
        self.trim = Choice(_("Trim"))
        self.new_trim = _line(_("Name of a trim that is not listed"))
        self.battery = Amount(_("Battery size in kWh"), 0, _LARGEST_KWH)
        self.battery.setSuffix(" kWh")
        self.battery.setSpecialValueText(_("not known"))
        self.description = _line(_("What people call the car"))
        self.add = button(_("Add the car"), "primary")
        self.shut = button(_("Not now"), "quiet", name=_("Add no car"))
        self._arrange()
        self.make.activated.connect(lambda _at: model.choose_make(_chosen(self.make)))
        self.model.activated.connect(lambda _at: self._model_chosen())
        self.trim.activated.connect(lambda _at: self._trim_chosen())
        self.add.clicked.connect(self._add)
        self.shut.clicked.connect(model.close)
        for choice, kind in ((self.make, "make"), (self.model, "model"), (self.trim, "trim")):
            _fill(choice, (), kind)
        self.hide()
        self._bindings = Bindings(self)
        self._bindings.bind(model, self._show)

    def release(self) -> None:
        """Let go of the view-model."""
        self._bindings.release()

    def _show(self, state: CatalogueState) -> None:
        before, self._state = self._state, state
        self.setVisible(state.shown)
        self.problem.show_problem(state.problem)
        if state.makes is not before.makes:
            _fill(self.make, state.makes, "make")
        if state.models is not before.models:
            _fill(self.model, state.models, "model")
        if state.trims is not before.trims:
            _fill(self.trim, state.trims, "trim")
        if state.added != before.added:
            for line in (self.new_model, self.new_trim, self.description):
                line.clear()
            self.battery.setValue(0)
        self.add.setEnabled(not state.busy)
        self.add.setText(_("Asking ev.energy…") if state.busy else _("Add the car"))
        self._show_lines()

    def _show_lines(self) -> None:
        """A name is asked for only where nothing listed fits."""
        self.new_model.setVisible(self.model.currentData() == _OTHER)
        self.new_trim.setVisible(self.trim.currentData() == _OTHER)
        self.model.setEnabled(bool(_chosen(self.make)))
        self.trim.setEnabled(bool(_chosen(self.model)) or self.model.currentData() == _OTHER)

    def _model_chosen(self) -> None:
        self._model.choose_model(_chosen(self.model))
        self._show_lines()

    def _trim_chosen(self) -> None:
        known = next((one for one in self._state.trims if one.id == _chosen(self.trim)), None)
        if known is not None and known.battery_kwh:
            self.battery.setValue(round(known.battery_kwh))
        self._show_lines()

    def _add(self) -> None:
        self._model.add(
            ByHand(
                make_id=_chosen(self.make),
                model_id=_chosen(self.model),
                new_model=self.new_model.text().strip() if self.model.currentData() == _OTHER else "",
                trim_id=_chosen(self.trim),
                new_trim=self.new_trim.text().strip() if self.trim.currentData() == _OTHER else "",
                battery_kwh=float(self.battery.value()) or None,
                description=self.description.text().strip(),
            )
        )

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(SIZES.gap4)
        form.setVerticalSpacing(SIZES.gap2)
        for words, parts in (
            (_("Make"), (self.make,)),
            (_("Model"), (self.model, self.new_model)),
            (_("Trim"), (self.trim, self.new_trim)),
            (_("Battery size"), (self.battery,)),
            (_("Name"), (self.description,)),
        ):
            row = QHBoxLayout()
            row.setSpacing(SIZES.gap2)
            for part in parts:
                row.addWidget(part, int(part is not self.battery))
            if parts == (self.battery,):
                row.addStretch(1)
            form.addRow(label(Role.BODY, words), row)
        actions = QHBoxLayout()
        actions.setSpacing(SIZES.gap2)
        actions.addWidget(self.add)
        actions.addWidget(self.shut)
        actions.addStretch(1)
        self.body.addWidget(
            label(Role.SECONDARY, _("What is not listed goes to ev.energy for review; nobody else sees it."), wrap=True)
        )
        self.body.addWidget(self.problem)
        self.body.addLayout(form)
        self.body.addLayout(actions)


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(name)
    line.setAccessibleName(name)
    line.setMaxLength(100)
    return line


def _chosen(choice: Choice) -> str:
    """The id that is chosen; empty for none, and where a name is given instead."""
    return str(choice.currentData() or "").removeprefix(_OTHER)


def _fill(choice: Choice, entries: tuple[Named, ...], kind: str) -> None:
    choice.clear()
    choice.addItem(_(_NOTHING[kind]), "")
    for one in entries:
        choice.addItem(one.name, one.id)
    if kind != "make":
        choice.addItem(_("Another…"), _OTHER)
