"""Asks once who a sealed file is for, and what for: the ledger remembers it."""

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from celliq_desktop.domain.handing_over import PURPOSES, HandOver
from celliq_desktop.ui.theme.tokens import SIZES
from celliq_desktop.ui.widgets.buttons import button
from celliq_desktop.ui.widgets.labels import Role, label
from celliq_desktop.viewmodels.words import _

_WIDTH = 440


class HandOverDialog(QDialog):
    """Both fields may stay empty; Enter goes on, Escape stops."""

    def __init__(self, parent: QWidget, proposal: HandOver, files: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Hand over"))
        self.setProperty("surface", "canvas")
        self.recipient = QLineEdit(proposal.recipient)
        self.recipient.setPlaceholderText(_("Name or e-mail address"))
        self.recipient.setAccessibleName(_("Who it is for"))
        self.purpose = QComboBox()
        self.purpose.setEditable(True)
        self.purpose.addItems([_(one) for one in PURPOSES])
        self.purpose.setCurrentText(proposal.purpose or _(PURPOSES[0]))
        self.purpose.setAccessibleName(_("What it is for"))
        go_on, stop = button(_("Continue"), "primary"), button(_("Cancel"), "quiet")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        stop.clicked.connect(self.reject)
        form = QFormLayout()
        form.setSpacing(SIZES.gap3)
        form.addRow(_("Who it is for"), self.recipient)
        form.addRow(_("What it is for"), self.purpose)
        bar = QHBoxLayout()
        bar.setSpacing(SIZES.gap2)
        bar.addStretch(1)
        bar.addWidget(stop)
        bar.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.gap6, SIZES.gap6, SIZES.gap6, SIZES.gap4)
        column.setSpacing(SIZES.gap3)
        column.addWidget(label(Role.HEADING, _("Who gets {files}?").format(files=files)))
        column.addWidget(
            label(
                Role.SECONDARY,
                _("Kept on this computer, in the list of files handed out. Both may stay empty."),
                wrap=True,
            )
        )
        column.addLayout(form)
        column.addSpacing(SIZES.gap2)
        column.addLayout(bar)
        self.setMinimumWidth(_WIDTH)
        self.recipient.setFocus()

    @property
    def answer(self) -> HandOver:
        """As it is written now."""
        return HandOver(self.recipient.text().strip(), self.purpose.currentText().strip())


def ask_hand_over(parent: QWidget, proposal: HandOver, files: str) -> HandOver | None:
    """``files`` is what they get, in words. None when the person thought better of it."""
    dialog = HandOverDialog(parent, proposal, files)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    answer = dialog.answer
    dialog.deleteLater()
    return answer if accepted else None
