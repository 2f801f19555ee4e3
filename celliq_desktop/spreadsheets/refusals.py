"""Files that are no seller list, in one clear sentence each."""

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.text import N_


def bad_table(message: str, next_step: str = N_("Correct the file and try again.")) -> NeedsYou:
    """Something is wrong inside the file."""
    return NeedsYou("bad_spreadsheet", message, next_step=next_step, safe=N_("Nothing was sent."))


def unreadable(name: str, error: OSError) -> BadSurroundings:
    """The file cannot be opened."""
    return BadSurroundings(
        "cannot_read",
        N_("“{name}” cannot be read: {value}.").format(name=name, value=error.strerror or error),
        next_step=N_("Check the name and the permissions."),
        safe=N_("Nothing was sent."),
    )
