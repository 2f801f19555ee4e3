"""PDFium draws and reads pages for several rooms, and knows no threads: one thread of a process at a time."""

from threading import Lock

PDFIUM = Lock()
"""Held from opening a document to the end of everything that came out of it. Batches seal on several threads while a
preview is drawn on another; without it the process dies."""
