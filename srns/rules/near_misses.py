"""Near misses: how close was a child to a response that it did not reach?

A near miss is one change after which the same rules yield the response: one limit that one visit
did not meet, one more visit at the end, or a later deadline.
"""

from dataclasses import dataclass, replace

import numpy as np

from srns.cohort.quantities import QUANTITIES
from srns.languages.messages import mark
from srns.languages.sentences import joined, nsentence, sentence, term
from srns.rules.classification import Classification
from srns.rules.definition import time_words
from srns.rules.limits import TOLERANCE
from srns.rules.occasions import Visits
from srns.rules.runs import Timing, first_run, last_day
from srns.rules.truth import Clause
from srns.rules.verdict import Tested

REACH = 0.5
"""Largest distance of a near miss from its limit, as a share of the limit."""


@dataclass(frozen=True)
class NearMiss:
    """One change that would have led to the response.

    Attributes
    ----------
    day
        Day of the visit that fell short, or of the last visit if one more was needed.
    distance
        Distance of the value from the limit, as a share of the limit; 0 if it is not known or if no
        value was at fault.
    words
        The near miss in one sentence.
    """

    response: str
    day: int
    distance: float
    words: str


def near_misses(
    classification: Classification, patient: str, *, most: int = 3
) -> tuple[NearMiss, ...]:
    """List the near misses of each response better than the child's own.

    They are worded in the units of the classification; see `Classification.in_units`.

    Parameters
    ----------
    most
        How many to list for each response, nearest first.
    """
    child = int(classification.cohort.patients["patient"].tolist().index(patient))
    reached = classification.judged.response[child]
    better = classification.judged.tested[: reached if reached >= 0 else None]
    if reached >= 0:  # another way to the response that was reached is no better one
        own = classification.definition.responses[reached].name
        better = [tested for tested in better if tested.response.name != own]
    mine = np.flatnonzero(classification.found.visits.child == child)
    if not len(mine):
        return ()
    found: list[NearMiss] = []
    for tested in better:
        misses = _of_response(classification, tested, mine)
        found += sorted(misses, key=lambda miss: (miss.distance, miss.day))[:most]
    return tuple(found)


def _of_response(
    classification: Classification, tested: Tested, mine: np.ndarray
) -> list[NearMiss]:
    misses = []
    asked = tested.response
    met, confirms = tested.met.certain[mine], tested.confirms.certain[mine]
    if tested.timing.at is not None:
        mine = np.intersect1d(mine, tested.timing.at)
        met, confirms = tested.met.certain[mine], tested.confirms.certain[mine]
    if not len(mine):
        return misses
    alone = _alone(classification.found.visits[mine])
    for place in range(len(mine)):
        unmet = _only_unmet(classification, tested, int(mine[place]))
        if unmet is None:
            continue
        changed, confirmed = met.copy(), confirms.copy()
        if asked.albumin_at == "each":
            changed[place] = confirmed[place] = True
        elif unmet.of_albumin:
            confirmed[place] = True
        else:
            changed[place] = True
        if _decides(classification, tested, alone, changed, confirmed):
            miss = _one_limit(classification, tested, mine, place, unmet)
            if miss is not None:
                misses.append(miss)
    if met[-1]:
        longer = _one_more(alone, asked.min_days_between)
        more = np.append(met, True), np.append(confirms, True)
        if _decides(classification, tested, longer, *more):
            wanted = asked.occasions or (asked.days or (1, 1))[0]
            misses.append(_one_occasion(asked.name, wanted, alone, met))
    late = _too_late(classification, tested, alone, met, confirms)
    return misses + ([late] if late else [])


def _only_unmet(classification: Classification, tested: Tested, place: int) -> Clause | None:
    """Return the only clause that a visit does not meet, or None if there is none or more."""
    unmet = [each for each in tested.clauses if not each.truth.certain[place]]
    of_urine = [each for each in unmet if not each.of_albumin]
    of_albumin = [each for each in unmet if each.of_albumin]
    if of_albumin and classification.found.paired[place] < 0:
        of_albumin = of_albumin[:1]  # one missing albumin leaves both its limits open
    if tested.response.albumin_at == "confirming" and of_urine:
        of_albumin = []  # a run of Up/c alone; another occasion may confirm it
    together = of_urine + of_albumin
    return together[0] if len(together) == 1 else None


def _alone(visits: Visits) -> Visits:
    """Return one child's visits with the child at place 0."""
    return replace(visits, child=np.zeros(len(visits), dtype=visits.child.dtype))


