"""Small rules of the shared records."""

from decimal import Decimal

import pytest

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.money import Money
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou, Refused, TryAgain
from celliq_desktop.domain.readings import Reading, Samples


def test_exit_codes_of_the_command_line() -> None:
    codes = [kind("c", "m").kind.exit_code for kind in (NeedsYou, TryAgain, Refused, BadSurroundings)]
    assert codes == [3, 4, 5, 6]


def test_changes_merge() -> None:
    merged = Changes.of(Topic.VEHICLES, ids=frozenset({"a"})) | Changes.of(Topic.REPORTS, ids=frozenset({"b"}))
    assert merged.touches(Topic.REPORTS)
    assert merged.ids == {"a", "b"}


def test_a_change_of_anything_swallows_single_ids() -> None:
    assert (Changes.of(Topic.VEHICLES) | Changes.of(Topic.VEHICLES, ids=frozenset({"a"}))).ids == frozenset()


def test_no_change_is_false() -> None:
    assert not Changes()


def test_samples_refuse_columns_of_different_length() -> None:
    column = Samples.of([Reading(time_s=0.0)]).time_s
    with pytest.raises(ValueError, match="different length"):
        Samples.from_columns(column, soc_percent=column + column)


def test_money_is_decimal() -> None:
    assert Money.parse("12.40", "eur") == Money(Decimal("12.40"), "EUR")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1,2", ""])
def test_what_is_no_money_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(amount, "EUR")
