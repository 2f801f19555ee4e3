"""Paper: pages as pictures on a printer. A print carries no seal, so the file, not the print, is what a buyer
verifies."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

PRINT_DPI = 300.0
"""Enough for the QR code and hairlines of the charts."""


def ask_and_print(parent: QWidget, images: Sequence[QImage], title: str) -> bool:
    """Show the system's print dialog and print; False when the person thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    print_pages(printer, images)
    return True


def print_pages(printer: QPrinter, images: Sequence[QImage]) -> None:
    """One page an image, as large as the paper allows without distorting it."""
    printer.setFullPage(True)
    painter = QPainter(printer)
    for number, image in enumerate(images):
        if number:
            printer.newPage()
        paper = QRectF(painter.viewport())
        scale = min(paper.width() / image.width(), paper.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        target = QRectF((paper.width() - width) / 2, (paper.height() - height) / 2, width, height)
        painter.drawImage(target, image)
    painter.end()
