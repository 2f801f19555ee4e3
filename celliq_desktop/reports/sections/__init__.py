"""The parts of the two pages, one module each."""
