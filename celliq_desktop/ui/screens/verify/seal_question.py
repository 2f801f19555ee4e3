"""Whose seal is it? Only a person who asks the issuer can say, where the public record does not."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from celliq_desktop.viewmodels.words import _

_DIGEST = 64
_GROUP = 16
"""A digest is shown in groups, so that it can be compared and wraps where it is narrow."""


def ask_about_seal(parent: QWidget, issuer: str, fingerprint: str, believe: Callable[[], object]) -> QMessageBox:
    """Ask on top of the window; ``believe`` is called when it is theirs. Enter keeps the doubt."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_("Whose seal is it?"))
    box.setText(_("Did “{issuer}” tell you this number?").format(issuer=issuer) + f"\n\n{fingerprint}")
    box.setInformativeText(
        _(
            "Anybody can put any name on a seal. Ask them where you would ask them anyway, not where the file says, and"
            " compare all 64 digits. Files with this seal are believed to be theirs from then on."
        )
    )
    same = box.addButton(_("It is theirs"), QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(_("Not sure"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    box.buttonClicked.connect(lambda pressed: believe() if pressed is same else None)
    box.open()
    return box


def grouped(value: str) -> str:
    """A digest in groups; anything else as it is."""
    if len(value) != _DIGEST or " " in value:
        return value
    return " ".join(value[at : at + _GROUP] for at in range(0, _DIGEST, _GROUP))
