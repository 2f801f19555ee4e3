"""The charge curves with their switches and the figures buyers ask for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.ui.plots.charge_curve import ChargeCurvePlot, Colouring
from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.screens.vehicle.plot_tab import PlotActions
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.choice import CheckBox, Choice
from celliq_desktop.ui.widgets.facts_grid import FactsGrid
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.vehicle.states import CurvesState
from celliq_desktop.viewmodels.words import N_, _

_LEGENDS = {
    Colouring.KIND: "",
    Colouring.TEMPERATURE: N_("Blue: 0 °C or colder. Orange: 35 °C or warmer. Grey: temperature not known."),
    Colouring.AGE: N_("Grey: the oldest charge. Green: the newest."),
}


class CurvesTab(QWidget):
    """Power against SoC."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = ChargeCurvePlot(colours)
        self.plot_actions = PlotActions(self.plot)
        self.facts = FactsGrid(4)
        self.colouring = Choice(_("Colour the curves by"))
        for colouring in Colouring:
            self.colouring.addItem(_(colouring.value), colouring)
        self.kinds = {
            kind: CheckBox(kind.value.upper(), _("Show {upper} charges").format(upper=kind.value.upper()))
            for kind in (CurrentKind.AC, CurrentKind.DC)
        }
        for box in self.kinds.values():
            box.setChecked(True)
            box.toggled.connect(self._filter)
        self.colouring.currentIndexChanged.connect(self._colour)
        self.compared = CheckBox(_("Same model"), _("Show the other cars of this model"))
        self.compared.setChecked(True)
        self.compared.toggled.connect(self.plot.set_compared)
        self.others = label(Role.SECONDARY, wrap=True)
        self._legend = label(Role.SECONDARY, wrap=True)
        self._legend.hide()
        self._arrange()

    def show_curves(self, curves: CurvesState) -> None:
        """Draw new curves; kinds the car never used are greyed."""
        present = {line.kind for line in curves.lines}
        for kind, box in self.kinds.items():
            box.setEnabled(kind in present)
            box.setToolTip(
                plain_tip("" if kind in present else _("No {upper} charge yet").format(upper=kind.value.upper()))
            )
        self.compared.setEnabled(bool(curves.model))
        self.compared.setVisible(bool(curves.model_words))
        self.others.setText(curves.model_words)
        self.others.setVisible(bool(curves.model_words))
        self.facts.show_facts(curves.facts)
        self.plot.show_curves(curves)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons alone where it is narrow."""
        super().resizeEvent(event)
        self.plot_actions.fit(event.size().width())

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap3)
        bar.addWidget(label(Role.SECONDARY, _("Colour by")))
        bar.addWidget(self.colouring)
        for box in self.kinds.values():
            bar.addWidget(box)
        bar.addStretch(1)
        bar.addWidget(self.plot_actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SIZES.gap3, 0, 0)
        column.setSpacing(SIZES.gap3)
        column.addLayout(bar)
        column.addWidget(self._legend)
        beside = QHBoxLayout()
        beside.setSpacing(SIZES.gap3)
        beside.addWidget(self.compared, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.others, 1)
        column.addLayout(beside)
        column.addWidget(self.plot, 1)
        column.addWidget(self.facts)

    def _colour(self) -> None:
        chosen: Colouring = self.colouring.currentData()
        self.plot.set_colouring(chosen)
        self._legend.setText(_(_LEGENDS[chosen]))
        self._legend.setVisible(bool(_LEGENDS[chosen]))

    def _filter(self) -> None:
        chosen = {kind for kind, box in self.kinds.items() if box.isChecked()}
        self.plot.set_kinds(frozenset(chosen | {CurrentKind.UNKNOWN}))
