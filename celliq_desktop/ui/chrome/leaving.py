"""The question before signing out while changes wait to be sent."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from celliq_desktop.viewmodels.words import _


def ask_to_leave(parent: QWidget, waiting: int, leave: Callable[[], None]) -> QMessageBox:
    """Ask without holding up the window; ``leave`` when the answer is yes."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_("Sign out"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    what, they, are = (
        (_("1 change waits"), _("It"), "is")
        if waiting == 1
        else (_("{waiting} changes wait").format(waiting=waiting), _("They"), "are")
    )
    box.setText(_("{what} to be sent.").format(what=what))
    box.setInformativeText(
        _("{they} {are} kept on this computer, and sent when this account signs in again.").format(they=they, are=are)
    )
    out = box.addButton(_("Sign out"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.buttonClicked.connect(lambda pressed: leave() if pressed is out else None)
    box.open()
    return box
