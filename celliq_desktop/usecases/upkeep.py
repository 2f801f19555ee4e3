"""What is done once a day without being asked: a checked backup, sellers whose time has come, the ballast."""

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror.repair import empty_mirrored
from celliq_desktop.mirror.space import Room
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.forget_seller import forget_old_sellers


def upkeep(desk: Desk) -> tuple[str, Changes]:
    """Look after the mirror; what a person should know, in a sentence, or an empty text. BadSurroundings
    ``mirror_damaged``: a person has to repair it first."""
    space = desk.mirror.space
    space.lay_ballast()
    try:
        desk.mirror.keep_backup()
    except BadSurroundings as problem:
        if problem.code == "mirror_damaged":
            raise
        return N_("Today's backup could not be made. {message}").format(message=problem.message), Changes()
    changes = Changes.of(Topic.VEHICLES, Topic.OUTBOX) if forget_old_sellers(desk) else Changes()
    if space.room is Room.LOW:
        return N_("The disk is getting full: {free_megabytes:,} MB are left.").format(
            free_megabytes=space.free_megabytes
        ), changes
    return "", changes


def empty_mirror(desk: Desk) -> Changes:
    """Drop what the server has, too, so that the next sync fetches all of it anew; what waits to be sent stays."""
    empty_mirrored(desk.mirror)
    return Changes.of(Topic.VEHICLES, Topic.READINGS, Topic.REPORTS)
