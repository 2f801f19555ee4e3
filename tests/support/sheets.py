"""Reports and their pages for the screens that show them; nothing is drawn by typst."""

import io

import pypdfium2


def blank_pdf(pages: int = 1) -> bytes:
    """A real PDF with empty A4 pages."""
    document = pypdfium2.PdfDocument.new()
    for _page in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
