"""A small form on the screen it is about: what a person knows of a car."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.vehicle.entries import FORMS, CarEntries, EntriesState, Entry, Told
from celliq_desktop.viewmodels.words import _


class EntryCard(Card):
    """Hidden until something is entered; Escape and "Not now" keep nothing. ``saved`` carries the fields' texts."""

    saved = Signal(object)
    dismissed = Signal()

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = FORMS[entry]
        self._entry = entry
        self.setAccessibleName(_(form.title))
        self.fields: dict[str, QLineEdit | Choice] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(SIZES.gap3)
        grid.setVerticalSpacing(SIZES.gap1)
        for column, field in enumerate(form.fields):
            made: QLineEdit | Choice
            if field.choices:
                made = Choice(_(field.caption))
                for choice in field.choices:
                    made.addItem(_(choice), choice)
            else:
                made = QLineEdit()
                made.setPlaceholderText(_(field.hint))
                made.setAccessibleName(_(field.caption))
                made.returnPressed.connect(self._save)
            self.fields[field.name] = made
            grid.addWidget(label(Role.CAPTION, _(field.caption)), 0, column)
            grid.addWidget(made, 1, column)
            grid.setColumnStretch(column, 1)
        self.problem = label(Role.WARNING, wrap=True)
        self.save = button(_("Save"), "primary")
        no = button(_("Not now"))
        self.save.clicked.connect(self._save)
        no.clicked.connect(self.dismissed)
        foot = QHBoxLayout()
        foot.setSpacing(SIZES.gap2)
        foot.addWidget(self.problem, 1)
        foot.addWidget(no)
        foot.addWidget(self.save)
        self.body.addWidget(label(Role.STRONG, _(form.title)))
        self.body.addWidget(label(Role.SECONDARY, _(form.detail), wrap=True))
        self.body.addLayout(grid)
        self.body.addLayout(foot)
        self.hide()

    def show_entries(self, state: EntriesState) -> None:
        """Open, say what is wrong, or go away and forget what was typed."""
        mine = state.entry is self._entry
        appearing = mine and self.isHidden()
        if not mine:
            for made in self.fields.values():
                if isinstance(made, QLineEdit):
                    made.clear()
        self.problem.setText(state.problem)
        self.save.setEnabled(not state.busy)
        self.setVisible(mine)
        if appearing:
            next(iter(self.fields.values())).setFocus()

    def _save(self) -> None:
        self.saved.emit(
            {
                name: made.text() if isinstance(made, QLineEdit) else str(made.currentData())
                for name, made in self.fields.items()
            }
        )


class EntryPanel(QWidget):
    """The forms of one car, and the note when something was kept."""

    def __init__(
        self, entries: CarEntries, say: Callable[[str, Callable[[], None] | None], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entries = entries
        self._say = say
        self._told: Told | None = None
        self.cards = {entry: EntryCard(entry) for entry in Entry}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for card in self.cards.values():
            column.addWidget(card)
            card.saved.connect(entries.save)
            card.dismissed.connect(entries.dismiss)

    def show_entries(self, state: EntriesState) -> None:
        """The form that is open; what was kept is said once, with the way back."""
        for card in self.cards.values():
            card.show_entries(state)
        self.setVisible(state.entry is not None)
        before, self._told = self._told, state.told
        if state.told is not None and state.told is not before:
            undo = state.told.undo
            self._say(state.told.words, None if undo is None else lambda: self._entries.undo(undo))

    def escape(self) -> bool:
        """Put an open form away; False when there is none."""
        there = self._entries.state.entry is not None
        self._entries.dismiss()
        return there
