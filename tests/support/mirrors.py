"""Mirrors for tests: the migrations run once, every test gets its own copy of the resulting file."""

import json
import os
import shutil
from array import array
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from celliq_desktop.domain.accounts import Account, User
from celliq_desktop.domain.ids import DealerId, UserId, VehicleId
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.vehicles import Vehicle, VehicleStatus
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.mirror.shared import SharedMirror
from celliq_desktop.mirror.space import Space
from tests.support.clocks import FakeClock

KEY = "5a" * 32
ACCOUNT = Account(
    api_url="https://celliq.example/api",
    user=User(id=UserId("usr_1"), email="dealer@example.com", role="dealer", dealer_id=DealerId("dlr_1")),
)
CAR = VehicleId("veh_1")
VIN = "WVWZZZE1ZMP000001"


def make_template(folder: Path) -> Path:
    """An empty mirror of ``ACCOUNT`` under ``KEY``, closed, as one file."""
    path = folder / "template.db"
    Mirror.open(path, KEY, clock=FakeClock(), account=ACCOUNT).close()
    return path


def copied(template: Path, folder: Path) -> Path:
    """A copy of the template that may be changed."""
    return Path(shutil.copyfile(template, folder / "mirror.db"))


def opened(path: Path, **other: Any) -> Mirror:
    """The mirror in ``path``, as ``ACCOUNT`` under ``KEY`` unless told otherwise."""
    given: dict[str, Any] = {"key_hex": KEY, "clock": FakeClock(), "account": ACCOUNT, **other}
    return Mirror.open(path, given.pop("key_hex"), **given)


def joined(address: str, **other: Any) -> SharedMirror:
    """The group's mirror at ``address``, as ``ACCOUNT`` unless told otherwise. Its ballast lies in the tests' home."""
    space = Space(Path(os.environ["XDG_RUNTIME_DIR"], "ballast"))
    given: dict[str, Any] = {"clock": FakeClock(), "account": ACCOUNT, "space": space, **other}
    return SharedMirror.join(address, **given)


def car(number: int = 1, **known: Any) -> Vehicle:
    """Car ``number`` as the server lists it; ``raw`` follows the fields, as a server's text would."""
    values: dict[str, Any] = {
        "id": VehicleId(f"veh_{number}"),
        "vin": f"WVWZZZE1ZMP{number:06d}",
        "make": "Volkswagen",
        "model": "ID.3",
        "year": 2021,
        "status": VehicleStatus.ACTIVE,
        "status_raw": "active",
        "odometer_km": 41_000.0,
        "updated_at": datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
    } | known
    return Vehicle(**({"raw": json.dumps({name: str(value) for name, value in values.items()})} | values))


def samples(*times: float, **columns: list[float]) -> Samples:
    """Samples at ``times`` seconds; the charge follows the time unless a column says otherwise."""
    given = {"soc_percent": [time % 100 for time in times]} | columns
    return Samples.from_columns(array("d", times), **{name: array("d", values) for name, values in given.items()})
