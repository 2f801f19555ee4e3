"""What a workshop measured on a car: a second opinion beside the estimate, never blended with it."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from celliq_desktop.domain.text import N_


class BatteryTest(Enum):
    """Whose battery test it was (research/domain.md section 3.1)."""

    AVILOO = "AVILOO"
    DEKRA = "DEKRA"
    TUEV = "TÜV"
    OTHER = N_("Other test")


@dataclass(frozen=True, slots=True)
class WorkshopResult:
    """State of health in percent as the certificate says; ``half_width`` half of its 95 % interval, None when it names
    none."""

    method: BatteryTest
    soh_percent: float
    half_width: float | None
    tested_on: date
