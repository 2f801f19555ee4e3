"""Paper: pages as pictures on a printer. A print carries no seal, so the file, not the print, is what a buyer
verifies."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from celliq_desktop.ui.theme.fonts import SANS

PRINT_DPI = 300.0
"""Enough for the QR code and hairlines of the charts."""
_HEAD = 0.012
"""Height of the mark at the head, of the page's."""
_ACROSS = 0.7
"""Length of the mark across the page, of its diagonal."""
_PALE = 0.16


def ask_and_print(parent: QWidget, images: Sequence[QImage], title: str, mark: str = "") -> bool:
    """Show the system's print dialog and print, with ``mark`` across every page; False when the person thought better
    of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    print_pages(printer, [marked(image, mark) for image in images] if mark else images)
    return True


def marked(page: QImage, mark: str) -> QImage:
    """``page`` with ``mark`` large across it, pale enough to read through, and once more in plain black at its head:
    a copy of a copy still says it."""
    made = page.copy()
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide, high = made.width(), made.height()
    font = QFont(SANS)
    font.setPixelSize(max(1, round(high * _HEAD)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(Qt.GlobalColor.black))
    head = QRectF(0, high * _HEAD / 2, wide, high * _HEAD * 2)
    painter.drawText(head, Qt.AlignmentFlag.AlignCenter, mark)
    room = math.hypot(wide, high) * _ACROSS
    font.setPixelSize(max(1, round(font.pixelSize() * room / max(1, QFontMetrics(font).horizontalAdvance(mark)))))
    painter.setFont(font)
    painter.setOpacity(_PALE)
    painter.translate(wide / 2, high / 2)
    painter.rotate(-math.degrees(math.atan2(high, wide)))
    painter.drawText(QRectF(-wide, -high, 2 * wide, 2 * high), Qt.AlignmentFlag.AlignCenter, mark)
    painter.end()
    return made


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
