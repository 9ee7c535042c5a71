"""The urine tests of a response: arms of equal rank, tested on every visit."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import numpy as np

from srns.cohort.quantities import ALBUMIN, URINE_TESTS
from srns.languages.messages import mark
from srns.languages.sentences import sentence, term
from srns.rules.baseline import fall_holds
from srns.rules.definition import Response
from srns.rules.limits import Limit, Results
from srns.rules.occasions import Occasions, Visits
from srns.rules.truth import Clause, Truth

_PER_DAY = {"mg/m²/day": "surface", "mg/m²/h": "surface", "mg/day": "child", "g/day": "child",
            "mg/kg/day": "weight"}  # fmt: skip
"""What each unit of 24-hour protein is counted by."""
_NOT_ASKED: Mapping[str, str] = {
    "upcr": mark("measured by a test other than Up/c"),
    "protein_24h": mark("measured by a test other than 24-hour protein"),
    "dipstick": mark("measured by a test other than the dipstick"),
}


class Arms(Protocol):
    """What has limits for urine tests: a response or a relapse."""

    @property
    def arms(self) -> Mapping[str, Limit]:
        """The limit of each test that is judged, by analyte."""
        ...


def urine_clauses(occasions: Occasions, asked: Arms) -> list[Clause]:
    """Test every arm on the visits on which its test counts.

    A test without an arm here says nothing beside a test with one: a partial remission by Up/c is
    not undone by a 24-hour protein of the same day that it does not ask. Alone, it is not met.
    """
    visits = occasions.visits
    clauses: list[Clause] = []
    judged_here = np.zeros(len(visits), dtype=bool)
    for test in asked.arms.keys() & visits.of_test.keys():
        judged_here |= visits.of_test[test].measured
    for test, series in visits.of_test.items():
        counted = series.measured
        limit = asked.arms.get(test)
        if limit is not None:
            clauses += _of_test(visits, test, limit, counted)
        elif (alone := counted & ~judged_here).any():
            never = np.zeros(len(visits), dtype=bool)
            truth = Truth(never, never).where(alone)
            clauses.append(Clause(term(_NOT_ASKED[test]), truth, test, True, alone))
    if isinstance(asked, Response) and asked.fall_from_baseline and "upcr" in visits.of_test:
        upcr = visits.upcr
        truth = fall_holds(
            occasions, upcr.results(), asked.fall_from_baseline,
            mean_of_two=asked.baseline != "last",
        )  # fmt: skip
        words = sentence("a fall {percent} % from baseline", percent=asked.fall_from_baseline)
        measured = upcr.measured
        clauses.append(Clause(words, truth.where(measured), "upcr", True, measured))
    return clauses


def albumin_clauses(occasions: Occasions, limit: Limit | None) -> list[Clause]:
    """Test the albumin paired with each visit."""
    if limit is None:
        return []
    everywhere = np.ones(len(occasions.visits), dtype=bool)
    results = occasions.albumin_results
    if (uncertain := occasions.albumin_may_not_count) is not None:
        lowest, highest = (np.where(uncertain, end, bound) for end, bound in
                           ((0.0, results.lowest), (np.inf, results.highest)))  # fmt: skip
        results = replace(results, lowest=lowest, highest=highest)
    return [
        Clause(
            f"{ALBUMIN.analyte} {in_every_unit(limit, place)}",
            Truth(*limit.holds(results, place)),
            ALBUMIN.analyte,
            not edge.is_upper,
            everywhere,
            limit,
            place,
        )
        for place, edge in enumerate(limit.edges)
    ]


def _of_test(visits: Visits, test: str, limit: Limit, counted: np.ndarray) -> list[Clause]:
    series = visits.of_test[test]
    results = series.results()
    if test == "protein_24h" and counted.any():
        results = _per_limit(visits, results, limit)
    label = URINE_TESTS[test].label
    return [
        Clause(
            f"{label} {in_every_unit(limit, place)}",
            Truth(*limit.holds(results, place)).where(counted),
            test,
            edge.is_upper,
            counted,
            limit,
            place,
        )
        for place, edge in enumerate(limit.edges)
    ]


def in_every_unit(limit: Limit, place: int) -> str:
    """Word one edge in each unit printed: 21 mg/mmol may be within 0.2 mg/mg, yet not within 20."""
    first, *others = (f"{window.edges[place]} {window.unit}".rstrip() for window in limit.printed)
    return f"{first} ({', '.join(others)})" if others else first


def _per_limit(visits: Visits, results: Results, limit: Limit) -> Results:
    """Count 24-hour protein by what the limit counts by: body surface, weight or the child.

    Where the body surface or the weight of the day is not known, the result may be anything.
    """
    units = list(limit.quantity.units)
    wanted = units.index(limit.printed[0].unit)
    basis = _PER_DAY[limit.printed[0].unit]
    of_child = {"surface": visits.surface, "weight": visits.weight,
                "child": np.ones(len(visits))}  # fmt: skip
    factor = np.ones(len(visits))
    printed = {_PER_DAY[window.unit] for window in limit.printed}
    other = np.array([_PER_DAY[unit] not in printed for unit in units])
    changed = other[results.unit]
    if not changed.any():
        return results
    for place in np.flatnonzero(other).tolist():
        mine, unit = results.unit == place, units[place]
        factor[mine] = (of_child[_PER_DAY[unit]] / of_child[basis])[mine] / float(
            limit.quantity.units[unit]
        )
    unknown = changed & np.isnan(factor)
    into = np.where(changed, float(limit.quantity.units[units[wanted]]), 1.0)
    factor = np.where(unknown, 1.0, factor) * into
    return Results(
        np.where(unknown, 0.0, results.lowest * factor),
        np.where(unknown, np.inf, results.highest * factor),
        np.where(changed, wanted, results.unit),
        results.measured,
    )
