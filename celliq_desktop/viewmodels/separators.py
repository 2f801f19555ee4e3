"""The comma and the point of numbers, language by language."""

from functools import cache


@cache
def separators(locale: str) -> dict[int, str]:
    """What Python's comma and point become in ``locale``, a babel identifier, as ``str.translate`` wants it. Babel is
    imported with the first number: the first paint has none to wait for."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})
