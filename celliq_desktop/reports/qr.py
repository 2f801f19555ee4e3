"""The QR code: its modules for drawing, and what a scanner reads from the finished page."""

import pypdfium2
import segno
import zxingcpp

from celliq_desktop.domain.pdfium import PDFIUM

QUIET_MODULES = 4
"""White modules a scanner expects around the code (ISO/IEC 18004)."""
_SCAN_DPI = 200
_MOST_PIXELS = 3_000
"""An A4 page at 200 dpi has 2,339; a page of a hostile file may claim to be as large as a house."""


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of dark (True) and light modules, top first, without quiet zone; error level M or better."""
    code = segno.make_qr(text, error="m", boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def read_back(pdf: bytes) -> tuple[str, ...]:
    """Texts of all QR codes on page 1, decoded from the page as drawn at 200 dpi."""
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = min(_SCAN_DPI / 72, _MOST_PIXELS / max(1.0, *page.get_size()))
        picture = page.render(scale=scale, grayscale=True).to_pil().copy()  # its own pixels: PDFium frees the others
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return tuple(code.text for code in found)
