"""The wires, against real servers on loopback."""
