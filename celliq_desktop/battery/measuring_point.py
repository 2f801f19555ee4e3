"""Where energy was counted: charger-side energy is not battery energy."""

from celliq_desktop.domain.sessions import MeasuringPoint

_EFFICIENCY = {
    MeasuringPoint.BATTERY: (1.0, 0.01),
    MeasuringPoint.VEHICLE: (1.0, 0.01),
    MeasuringPoint.EVSE_AC: (0.88, 0.04),
    MeasuringPoint.EVSE_DC: (0.94, 0.03),
}
"""``(efficiency, its 1-sigma)``. Charging efficiency 0.88 +- 0.04 AC and 0.94 +- 0.03 DC (report.md section 1). On the
battery's own side 1 % for the scale of its current and voltage sensors and for temperature: research/domain.md 3.2 has
1.5 % with the handling of SoC included, which is a term of its own here (``soc_error``)."""


def efficiency_of(point: MeasuringPoint) -> tuple[float, float]:
    """``(factor from measured to battery energy, relative 1-sigma)``."""
    factor, sigma = _EFFICIENCY[point]
    return factor, sigma / factor
