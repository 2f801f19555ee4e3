"""The charge curves with their switches and the three figures buyers ask for."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from celliq_desktop.domain.sessions import CurrentKind
from celliq_desktop.ui.plots.charge_curve import ChargeCurvePlot, Colouring
from celliq_desktop.ui.plots.colours import PlotColours
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.facts_grid import FactsGrid
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.states import CurvesState


class CurvesTab(QWidget):
    """Power against SoC."""

    def __init__(self, colours: PlotColours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = ChargeCurvePlot(colours)
        self._facts = FactsGrid(3)
        self._colouring = Choice("Colour the curves by")
        for colouring in Colouring:
            self._colouring.addItem(colouring.value, colouring)
        self._kinds = {kind: QCheckBox(kind.value.upper()) for kind in (CurrentKind.AC, CurrentKind.DC)}
        for box in self._kinds.values():
            box.setChecked(True)
            box.toggled.connect(self._filter)
        self._colouring.currentIndexChanged.connect(lambda _at: self.plot.set_colouring(self._colouring.currentData()))
        copy_picture, copy_data, reset = (button(text, "quiet") for text in ("Copy image", "Copy data", "Whole curve"))
        copy_picture.clicked.connect(self.plot.copy_image)
        copy_data.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.plot.csv()))
        reset.clicked.connect(self.plot.reset)
        bar = QHBoxLayout()
        bar.addWidget(label(Role.SECONDARY, "Colour by"))
        bar.addWidget(self._colouring)
        for box in self._kinds.values():
            bar.addWidget(box)
        bar.addStretch(1)
        for action in (reset, copy_picture, copy_data):
            bar.addWidget(action)
        column = QVBoxLayout(self)
        column.addLayout(bar)
        column.addWidget(self.plot, 1)
        column.addWidget(self._facts)

    def show_curves(self, curves: CurvesState) -> None:
        """Draw new curves; kinds the car never used are greyed."""
        present = {line.kind for line in curves.lines}
        for kind, box in self._kinds.items():
            box.setEnabled(kind in present)
        self._facts.show_facts(curves.facts)
        self.plot.show_curves(curves)

    def _filter(self) -> None:
        chosen = {kind for kind, box in self._kinds.items() if box.isChecked()}
        self.plot.set_kinds(frozenset(chosen | {CurrentKind.UNKNOWN}))
