"""The two-sided 95 % quantile of Student's t."""

_TABLE = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228}
"""Abramowitz and Stegun, table 26.10."""
NORMAL = 1.959964


def t_95(degrees: int) -> float:
    """The quantile for ``degrees`` >= 1; above the table by the expansion 26.7.5 of Abramowitz and Stegun (error below
    0.002)."""
    if degrees in _TABLE:
        return _TABLE[degrees]
    z, n = NORMAL, float(degrees)
    return z + (z**3 + z) / (4 * n) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
