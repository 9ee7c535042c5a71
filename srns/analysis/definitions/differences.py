"""Why does one definition call a child something else than another: which clause decides it?

The occasions that decided the better response are held against the limits of the other definition.
"""

import numpy as np
import pandas as pd

from srns.cohort.terms import COMPLETE, PARTIAL, UNCLASSIFIED
from srns.rules.classification import Classification
from srns.rules.runs import is_long_enough, last_day, run_starts
from srns.rules.verdict import Clause, Tested

_RANK = {COMPLETE: 0, PARTIAL: 1}


def explain_difference(one: Classification, other: Classification, child: int) -> str:
    """Say in a sentence or two what decides between two verdicts on the same child.

    Parameters
    ----------
    one, other
        Two classifications of one cohort.
    child
        The place of the child among the patients.

    Returns
    -------
    str
        Empty where both give the same response.
    """
    first, second = (each.outcomes["response"].iloc[child] for each in (one, other))
    if first == second:
        return ""
    ranks = _RANK.get(first, 2), _RANK.get(second, 2)
    if ranks[0] == ranks[1]:
        return _neither_in_remission(one, other, child)
    better, worse = (one, other) if ranks[0] < ranks[1] else (other, one)
    return _reached_and_missed(better, worse, child)


def explain_date(one: Classification, other: Classification, child: int) -> str:
    """Say why two definitions that give the same response date it differently.

    Empty where they do not.
    """
    first, second = (each.outcomes["onset_day"].iloc[child] for each in (one, other))
    same = one.outcomes["response"].iloc[child] == other.outcomes["response"].iloc[child]
    if not same or first is pd.NA or second is pd.NA or first == second:
        return ""
    earlier, later = (one, other) if first < second else (other, one)
    return _reached_and_missed(earlier, later, child)


