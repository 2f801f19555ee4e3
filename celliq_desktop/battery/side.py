"""One side of an estimate, energy or charge: its fit, its terms that do not average out, its prior."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from celliq_desktop.battery.capacity import Fit, fit_capacity
from celliq_desktop.battery.measuring_point import efficiency_of
from celliq_desktop.battery.prior import WHOLE_WINDOW, weighed_prior
from celliq_desktop.battery.quality import Gate, temperature_factor
from celliq_desktop.battery.student import NORMAL
from celliq_desktop.battery.tilt import LEVEL, Tilt
from celliq_desktop.domain.health import Baseline, Chemistry, ErrorBudget, Interval, Prior
from celliq_desktop.domain.sessions import JudgedSession, MeasuringPoint


@dataclass(frozen=True, slots=True)
class Side:
    """The fit over the sessions ``at`` that carry this side. ``prior`` has its weight; ``value`` in ``unit`` per 100 %
    SoC is the fit drawn towards it by that weight."""

    unit: str
    fit: Fit
    at: tuple[int, ...]
    point_sigma: float
    baseline: Baseline | None
    prior: Prior | None

    @classmethod
    def of(
        cls,
        judged: Sequence[JudgedSession],
        unit: str,
        measured_at: MeasuringPoint,
        chemistry: Chemistry,
        baseline: Baseline | None,
        prior: Prior | None,
        *,
        tilt: Tilt,
    ) -> "Side | None":
        """From the used sessions among ``judged``; None when none carries this side. ``tilt`` is that of
        energy."""
        column = "energy_kwh" if unit == "kWh" else "charge_ah"
        at = tuple(i for i, one in enumerate(judged) if one.used and (getattr(one.session, column) or 0.0) > 0.0)
        computed = "computed_energy" if unit == "kWh" else "computed_charge"
        at = tuple(i for i in at if not getattr(judged[i].session, computed))
        if not at:
            return None
        factor, sigma = efficiency_of(measured_at if unit == "kWh" else MeasuringPoint.BATTERY)
        chosen = [judged[i].session for i in at]
        fit = fit_capacity(
            np.array([one.soc_start_percent for one in chosen]),
            np.array([one.soc_end_percent for one in chosen]),
            np.array([getattr(one, column) for one in chosen]) * factor,
            np.array([temperature_factor(one) for one in chosen]),
            chemistry,
            tilt if unit == "kWh" else LEVEL,
        )
        side = cls(unit, fit, at, sigma, baseline, None)
        if baseline is None or any(one.delta_soc_percent >= WHOLE_WINDOW for one in chosen):
            return side
        measured = 100.0 * fit.value / baseline.value
        own = measured * side._relative_half(baseline.relative_sigma) / NORMAL
        return replace(side, prior=weighed_prior(prior, measured, own, int(fit.used.sum())))

    def weighed(self, judged: tuple[JudgedSession, ...]) -> tuple[JudgedSession, ...]:
        """Sessions with their share of the fit; outliers of the fit marked as such."""
        answer = list(judged)
        for place, i in enumerate(self.at):
            if self.fit.used[place]:
                answer[i] = replace(judged[i], weight=float(self.fit.weights[place]))
            else:
                far = Gate.OUTLIER
                answer[i] = replace(judged[i], used=False, reason=far.value, sentence=far.sentence)
        return tuple(answer)

    def capacity(self) -> Interval:
        """Per 100 % SoC, in ``unit``; the baseline's own error enters only through the prior."""
        return self._interval(self.value, 0.0)

    def health(self) -> Interval | None:
        """Percent of the capacity when new; None without one."""
        if self.baseline is None:
            return None
        return self._interval(100.0 * self.value / self.baseline.value, self.baseline.relative_sigma)

    @property
    def value(self) -> float:
        """Units per 100 % SoC."""
        if self.prior is None or self.baseline is None:
            return self.fit.value
        expected = self.baseline.value * self.prior.mean_percent / 100.0
        return self.fit.value + self.prior.weight * (expected - self.fit.value)

    def half_width(self) -> float:
        """Relative 95 % half-width without the baseline's error."""
        return self.capacity().half_width / self.value

    def budget(self) -> ErrorBudget:
        """1-sigma terms in percent of the estimate, the fit's own by the weight the prior leaves it."""
        own = (1.0 - self._prior_weight) * self.fit.value / self.value * 100.0
        return ErrorBudget(
            random_percent=own * self.fit.random * self.fit.quantile / NORMAL,
            soc_window_percent=own * self.fit.window,
            baseline_percent=own * self.baseline.relative_sigma if self.baseline else 0.0,
            measurement_point_percent=own * self.point_sigma,
            prior_percent=100.0 * self._prior_share(),
        )

    @property
    def _prior_weight(self) -> float:
        return self.prior.weight if self.prior else 0.0

    def _prior_share(self) -> float:
        """The prior's relative 1-sigma times its weight."""
        if self.prior is None or self.baseline is None:
            return 0.0
        return self.prior.weight * self.prior.sigma_percent / 100.0 * self.baseline.value / self.value

    def _relative_half(self, baseline_sigma: float) -> float:
        """Of the fit alone."""
        lasting = NORMAL * hypot(self.fit.window, self.point_sigma, baseline_sigma)
        return hypot(self.fit.quantile * self.fit.random, lasting)

    def _interval(self, value: float, baseline_sigma: float) -> Interval:
        own = (1.0 - self._prior_weight) * self.fit.value / self.value
        half = value * hypot(own * self._relative_half(baseline_sigma), NORMAL * self._prior_share())
        return Interval(value, value - half, value + half)
