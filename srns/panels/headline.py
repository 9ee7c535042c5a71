"""Headline of the cohort: day 0, strategy, who is at risk, and who is counted apart."""

import pandas as pd

from srns.analysis.definitions.unjudged_tests import find_unjudged_tests
from srns.analysis.proportions.intervals import EXACT, METHODS
from srns.cohort.paper_numbers import show_share
from srns.cohort.quantities import URINE_TESTS
from srns.cohort.terms import AT_START, COMPLETE, NOT_EVALUABLE
from srns.languages import counted
from srns.languages.lists import join_and, join_or, join_row, list_some
from srns.languages.messages import _, ngettext, translated
from srns.languages.numbers import grouped
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


def unjudged_words(view: View) -> str:
    """Return whom the definition cannot judge although urine was tested; empty without such."""
    tests = find_unjudged_tests(view.classification)
    if tests is None:
        return ""
    said = ngettext(
        "{n} of {of} children has no {needed}, which this definition needs, but {measured}. "
        "Published definitions that judge it: {definitions}.",
        "{n} of {of} children have no {needed}, which this definition needs, but {measured}. "
        "Published definitions that judge it: {definitions}.",
        len(tests.patients),
    )
    return said.format(
        n=len(tests.patients),
        of=tests.of,
        needed=join_or([translated(URINE_TESTS[test].label) for test in tests.judged]),
        measured=join_and([translated(URINE_TESTS[test].label) for test in tests.measured]),
        definitions=list_some(tests.definitions, 5, separator="; "),
    )


def headline_of(outcomes: pd.DataFrame, *, by_line: bool = False, interval: str = EXACT) -> str:
    """Return the headline of outcomes with `response` and `remission_at_start`."""
    apart = int((outcomes["response"] == AT_START).sum())
    at_risk = outcomes[outcomes["response"] != AT_START]
    n, of = int((at_risk["response"] == COMPLETE).sum()), len(at_risk)
    if of and (at_risk["response"] == NOT_EVALUABLE).all():
        # A count of no responders would be no finding.
        parts = [_none_evaluable(of, by_line=by_line)]
    elif of:
        low, high = METHODS[interval](n, of, confidence=0.95)
        parts = [
            _("Complete remission in {n} of {whom}, {share}").format(
                n=grouped(n),
                whom=_at_risk(of, by_line=by_line) if apart else _counted(of, by_line=by_line),
                share=show_share(100 * n / of, 100 * low, 100 * high),
            )
        ]
    else:
        parts = [_("No line is at risk") if by_line else _("No child is at risk")]
    if of and 0 < (unknown := int((at_risk["response"] == NOT_EVALUABLE).sum())) < of:
        parts.append(
            ngettext(
                "{n} not evaluable, counted as without",
                "{n} not evaluable, counted as without",
                unknown,
            ).format(n=grouped(unknown))
        )
    if apart:
        parts.append(
            _("{whom} in remission at start, counted apart").format(
                whom=_counted(apart, by_line=by_line)
            )
        )
    if maybe := int(at_risk["remission_at_start"].isna().sum()):
        parts.append(
            ngettext("{n} may have been", "{n} may have been", maybe).format(n=grouped(maybe))
            if apart
            else ngettext(
                "{n} may have been in remission at start",
                "{n} may have been in remission at start",
                maybe,
            ).format(n=grouped(maybe))
        )
    return _("{said}.").format(said=join_row(parts, "; "))


def _none_evaluable(of: int, *, by_line: bool) -> str:
    if by_line:
        return ngettext(
            "The only line cannot be evaluated by this definition",
            "None of {n} lines can be evaluated by this definition",
            of,
        ).format(n=grouped(of))
    return ngettext(
        "The only child cannot be evaluated by this definition",
        "None of {n} children can be evaluated by this definition",
        of,
    ).format(n=grouped(of))


def _counted(n: int, *, by_line: bool) -> str:
    return (
        ngettext("{n} line", "{n} lines", n).format(n=grouped(n))
        if by_line
        else counted.children(n)
    )


def _at_risk(n: int, *, by_line: bool) -> str:
    if by_line:
        return ngettext("{n} line at risk", "{n} lines at risk", n).format(n=grouped(n))
    return ngettext("{n} child at risk", "{n} children at risk", n).format(n=grouped(n))
