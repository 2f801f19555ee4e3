"""The user guide: pages in the package, parsed to blocks that a screen draws as plain text."""
