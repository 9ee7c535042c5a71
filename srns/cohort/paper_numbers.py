"""Numbers as a paper prints them: one decimal of a percentage, an en dash between two limits."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeGuard

import pandas as pd

MISSING = "–"


def with_decimals(value: float, decimals: int) -> str:
    """Return a number with so many decimals; a half is rounded away from zero, as people do.

    Only twelve significant digits count: more than any result has, and fewer than rounding error
    of the machine affects.

    >>> with_decimals(31.25, 1), with_decimals(2.675, 2), with_decimals(-0.04, 1)
    ('31.3', '2.68', '0.0')
    """
    exact = Decimal(f"{value:.12g}")
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return text if text.strip("-0.") else text.removeprefix("-")


def show_percent(percent: float | None) -> str:
    """Return a percentage with one decimal; a dash where there is none.

    >>> show_percent(50), show_percent(66.6667), show_percent(None)
    ('50.0 %', '66.7 %', '–')
    """
    return f"{with_decimals(percent, 1)} %" if _known(percent) else MISSING


def show_range(low: float | None, high: float | None, decimals: int = 1) -> str:
    """Return the two limits of an interval; a dash where there is none.

    >>> show_range(15.7013, 84.2987), show_range(0.35, 1.2, 2), show_range(None, None)
    ('15.7–84.3', '0.35–1.20', '–')
    """
    if _known(low) and _known(high):
        return f"{with_decimals(low, decimals)}–{with_decimals(high, decimals)}"
    return MISSING


def show_share(percent: float | None, low: float | None, high: float | None) -> str:
    """Return a percentage with its interval.

    >>> show_share(50, 15.7013, 84.2987), show_share(0, 0, 84.1886), show_share(None, None, None)
    ('50.0 % (15.7–84.3)', '0.0 % (0.0–84.2)', '–')
    """
    return f"{show_percent(percent)} ({show_range(low, high)})" if _known(percent) else MISSING


def show_months(months: float | None) -> str:
    """Return a time in months with one decimal; a dash where there is none.

    >>> show_months(4.4997), show_months(float("nan"))
    ('4.5', '–')
    """
    return with_decimals(months, 1) if _known(months) else MISSING


def _known(number: float | None) -> TypeGuard[float]:
    return number is not None and not pd.isna(number)
