"""Explanation of differences between definitions: the criterion that decides.

The visits that decided the better response are checked against the limits of the other definition.
"""

import numpy as np
import pandas as pd

from srns.cohort.child_keys import day_key
from srns.cohort.terms import AT_START, COMPLETE, PARTIAL, UNCLASSIFIED
from srns.rules.classification import Classification
from srns.rules.definition import how_often
from srns.rules.result_words import urine_words
from srns.rules.runs import last_day, runs
from srns.rules.truth import Clause
from srns.rules.verdict import Tested

_RANK = {COMPLETE: 0, PARTIAL: 1}


def explain_difference(one: Classification, other: Classification, child: int) -> str:
    """Explain in a sentence or two why two verdicts on the same child differ.

    Parameters
    ----------
    one, other
        Two classifications of one cohort.
    child
        Row number of the child among the patients.

    Returns
    -------
    str
        Empty if both give the same response.
    """
    first, second = (found.outcomes["response"].iloc[child] for found in (one, other))
    if first == second:
        return ""
    ranks = _RANK.get(first, 2), _RANK.get(second, 2)
    if ranks[0] == ranks[1] or AT_START in (first, second):
        return _neither_in_remission(one, other, child)
    better, worse = (one, other) if ranks[0] < ranks[1] else (other, one)
    return _reached_and_missed(better, worse, child)


def explain_date(one: Classification, other: Classification, child: int) -> str:
    """Explain why two definitions with the same response date it differently.

    Empty if they do not.
    """
    first, second = (found.outcomes["onset_day"].iloc[child] for found in (one, other))
    same = one.outcomes["response"].iloc[child] == other.outcomes["response"].iloc[child]
    if not same or first is pd.NA or second is pd.NA or first == second:
        return ""
    earlier, later = (one, other) if first < second else (other, one)
    return _reached_and_missed(earlier, later, child)


class _VisitNames:
    """Names of visits: with results at first mention, by day alone afterwards."""

    def __init__(self) -> None:
        self.named: set[str] = set()

    def name(self, classification: Classification, place: int) -> str:
        whole = _at(classification, place)
        if whole in self.named:
            return f"day {classification.occasions['day'].iloc[int(place)]}"
        self.named.add(whole)
        return whole


def _reached_and_missed(better: Classification, worse: Classification, child: int) -> str:
    visits = _VisitNames()
    return f"{_reached(better, child, visits)} {_missed(better, worse, child, visits)}"


def _reached(better: Classification, child: int, visits: _VisitNames) -> str:
    criterion = better.definition.responses[better.judged.response[child]]
    first, decided = better.judged.first[child], better.judged.decided[child]
    if decided == first:
        when = f"on {visits.name(better, first)}"
    else:
        when = f"from {visits.name(better, first)} to {visits.name(better, decided)}"
    return f"{better.definition.name}: {criterion.title} {when}."


def _missed(better: Classification, worse: Classification, child: int, visits: _VisitNames) -> str:
    """Return which criteria of the other definition the same visits do not meet."""
    name = better.definition.responses[better.judged.response[child]].name
    who = worse.definition.name
    ways = [found for found in worse.judged.tested if found.response.name == name]
    if not ways:
        return f"{who}: does not define {name}."
    run = _same_days(better, worse, child)
    if not len(run):
        return f"{who}: does not judge the urine tests of those visits."
    judging = [tested for tested in ways if _judges(tested, int(run[0]))]
    missed = [_way_missed(worse, tested, child, run, visits) for tested in judging or ways]
    return f"{who}: {'. By its other criterion: '.join(missed)}."


def _judges(tested: Tested, place: int) -> bool:
    """Return whether a criterion has a limit for the urine test of a visit."""
    other = [
        clause
        for clause in tested.clauses
        if not clause.of_albumin and clause.test not in tested.response.arms
    ]
    return all(clause.truth.possible[place] for clause in other)


def _way_missed(
    worse: Classification, tested: Tested, child: int, run: np.ndarray, visits: _VisitNames
) -> str:
    """Return why the visits do not reach a response by one of its criteria."""
    confirming = tested.response.albumin_at == "confirming"
    unmet: dict[tuple[int, ...], list[Clause]] = {}
    for clause in tested.clauses:
        at = run[~clause.truth.certain[run]]
        if len(at) and not (confirming and clause.of_albumin):
            key = (int(clause.truth.possible[at[0]]), *map(int, at))
            unmet.setdefault(key, []).append(clause)
    if unmet:
        missed = [
            _unmet(worse, tested, clauses, at, visits, unknown=bool(unknown))
            for (unknown, *at), clauses in unmet.items()
        ]
        return f"requires {' and '.join(missed)}"
    return _run_falls_short(worse, tested, child, int(run[0]), visits)


def _same_days(better: Classification, worse: Classification, child: int) -> np.ndarray:
    """Return the places of a deciding run's visits among the visits of the other definition."""
    run = np.arange(better.judged.first[child], better.judged.decided[child] + 1)
    mine, other = better.found.visits, worse.found.visits
    wanted = day_key(mine.child[run], mine.day[run])
    return np.flatnonzero(np.isin(day_key(other.child, other.day), wanted))


