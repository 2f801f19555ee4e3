"""Widgets every screen uses; they know tokens and palette, and nothing of cars."""
