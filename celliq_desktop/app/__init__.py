"""Starts the program (window, command line), builds every object once, owns shutdown and the crash net."""
