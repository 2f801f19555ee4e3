"""Rows of jobs and queued changes in a card."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from celliq_desktop.ui.widgets.activity_row import ActivityRow
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.viewmodels.activity_lines import ActivityLine


class ActivityRows(Card):
    """Hidden while there are no lines."""

    cancelled = Signal(str)
    retried = Signal(str)
    toggled = Signal(str)
    paid = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, title=title)
        self.body.setSpacing(0)
        self._rows: dict[str, ActivityRow] = {}
        self._order: list[str] = []

    @property
    def rows(self) -> tuple[ActivityRow, ...]:
        """Its rows from top to bottom."""
        return tuple(self._rows[key] for key in self._order)

    def show_lines(self, lines: Sequence[ActivityLine], opened: Mapping[str, tuple[str, ...]]) -> None:
        """Keep rows whose line is still there, add and remove the others."""
        wanted = [line.key for line in lines]
        for key in [key for key in self._rows if key not in wanted]:
            self._drop(self._rows.pop(key))
        for at, line in enumerate(lines):
            row = self._rows.get(line.key) or self._add(line.key)
            row.show_line(line)
            row.show_opened(opened.get(line.key))
            place = at + 1
            if self.body.indexOf(row) != place:
                self.body.removeWidget(row)
                self.body.insertWidget(place, row)
        self._order = wanted
        self.setVisible(bool(lines))

    def _add(self, key: str) -> ActivityRow:
        row = self._rows[key] = ActivityRow()
        row.cancelled.connect(self.cancelled)
        row.retried.connect(self.retried)
        row.toggled.connect(self.toggled)
        row.paid.connect(self.paid)
        return row

    def _drop(self, row: ActivityRow) -> None:
        self.body.removeWidget(row)
        row.hide()
        row.deleteLater()
