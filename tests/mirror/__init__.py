"""The local copy, on real encrypted files."""
