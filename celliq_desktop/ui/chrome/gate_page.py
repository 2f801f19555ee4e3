"""A calm page instead of the desk: what is in the way, what is safe, and the buttons that help."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from celliq_desktop.ui.theme.icons import Glyph
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.cards import Card
from celliq_desktop.ui.widgets.empty_state import GlyphView
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.gate import Gate, GateAction
from celliq_desktop.viewmodels.words import N_, _

_CAPTIONS = (N_("Passphrase"), N_("Passphrase again"))


class GatePage(QWidget):
    """Draws a ``Gate``. ``chosen`` carries the action and what was typed into the two fields."""

    chosen = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._gate: Gate | None = None
        self.headline = label(Role.TITLE, wrap=True)
        self.detail = label(Role.BODY, wrap=True)
        self.note = label(Role.ERROR, wrap=True)
        self.fields = tuple(QLineEdit() for _caption in _CAPTIONS)
        self._captions: list[QLabel] = []
        self.buttons: dict[GateAction, QPushButton] = {}
        self._row = QHBoxLayout()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Working"))
        self._arrange()

    def show_gate(self, gate: Gate | None, *, working: bool) -> None:
        """Take a new state; what was typed stays while it is being tried."""
        if gate is not None and (self._gate is None or gate.actions != self._gate.actions):
            self._offer(gate)
        self._gate = gate
        if gate is not None:
            self.headline.setText(gate.headline)
            self.detail.setText(gate.detail)
            self.note.setText(gate.note)
            self.note.setVisible(bool(gate.note))
            self.setAccessibleName(gate.headline)
            self.setAccessibleDescription(gate.detail)
        for number, field in enumerate(self.fields):
            shown = gate is not None and number < gate.asks
            field.setVisible(shown)
            self._captions[number].setVisible(shown)
        for widget in (*self.fields, *self.buttons.values()):
            widget.setEnabled(not working)
        self._bar.setVisible(working)
        if gate is not None and not working and self.isVisible():
            self.take_keyboard()

    def showEvent(self, event: QShowEvent) -> None:
        """Type at once."""
        super().showEvent(event)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """The first field, else the first button."""
        gate = self._gate
        if gate is None:
            return
        if gate.asks:
            self.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.fields[0].selectAll()
        else:
            self.buttons[gate.actions[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty the fields once they are no longer needed."""
        for field in self.fields:
            field.clear()

    def _offer(self, gate: Gate) -> None:
        for old in self.buttons.values():
            self._row.removeWidget(old)
            old.deleteLater()
        self.buttons = {}
        for action in gate.actions:
            made = button(_(action.value), "primary" if action is gate.actions[0] else "plain")
            made.clicked.connect(lambda _on=False, action=action: self._choose(action))
            self._row.insertWidget(self._row.count() - 1, made)
            made.show()  # at once, or it could not have the keyboard yet
            self.buttons[action] = made

    def _choose(self, action: GateAction) -> None:
        self.chosen.emit(action, self.fields[0].text(), self.fields[1].text())

    def _submit(self) -> None:
        if self._gate is not None and self.buttons[self._gate.actions[0]].isEnabled():
            self._choose(self._gate.actions[0])

    def _arrange(self) -> None:
        card = Card()
        card.setFixedWidth(SIZES.form + SIZES.gap8 * 3)
        card.body.setContentsMargins(SIZES.gap6, SIZES.gap6, SIZES.gap6, SIZES.gap6)
        card.body.setSpacing(SIZES.gap2)
        head = QHBoxLayout()
        head.setSpacing(SIZES.gap3)
        head.addWidget(GlyphView(Glyph.INFO, "accent", SIZES.icon_l), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.headline, 1)
        card.body.addLayout(head)
        card.body.addWidget(self.detail)
        card.body.addSpacing(SIZES.gap2)
        for words, field in zip(map(_, _CAPTIONS), self.fields, strict=True):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(words)
            field.returnPressed.connect(self._submit)
            caption = label(Role.CAPTION, words)
            caption.setBuddy(field)
            self._captions.append(caption)
            card.body.addWidget(caption)
            card.body.addWidget(field)
        card.body.addWidget(self.note)
        card.body.addSpacing(SIZES.gap2)
        self._row.setSpacing(SIZES.gap2)
        self._row.addStretch(1)
        card.body.addLayout(self._row)
        kept = self._bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(kept)
        card.body.addWidget(self._bar)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(line)
        column.addStretch(3)
