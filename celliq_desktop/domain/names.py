"""Names of people and firms, as they are compared."""


def folded(name: object) -> str:
    """Upper and lower case, and how wide the gaps are, make no other name."""
    return " ".join(str(name or "").split()).casefold()
