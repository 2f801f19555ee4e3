"""ev.energy's catalogue for a person, and a car that cannot be integrated, added from it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from celliq_desktop.domain.outbox import Operation
from celliq_desktop.domain.problems import NeedsYou, Problem
from celliq_desktop.domain.remote_vehicles import (
    ByHand,
    CatalogueMake,
    CatalogueModel,
    CatalogueTrim,
    CursorPage,
    NewRemoteVehicle,
)
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import open_ev_energy
from celliq_desktop.usecases.kinds.remote_create import create_wish
from celliq_desktop.usecases.operations import ask, send

_MOST_PAGES = 50


class _Entry(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


_Found = TypeVar("_Found", bound=_Entry)


def makes(desk: Desk) -> tuple[CatalogueMake, ...]:
    """Every make, by name."""
    with open_ev_energy(desk) as api:
        return _whole(lambda cursor: api.makes(ordering="name", cursor=cursor))


def models(desk: Desk, make_id: str) -> tuple[CatalogueModel, ...]:
    """Every model of a make, by name; one that names another make is left out, for a service may ignore the filter."""
    with open_ev_energy(desk) as api:
        found = _whole(lambda cursor: api.models(make_id=make_id, ordering="name", cursor=cursor))
    return tuple(one for one in found if one.make_id in (None, make_id))


def trims(desk: Desk, model_id: str) -> tuple[CatalogueTrim, ...]:
    """Every trim of a model, by name, in the same way."""
    with open_ev_energy(desk) as api:
        found = _whole(lambda cursor: api.trims(model_id=model_id, ordering="name", cursor=cursor))
    return tuple(one for one in found if one.model_id in (None, model_id))


def add_by_hand(desk: Desk, wanted: ByHand) -> tuple[Operation, Problem | None]:
    """Create the car, and before it the model and the trim that the catalogue lacks. NeedsYou ``incomplete``."""
    if not wanted.model_id and not (wanted.make_id and wanted.new_model):
        raise NeedsYou(
            "incomplete", N_("The model is missing."), next_step=N_("Choose one, or give the name of another.")
        )
    if wanted.new_trim and not wanted.battery_kwh:
        raise NeedsYou("incomplete", N_("A trim of your own needs its battery size."), next_step=N_("Fill it in."))
    model_id, trim_id = wanted.model_id, wanted.trim_id
    if wanted.new_trim or not model_id:
        with open_ev_energy(desk) as api:
            model_id = model_id or api.create_model(wanted.new_model, wanted.make_id).id
            if wanted.new_trim and wanted.battery_kwh:
                trim_id = api.create_trim(wanted.new_trim, model_id, wanted.battery_kwh).id
    new = NewRemoteVehicle(
        model_id=model_id,
        trim_id=trim_id or None,
        battery_kwh=wanted.battery_kwh,
        description=wanted.description or None,
    )
    return send(desk, ask(desk, create_wish(new))[0])


def _whole(read: Callable[[str | None], CursorPage[_Found]]) -> tuple[_Found, ...]:
    """All pages of a list, each entry once; a list that does not end is cut, for a person chooses from it."""
    found: dict[str, _Found] = {}
    cursor: str | None = None
    for _page in range(_MOST_PAGES):
        page = read(cursor)
        found |= {one.id: one for one in page.items}
        cursor = page.next_cursor
        if cursor is None:
            break
    return tuple(sorted(found.values(), key=lambda one: one.name.casefold()))
