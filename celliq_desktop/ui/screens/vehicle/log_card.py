"""A charging log before it is added to the car: what it holds, which column is which, and the logs added before."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.choice import CheckBox, Choice
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.ui.widgets.tips import plain_tip
from celliq_desktop.viewmodels.vehicle.log_import import CAPTIONS, ColumnChoice, LogImport, LogImportState
from celliq_desktop.viewmodels.vehicle.states import ManualLine
from celliq_desktop.viewmodels.words import N_, _

_ACROSS = 5
"""Columns of the form side by side; nine are asked for, which makes two rows."""
_NONE = N_("not in the file")
_KEPT = N_("It stays on this computer, marked manual with the file's hash, and is never uploaded.")


class ColumnField(QWidget):
    """One of our columns: a list of the file's columns, and the first values of the one that is chosen."""

    chosen = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.choice = Choice(_(CAPTIONS[name]))
        self.choice.setMinimumContentsLength(6)
        self.choice.activated.connect(self._activated)
        self.values = label(Role.SECONDARY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap_half)
        for widget in (label(Role.CAPTION, _(CAPTIONS[name])), self.choice, self.values):
            column.addWidget(widget)

    def show_column(self, column: ColumnChoice, theirs: tuple[str, ...]) -> None:
        """The file's columns, with the one that is read."""
        listed = [_(_NONE), *theirs]
        if [self.choice.itemText(at) for at in range(self.choice.count())] != listed:
            self.choice.clear()
            self.choice.addItems(listed)
        self.choice.setCurrentIndex(theirs.index(column.chosen) + 1 if column.chosen in theirs else 0)
        self.values.setText(_shortened(column.values))
        self.values.setToolTip(plain_tip(column.values))

    def _activated(self, at: int) -> None:
        self.chosen.emit(self._name, "" if at == 0 else self.choice.itemText(at))


class LogCard(Card):
    """Draws a ``LogImport``; hidden while nothing is being added."""

    def __init__(self, model: LogImport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Add a charging log"))
        self._model = model
        self.title = label(Role.STRONG)
        self.words = label(Role.BODY, wrap=True)
        self.problem = label(Role.WARNING, wrap=True)
        self.fields = {name: ColumnField(name) for name in CAPTIONS}
        self.negative = CheckBox(_("Charging current is negative in this file"))
        self.add = button(_("Add to this car"), "primary")
        self.no = button(_("Not now"))
        self._form = QWidget()
        self._arrange()
        for field in self.fields.values():
            field.chosen.connect(model.choose)
        self.negative.toggled.connect(model.turn_current)
        self.add.clicked.connect(model.add)
        self.no.clicked.connect(model.dismiss)
        self.hide()

    def show_import(self, state: LogImportState) -> None:
        """The file that is looked at, or nothing."""
        preview = state.preview
        appearing = preview is not None and self.isHidden()
        self.setVisible(preview is not None)
        self.add.setEnabled(preview is not None and preview.addable and not state.busy)
        if preview is None:
            return
        self.title.setText(preview.title)
        self.words.setText(preview.words)
        self.words.setVisible(bool(preview.words))
        self.problem.setText(preview.problem)
        self.problem.setVisible(bool(preview.problem))
        self._form.setVisible(bool(preview.columns))
        for column in preview.columns:
            self.fields[column.name].show_column(column, preview.choices)
        self.negative.setChecked(preview.charging_negative)
        if appearing:
            (self.add if preview.addable else self.fields["time"].choice if preview.columns else self.no).setFocus()

    def _arrange(self) -> None:
        grid = QGridLayout(self._form)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.gap3)
        grid.setVerticalSpacing(SIZES.gap2)
        for at, field in enumerate(self.fields.values()):
            grid.addWidget(field, at // _ACROSS, at % _ACROSS)
            grid.setColumnStretch(at % _ACROSS, 1)
        grid.addWidget(self.negative, len(self.fields) // _ACROSS, len(self.fields) % _ACROSS)
        foot = QHBoxLayout()
        foot.setSpacing(SIZES.gap2)
        foot.addWidget(label(Role.SECONDARY, _(_KEPT), wrap=True), 1)
        foot.addWidget(self.no)
        foot.addWidget(self.add)
        for widget in (self.title, self._form, self.words, self.problem):
            self.body.addWidget(widget)
        self.body.addLayout(foot)


class ManualLogs(QWidget):
    """The logs that were added by hand, each with the way to remove it. ``removed`` carries a file's hash."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SIZES.gap1)
        self._shown: tuple[ManualLine, ...] = ()
        self.hide()

    def show_logs(self, lines: tuple[ManualLine, ...]) -> None:
        """Replace the lines."""
        if lines == self._shown:
            return
        self._shown = lines
        while (item := self._column.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.deleteLater()
        for line in lines:
            self._column.addWidget(self._row(line))
        self.setVisible(bool(lines))

    def _row(self, line: ManualLine) -> QWidget:
        row = QWidget()
        said: QLabel = label(Role.SECONDARY, line.words)
        said.setToolTip(plain_tip(line.proof))
        said.setAccessibleDescription(line.proof)
        remove = button(_("Remove"), "link", name=_("Remove this log: {words}").format(words=line.words))
        remove.clicked.connect(lambda: self.removed.emit(line.sha256))
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(said)
        across.addWidget(remove)
        across.addStretch(1)
        return row


def _shortened(values: str, most: int = 26) -> str:
    return values if len(values) <= most else values[: most - 1] + "…"
