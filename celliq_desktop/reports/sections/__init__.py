"""The parts of the four pages, one module each."""
