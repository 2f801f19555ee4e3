"""Filter chips with counts: what there is of each kind, and which kinds are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from celliq_desktop.viewmodels.words import _


@dataclass(frozen=True, slots=True)
class CountChip:
    """One chip: ``count`` lines are of this kind; ``on`` shows them only."""

    key: str
    words: str
    count: int
    tone: str
    on: bool = False


def chips_of(
    kinds: Mapping[str, tuple[str, str]], counts: Mapping[str, int], picked: frozenset[str]
) -> tuple[CountChip, ...]:
    """Chips of the kinds that occur, in the order of ``kinds`` (key to words, as the catalogue has them, and tone)."""
    return tuple(
        CountChip(key, _(words), counts.get(key, 0), tone, key in picked)
        for key, (words, tone) in kinds.items()
        if counts.get(key, 0) or key in picked
    )
