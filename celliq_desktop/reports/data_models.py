"""The report in the field names of two public data models: Catena-X ``battery_pass`` 6.1.0, and DIN DKE SPEC 99100 as
BatteryPass ``Performance`` 1.2.0 writes it ("batteryTechicalProperties" is its spelling).

Both models demand much that a report cannot know: materials, conformity, resistance. What is not known is left out and
not invented, so a file holds a part of its model. Neither the state of certified energy, which is no estimate's to
give, nor the metadata of a battery's official record, which this report is not, is ever written."""

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any

from celliq_desktop.reports.annex import annex_fields, declared
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.fields import Field

CATENA_X, DIN_SPEC = "catena-x", "din-dke-spec-99100"
_SPEC_VERSION = "urn:io.catenax.battery.battery_pass:6.1.0"
_CATEGORIES = frozenset({"SLI", "LMT", "EV", "industrial", "portable", "incorporated"})
_UNITS = {
    "rated_energy": "kWh",
    "rated_capacity": "Ah",
    "remaining_energy": "kWh",
    "remaining_capacity": "Ah",
    "capacity_fade": "%",
    "energy_throughput": "kWh",
    "capacity_threshold_for_exhaustion": "%",
    "state_of_charge": "%",
    "warranty_period_months": "months",
    "number_of_full_cycles": None,
}
"""What the models count in; a value in another unit is left out."""


def catena_x(content: ReportContent) -> dict[str, Any]:
    """The known part of a ``battery_pass`` 6.1.0 document."""
    known = _Known(content)
    return _without_gaps(
        {
            "specVersion": _SPEC_VERSION,
            "identification": {
                "category": known.word("battery_category", _CATEGORIES),
                "identification": {"serial": [{"key": "customKey:vin", "value": content.vin}]},
            },
            "operation": {"intoServiceDate": known.word("put_into_service")},
            "characteristics": {"warranty": known.warranty()},
            "sustainability": {"status": known.word("battery_status")},
            "performance": {
                "rated": {
                    "capacity": {
                        "value": known.number("rated_capacity"),
                        "thresholdExhaustion": known.number("capacity_threshold_for_exhaustion"),
                    },
                    "energy": {"value": known.number("rated_energy")},
                },
                "dynamic": {
                    "capacity": {
                        "capacity": known.dated("value", "time", known.number("remaining_capacity")),
                        "fade": known.dated("value", "time", known.number("capacity_fade")),
                        "throughput": known.dated("value", "time", content.use.charged_ah),
                    },
                    "energy": {
                        "remaining": known.dated("value", "time", known.number("remaining_energy")),
                        "throughput": known.dated("value", "time", known.number("energy_throughput")),
                    },
                    "fullCycles": known.dated("value", "time", known.number("number_of_full_cycles")),
                    "stateOfCharge": known.dated("value", "time", known.number("state_of_charge")),
                },
            },
        }
    )


def din_dke_spec_99100(content: ReportContent) -> dict[str, Any]:
    """The known part of a ``Performance`` 1.2.0 document. Its rated energy is the *certified* usable energy, so only a
    value that is declared as such is written."""
    known, updated = _Known(content), "lastUpdate"
    certified = known.number("rated_energy") if "rated_energy" in declared(content) else None
    return _without_gaps(
        {
            "batteryTechicalProperties": {
                "ratedEnergy": certified,
                "ratedCapacity": known.number("rated_capacity"),
                "capacityThresholdForExhaustion": known.number("capacity_threshold_for_exhaustion"),
            },
            "batteryCondition": {
                "energyThroughput": known.number("energy_throughput"),
                "capacityThroughput": known.dated("capacityThroughputValue", updated, content.use.charged_ah),
                "numberOfFullCycles": known.dated(
                    "numberOfFullCyclesValue", updated, known.number("number_of_full_cycles")
                ),
                "capacityFade": known.dated("capacityFadeValue", updated, known.number("capacity_fade")),
                "remainingEnergy": known.dated("remainingEnergyalue", updated, known.number("remaining_energy")),
                "remainingCapacity": known.dated("remainingCapacityValue", updated, known.number("remaining_capacity")),
                "stateOfCharge": known.dated("stateOfChargeValue", updated, known.number("state_of_charge")),
            },
        }
    )


MODELS: Mapping[str, Callable[[ReportContent], dict[str, Any]]] = {CATENA_X: catena_x, DIN_SPEC: din_dke_spec_99100}
"""By the name that people give on the command line."""


class _Known:
    """The fields of the report as the models want them."""

    def __init__(self, content: ReportContent) -> None:
        self._fields: dict[str, Field] = {field.key: field for field in annex_fields(content)}
        self._time = content.prepared_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def number(self, key: str) -> float | None:
        """None for what is not known, not a number, or counted in another unit."""
        field = self._fields[key]
        if isinstance(field.value, str) or field.value is None or field.unit != _UNITS[key]:
            return None
        return float(field.value)

    def word(self, key: str, allowed: frozenset[str] | None = None) -> str | None:
        """None for what is not known or not among ``allowed``."""
        value = self._fields[key].value
        return value if isinstance(value, str) and (allowed is None or value in allowed) else None

    def dated(self, name: str, time: str, value: float | None) -> dict[str, Any] | None:
        """A value with the moment it was read for this report."""
        return None if value is None else {name: value, time: self._time}

    def warranty(self) -> dict[str, Any] | None:
        """Length in months."""
        months = self.number("warranty_period_months")
        return None if months is None else {"lifeValue": months, "lifeUnit": "unit:month"}


def _without_gaps(document: dict[str, Any]) -> dict[str, Any]:
    """Without what is None, and without the groups that this leaves empty."""
    kept = {key: _without_gaps(value) if isinstance(value, dict) else value for key, value in document.items()}
    return {key: value for key, value in kept.items() if value not in (None, {})}
