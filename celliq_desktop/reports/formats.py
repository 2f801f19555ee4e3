"""Numbers, dates and quantities as English and German readers write them; times are UTC days."""

from datetime import UTC, date, datetime

NBSP = "\N{NO-BREAK SPACE}"
NARROW = "\N{THIN SPACE}"
EN_DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Formats:
    """Words numbers and dates in one language (``en`` or ``de``)."""

    def __init__(self, language: str) -> None:
        """``language`` is one of ``pdf.LANGUAGES``."""
        self._german = language == "de"

    def number(self, value: float, digits: int = 1) -> str:
        """``48,210.5`` / ``48.210,5``; a minus sign, never a hyphen, and never minus zero."""
        text = f"{abs(value):,.{digits}f}"
        if self._german:
            text = text.translate(str.maketrans(",.", ".,"))
        return MINUS + text if value < 0 and any(c in "123456789" for c in text) else text

    def quantity(self, value: float, unit: str, digits: int = 1) -> str:
        """Number and unit that never part at a line's end."""
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
        if self._german:
            return f"{moment.day:02d}.{moment.month:02d}.{moment.year}"
        return f"{moment.day}{NBSP}{_MONTHS_EN[moment.month - 1]}{NBSP}{moment.year}"

    def day_of(self, seconds: float) -> str:
        """The UTC day of ``seconds`` since 1970."""
        return self.day(datetime.fromtimestamp(seconds, UTC))

    def month_of(self, seconds: float) -> str:
        """``Nov 2026`` / ``11.2026`` for axes."""
        day = datetime.fromtimestamp(seconds, UTC)
        return f"{day.month:02d}.{day.year}" if self._german else f"{_MONTHS_EN[day.month - 1]} {day.year}"
