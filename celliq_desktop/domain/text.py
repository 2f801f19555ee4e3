"""Markers for text a person reads: born in Qt-free rooms, translated where it is shown."""


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue without translating it (the gettext convention)."""
    return message
