"""ev.energy's catalogue for a person, and a car that cannot be integrated, added from it."""

from celliq_desktop.domain.outbox import Operation, Wish
from celliq_desktop.domain.problems import NeedsYou, Problem
from celliq_desktop.domain.remote_vehicles import (
    ByHand,
    CatalogueMake,
    CatalogueModel,
    CatalogueTrim,
    NewRemoteVehicle,
)
from celliq_desktop.domain.text import N_
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import open_ev_energy, whole_list
from celliq_desktop.usecases.kinds.catalogue import model_wish, trim_wish
from celliq_desktop.usecases.kinds.remote_create import create_wish
from celliq_desktop.usecases.operations import ask_all, carried_on


def makes(desk: Desk) -> tuple[CatalogueMake, ...]:
    """Every make, by name."""
    with open_ev_energy(desk) as api:
        return whole_list(lambda cursor: api.makes(ordering="name", cursor=cursor))


def models(desk: Desk, make_id: str) -> tuple[CatalogueModel, ...]:
    """Every model of a make, by name; one that names another make is left out, for a service may ignore the filter."""
    with open_ev_energy(desk) as api:
        found = whole_list(lambda cursor: api.models(make_id=make_id, ordering="name", cursor=cursor))
    return tuple(one for one in found if one.make_id in (None, make_id))


def trims(desk: Desk, model_id: str) -> tuple[CatalogueTrim, ...]:
    """Every trim of a model, by name, in the same way."""
    with open_ev_energy(desk) as api:
        found = whole_list(lambda cursor: api.trims(model_id=model_id, ordering="name", cursor=cursor))
    return tuple(one for one in found if one.model_id in (None, model_id))


def add_by_hand(desk: Desk, wanted: ByHand) -> tuple[Operation, Problem | None]:
    """Create the car, and before it the model and the trim that the catalogue lacks. NeedsYou ``incomplete``."""
    if not wanted.model_id and not (wanted.make_id and wanted.new_model):
        raise NeedsYou(
            "incomplete", N_("The model is missing."), next_step=N_("Choose one, or give the name of another.")
        )
    if wanted.new_trim and not wanted.battery_kwh:
        raise NeedsYou("incomplete", N_("A trim of your own needs its battery size."), next_step=N_("Fill it in."))
    sent = [carried_on(desk, operation) for operation, _new in ask_all(desk, _wishes(wanted))]
    return sent[-1][0], next((problem for _operation, problem in sent if problem is not None), None)


def _wishes(wanted: ByHand) -> tuple[Wish, ...]:
    """The model and the trim where the catalogue lacks them, and the car: all of it on the disk before any is sent."""
    wishes: list[Wish] = []
    model, trim = wanted.model_id, wanted.trim_id
    if not model:
        wishes.append(model_wish(wanted.new_model, wanted.make_id))
        model = wishes[-1].natural_key
    if wanted.new_trim and wanted.battery_kwh:
        wishes.append(trim_wish(wanted.new_trim, model, wanted.battery_kwh))
        trim = wishes[-1].natural_key
    new = NewRemoteVehicle(
        model_id=model,
        trim_id=trim or None,
        battery_kwh=wanted.battery_kwh,
        description=wanted.description or None,
    )
    return (*wishes, create_wish(new))
