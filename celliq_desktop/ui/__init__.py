"""Draws: shell, screens, widgets, plots, dialogs; the only Qt room."""
