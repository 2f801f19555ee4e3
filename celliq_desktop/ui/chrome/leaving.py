"""The question before signing out while changes wait to be sent."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_to_leave(parent: QWidget, waiting: int, leave: Callable[[], None]) -> QMessageBox:
    """Ask without holding up the window; ``leave`` when the answer is yes."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Sign out")
    box.setTextFormat(Qt.TextFormat.PlainText)
    what, they, are = ("1 change waits", "It", "is") if waiting == 1 else (f"{waiting} changes wait", "They", "are")
    box.setText(f"{what} to be sent.")
    box.setInformativeText(f"{they} {are} kept on this computer, and sent when this account signs in again.")
    out = box.addButton("Sign out", QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.buttonClicked.connect(lambda pressed: leave() if pressed is out else None)
    box.open()
    return box
