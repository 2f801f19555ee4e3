"""CellIQ Desktop: the workstation of a car dealer who proves the health of the batteries he sells."""

__version__ = "0.1.0"
