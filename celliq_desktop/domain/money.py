"""Money as a decimal with its currency; floats never touch it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


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

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
