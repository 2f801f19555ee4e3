"""What a sync holds back for a person, as lines of Activity: rows that are gone at the server, rows nobody can read."""

from celliq_desktop.domain.syncing import HeldBack
from celliq_desktop.viewmodels.activity_lines import ActivityLine, Part
from celliq_desktop.viewmodels.activity_questions import Question
from celliq_desktop.viewmodels.formats import count
from celliq_desktop.viewmodels.words import N_, _, ngettext, said

MISSING, ASIDE = "held:missing", "held:aside:"
"""Keys of these lines; what is set aside is named by its list."""
_LISTS = {
    "vehicles": ("car", "cars"),
    "reports": ("report", "reports"),
    "cariqa": (N_("charging session"), N_("charging sessions")),
    "ev_energy": (N_("row of ev.energy"), N_("rows of ev.energy")),
}


def held_lines(held: HeldBack) -> list[ActivityLine]:
    """Each with its question."""
    found = []
    asked = _question(held)
    if asked is not None:
        found.append(
            ActivityLine(
                key=MISSING,
                part=Part.NEEDS_YOU,
                title=_("Gone at CellIQ"),
                state=_("Needs you"),
                tone="fair",
                detail=_("So many at once may be a mistake, so nothing was removed."),
                can_retry=True,
                retry_words=asked.yes,
                can_cancel=True,
                cancel_words=asked.no,
                ask=asked.ask,
                then=asked.then,
                about="missing",
            )
        )
    for stream, sentence in _aside(held):
        found.append(
            ActivityLine(
                key=f"{ASIDE}{stream}",
                part=Part.NEEDS_YOU,
                title=_("Set aside"),
                state=_("Not readable"),
                tone="fair",
                detail=sentence,
                can_retry=True,
                retry_words=_("Read again"),
                ask=_("Read it again?"),
                then=_(
                    "It is kept here as it came and read again with every sync. If it stays so, tell CellIQ:"
                    " the record is incomplete on their side."
                ),
                about="aside",
            )
        )
    return found


def _question(held: HeldBack) -> Question | None:
    """What many rows ask that the server no longer has (research/reliability.md N18)."""
    if not held.missing:
        return None
    gone = _(" and ").join(count(number, *_named(name)) for name, number in held.missing.items())
    return Question(
        ngettext(
            "{gone} is no longer at CellIQ. Remove here, too?",
            "{gone} are no longer at CellIQ. Remove here, too?",
            sum(held.missing.values()),
        ).format(gone=gone),
        _("Remove"),
        _("Keep"),
        _(
            "Yes: each is looked for once more, and what is really gone leaves this computer; reports"
            " you sealed stay. No: all of it stays, and this is asked again only when the number"
            " changes."
        ),
    )


def _aside(held: HeldBack) -> tuple[tuple[str, str], ...]:
    """``(stream, sentence)`` of each list with rows that could not be read."""
    found: dict[str, tuple[int, str]] = {}
    for one in held.aside:
        name = one.stream.partition(":")[0]
        found[name] = (found.get(name, (0, ""))[0] + one.rows, said(one.reason))
    return tuple(
        (
            name,
            _("{count} could not be read: {rstrip}.").format(
                count=count(rows, *_named(name)), rstrip=reason.rstrip(".")
            ),
        )
        for name, (rows, reason) in found.items()
    )


def _named(stream: str) -> tuple[str, str]:
    return _LISTS.get(stream, (N_("row of another list"), N_("rows of another list")))
