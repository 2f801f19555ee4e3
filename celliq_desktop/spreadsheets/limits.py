"""How large a seller list may be (research/reliability.md 4.11)."""

BYTES = 50 * 1024 * 1024
ROWS = 100_000
COLUMNS = 64
CHARACTERS = 1_024
"""Of one cell."""
