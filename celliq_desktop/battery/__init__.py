"""Sessions, charge curves, capacity and state of health with intervals; pure functions over numpy."""
