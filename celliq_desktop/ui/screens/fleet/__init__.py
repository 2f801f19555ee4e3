"""The fleet: summary, filters, and one dense, quick table."""
