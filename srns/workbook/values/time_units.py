"""Units of time, and how many of one make one of another."""

from collections.abc import Mapping

_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
TIME_FACTORS: Mapping[tuple[str, str], float] = {
    (one, other): _DAYS[one] / _DAYS[other] for one in _DAYS for other in _DAYS if one != other
}
"""By stated and wanted unit, what a number is multiplied with."""
