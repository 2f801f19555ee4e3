"""Files that are no seller list, in one clear sentence each."""

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou


def bad_table(message: str, next_step: str = "Correct the file and try again.") -> NeedsYou:
    """Something is wrong inside the file."""
    return NeedsYou("bad_spreadsheet", message, next_step=next_step, safe="Nothing was sent.")


def unreadable(name: str, error: OSError) -> BadSurroundings:
    """The file cannot be opened."""
    return BadSurroundings(
        "cannot_read",
        f"“{name}” cannot be read: {error.strerror or error}.",
        next_step="Check the name and the permissions.",
        safe="Nothing was sent.",
    )
