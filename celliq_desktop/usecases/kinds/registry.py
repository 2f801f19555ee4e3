"""Every kind of change, in one list; a drain sends them in this order."""

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.kinds.catalogue import CATALOGUE_MODEL, CATALOGUE_TRIM
from celliq_desktop.usecases.kinds.charging import CHARGING_RATE, CHARGING_START, CHARGING_STOP
from celliq_desktop.usecases.kinds.disconnect import DISCONNECT
from celliq_desktop.usecases.kinds.invites import INVITE
from celliq_desktop.usecases.kinds.kind import Kind
from celliq_desktop.usecases.kinds.onboarding_link import ONBOARDING_LINK
from celliq_desktop.usecases.kinds.remote_create import REMOTE_CREATE
from celliq_desktop.usecases.kinds.remote_vehicles import REMOTE_CHANGE, REMOTE_DISCONNECT, REMOTE_REMOVE
from celliq_desktop.usecases.kinds.reports import REPORT
from celliq_desktop.usecases.kinds.settings import SETTINGS
from celliq_desktop.usecases.kinds.vehicle_sync import VEHICLE_SYNC

KINDS: tuple[Kind, ...] = (
    SETTINGS,
    DISCONNECT,
    CHARGING_STOP,
    CHARGING_START,
    REPORT,
    VEHICLE_SYNC,
    INVITE,
    REMOTE_DISCONNECT,
    REMOTE_CHANGE,
    REMOTE_REMOVE,
    CATALOGUE_MODEL,
    CATALOGUE_TRIM,
    REMOTE_CREATE,
    ONBOARDING_LINK,
    CHARGING_RATE,
)


def kind_named(name: str) -> Kind:
    """The kind; Refused ``unknown_kind`` for one this program does not know (a row of a newer one)."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise Refused(
        "unknown_kind",
        N_("This program does not know this kind of change."),
        safe=N_("It was not sent."),
        next_step=N_("Install the newest CellIQ Desktop."),
    )
