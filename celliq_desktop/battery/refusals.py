"""Why there is no number: one code and one sentence, with what would help."""

from collections import Counter
from collections.abc import Sequence

from celliq_desktop.battery.columns import columns_of, known
from celliq_desktop.battery.direction import charging_is_negative
from celliq_desktop.battery.kinds import mixed_kinds
from celliq_desktop.battery.quality import LEAST_DELTA_SOC, Gate, all_computed
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import JudgedSession
from celliq_desktop.domain.text import N_

MIXED_SOC = "mixed_soc"
_DRIVING_KMH = 3.0
_HELP = N_("Three charges of 20 points or more, or one of 60, are needed.")
_COMPUTED = N_(
    "The energy of these charges is computed from the state of charge, not measured; it says"
    " nothing about the battery. A source that measures energy or current would help."
)
_SIGN = N_(
    "The state of charge rises while the current is negative: charging is negative in this"
    " log. Declare it with --charging-negative."
)
_ONE_KIND = N_("Export one kind of state of charge, and declare it with --soc.")


def refusal_of(judged: Sequence[JudgedSession], samples: Samples | None) -> tuple[str, str]:
    """``(code, sentence)`` for an estimate that is not given; ``samples`` None when only sessions are at hand. The code
    is the gate's own where one gate stopped every charge that was long enough."""
    if samples is not None and charging_is_negative(samples):
        return "current_sign", _SIGN
    if not judged:
        return _without_charges(samples)
    if all_computed([one.session for one in judged]):
        return Gate.COMPUTED_ENERGY.value, _COMPUTED
    used = sum(1 for one in judged if one.used)
    if used:
        counted = N_("1 charge counts") if used == 1 else f"{used} charges count"
        return "too_few_charges", N_("Only {counted} so far. {help}").format(counted=counted, help=_HELP)
    long = [one for one in judged if one.session.delta_soc_percent >= LEAST_DELTA_SOC]
    left_out = Counter(one.reason for one in long or judged if one.reason)
    reason, count = left_out.most_common(1)[0]
    code = reason if long and count == len(long) else "no_usable_charge"
    return code, f"None of {_charges(len(judged))} counts. Most often: {_lowered(reason)} {_HELP}"


def mixed_of(judged: Sequence[JudgedSession], *, flipping: bool) -> tuple[str, str] | None:
    """``(code, sentence)`` when two kinds of SoC stand in one log; ``flipping``: the column itself goes to and fro."""
    if flipping:
        return MIXED_SOC, N_(
            "The state of charge goes to and fro between two values: two sources are mixed. {one_kind}"
        ).format(one_kind=_ONE_KIND)
    kinds = mixed_kinds(judged)
    if kinds is None:
        return None
    low, high, unit = kinds
    return MIXED_SOC, (
        N_(
            "The charges show two capacities by turns, {low:.1f} and {high:.1f} {unit}: displayed and"
            " BMS state of charge, or two cars, seem to be mixed. {one_kind}"
        ).format(low=low, high=high, unit=unit, one_kind=_ONE_KIND)
    )


def _without_charges(samples: Samples | None) -> tuple[str, str]:
    if samples is None or len(samples) == 0:
        return "no_charge", N_("There is no charge in the data. {help}").format(help=_HELP)
    speeds = known(columns_of(samples)["speed_kmh"])
    if (speeds > _DRIVING_KMH).any():
        return "only_driving", N_("The data holds driving but no charge. {help}").format(help=_HELP)
    return "no_charge", N_("There is no charge in the data. {help}").format(help=_HELP)


def _charges(count: int) -> str:
    return N_("1 charge") if count == 1 else f"{count} charges"


def _lowered(reason: str) -> str:
    sentence = Gate(reason).sentence
    return sentence[0].lower() + sentence[1:]