def _decides(
    classification: Classification,
    tested: Tested,
    visits: Visits,
    met: np.ndarray,
    confirms: np.ndarray,
) -> bool:
    dated_by = classification.definition.dated_by
    timing = Timing(by=tested.timing.by)
    run = first_run(visits, 1, tested.response, met, confirms, dated_by=dated_by, timing=timing)
    return bool(run.decided[0] >= 0)


def _one_limit(
    classification: Classification,
    tested: Tested,
    mine: np.ndarray,
    place: int,
    clause: Clause,
) -> NearMiss | None:
    """Return the near miss of a visit that missed one limit, or None if it is too far away."""
    row = classification.occasions.iloc[int(mine[place])]
    day, name = int(row["day"]), tested.response.name
    named = {
        "response": term(name),
        "visit": sentence("the {ordinal} visit (day {day})", ordinal=_ordinal(place + 1), day=day),
    }
    analyte = clause.test
    wanted, number = tested.asked(clause, row[f"{analyte}_unit"], classification.units)
    if clause.of_albumin and not row["albumin_text"]:
        lacks = classification.definition.no_albumin
        words = sentence("{response}: {visit} has {no_albumin}.", **named, no_albumin=lacks)
        return NearMiss(name, day, 0.0, words)
    distance = abs(float(row[analyte]) - number) / number if number else 0.0
    if distance > REACH + TOLERANCE:  # 0.45 is half above 0.3, whatever its bits say
        return None
    shown = row[f"{analyte}_shown"]
    found = joined([term(QUANTITIES[analyte].label), term(shown)], " ")
    if clause.truth.possible[mine[place]]:
        words = sentence(
            "{response}: {visit} had {found}, which may or may not meet {limit}.",
            **named,
            found=found,
            limit=wanted,
        )
    else:
        words = sentence(
            "{response}: {visit} had {found}, not {limit}.", **named, found=found, limit=wanted
        )
    return NearMiss(name, day, distance, words)


def _one_more(alone: Visits, min_days: int) -> Visits:
    """Return the visits with one more after the last, like it."""
    places = np.append(np.arange(len(alone)), len(alone) - 1)
    longer = alone[places]
    longer.day[-1] = alone.day[-1] + max(min_days, 1)
    return longer


def _one_occasion(name: str, occasions: int, alone: Visits, met: np.ndarray) -> NearMiss:
    broken = np.flatnonzero(~met)
    start = int(broken[-1]) + 1 if len(broken) else 0
    many = len(met) - start
    last = int(alone.day[-1])
    days = sentence("day {day}", day=last)
    if many > 1:
        days = sentence("day {first} to {last}", first=int(alone.day[start]), last=last)
    said = {"response": term(name), "days": days}
    if many >= occasions:
        words = nsentence(
            "{response}: {n} visit in a row, {days}, too close together or without the albumin "
            "that confirms them; no further visit followed.",
            "{response}: {n} visits in a row, {days}, too close together or without the albumin "
            "that confirms them; no further visit followed.",
            many,
            **said,
        )
    else:
        words = nsentence(
            "{response}: {n} of {of} visits, {days}; no further visit followed.",
            "{response}: {n} of {of} visits in a row, {days}; no further visit followed.",
            many,
            of=occasions,
            **said,
        )
    return NearMiss(name, last, 0.0, words)


def _too_late(
    classification: Classification,
    tested: Tested,
    alone: Visits,
    met: np.ndarray,
    confirms: np.ndarray,
) -> NearMiss | None:
    """Return the near miss of a response that was reached after its deadline, or None."""
    asked = tested.response
    if asked.by_month is None:
        return None
    dated_by = classification.definition.dated_by
    run = first_run(alone, 1, asked, met, confirms, dated_by=dated_by)
    if run.decided[0] < 0:
        return None
    day = int(alone.day[run.first[0] if dated_by == "first" else run.decided[0]])
    words = sentence(
        "{response}: reached on day {day}, after {time} (day {last}).",
        response=term(asked.name),
        day=day,
        time=time_words(asked.by or ""),
        last=last_day(asked.by_month),
    )
    return NearMiss(asked.name, day, 0.0, words)


def _ordinal(number: int) -> str:
    words = (
        mark("first"), mark("second"), mark("third"), mark("fourth"), mark("fifth"),
        mark("sixth"), mark("seventh"), mark("eighth"), mark("ninth"),
    )  # fmt: skip
    if number <= len(words):
        return term(words[number - 1])
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    # Translators: an ordinal number, as 21st, in the form in which it stands before a visit
    forms = {
        1: sentence("{n}st", n=number),
        2: sentence("{n}nd", n=number),
        3: sentence("{n}rd", n=number),
    }
    return forms.get(last, sentence("{n}th", n=number))
