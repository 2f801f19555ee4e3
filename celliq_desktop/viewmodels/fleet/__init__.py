"""The fleet: declarative columns and filters over one index of all cars."""
