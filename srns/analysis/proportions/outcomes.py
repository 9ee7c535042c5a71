"""Outcomes of a cohort: which responses count as each, and their share with its exact interval."""

from srns.analysis.proportions.intervals import exact_interval
from srns.cohort.terms import COMPLETE, PARTIAL

OUTCOMES = {COMPLETE: (COMPLETE,), "complete or partial remission": (COMPLETE, PARTIAL)}


def proportion(n: int, of: int) -> dict[str, float | int | None]:
    """Return a proportion with its exact interval, in percent."""
    if of == 0:
        return {"n": 0, "of": 0, "percent": None, "low": None, "high": None}
    low, high = exact_interval(n, of)
    return {"n": n, "of": of, "percent": 100 * n / of, "low": 100 * low, "high": 100 * high}
