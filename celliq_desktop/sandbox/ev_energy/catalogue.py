"""Makes, models and trims: those of the sample fleet and what people add to them."""

from dataclasses import dataclass, field

from celliq_desktop.sandbox.ev_energy.ids import id_of
from celliq_desktop.sandbox.fleet.catalogue import MODELS

UNKNOWN_BATTERY_WH = 45_000
"""What the service says where it knows nothing (research/apis.md 2.2)."""
_CONNECTORS = {"Nissan": "CHADEMO", "Tesla": "CCS"}


@dataclass(frozen=True, slots=True)
class Make:
    """``native``: the maker is reached through its own sign-in rather than a web page."""

    id: str
    name: str
    native: bool


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """``hidden`` until somebody at the service has reviewed it."""

    id: str
    name: str
    make_id: str
    battery_wh: int
    connector: str | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Trim:
    """``custom`` trims are in no list."""

    id: str
    name: str
    model_id: str
    battery_wh: int | None
    custom: bool = False


@dataclass(slots=True)
class Catalogue:
    """In the order of their making."""

    makes: dict[str, Make] = field(default_factory=dict)
    models: dict[str, ModelEntry] = field(default_factory=dict)
    trims: dict[str, Trim] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in MODELS:
            make = Make(make_id_of(one.make), one.make, one.make in ("BMW", "MINI"))
            self.makes.setdefault(make.id, make)
            battery = round(one.usable_kwh * 1000)
            model = ModelEntry(model_id_of(one.make, one.model), one.model, make.id, battery, _connector(one.make))
            self.models.setdefault(model.id, model)
            trim = Trim(trim_id_of(one.make, one.model, one.trim), one.trim, model.id, battery)
            self.trims.setdefault(trim.id, trim)

    def add_model(self, name: str, make_id: str) -> ModelEntry:
        """A hidden model."""
        made = ModelEntry(
            id_of("vmod", f"new:{len(self.models)}:{name}"), name, make_id, UNKNOWN_BATTERY_WH, None, hidden=True
        )
        self.models[made.id] = made
        return made

    def add_trim(self, name: str, model_id: str, battery_wh: int) -> Trim:
        """A custom trim."""
        made = Trim(id_of("trim", f"new:{len(self.trims)}:{name}"), name, model_id, battery_wh, custom=True)
        self.trims[made.id] = made
        return made

    def trim_of_model(self, model_id: str) -> Trim | None:
        """The first trim of a model."""
        return next((one for one in self.trims.values() if one.model_id == model_id), None)


def make_id_of(make: str) -> str:
    """By name."""
    return id_of("vmak", make)


def model_id_of(make: str, model: str) -> str:
    """By names."""
    return id_of("vmod", f"{make}:{model}")


def trim_id_of(make: str, model: str, trim: str) -> str:
    """By names."""
    return id_of("trim", f"{make}:{model}:{trim}")


def _connector(make: str) -> str:
    return _CONNECTORS.get(make, "CCS")
