"""Explanation of differences between definitions: the criterion that decides.

The visits that decided the better response are checked against the limits of the other definition.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from srns.cohort.child_keys import day_key
from srns.cohort.terms import AT_START, COMPLETE, PARTIAL, UNCLASSIFIED
from srns.languages.sentences import nsentence, run_on, sentence, term, with_small_letter
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
            return sentence("day {day}", day=classification.occasions["day"].iloc[int(place)])
        self.named.add(whole)
        return whole


def _reached_and_missed(better: Classification, worse: Classification, child: int) -> str:
    visits = _VisitNames()
    return run_on([_reached(better, child, visits), _missed(better, worse, child, visits)])


def _reached(better: Classification, child: int, visits: _VisitNames) -> str:
    criterion = better.definition.responses[better.judged.response[child]]
    first, decided = better.judged.first[child], better.judged.decided[child]
    said = {
        "definition": better.definition.name,
        "response": criterion.title,
        "first": visits.name(better, first),
    }
    if decided == first:
        return sentence("{definition}: {response} on {first}.", **said)
    return sentence(
        "{definition}: {response} from {first} to {last}.",
        last=visits.name(better, decided),
        **said,
    )


def _missed(better: Classification, worse: Classification, child: int, visits: _VisitNames) -> str:
    """Return which criteria of the other definition the same visits do not meet."""
    name = better.definition.responses[better.judged.response[child]].name
    who = worse.definition.name
    ways = [found for found in worse.judged.tested if found.response.name == name]
    if not ways:
        return sentence(
            "{definition}: does not define {response}.", definition=who, response=term(name)
        )
    run = _same_days(better, worse, child)
    if not len(run):
        return sentence(
            "{definition}: does not judge the urine tests of those visits.", definition=who
        )
    judging = [tested for tested in ways if _judges(tested, int(run[0]))]
    missed = [_way_missed(worse, tested, child, run, visits) for tested in judging or ways]
    whole = missed[0]
    for other in missed[1:]:
        whole = sentence("{one}. By its other criterion: {other}", one=whole, other=other)
    return sentence("{definition}: {missed}.", definition=who, missed=whole)


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
        return sentence("requires {criteria}", criteria=_both(missed))
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
    where = visits.name(worse, at[0])
    if len(at) > 1:
        where = sentence("{visit} (and on {n} more)", visit=where, n=len(at) - 1)
    said = {
        "criteria": _both(_criterion_words(worse, tested, clause, at[0]) for clause in clauses),
        "visits": where,
    }
    if unknown:
        return sentence("{criteria}, which cannot be determined on {visits}", **said)
    if len(clauses) == 1:
        return sentence("{criteria}, not met on {visits}", **said)
    if len(clauses) == 2:
        return sentence("{criteria}, neither met on {visits}", **said)
    return sentence("{criteria}, none met on {visits}", **said)


def _both(criteria: Iterable[str]) -> str:
    """Return criteria of which each is asked for, each set apart from the next by a word."""
    whole = ""
    for each in criteria:
        whole = sentence("{first} and {last}", first=whole, last=each) if whole else each
    return whole


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
        asked = how_often(criterion)
        if criterion.min_days_between:
            asked = sentence(
                "{visits} at least {days} days apart",
                visits=asked,
                days=criterion.min_days_between,
            )
        days = {"first": urine.day[first], "last": urine.day[last]}
        return sentence(
            "requires {asked}; {found}, {ended}",
            asked=asked,
            found=sentence("found {n} in a row from day {first} to day {last}", n=len(run), **days)
            if len(run) > 1
            else sentence("found only day {first}", first=urine.day[first]),
            ended=_what_ended(worse, tested, child, last, visits),
        )
    confirmed = enough[tested.confirms.certain[enough]]
    if not len(confirmed):
        albumin = _both(
            clause.words_in(worse.units) for clause in tested.clauses if clause.of_albumin
        )
        return nsentence(
            "requires {albumin} at the confirming visit; the only candidate, {visit}, is not known "
            "to meet this",
            "requires {albumin} at the confirming visit; none of the {n} candidates, from {visit} "
            "on, is known to meet this",
            len(enough),
            albumin=albumin,
            visit=visits.name(worse, enough[0]),
        )
    if criterion.by_month is not None:
        dated = first if worse.definition.dated_by == "first" else int(confirmed[0])
        return sentence(
            "requires it by {time}, day {last}; it was reached on day {day}",
            time=criterion.by,
            last=last_day(criterion.by_month),
            day=urine.day[dated],
        )
    if criterion.at_month is not None:
        # One visit alone is looked at, so a run elsewhere counts for nothing.
        found = sentence("day {day}", day=urine.day[first])
        if first != last:
            found = sentence(
                "day {first} to day {last}", first=urine.day[first], last=urine.day[last]
            )
        return sentence(
            "judges it only at {time}, at the visit nearest within {days} days of it; not at "
            "{found}",
            time=criterion.at,
            days=criterion.at_window_days,
            found=found,
        )
    return sentence("does not reach it")


def _what_ended(
    worse: Classification, tested: Tested, child: int, last: int, visits: _VisitNames
) -> str:
    urine = worse.found.visits
    following = last + 1
    if following >= len(urine) or urine.child[following] != child:
        return sentence("and no visit follows")
    limit = tested.response.max_days_between
    interval = int(urine.day[following] - urine.day[last])
    if limit is not None and interval > limit:
        return sentence(
            "and the next is {days} days later, more than {limit}", days=interval, limit=limit
        )
    clauses = [
        clause
        for clause in tested.clauses
        if not clause.truth.certain[following]
        and not (tested.response.albumin_at == "confirming" and clause.of_albumin)
    ]
    said = {
        "visit": visits.name(worse, following),
        "criteria": _both(_criterion_words(worse, tested, clause, following) for clause in clauses),
    }
    if all(clause.truth.possible[following] for clause in clauses):
        return sentence("then {visit} may or may not meet {criteria}", **said)
    return sentence("then {visit} does not meet {criteria}", **said)


def _neither_in_remission(one: Classification, other: Classification, child: int) -> str:
    """Return the basis of each verdict short of remission."""
    return run_on(
        sentence(
            "{definition}: {words}",
            definition=found.definition.name,
            words=_short_of_remission(found, child),
        )
        for found in (one, other)
    )


def _short_of_remission(found: Classification, child: int) -> str:
    response = found.outcomes["response"].iloc[child]
    gap = found.judged.gap[child]
    if response == UNCLASSIFIED:
        return sentence(
            "{response}, because {visit} falls in a gap of the definition.",
            response=term(response),
            visit=_at(found, gap),
        )
    reason = found.verdicts["reason"].iloc[child]
    if not reason:
        return sentence("{response}.", response=term(response))
    return sentence(
        "{response}: {reason}", response=term(response), reason=with_small_letter(reason)
    )


def _at(classification: Classification, place: int) -> str:
    """Return a visit in words: its day, Up/c and albumin, as reported."""
    row = classification.occasions.iloc[int(place)]
    albumin = sentence("no albumin within the window")
    if row["albumin_text"]:
        albumin = sentence("albumin {value}", value=row["albumin_shown"])
    return sentence(
        "day {day} ({urine}, {albumin})",
        day=row["day"],
        urine=urine_words(row.to_frame().T)[0],
        albumin=albumin,
    )
