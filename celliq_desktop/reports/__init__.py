"""Sections to document to PDF bytes, the machine-readable twin and the QR code."""
