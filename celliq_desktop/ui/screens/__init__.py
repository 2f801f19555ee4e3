"""Screens and the tuple that lists them (``registry.SCREENS``)."""
