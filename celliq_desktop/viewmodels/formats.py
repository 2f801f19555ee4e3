"""Numbers, units, dates and ages as the window's user reads them; a value that is missing is an en dash, never a zero.

Numbers and dates go through babel in the window's locale; units are SI with a narrow no-break space (CLDR). Babel is
imported with the first number: the first paint has none to wait for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING

from celliq_desktop.viewmodels.separators import separators
from celliq_desktop.viewmodels.words import _, as_written, ngettext

if TYPE_CHECKING:  # the first paint has no interval to wait for
    from celliq_desktop.domain.health import Interval

NOTHING = "–"
_THIN = "\u202f"
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0


@dataclass(frozen=True, slots=True)
class Formats:
    """Formatting in one ``locale`` (a babel identifier such as ``en`` or ``de``)."""

    locale: str = "en"

    def warm(self) -> Formats:
        """Load what wording needs, on a worker: the first number costs a tenth of a second, all others microseconds."""
        separators(self.locale)
        _medium_date(date(2026, 1, 1), self.locale)
        return self

    def number(self, value: float | None, digits: int = 0, unit: str = "") -> str:
        """``12,345 km``; ``digits`` decimals exactly."""
        if value is None or isnan(value):
            return NOTHING
        # As babel rounds (half to even, on the decimal digits), at a twentieth of its cost: tables ask for hundreds
        text = f"{Decimal(repr(float(value))):z,.{digits}f}".translate(separators(self.locale))
        return f"{text}{_THIN}{unit}" if unit else text

    def percent(self, value: float | None, digits: int = 1) -> str:
        """``91.4 %``."""
        return self.number(value, digits, "%")

    def half_width(self, interval: Interval) -> str:
        """``±2.8`` - half of the 95 % interval."""
        return "±" + self.number(interval.half_width, 1)

    def span(self, interval: Interval, digits: int, unit: str) -> str:
        """``88.6 – 94.2 %``."""
        return f"{self.number(interval.low, digits)} – {self.number(interval.high, digits, unit)}"

    def date(self, moment: datetime | None) -> str:
        """``23 Nov 2026``, in UTC's day."""
        return NOTHING if moment is None else _medium_date(moment.date(), self.locale)

    def moment(self, moment: datetime | None) -> str:
        """Date and time to the minute, in the machine's zone."""
        if moment is None:
            return NOTHING
        from babel.dates import format_time

        here = moment.astimezone()
        return f"{_medium_date(here.date(), self.locale)}, {format_time(here, format='short', locale=self.locale)}"

    def month(self, moment: datetime) -> str:
        """``Nov``, for the foot of a bar."""
        from babel.dates import format_date

        return str(format_date(moment.date(), format="LLL", locale=self.locale))

    def epoch_date(self, seconds: float | None) -> str:
        """As ``date``, from seconds since 1970 UTC."""
        return NOTHING if seconds is None or isnan(seconds) else self.date(datetime.fromtimestamp(seconds, UTC))

    def epoch_moment(self, seconds: float | None) -> str:
        """As ``moment``, from seconds since 1970 UTC."""
        return NOTHING if seconds is None or isnan(seconds) else self.moment(datetime.fromtimestamp(seconds, UTC))

    def duration(self, seconds: float | None) -> str:
        """``32 min``, ``5 h 10 min``; ``10 s`` below half a minute, where no minute would be true."""
        if seconds is None or isnan(seconds):
            return NOTHING
        if 0 < seconds < _MINUTE / 2:
            return f"{seconds:.0f}{_THIN}s"
        hours, minutes = divmod(round(seconds / _MINUTE), 60)
        if hours:
            return f"{hours}{_THIN}h {minutes:02d}{_THIN}min"
        return f"{minutes}{_THIN}min"

    def age(self, then: datetime | None, now: datetime) -> str:
        """``just now``, ``12 min ago``, ``yesterday``, ``5 days ago``, then the date."""
        if then is None:
            return NOTHING
        seconds = (now - then).total_seconds()
        if seconds < 2 * _MINUTE:
            return _("just now")
        if seconds < _HOUR:
            return _("{minutes} min ago").format(minutes=int(seconds // _MINUTE))
        if seconds < _DAY:
            hours = int(seconds // _HOUR)
            return ngettext("{n} hour ago", "{n} hours ago", hours).format(n=hours)
        days = int(seconds // _DAY)
        if days == 1:
            return _("yesterday")
        if days > 60:
            return self.date(then)
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)

    def epoch_age(self, seconds: float | None, now: datetime) -> str:
        """As ``age``, from seconds since 1970 UTC."""
        return NOTHING if seconds is None or isnan(seconds) else self.age(datetime.fromtimestamp(seconds, UTC), now)


@lru_cache(maxsize=4096)
def _medium_date(day: date, locale: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, format="medium", locale=locale))


def whole(number: int) -> str:
    """``1,234`` as the language of the window writes it."""
    return as_written(f"{number:,}")


def share(found: int, total: int, named: str = "") -> str:
    """``12 of 60``; ``named`` says the total in words."""
    return _("{found} of {total}").format(found=whole(found), total=named or whole(total))


def count(number: int, one: str, many: str) -> str:
    """``1 charge``, ``8 charges``; ``one`` and ``many`` are messages of the catalogue. Inside a sentence write the
    whole sentence with ``ngettext``: other languages bend its other words, too."""
    return f"{whole(number)} {ngettext(one, many, number)}"
