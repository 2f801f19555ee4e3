"""CSV and XLSX: seller lists and charging logs in, exports out."""
