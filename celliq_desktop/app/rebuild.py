"""Have everything fetched again, from whatever state the mirror is in."""

from celliq_desktop.app.wiring import Wiring
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_REPAIRABLE = ("mirror_damaged", "mirror_key_lost")


def rebuild(wiring: Wiring) -> str:
    """A sound mirror is emptied of what the server has, another is repaired; what came of it, in a sentence."""
    from celliq_desktop.mirror.repair import empty_mirrored

    try:
        mirror = wiring.desk().mirror
        if mirror.is_sound():
            empty_mirrored(mirror)
            return N_("Everything is mirrored anew.")
    except BadSurroundings as problem:
        if problem.code not in _REPAIRABLE:
            raise
    return wiring.repair()
