"""The dealer's details: edited, waiting to be sent, or in conflict with somebody else's change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from celliq_desktop.domain.dealers import FieldConflict
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.settings import CHOICES, FIELD_NAMES, NOT_OFFERED, SettingsState, SettingsViewModel
from celliq_desktop.viewmodels.words import _

_LONGEST = {"dealer_name": 120, "address": 300, "report_footer": 500}
"""celliq.yaml ``SettingsPatch``."""


class ConflictCard(Card):
    """Both values of every field that two people changed; nothing is sent before one of the buttons is pressed."""

    def __init__(self, model: SettingsViewModel) -> None:
        super().__init__(title=_("Changed elsewhere meanwhile"))
        self.words = label(Role.BODY, wrap=True)
        self.mine = button(_("Keep mine"))
        self.theirs = button(_("Take theirs"))
        self.mine.clicked.connect(lambda: model.settle(keep_mine=True))
        self.theirs.clicked.connect(lambda: model.settle(keep_mine=False))
        self.body.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap2)
        row.addWidget(self.mine)
        row.addWidget(self.theirs)
        row.addStretch(1)
        self.body.addLayout(row)
        self.hide()

    def show_conflicts(self, conflicts: tuple[FieldConflict, ...]) -> None:
        """Ask about these; none puts the card away."""
        self.words.setText("\n".join(_sentence(one) for one in conflicts))
        self.setVisible(bool(conflicts))


class DealerPanel(QWidget):
    """Draws the dealer's part of a ``SettingsState``."""

    def __init__(self, model: SettingsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._taken = 0
        self.absent = label(Role.SECONDARY, NOT_OFFERED, wrap=True)
        self.waiting = label(Role.WARNING, wrap=True)
        self.conflict = ConflictCard(model)
        self.card = Card(title=_("Dealership"))
        self.save = button(_("Save"), "primary")
        self.fields: dict[str, QLineEdit | Choice] = {name: self._field(name) for name in FIELD_NAMES}
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(SIZES.gap4)
        form.setVerticalSpacing(SIZES.gap2)
        for name, words in FIELD_NAMES.items():
            form.addRow(label(Role.BODY, _(words)), self.fields[name])
        self.card.body.addLayout(form)
        row = QHBoxLayout()
        row.addWidget(self.waiting, 1)
        row.addWidget(self.save)
        self.card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap3)
        for widget in (self.absent, self.conflict, self.card):
            column.addWidget(widget)
        column.addStretch(1)
        self.save.clicked.connect(self._save)

    def show_state(self, state: SettingsState) -> None:
        """Fill the fields when there is something new; what is being typed stays otherwise."""
        self.absent.setVisible(state.loaded and state.fields is None)
        self.card.setVisible(state.fields is not None)
        self.waiting.setText(state.waiting)
        self.conflict.show_conflicts(state.conflicts)
        for widget in (self.save, self.conflict.mine, self.conflict.theirs):
            widget.setEnabled(not state.working)
        if state.fields is not None and state.taken != self._taken:
            self._taken = state.taken
            for name, field in self.fields.items():
                _fill(field, state.fields.get(name))

    def _field(self, name: str) -> QLineEdit | Choice:
        if name in CHOICES:
            chosen = Choice(_(FIELD_NAMES[name]))
            for value, words in CHOICES[name].items():
                chosen.addItem(_(words), value)
            chosen.activated.connect(lambda _at: self._model.edited())
            return chosen
        line = QLineEdit()
        line.setAccessibleName(_(FIELD_NAMES[name]))
        line.setMaxLength(_LONGEST.get(name, 254))
        line.textEdited.connect(lambda _text: self._model.edited())
        line.returnPressed.connect(self._save)
        return line

    def _save(self) -> None:
        self._model.save({name: _value(widget) for name, widget in self.fields.items()})


def _fill(widget: QLineEdit | Choice, value: str | None) -> None:
    if isinstance(widget, QLineEdit):
        widget.setText(value or "")
        return
    if value is not None and widget.findData(value) < 0:
        widget.addItem(value, value)  # what a newer server knows is kept, not lost by saving another field
    widget.setCurrentIndex(widget.findData(value))


def _value(widget: QLineEdit | Choice) -> str | None:
    if isinstance(widget, QLineEdit):
        return widget.text().strip() or None
    return str(widget.currentData())


def _sentence(one: FieldConflict) -> str:
    words = CHOICES.get(one.field, {})
    yours, theirs = (_(words.get(value or "", value or "")) or _("nothing") for value in (one.yours, one.theirs))
    return _("{field}: yours is “{yours}”, theirs is “{theirs}”.").format(
        field=_(FIELD_NAMES[one.field]), yours=yours, theirs=theirs
    )