def _unmet(
    worse: Classification,
    tested: Tested,
    clauses: list[Clause],
    at: list[int],
    visits: _VisitNames,
    *,
    unknown: bool,
) -> str:
    """Return the criteria that the same visits do not meet, and the first of those visits."""
    words = " and ".join(_criterion_words(worse, tested, clause, at[0]) for clause in clauses)
    where = visits.name(worse, at[0]) + (f" (and on {len(at) - 1} more)" if len(at) > 1 else "")
    if unknown:
        return f"{words}, which cannot be determined on {where}"
    missed = ("not met", "neither met")[len(clauses) - 1] if len(clauses) < 3 else "none met"
    return f"{words}, {missed} on {where}"


def _criterion_words(
    classification: Classification, tested: Tested, clause: Clause, place: int
) -> str:
    """Return a clause in words, as applied to a visit."""
    trace = classification.occasions
    return tested.asked(clause, trace[f"{clause.test}_unit"].iloc[place], classification.units)[0]


def _run_falls_short(
    worse: Classification, tested: Tested, child: int, start: int, visits: _VisitNames
) -> str:
    """Explain why visits that each meet the limits do not form a deciding run."""
    urine, criterion = worse.found.visits, tested.response
    met = tested.met.certain
    starting, long_enough = runs(urine, met, criterion)
    run = np.flatnonzero((urine.child == child) & met & (starting == starting[start]))
    first, last = int(run[0]), int(run[-1])
    enough = run[long_enough[run]]
    if not len(enough):
        apart = (
            f" at least {criterion.min_days_between} days apart"
            if criterion.min_days_between
            else ""
        )
        ended = _what_ended(worse, tested, child, last, visits)
        many = len(run)
        span = f"from day {urine.day[first]} to day {urine.day[last]}" if many > 1 else ""
        found = (
            f"found {many} in a row {span}" if many > 1 else f"found only day {urine.day[first]}"
        )
        return f"requires {how_often(criterion)}{apart}; {found}, {ended}"
    confirmed = enough[tested.confirms.certain[enough]]
    if not len(confirmed):
        albumin = " and ".join(
            clause.words_in(worse.units) for clause in tested.clauses if clause.of_albumin
        )
        since = visits.name(worse, enough[0])
        none = f"none of the {len(enough)} candidates, from {since} on, is known to meet this"
        if len(enough) == 1:
            none = f"the only candidate, {since}, is not known to meet this"
        return f"requires {albumin} at the confirming visit; {none}"
    if criterion.by_month is not None:
        dated = first if worse.definition.dated_by == "first" else int(confirmed[0])
        return (
            f"requires it by {criterion.by}, day {last_day(criterion.by_month)}; it "
            f"was reached on day {urine.day[dated]}"
        )
    if criterion.at_month is not None:
        # One visit alone is looked at, so a run elsewhere counts for nothing.
        days = f" within {criterion.at_window_days} days of it"
        found = f"day {urine.day[first]}" if first == last else (
            f"day {urine.day[first]} to day {urine.day[last]}"
        )  # fmt: skip
        return f"judges it only at {criterion.at}, at the visit nearest{days}; not at {found}"
    return "does not reach it"


def _what_ended(
    worse: Classification, tested: Tested, child: int, last: int, visits: _VisitNames
) -> str:
    urine = worse.found.visits
    following = last + 1
    if following >= len(urine) or urine.child[following] != child:
        return "and no visit follows"
    limit = tested.response.max_days_between
    interval = int(urine.day[following] - urine.day[last])
    if limit is not None and interval > limit:
        return f"and the next is {interval} days later, more than {limit}"
    clauses = [
        clause
        for clause in tested.clauses
        if not clause.truth.certain[following]
        and not (tested.response.albumin_at == "confirming" and clause.of_albumin)
    ]
    words = " and ".join(_criterion_words(worse, tested, clause, following) for clause in clauses)
    unknown = all(clause.truth.possible[following] for clause in clauses)
    verb = "may or may not meet" if unknown else "does not meet"
    return f"then {visits.name(worse, following)} {verb} {words}"


def _neither_in_remission(one: Classification, other: Classification, child: int) -> str:
    """Return the basis of each verdict short of remission."""
    return " ".join(
        f"{found.definition.name}: {_short_of_remission(found, child)}" for found in (one, other)
    )


def _short_of_remission(found: Classification, child: int) -> str:
    response = found.outcomes["response"].iloc[child]
    gap = found.judged.gap[child]
    if response == UNCLASSIFIED:
        return f"{response}, because {_at(found, gap)} falls in a gap of the definition."
    reason = str(found.verdicts["reason"].iloc[child])
    return f"{response}: {reason[:1].lower()}{reason[1:]}" if reason else f"{response}."


def _at(classification: Classification, place: int) -> str:
    """Return a visit in words: its day, Up/c and albumin, as reported."""
    row = classification.occasions.iloc[int(place)]
    albumin = (
        f"albumin {row['albumin_shown']}" if row["albumin_text"] else "no albumin within the window"
    )
    return f"day {row['day']} ({urine_words(row.to_frame().T)[0]}, {albumin})"
