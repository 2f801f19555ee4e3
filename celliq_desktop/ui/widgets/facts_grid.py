"""Labelled values side by side: caption, value, source."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from celliq_desktop.ui.theme.palette import theme_of
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.states import Fact

_CELL = 128
"""Pixels, at a text scale of 1, below which a fact gets a row of its own."""
_LINES = 4
"""Grid rows of a fact: caption, value, source, air."""


class FactsGrid(QWidget):
    """Shows facts in up to ``columns`` columns, fewer where it is narrow; labels are reused, so that nothing flickers
    on reload."""

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SIZES.gap4)
        self._grid.setVerticalSpacing(SIZES.gap_half)
        self._cells: list[tuple[QLabel, QLabel, QLabel]] = []

    @property
    def words(self) -> tuple[str, ...]:
        """Every fact that is shown, as one text each."""
        return tuple(
            " ".join(part.text() for part in cell if part.text()) for cell in self._cells if not cell[0].isHidden()
        )

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Replace the facts."""
        added = len(facts) > len(self._cells)
        while len(self._cells) < len(facts):
            self._cells.append(
                (label(Role.CAPTION, wrap=True), label(Role.STRONG, wrap=True), label(Role.SECONDARY, wrap=True))
            )
        if added:
            self._arrange()
        for at, cell in enumerate(self._cells):
            fact = facts[at] if at < len(facts) else None
            texts = (fact.label, fact.value, fact.detail) if fact else ("", "", "")
            for part, text in zip(cell, texts, strict=True):
                part.setText(text)
                part.setVisible(fact is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer columns where there is less room."""
        super().resizeEvent(event)
        fitting = max(1, min(self._most, event.size().width() // theme_of(self).px(_CELL)))
        if fitting != self._columns:
            self._columns = fitting
            self._arrange()

    def _arrange(self) -> None:
        for at, cell in enumerate(self._cells):
            row, column = divmod(at, self._columns)
            for line, part in enumerate(cell):
                self._grid.addWidget(part, row * _LINES + line, column, Qt.AlignmentFlag.AlignTop)
        rows = -(-len(self._cells) // self._columns)
        for row in range(len(self._cells)):
            self._grid.setRowMinimumHeight(row * _LINES + _LINES - 1, SIZES.gap2 if row < rows - 1 else 0)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
