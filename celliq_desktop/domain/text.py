"""Marks for text a person reads, in rooms that do not translate.

Below the view-models all words are English: they go into the mirror, where a desk of another language reads them, into
logs and into the command line's answers, which scripts rely on. The view-models say them again in the language of the
window (``viewmodels.words.said``), so each must be a message of the catalogue, or one with its placeholders filled.
"""


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue without translating it (the gettext convention). Values go in with
    ``.format``; a placeholder named ``reason`` or ``words`` holds words of ours, all others hold data."""
    return message


def N_n(one: str, many: str, number: int) -> str:
    """As ``N_``, for words that depend on a number: put it in as ``{n}``."""
    return one if number == 1 else many
