"""Numbers and ages as people read them."""

from datetime import UTC, datetime, timedelta

import pytest

from celliq_desktop.domain.health import Interval
from celliq_desktop.viewmodels.formats import NOTHING, Formats

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_missing_value_is_a_dash_and_never_zero() -> None:
    formats = Formats()
    assert (
        formats.number(None) == formats.percent(float("nan")) == formats.date(None) == formats.duration(None) == NOTHING
    )


def test_numbers_follow_the_locale() -> None:
    assert Formats("en").number(48210.4, 0, "km") == "48,210\u202fkm"
    assert Formats("de").number(1234.56, 1, "kWh") == "1.234,6\u202fkWh"


def test_an_interval_is_half_its_width() -> None:
    assert Formats().half_width(Interval(91.4, 88.6, 94.2)) == "±2.8"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=1, minutes=5), "1 hour ago"),
        (timedelta(hours=30), "yesterday"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(days=100), "Aug 15, 2026"),
    ],
)
def test_ages(ago: timedelta, words: str) -> None:
    assert Formats().age(NOW - ago, NOW) == words


def test_durations() -> None:
    assert Formats().duration(0) == "0\u202fmin"
    assert Formats().duration(10) == "10\u202fs"
    assert Formats().duration(40) == "1\u202fmin"
    assert Formats().duration(1_980) == "33\u202fmin"
    assert Formats().duration(18_600) == "5\u202fh 10\u202fmin"


def test_zero_has_no_sign() -> None:
    assert Formats().number(-0.2, 0, "°C") == "0\u202f°C"
    assert Formats().number(-0.04, 1) == "0.0"
    assert Formats().number(-0.6, 0) == "-1"


@pytest.mark.parametrize(("locale", "words"), [("en", "Nov 22, 2026, "), ("de", "22.11.2026, ")])
def test_a_moment_is_told_to_the_minute(locale: str, words: str) -> None:
    told = Formats(locale=locale).moment(datetime(2026, 11, 22, 13, 4, 40, tzinfo=UTC))
    assert told.startswith(words)
    assert ":04" in told
    assert ":40" not in told
