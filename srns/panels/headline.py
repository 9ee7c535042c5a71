"""Headline of the cohort: day 0, strategy, who is at risk, and who is counted apart."""

import pandas as pd

from srns.analysis.proportions.intervals import EXACT, METHODS
from srns.cohort.paper_numbers import show_share
from srns.cohort.terms import AT_START, COMPLETE, NOT_EVALUABLE
from srns.cohort.wording import plural
from srns.panels.view import View


def headline(view: View, *, adjudicated: bool = False, interval: str = EXACT) -> str:
    """Return the complete remissions among those at risk, and those counted apart, in words.

    Parameters
    ----------
    adjudicated
        Whether overrides replace the computed responses.
    interval
        A key of `srns.analysis.proportions.intervals.METHODS`.
    """
    found = view.classification
    outcomes = found.adjudicated if adjudicated else found.outcomes
    return headline_of(outcomes, by_line=view.basis.by_line, interval=interval)


def headline_of(outcomes: pd.DataFrame, *, by_line: bool = False, interval: str = EXACT) -> str:
    """Return the headline of outcomes with `response` and `remission_at_start`."""
    one, several = ("line", "lines") if by_line else ("child", "children")
    apart = int((outcomes["response"] == AT_START).sum())
    at_risk = outcomes[outcomes["response"] != AT_START]
    n, of = int((at_risk["response"] == COMPLETE).sum()), len(at_risk)
    if of and (at_risk["response"] == NOT_EVALUABLE).all():
        # A count of no responders would be no finding.
        whom = f"The only {one}" if of == 1 else f"None of {of} {several}"
        parts = [f"{whom} {'cannot' if of == 1 else 'can'} be evaluated by this definition"]
    elif of:
        low, high = METHODS[interval](n, of, confidence=0.95)
        whom = plural(of, one, several) + (" at risk" if apart else "")
        parts = [
            f"Complete remission in {n} of {whom}, "
            f"{show_share(100 * n / of, 100 * low, 100 * high)}"
        ]
    else:
        parts = [f"No {one} is at risk"]
    if apart:
        parts.append(f"{plural(apart, one, several)} in remission at start, counted apart")
    if maybe := int(at_risk["remission_at_start"].isna().sum()):
        parts.append(f"{maybe} may have been" + ("" if apart else " in remission at start"))
    return "; ".join(parts) + "."
