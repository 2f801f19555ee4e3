"""Paper: pages as pictures on a printer. A print carries no seal, so the file, not the print, is what a buyer
verifies."""

import math
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from celliq_desktop.domain.handing_over import Printout
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.ui.theme.fonts import SANS
from celliq_desktop.ui.widgets.pdf_view import page_images

PRINT_DPI = 300.0
"""Enough for the QR code and hairlines of the charts."""
_HEAD = 0.012
"""Height of the mark at the head, of the page's."""
_ACROSS = 0.7
"""Length of the mark across the page, of its diagonal."""
_PALE = 0.16


def ask_and_print(parent: QWidget, images: Sequence[QImage], title: str, mark: str = "") -> bool:
    """Show the system's print dialog and print, with ``mark`` across every page; False when the person thought better
    of it. BadSurroundings ``not_printed``."""
    printer = ask_printer(parent, title)
    if printer is None:
        return False
    print_pages(printer, [marked(image, mark) for image in images] if mark else images)
    return True


def ask_printer(parent: QWidget, title: str) -> QPrinter | None:
    """The printer chosen in the system's dialog; None when the person thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


class PrinterTray:
    """Implements ``domain.prints.PaperTray``: one printer, a job of its own for each report. A printer that writes PDF
    files writes one a report, beside the file that was chosen."""

    def __init__(self, printer: QPrinter) -> None:
        self._printer = printer
        self._file = Path(printer.outputFileName()) if printer.outputFileName() else None

    def put(self, printout: Printout, name: str) -> None:
        """Drawn and handed to the printer on the worker that asks."""
        self._printer.setDocName(name)
        if self._file is not None:
            self._printer.setOutputFileName(str(_free(self._file.with_name(f"{self._file.stem}-{name}"))))
        pages = page_images(printout.pdf, dots_an_inch=PRINT_DPI)
        print_pages(self._printer, [marked(page, printout.mark) for page in pages] if printout.mark else pages)


def _free(path: Path) -> Path:
    """A name that no file has: what was printed before is not written over."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


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
    """One page an image, as large as the paper allows without distorting it. BadSurroundings ``not_printed``."""
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise _not_printed()
    for number, image in enumerate(images):
        if number:
            printer.newPage()
        paper = QRectF(painter.viewport())
        scale = min(paper.width() / image.width(), paper.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        target = QRectF((paper.width() - width) / 2, (paper.height() - height) / 2, width, height)
        painter.drawImage(target, image)
    if not painter.end() or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise _not_printed()


def _not_printed() -> BadSurroundings:
    return BadSurroundings(
        "not_printed",
        N_("The printer did not take the report."),
        safe=N_("The report itself is as it was."),
        next_step=N_("See whether the printer is on and its folder can be written, then print again."),
    )
