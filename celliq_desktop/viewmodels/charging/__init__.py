"""Charging at public points as the window shows it."""
