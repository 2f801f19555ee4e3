"""Labelled values side by side: caption, value, source."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.states import Fact


class FactsGrid(QWidget):
    """Shows facts in ``columns`` columns; labels are reused, so that nothing flickers on reload."""

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SIZES.gap6)
        self._grid.setVerticalSpacing(SIZES.gap_half)
        self._cells: list[tuple[QLabel, QLabel, QLabel]] = []
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Replace the facts."""
        while len(self._cells) < len(facts):
            self._add_cell()
        for at, cell in enumerate(self._cells):
            fact = facts[at] if at < len(facts) else None
            texts = (fact.label, fact.value, fact.detail) if fact else ("", "", "")
            for part, text in zip(cell, texts, strict=True):
                part.setText(text)
                part.setVisible(fact is not None)

    def _add_cell(self) -> None:
        row, column = divmod(len(self._cells), self._columns)
        cell = (label(Role.CAPTION), label(Role.STRONG), label(Role.SECONDARY))
        for line, part in enumerate(cell):
            self._grid.addWidget(part, row * 4 + line, column)
        self._grid.setRowMinimumHeight(row * 4 + 3, SIZES.gap2)
        self._cells.append(cell)
