"""Numbers as a paper prints them: one decimal of a percentage, an en dash between two limits."""

import pandas as pd

MISSING = "–"


def show_percent(percent: float | None) -> str:
    """Return a percentage with one decimal; a dash where there is none.

    >>> show_percent(50), show_percent(66.6667), show_percent(None)
    ('50.0 %', '66.7 %', '–')
    """
    return MISSING if _missing(percent) else f"{percent:.1f} %"


def show_range(low: float | None, high: float | None, decimals: int = 1) -> str:
    """Return the two limits of an interval; a dash where there is none.

    >>> show_range(15.7013, 84.2987), show_range(0.35, 1.2, 2), show_range(None, None)
    ('15.7–84.3', '0.35–1.20', '–')
    """
    if _missing(low) or _missing(high):
        return MISSING
    return f"{low:.{decimals}f}–{high:.{decimals}f}"


def show_share(percent: float | None, low: float | None, high: float | None) -> str:
    """Return a percentage with its interval.

    >>> show_share(50, 15.7013, 84.2987), show_share(0, 0, 84.1886), show_share(None, None, None)
    ('50.0 % (15.7–84.3)', '0.0 % (0.0–84.2)', '–')
    """
    return MISSING if _missing(percent) else f"{show_percent(percent)} ({show_range(low, high)})"


def show_months(months: float | None) -> str:
    """Return a time in months with one decimal; a dash where there is none.

    >>> show_months(4.4997), show_months(float("nan"))
    ('4.5', '–')
    """
    return MISSING if _missing(months) else f"{months:.1f}"


def _missing(number: float | None) -> bool:
    return number is None or bool(pd.isna(number))
