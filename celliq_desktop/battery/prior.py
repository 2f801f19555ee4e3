"""What cars in service have left, and how much of that enters an estimate whose own charges say little.

Windows of 20 to 40 points miss the capacity by 10 % each (data/README.md), more than cars in service differ from one
another; ignoring the latter would be the greater error. The weight is printed, and a prior that would carry less than
15 % is left out, so that an estimate with good charges is theirs alone.
"""

from dataclasses import replace
from math import hypot

from celliq_desktop.domain.health import Prior
from celliq_desktop.domain.text import N_

POPULATION = Prior(90.0, 7.0, N_("cars in service"))
"""Wide enough for two studies that differ: 2,610 labels of 300 cars (89.2 +- 4.8 %, data/300-ev-figures figure 2h), and
8,000 used cars (mean 95.2 %, median 85 % at eight to nine years; research/domain.md section 2). Mileage explains
little: from 90.8 % new the labels fall 1.9 points per 100,000 km while they scatter by 4.6."""

_LEAST_WEIGHT = 0.15
_FADES_OVER = 12.0
"""Charges over which the prior fades: it helps out while there are few (report.md section 1), and a car that is known
from dozens is judged by them, even where their windows leave the interval wide."""
_CONFLICT = 3.0
WHOLE_WINDOW = 90.0
"""Points. One charge over so much of the range is a measurement of its own (1.8 % MAE on the tested cars,
data/README.md) and is never drawn towards other cars."""


def weighed_prior(prior: Prior | None, measured_percent: float, sigma_percent: float, charges: int) -> Prior | None:
    """``prior``, wider the more ``charges`` there are, with its weight beside a measurement; None where it would carry
    under 15 %, or where the measurement contradicts it by more than three standard errors: then the car is not one
    of those."""
    if prior is None:
        return None
    faded = prior.sigma_percent * hypot(1.0, charges / _FADES_OVER)
    variance = sigma_percent**2 + faded**2
    weight = sigma_percent**2 / variance
    if weight < _LEAST_WEIGHT or abs(measured_percent - prior.mean_percent) > _CONFLICT * variance**0.5:
        return None
    return replace(prior, sigma_percent=faded, weight=weight)
