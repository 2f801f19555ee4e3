"""Connections to further services, and which of their cars is which of ours."""