class _Occasions:
    """Names occasions: with their results the first time, by their day alone from then on."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def name(self, classification: Classification, place: int) -> str:
        whole = _at(classification, place)
        if whole in self.told:
            return f"day {classification.occasions['day'].iloc[int(place)]}"
        self.told.add(whole)
        return whole


def _reached_and_missed(better: Classification, worse: Classification, child: int) -> str:
    told = _Occasions()
    return f"{_reached(better, child, told)} {_missed(better, worse, child, told)}"


def _reached(better: Classification, child: int, told: _Occasions) -> str:
    asked = better.definition.responses[better.judged.response[child]]
    first, decided = better.judged.first[child], better.judged.decided[child]
    if decided == first:
        when = f"on {told.name(better, first)}"
    else:
        when = f"from {told.name(better, first)} to {told.name(better, decided)}"
    return f"{better.definition.name}: {asked.title} {when}."


def _missed(better: Classification, worse: Classification, child: int, told: _Occasions) -> str:
    """Say what the other definition asks for beyond what was found on those occasions."""
    name = better.definition.responses[better.judged.response[child]].name
    who = worse.definition.name
    tested = next((each for each in worse.judged.tested if each.response.name == name), None)
    if tested is None:
        return f"{who} knows no {name}."
    run = np.arange(better.judged.first[child], better.judged.decided[child] + 1)
    confirming = tested.response.albumin_at == "confirming"
    unmet: dict[tuple[int, ...], list[Clause]] = {}
    for clause in tested.clauses:
        at = run[~clause.truth.certain[run]]
        if len(at) and not (confirming and clause.of_albumin):
            key = (int(clause.truth.possible[at[0]]), *map(int, at))
            unmet.setdefault(key, []).append(clause)
    if unmet:
        missed = [
            _unmet(worse, tested, clauses, at, told, unknown=bool(unknown))
            for (unknown, *at), clauses in unmet.items()
        ]
        return f"{who} asks for {' and for '.join(missed)}."
    return f"{who} {_run_falls_short(worse, tested, child, int(run[0]), told)}."


def _unmet(
    worse: Classification,
    tested: Tested,
    clauses: list[Clause],
    at: list[int],
    told: _Occasions,
    *,
    unknown: bool,
) -> str:
    """Name the clauses that the same occasions do not meet, and the first of those occasions."""
    words = " and ".join(_asked(worse, tested, clause, at[0]) for clause in clauses)
    where = told.name(worse, at[0]) + (f" (and on {len(at) - 1} more)" if len(at) > 1 else "")
    if unknown:
        return f"{words}, which cannot be told on {where}"
    missed = ("not met", "neither met")[len(clauses) - 1] if len(clauses) < 3 else "none met"
    return f"{words}, {missed} on {where}"


def _asked(classification: Classification, tested: Tested, clause: Clause, place: int) -> str:
    """Word a clause as it was applied to an occasion."""
    name = "albumin" if clause.of_albumin else "upcr"
    return tested.asked(clause, classification.occasions[f"{name}_unit"].iloc[place])[0]


def _run_falls_short(
    worse: Classification, tested: Tested, child: int, start: int, told: _Occasions
) -> str:
    """Say why occasions that each meet the limits do not make a run that decides."""
    urine, asked = worse.found.urine, tested.response
    met = tested.met.certain
    starting = run_starts(urine, met, asked.max_days_between)
    mine = np.flatnonzero((urine.child == child) & met & (starting == starting[start]))
    first, last = int(mine[0]), int(mine[-1])
    enough = mine[is_long_enough(urine, starting, asked)[mine]]
    if not len(enough):
        apart = f" at least {asked.min_days_between} days apart" if asked.min_days_between else ""
        ended = _what_ended(worse, tested, child, last, told)
        many = len(mine)
        span = f"from day {urine.day[first]} to day {urine.day[last]}" if many > 1 else ""
        found = (
            f"there are {many} in a row {span}" if many > 1 else f"day {urine.day[first]} is alone"
        )
        return f"asks for {asked.occasions} occasions in a row{apart}; {found}, {ended}"
    confirmed = enough[tested.confirms.certain[enough]]
    if not len(confirmed):
        albumin = " and ".join(each.words for each in tested.clauses if each.of_albumin)
        since = told.name(worse, enough[0])
        none = f"none of the {len(enough)} that could, from {since} on, is known to have it"
        if len(enough) == 1:
            none = f"the only one that could, {since}, is not known to have it"
        return f"asks for {albumin} on the occasion that confirms it; {none}"
    if asked.by_month is not None:
        dated = first if worse.definition.dated_by == "first" else int(confirmed[0])
        return (
            f"asks for it by {asked.by}, day {last_day(asked.by_month)}; it "
            f"came on day {urine.day[dated]}"
        )
    return "does not reach it"


def _what_ended(
    worse: Classification, tested: Tested, child: int, last: int, told: _Occasions
) -> str:
    urine = worse.found.urine
    following = last + 1
    if following >= len(urine) or urine.child[following] != child:
        return "and no occasion follows"
    limit = tested.response.max_days_between
    silence = int(urine.day[following] - urine.day[last])
    if limit is not None and silence > limit:
        return f"and the next is {silence} days later, more than {limit}"
    clauses = [
        each
        for each in tested.clauses
        if not each.truth.certain[following]
        and not (tested.response.albumin_at == "confirming" and each.of_albumin)
    ]
    words = " and ".join(_asked(worse, tested, each, following) for each in clauses)
    unknown = all(each.truth.possible[following] for each in clauses)
    verb = "may or may not meet" if unknown else "does not meet"
    return f"then {told.name(worse, following)} {verb} {words}"


def _neither_in_remission(one: Classification, other: Classification, child: int) -> str:
    """Say what each verdict short of a remission rests on."""
    return " ".join(
        f"{each.definition.name}: {_short_of_remission(each, child)}" for each in (one, other)
    )


def _short_of_remission(each: Classification, child: int) -> str:
    response = each.outcomes["response"].iloc[child]
    gap = each.judged.gap[child]
    if response == UNCLASSIFIED:
        return f"{response}, because {_at(each, gap)} falls in a hole of it."
    reason = str(each.verdicts["reason"].iloc[child])
    return f"{response}: {reason[:1].lower()}{reason[1:]}" if reason else f"{response}."


def _at(classification: Classification, place: int) -> str:
    """Name an occasion: its day, Up/c and albumin, as reported."""
    row = classification.occasions.iloc[int(place)]
    albumin = (
        f"albumin {row['albumin_text']} {row['albumin_unit']}"
        if row["albumin_text"]
        else "no albumin near"
    )
    return f"day {row['day']} (Up/c {row['upcr_text']} {row['upcr_unit']}, {albumin})"
