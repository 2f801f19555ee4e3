"""The question before signing out while changes wait to be sent."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from celliq_desktop.viewmodels.words import _, ngettext


def ask_to_leave(parent: QWidget, waiting: int, leave: Callable[[], None]) -> QMessageBox:
    """Ask without holding up the window; ``leave`` when the answer is yes."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_("Sign out"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(ngettext("{n} change waits to be sent.", "{n} changes wait to be sent.", waiting).format(n=waiting))
    box.setInformativeText(
        ngettext(
            "It is kept on this computer, and sent when this account signs in again.",
            "They are kept on this computer, and sent when this account signs in again.",
            waiting,
        )
    )
    out = box.addButton(_("Sign out"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.buttonClicked.connect(lambda pressed: leave() if pressed is out else None)
    box.open()
    return box
