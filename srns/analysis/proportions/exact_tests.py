"""Fisher's exact test for r × c tables, on request only.

Below 20 children a p-value reflects the size of the cohort more than the groups, and the result
carries a caution that says so.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from srns.analysis.proportions.tables_with_margins import share_of_rarer
from srns.cohort.paper_numbers import with_decimals
from srns.languages.sentences import nsentence, sentence

NO_P_VALUE_UNDER = 20
TOO_MANY = sentence(
    "Too many tables have these margins for all of them to be counted (within reach are a "
    "response in nine groups of 500 children together or in 15 of 200, 5 × 3 tables of 200 and "
    "4 × 4 tables of 100), and a simulated p-value would change from run to run: pool groups or "
    "outcomes, or compare two groups."
)


class ExactTest(NamedTuple):
    """Result of Fisher's exact test; `p` and `mid_p` are None where `words` gives the reason."""

    p: float | None
    mid_p: float | None
    n: int
    words: str


def fisher_exact(table: ArrayLike) -> ExactTest:
    """Test whether the rows of a table of counts differ (Fisher, Freeman & Halton).

    `p` is the probability, given both margins, of all tables that are no more probable than the
    observed one; `mid_p` counts tables of equal probability by half.

    Parameters
    ----------
    table
        Counts, one row per group and one column per response. Empty rows and columns are
        ignored.

    Returns
    -------
    ExactTest
        Without a p-value if fewer than two rows or two columns are non-empty, or if there are
        too many tables to count. One response (two columns) is counted in up to nine groups of 500
        children together and 15 of 200, 3 × 3 to 5 × 3 tables of 200, 4 × 4 tables of 100; larger
        ones only where the margins are uneven or the p-value is large.

    Notes
    -----
    Tables are not enumerated one by one: column by column, partial tables with the same remaining
    row sums and the same probability are merged, as in the network algorithm of Mehta & Patel. They
    are filled from both sides, and meet in the middle.

    References
    ----------
    Freeman & Halton (1951), Biometrika 38:141-149.
    Mehta & Patel (1983), Journal of the American Statistical Association 78:427-434.
    Lancaster (1961), Journal of the American Statistical Association 56:223-234 (mid-p).

    Examples
    --------
    The lady tasting tea (Fisher 1935):

    >>> round(fisher_exact([[3, 1], [1, 3]]).p, 4)
    0.4857
    """
    counts = _counted(table)
    n = int(counts.sum())
    if min(counts.shape, default=0) < 2:
        few = sentence("The test needs at least two groups and two outcomes.")
        return ExactTest(None, None, n, few)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if len(rows) > len(columns):  # fewer row sums to track
        rows, columns, counts = columns, rows, counts.T
    observed = -float(gammaln(counts + 1).sum())
    shares = share_of_rarer(rows, columns, observed)
    if shares is None:
        return ExactTest(None, None, n, TOO_MANY)
    less, same = shares
    return ExactTest(min(less + same, 1.0), less + same / 2, n, caution(n))


def caution(n: int) -> str:
    """Return the caution for a p-value from fewer than 20 children; empty from 20 children on.

    >>> caution(8)
    '8 children: too few for a p-value to be informative; rely on the intervals.'
    """
    if n >= NO_P_VALUE_UNDER:
        return ""
    return nsentence(
        "{n} child: too few for a p-value to be informative; rely on the intervals.",
        "{n} children: too few for a p-value to be informative; rely on the intervals.",
        n,
    )


def show_p(p: float) -> str:
    """Return a p-value as it is printed.

    >>> show_p(0.0339), show_p(0.0004)
    ('p = 0.034', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.0005 else f"p = {with_decimals(p, 3)}"


def fisher_of_responses(
    verdicts: pd.DataFrame, by: pd.Series, *, responses: Sequence[str]
) -> ExactTest:
    """Test whether these responses, versus all others pooled, differ between the groups.

    Parameters
    ----------
    verdicts
        One row per child; column `response`.
    by
        The group of each child, in the same order; children without a group are excluded.
    """
    known = by.notna().to_numpy()
    pooled = verdicts["response"].where(verdicts["response"].isin(list(responses)), "any other")
    table = pd.crosstab(by[known].astype(str).to_numpy(), pooled[known].to_numpy())
    return fisher_exact(table.to_numpy())


def _counted(table: ArrayLike) -> NDArray[np.int64]:
    given = np.asarray(table, dtype=float)
    if given.ndim != 2:
        raise ValueError("The table must have rows and columns.")
    if not np.isfinite(given).all() or (given < 0).any() or (given % 1 != 0).any():
        raise ValueError("Every cell of the table must be a whole number, 0 or more.")
    counts = given.astype(np.int64)
    counts = counts[counts.sum(axis=1) > 0]
    return counts[:, counts.sum(axis=0) > 0]
