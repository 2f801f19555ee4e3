"""The text a reader finds on the pages, for comparing the paper with what its twin says."""

import pypdfium2


def text_of(pdf: bytes) -> str:
    """Text of all pages in drawing order, pages parted by a form feed, no-break and thin spaces as plain spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    return "\f".join(pages).replace("\r\n", "\n").translate(_PLAIN)


_PLAIN = {0x00A0: " ", 0x2009: " ", 0x202F: " ", 0xFFFE: "-", 0x00AD: "-"}
