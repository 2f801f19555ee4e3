"""How Fleet hands cars to Invites: ids in the argument of ``open_screen``."""

from collections.abc import Iterable

from celliq_desktop.domain.ids import VehicleId

_CARS = "cars:"


def argument_of(ids: Iterable[VehicleId]) -> str:
    """The argument that asks Invites to invite the owners of these cars."""
    return _CARS + ",".join(ids)


def cars_in(argument: str) -> list[VehicleId]:
    """The cars an argument names; none where it is something else."""
    named = argument.removeprefix(_CARS) if argument.startswith(_CARS) else ""
    return [VehicleId(one) for one in named.split(",") if one]
