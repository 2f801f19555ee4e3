"""A model or a trim that ev.energy's catalogue lacks, created there. No list shows a model before it was reviewed, nor
ever a trim of one's own, so one whose answer was lost is never sent again by itself.

What comes next, a trim of the model or a car, may be asked for along with it: it names what it needs by the wish for
it, and waits until that has an id.
"""

import json
from collections.abc import Callable

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.outbox import CostClass, Operation, OperationState, Wish, private_key
from celliq_desktop.domain.problems import Refused, TryAgain
from celliq_desktop.domain.telemetry_ports import EvEnergyApi
from celliq_desktop.domain.text import N_
from celliq_desktop.mirror import outbox
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import waiting_ev_energy, whole_list
from celliq_desktop.usecases.kinds.kind import Effect, Kind, Marker, never

_MODEL, _TRIM = "catalogue_model", "catalogue_trim"


def model_wish(name: str, make_id: str) -> Wish:
    """One model of this name and make at a time."""
    return _wish(_MODEL, name, make_id, {"make_id": make_id})


def trim_wish(name: str, model: str, battery_kwh: float) -> Wish:
    """One trim of this name and model at a time; ``model`` is an id, or the natural key of the wish for it."""
    return _wish(_TRIM, name, model, {"model": model, "battery_kwh": battery_kwh})


def made_id(desk: Desk, wanted: str) -> str:
    """``wanted`` itself when it is an id, else what became of the wish with that natural key. TryAgain while it is
    under way, Refused when nothing comes of it."""
    kind = wanted.partition(":")[0]
    if kind not in (_MODEL, _TRIM):
        return wanted
    with desk.mirror.read() as session:
        wish = outbox.latest(session, kind, wanted)
    if wish is not None and wish.state is OperationState.DONE and wish.result_ref:
        return wish.result_ref
    if wish is not None and wish.state.active:
        raise TryAgain("waits_for_another", N_("It waits until ev.energy has the model or trim it is made of."))
    raise Refused("not_accepted", N_("The model or trim it is made of did not come to be at ev.energy."))


def _wish(kind: str, name: str, of: str, more: dict[str, object]) -> Wish:
    return Wish(
        kind=kind,
        natural_key=f"{kind}:{private_key(of, name)}",
        payload=json.dumps({"name": name, **more}),
        cost_class=CostClass.FREE,
    )


def _send_model(desk: Desk, operation: Operation) -> Effect:
    wanted = json.loads(operation.payload)
    with waiting_ev_energy(desk) as api:
        return Effect(api.create_model(wanted["name"], wanted["make_id"]).id, "created")


def _send_trim(desk: Desk, operation: Operation) -> Effect:
    wanted = json.loads(operation.payload)
    model_id = made_id(desk, wanted["model"])
    with waiting_ev_energy(desk) as api:
        return Effect(api.create_trim(wanted["name"], model_id, wanted["battery_kwh"]).id, "created")


def _listed_model(api: EvEnergyApi, _desk: Desk, operation: Operation) -> dict[str, str]:
    make_id = json.loads(operation.payload)["make_id"]
    found = whole_list(lambda cursor: api.models(make_id=make_id, cursor=cursor))
    return {one.name: one.id for one in found if one.make_id in (None, make_id)}


def _listed_trim(api: EvEnergyApi, desk: Desk, operation: Operation) -> dict[str, str]:
    try:
        model_id = made_id(desk, json.loads(operation.payload)["model"])
    except Refused:  # said when it is sent
        return {}
    found = whole_list(lambda cursor: api.trims(model_id=model_id, cursor=cursor))
    return {one.name: one.id for one in found if one.model_id in (None, model_id)}


def _kind(
    name: str,
    title: str,
    send: Callable[[Desk, Operation], Effect],
    listed: Callable[[EvEnergyApi, Desk, Operation], dict[str, str]],
) -> Kind:
    def look(desk: Desk, operation: Operation) -> Effect | None:
        with waiting_ev_energy(desk) as api:
            found = listed(api, desk, operation).get(json.loads(operation.payload)["name"])
        return None if found is None else Effect(found, N_("ev.energy's catalogue has it"))

    def prepare(desk: Desk, operation: Operation) -> Marker | Effect:
        return look(desk, operation) or Marker()

    return Kind(
        name=name,
        cost=CostClass.FREE,
        title=title,
        topics=frozenset({Topic.OUTBOX}),
        prepare=prepare,
        send=send,
        look=look,
        resend=never,
        unseen_words=N_(
            "ev.energy shows no list of what was added, so nobody can tell whether it arrived. Sent again, it may be"
            " there twice, which does no harm."
        ),
        pauses_all=False,
        about=lambda operation: str(json.loads(operation.payload)["name"]),
    )


CATALOGUE_MODEL = _kind(_MODEL, N_("Add a model at ev.energy"), _send_model, _listed_model)
CATALOGUE_TRIM = _kind(_TRIM, N_("Add a trim at ev.energy"), _send_trim, _listed_trim)
