"""Money as a decimal with its currency; floats never touch it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_NO_DECIMALS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THREE_DECIMALS = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
"""How many decimals card services count with; every other currency has two (docs.stripe.com/currencies)."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units (``Decimal``) and an ISO 4217 code."""

    amount: Decimal
    currency: str

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """From a decimal string such as ``"12.40"``; ValueError when it is not a finite number or the code is not
        three letters."""
        try:
            value = Decimal(amount)
        except InvalidOperation as error:
            raise ValueError(f"not an amount of money: {amount!r}") from error
        if not value.is_finite() or len(currency) != 3 or not currency.isalpha():
            raise ValueError(f"not an amount of money: {amount!r} {currency!r}")
        return cls(value, currency.upper())

    @classmethod
    def of_minor(cls, amount: int, currency: str) -> "Money":
        """From the smallest unit of a card service: 1240 EUR cents are 12.40, 500 yen are 500; ValueError for a code
        that is not three letters."""
        code = currency.upper()
        digits = 0 if code in _NO_DECIMALS else 3 if code in _THREE_DECIMALS else 2
        return cls.parse(str(Decimal(amount).scaleb(-digits)), code)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
