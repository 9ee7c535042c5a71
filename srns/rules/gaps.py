"""Gaps of a definition: pairs of Up/c and albumin that it does not classify.

Each pair is judged as a single sample, without confirmation, spacing or deadline, by the same tests
that judge a child. A *gap* is a pair within the outer limits of some response that meets none.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from srns.cohort.quantities import BOUNDS
from srns.cohort.tables import Cohort
from srns.cohort.terms import NONE, NOT_EVALUABLE, UNCLASSIFIED
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.occasions import Occasions, Visits
from srns.rules.series import Series
from srns.rules.verdict import Judged, gaps_among, judge
from srns.rules.window import find_window

GRID_UPCR = tuple(hundredths / 100 for hundredths in range(151))
"""Every Up/c from 0.00 to 1.50 mg/mg that a laboratory prints."""
GRID_ALBUMIN = tuple(tenths / 10 for tenths in range(20, 46))
"""Every albumin from 2.0 to 4.5 g/dL that a laboratory prints."""


def needs_baseline(definition: Definition) -> bool:
    """Return whether any response needs a fall from the Up/c before treatment."""
    return any(response.fall_from_baseline for response in definition.responses)


def without_confirmation(definition: Definition) -> Definition:
    """Return the definition for a single sample: no run, no spacing, no deadline."""
    return replace(
        definition,
        responses=tuple(
            replace(
                response,
                occasions=1,
                days=None,
                albumin_at="each",
                min_days_between=0,
                max_days_between=None,
                by_month=None,
                by=None,
                at_month=None,
                at=None,
            )
            for response in definition.responses
        ),
    )


def judge_values(
    definition: Definition,
    upcr: np.ndarray,
    albumin: np.ndarray,
    *,
    baseline: float | None = None,
    upcr_unit: int = 0,
    albumin_unit: int = 0,
) -> np.ndarray:
    """Judge each pair of Up/c and albumin as a single sample.

    Parameters
    ----------
    upcr, albumin
        Arrays of equal length, in the canonical units (mg/mg, g/dL) unless stated otherwise.
    baseline
        The Up/c before treatment for all pairs, in mg/mg; None if it was not measured.
    upcr_unit, albumin_unit
        The place of the unit in `units` of the quantity.

    Returns
    -------
    ndarray
        The name of a response, "no response", "unclassified" (a gap), or "not evaluable" if only a
        baseline could decide.

    Examples
    --------
    >>> from srns.rules.load_definition import load_definition
    >>> haddad = load_definition("haddad_2021")
    >>> print(judge_values(haddad, np.array([0.15, 0.5]), np.array([3.8, 3.8])))
    ['complete remission' 'unclassified']
    """
    count = len(upcr)
    before = np.full(2 * count if baseline is not None else 0, baseline or 0.0)
    visits = _samples(np.arange(count), 1, upcr, upcr_unit)
    # Twice, for a definition that needs the mean of two.
    earlier = _samples(np.repeat(np.arange(count), 2)[: len(before)], 0, before, 0)
    occasions = Occasions(
        visits=_upcr_alone(visits),
        baseline=_upcr_alone(earlier),
        albumin=_samples(np.arange(count), 1, albumin, albumin_unit),
        paired=np.arange(count),
        baseline_paired=np.full(len(before), -1),
        children=count,
        rules=definition.visit_rules,
        window=find_window(Cohort(pd.DataFrame({"patient": np.arange(count)}))),
    )
    return _judge_alone(occasions, definition)


def _upcr_alone(series: Series) -> Visits:
    """Return visits at which nothing but Up/c was measured."""
    count = len(series)
    return Visits(
        series.child, series.day, {"upcr": series}, np.zeros(count, dtype=bool),
        np.ones(count, dtype=bool),
    )  # fmt: skip


def gap_grid(definition: Definition, *, baseline: float | None = None) -> pd.DataFrame:
    """Judge every pair of printed values.

    Returns
    -------
    DataFrame
        One row per pair: `upcr` (mg/mg), `albumin` (g/dL), `says` (see `judge_values`).

    Examples
    --------
    >>> from srns.rules.load_definition import load_definition
    >>> grid = gap_grid(load_definition("haddad_2021"))
    >>> len(grid), int((grid["says"] == "unclassified").sum())
    (3926, 1121)
    """
    upcr = np.tile(GRID_UPCR, len(GRID_ALBUMIN))
    albumin = np.repeat(GRID_ALBUMIN, len(GRID_UPCR))
    says = judge_values(definition, upcr, albumin, baseline=baseline)
    return pd.DataFrame({"upcr": upcr, "albumin": albumin, "says": says})


@dataclass(frozen=True)
class Holes:
    """Number of gaps of a definition on the grid of printed values.

    Attributes
    ----------
    says
        Number of pairs by verdict.
    """

    pairs: int
    holes: int
    says: dict[str, int]


def count_holes(grid: pd.DataFrame) -> Holes:
    """Count the verdicts of a grid from `gap_grid`."""
    says = {str(word): int(number) for word, number in grid["says"].value_counts().items()}
    return Holes(len(grid), says.get(UNCLASSIFIED, 0), says)


def occasions_alone(classification: Classification) -> pd.DataFrame:
    """Judge each visit of a cohort as a single sample.

    Returns
    -------
    DataFrame
        The columns of `Classification.occasions`, and `says` (see `judge_values`): "not evaluable"
        if a missing or censored value could decide.
    """
    says = _judge_alone(classification.found, classification.definition)
    return classification.occasions.assign(says=says)


def occasions_in_holes(cohort: Cohort, definition: Definition) -> pd.DataFrame:
    """List the visits of a cohort that fall in a gap of the definition."""
    every = occasions_alone(classify(cohort, definition))
    return every[every["says"] == UNCLASSIFIED].reset_index(drop=True)


def _judge_alone(occasions: Occasions, definition: Definition) -> np.ndarray:
    alone = without_confirmation(definition)
    judged = judge(occasions, alone)
    met, possible = _best_of_each(judged, len(occasions.visits))
    gap, possible_gap = gaps_among(occasions, judged.tested)
    names = np.array([*(each.name for each in alone.responses), ""], dtype=object)
    return np.select(
        [met >= 0, possible >= 0, gap, possible_gap],
        [names[met], NOT_EVALUABLE, UNCLASSIFIED, NOT_EVALUABLE],
        NONE,
    ).astype(object)


def _best_of_each(judged: Judged, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of the best response that each visit meets, and may meet; -1 for none."""
    met, possible = np.full(count, -1), np.full(count, -1)
    for place, tested in reversed(list(enumerate(judged.tested))):  # the best overwrites
        met[tested.met.certain] = place
        possible[tested.met.possible] = place
    return met, possible


def _samples(child: np.ndarray, day: int, value: np.ndarray, unit: int) -> Series:
    count = len(child)
    return Series(
        child=child,
        day=np.full(count, day),
        value=np.asarray(value, dtype=float),
        bound=np.full(count, BOUNDS.index("")),
        unit=np.full(count, unit),
        row=np.arange(count),
    )
