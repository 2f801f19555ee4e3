"""The window's frame: rail, header, command palette, toasts."""
