"""Why there is no number: one code and one sentence, with what would help."""

from collections import Counter
from collections.abc import Sequence

from celliq_desktop.battery.columns import columns_of, known
from celliq_desktop.battery.quality import Gate, all_computed
from celliq_desktop.domain.readings import Samples
from celliq_desktop.domain.sessions import JudgedSession

_DRIVING_KMH = 3.0
_HELP = "Three charges of 20 points or more, or one of 60, are needed."
_COMPUTED = (
    "The energy of these charges is computed from the state of charge, not measured; it says nothing about the battery."
)


def refusal_of(judged: Sequence[JudgedSession], samples: Samples | None) -> tuple[str, str]:
    """``(code, sentence)`` for an estimate that is not given; ``samples`` None when only sessions are at hand."""
    if not judged:
        return _without_charges(samples)
    if all_computed([one.session for one in judged]):
        return Gate.COMPUTED_ENERGY.value, _COMPUTED
    used = sum(1 for one in judged if one.used)
    left_out = Counter(one.reason for one in judged if one.reason)
    if used:
        counted = "1 charge counts" if used == 1 else f"{used} charges count"
        return "too_few_charges", f"Only {counted} so far. {_HELP}"
    reason, _count = left_out.most_common(1)[0]
    return "no_usable_charge", f"None of {_charges(len(judged))} counts. Most often: {_lowered(reason)} {_HELP}"


def _without_charges(samples: Samples | None) -> tuple[str, str]:
    if samples is None or len(samples) == 0:
        return "no_charge", f"There is no charge in the data. {_HELP}"
    speeds = known(columns_of(samples)["speed_kmh"])
    if (speeds > _DRIVING_KMH).any():
        return "only_driving", f"The data holds driving but no charge. {_HELP}"
    return "no_charge", f"There is no charge in the data. {_HELP}"


def _charges(count: int) -> str:
    return "1 charge" if count == 1 else f"{count} charges"


def _lowered(reason: str) -> str:
    sentence = Gate(reason).sentence
    return sentence[0].lower() + sentence[1:]
