"""Starts the program: the window without words, a command with them."""

import sys
from collections.abc import Sequence
from pathlib import Path

from celliq_desktop import __version__
from celliq_desktop.app import examining


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; returns the exit code of product.md."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()  # in a frozen program a worker process is the program itself
    if given == [examining.WORD]:
        return examining.main()
    if given == ["--version"]:
        sys.stdout.write(f"CellIQ Desktop {__version__}\n")
        return 0
    from celliq_desktop.app.cli.options import split
    from celliq_desktop.domain.problems import NeedsYou

    file = None

    try:
        everywhere, words = split(given)
    except NeedsYou:
        words, everywhere = given, None
    if len(words) == 1 and words[0].lower().endswith(".pdf"):  # what a desktop calls for "open with"
        file, words = Path(words[0]), []
    if words or everywhere is None or everywhere.json:
        from celliq_desktop.app.cli.program import run

        return run(given)
    from celliq_desktop.app.window import open_window

    return open_window(everywhere, file)
