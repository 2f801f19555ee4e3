"""VIN rules of research/domain.md section 4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.domain import vin

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


def test_a_published_check_digit() -> None:
    assert vin.check_digit("1M8GDM9AXKP042788") == "X"


def test_a_european_vin_with_a_filler_is_fine() -> None:
    verdict = vin.judge("WVGZZZ5NZEW069297")
    assert verdict.ok
    assert not verdict.warning


def test_a_north_american_vin_with_a_wrong_check_digit_warns_and_passes() -> None:
    verdict = vin.judge("1M8GDM9A1KP042788")
    assert verdict.ok
    assert "check digit" in verdict.warning


def test_letters_that_do_not_exist_get_a_suggestion() -> None:
    verdict = vin.judge("WVWZZZE1ZMPO12345")
    assert not verdict.ok
    assert verdict.suggestion == "WVWZZZE1ZMP012345"


@pytest.mark.parametrize("text", ["", "WVW", "1" * 17, "WVWZZZE1ZMP0123456789"])
def test_what_is_no_vin_is_told_in_a_sentence(text: str) -> None:
    verdict = vin.judge(text)
    assert not verdict.ok
    assert verdict.message.endswith(".")


def test_a_scanner_prefix_is_dropped() -> None:
    assert vin.judge("IWVWZZZE1ZMP012345").vin == "WVWZZZE1ZMP012345"


@given(st.text(alphabet=ALPHABET, min_size=17, max_size=17))
def test_masking_hides_the_middle_and_keeps_the_last_six(number: str) -> None:
    hidden = vin.masked(number)
    assert len(hidden) == 17
    assert hidden.endswith(number[-6:])
    assert hidden[3:11] == "*" * 8


@given(st.text(max_size=40))
def test_judging_never_raises_and_is_stable(text: str) -> None:
    verdict = vin.judge(text)
    assert vin.normalise(text) == verdict.vin


@given(st.text(alphabet=ALPHABET, min_size=17, max_size=17))
def test_grouping_only_adds_spaces(number: str) -> None:
    assert vin.grouped(number).replace(" ", "") == number
