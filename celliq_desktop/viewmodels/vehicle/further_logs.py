"""Commands, places and controls of a linked car, in words."""

from dataclasses import dataclass

from celliq_desktop.domain.remote_vehicles import CommandLog, LocationLog, VppModes
from celliq_desktop.domain.remote_view import FurtherLogs
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.words import N_, _

_HOME = {True: N_("At home"), False: N_("Not at home"), None: N_("Place recorded")}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One command or place, newest first in the table."""

    time: str
    time_s: float
    what: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherState:
    """``controls`` says how the car may be controlled."""

    lines: tuple[LogLine, ...] = ()
    controls: str = ""


def further_state(found: FurtherLogs, formats: Formats) -> FurtherState:
    """Commands and places in one list, newest first."""
    lines = [_command(one, formats) for one in found.commands] + [_place(one, formats) for one in found.places]
    return FurtherState(lines=tuple(sorted(lines, key=lambda line: -line.time_s)), controls=_controls(found.modes))


def _command(one: CommandLog, formats: Formats) -> LogLine:
    current = "" if one.current_a is None else formats.number(one.current_a, 0, "A")
    return LogLine(
        time=formats.moment(one.logged_at),
        time_s=one.logged_at.timestamp(),
        what=one.command.replace("_", " ").capitalize(),
        detail=" · ".join(part for part in (_("Command"), current) if part),
    )


def _place(one: LocationLog, formats: Formats) -> LogLine:
    return LogLine(
        time=formats.moment(one.sampled_at),
        time_s=one.sampled_at.timestamp(),
        what=_(_HOME[one.at_home]),
        detail=_("Place; the service does not say where"),
    )


def _controls(modes: VppModes | None) -> str:
    if modes is None:
        return _("The service does not say how this car can be controlled.")
    can = {
        _("charging on and off"): modes.charge_mode,
        _("a target power"): modes.target_power,
        _("a limit on drawing"): modes.import_max_power,
        _("a limit on feeding in"): modes.export_max_power,
    }
    named = [words for words, there in can.items() if there]
    return (
        _("A virtual power plant may set {list}.").format(list=", ".join(named))
        if named
        else _("It cannot be controlled from outside.")
    )
