"""Numbers, dates and quantities as the buyer writes them, by babel's data; times are UTC days."""

from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_date
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal

NBSP = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
_LOCALES = {"en": "en_GB"}
"""Day before month, as in most places a report is read; other languages name their own locale."""
_MILES, _FAHRENHEIT = frozenset({"GB", "US"}), frozenset({"US"})
_KM_PER_MILE = 1.609344


class Formats:
    """Words numbers and dates in one language."""

    def __init__(self, language: str, region: str | None = None) -> None:
        """``language`` is one of ``pdf.LANGUAGES``, ``region`` one of ``letterhead.REGIONS``: where both go together in
        CLDR it decides how numbers and dates are written, and everywhere in which units."""
        usual = _LOCALES.get(language, language)
        both = f"{language}_{region}"
        self._locale = Locale.parse(both if region and both in locale_identifiers() else usual)
        self._region = region

    def local(self, value: float, unit: str) -> tuple[float, str]:
        """A value in km or °C in the units of the region; any other as it is."""
        if unit == "km" and self._region in _MILES:
            return value / _KM_PER_MILE, "mi"
        if unit == "°C" and self._region in _FAHRENHEIT:
            return value * 1.8 + 32.0, "°F"
        return value, unit

    def number(self, value: float, digits: int = 1) -> str:
        """``48,210.5`` / ``48.210,5``; a minus sign, never a hyphen, and never minus zero."""
        rounded = round(value, digits) or 0.0
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        # a narrow no-break space has no glyph in the faces of the paper
        text = format_decimal(abs(rounded), pattern, self._locale).replace("\N{NARROW NO-BREAK SPACE}", NBSP)
        return MINUS + text if rounded < 0 else text

    def plural(self, count: float) -> str:
        """The form of words that go with ``count``: ``one``, ``few``, ``many`` or ``other`` (CLDR plural rules)."""
        return str(self._locale.plural_form(count))

    def quantity(self, value: float, unit: str, digits: int = 1) -> str:
        """Number and unit that never part at a line's end, in the units of the region."""
        value, unit = self.local(value, unit)
        return f"{self.number(value, digits)}{NBSP}{unit}"

    def percent(self, value: float, digits: int = 1) -> str:
        """``92.1 %``."""
        return self.quantity(value, "%", digits)

    def span(self, low: float, high: float, unit: str, digits: int = 1) -> str:
        """``88.6–94.2 %``."""
        return f"{self.number(low, digits)}{EN_DASH}{self.quantity(high, unit, digits)}"

    def day(self, moment: datetime | date | None) -> str:
        """``23 Nov 2026`` / ``23.11.2026``; empty for None. A moment is a UTC day."""
        if moment is None:
            return ""
        if isinstance(moment, datetime):
            moment = moment.astimezone(UTC).date()
        return format_date(moment, "medium", self._locale).replace(" ", NBSP)

    def day_of(self, seconds: float) -> str:
        """The UTC day of ``seconds`` since 1970."""
        return self.day(datetime.fromtimestamp(seconds, UTC))

    def month_of(self, seconds: float) -> str:
        """``Nov 2026`` for axes."""
        return format_date(datetime.fromtimestamp(seconds, UTC).date(), "MMM y", self._locale)
