"""The dress of this desk's reports: paper, region, colour and logo, kept on this computer."""

from dataclasses import replace
from pathlib import Path

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.letterheads import Letterhead, legible
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.reports.letterheads import prepared
from celliq_desktop.usecases.desk import Desk

_LARGEST = 20 * 1024 * 1024


def letterhead(desk: Desk) -> Letterhead:
    """As it is now."""
    return desk.letterheads.load()


def change_letterhead(desk: Desk, *, paper: str, region: str | None, accent: str | None) -> tuple[Letterhead, Changes]:
    """Choose paper, region and colour; a colour too light to be read is darkened. NeedsYou ``colour_unknown``."""
    try:
        colour = legible(accent) if accent else None
    except ValueError as error:
        raise NeedsYou(
            "colour_unknown",
            N_("“{accent}” is not a colour.").format(accent=accent),
            safe=N_("The letterhead is as it was."),
            next_step=N_("Enter it as # and six digits, for example #0F766E."),
        ) from error
    return _kept(desk, replace(letterhead(desk), paper=paper, region=region, accent=colour))


def choose_logo(desk: Desk, path: Path) -> tuple[Letterhead, Changes]:
    """Print this picture on every report from now on; the file itself is not needed any more. NeedsYou
    ``logo_unreadable``, BadSurroundings ``cannot_read``."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError as error:
        raise BadSurroundings(
            "cannot_read",
            N_("“{name}” cannot be read: {value}.").format(name=path.name, value=error.strerror or error),
            next_step=N_("Check the name."),
        ) from error
    return _kept(desk, replace(letterhead(desk), logo=prepared(data)))


def remove_logo(desk: Desk) -> tuple[Letterhead, Changes]:
    """Print no logo."""
    return _kept(desk, replace(letterhead(desk), logo=None))


def _kept(desk: Desk, new: Letterhead) -> tuple[Letterhead, Changes]:
    desk.letterheads.save(new)
    return new, Changes.of(Topic.SETTINGS)
