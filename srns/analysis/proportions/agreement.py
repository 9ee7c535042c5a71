"""Agreement (Cohen's kappa) of two classifications of the same children."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from srns.analysis.proportions.intervals import tail
from srns.languages.sentences import sentence, term


@dataclass(frozen=True)
class Agreement:
    """Agreement of two classifications of the same children.

    Attributes
    ----------
    n, agree
        Number of children classified twice, and number with the same response both times.
    percent
        Observed agreement in percent, unrounded; None without children.
    kappa
        Cohen's kappa: 1 is complete agreement, 0 agreement expected by chance, below 0 less than
        that; None where it is undefined.
    standard_error
        Large-sample standard error of kappa; None where kappa is None.
    low, high
        Confidence limits of kappa, truncated to -1 and 1; None where there is no interval.
    why_missing
        One sentence on which values are None and why; empty if none are.
    """

    n: int
    agree: int
    percent: float | None = None
    kappa: float | None = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    why_missing: str = ""


def cohen_kappa(
    recorded: Sequence[str], computed: Sequence[str], *, confidence: float = 0.95
) -> Agreement:
    """Compute Cohen's kappa of the recorded and the computed responses.

    The interval is a large-sample one. In a handful of children it is only a rough guide, and the
    observed agreement is more informative.

    Parameters
    ----------
    recorded, computed
        The two responses of each child, with the children in the same order. Responses are
        nominal: kappa is unweighted.
    confidence
        Confidence level, between 0 and 1.

    Returns
    -------
    Agreement
        Kappa is None if every child has the same response in both classifications, because
        chance alone would then give complete agreement. The interval is also None if the
        standard error is 0, as with complete agreement, because that does not mean that kappa
        is known without error.

    Raises
    ------
    ValueError
        If the sequences differ in length, or a response is missing.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20:37-46.
    Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72:323-327.

    Examples
    --------
    >>> recorded = ["remission", "remission", "none", "none", "none"]
    >>> computed = ["remission", "none", "none", "none", "none"]
    >>> result = cohen_kappa(recorded, computed)
    >>> f"{result.agree} of {result.n}, kappa {result.kappa:.2f}"
    '4 of 5, kappa 0.55'
    """
    quantile = -float(ndtri(tail(confidence)))
    first, second = list(recorded), list(computed)
    if len(first) != len(second):
        raise ValueError(
            f"Each child must be classified twice; {len(first)} responses are recorded "
            f"and {len(second)} computed."
        )
    if any(pd.isna(response) for response in first + second):
        raise ValueError("Each child must have both responses; leave out children without.")

    n = len(first)
    agree = sum(one == other for one, other in zip(first, second, strict=True))
    if n == 0:
        return Agreement(n, agree, why_missing=sentence("There are no children to compare."))
    percent = 100 * agree / n
    if len(set(first + second)) == 1:
        return Agreement(
            n,
            agree,
            percent,
            why_missing=sentence(
                "Every child has the response '{response}' both times, so agreement by chance is "
                "complete and kappa is undefined.",
                response=term(first[0]),
            ),
        )

    kappa, standard_error = _kappa(_shares(first, second), n)
    if standard_error == 0:
        return Agreement(
            n,
            agree,
            percent,
            kappa,
            standard_error,
            why_missing=sentence(
                "The large-sample standard error is 0, which would imply that kappa is known "
                "without error, so no interval is given."
            ),
        )
    margin = quantile * standard_error
    low, high = max(kappa - margin, -1.0), min(kappa + margin, 1.0)
    return Agreement(n, agree, percent, kappa, standard_error, low, high)


def _shares(first: list[str], second: list[str]) -> NDArray[np.float64]:
    """Return the cross-tabulation as proportions: first classification in rows."""
    place = {response: index for index, response in enumerate(dict.fromkeys(first + second))}
    counts = np.zeros((len(place), len(place)))
    for one, other in zip(first, second, strict=True):
        counts[place[one], place[other]] += 1
    return counts / len(first)


def _kappa(shares: NDArray[np.float64], n: int) -> tuple[float, float]:
    """Return kappa and its standard error (0 where it is no more than rounding error)."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    same = np.diag(shares)
    by_chance = rows @ columns
    kappa = (same.sum() - by_chance) / (1 - by_chance)

    agreeing = (same * (1 - (rows + columns) * (1 - kappa)) ** 2).sum()
    # Weight of cell (i, j): marginal share of j in the columns plus that of i in the rows.
    weights = (columns[:, None] + rows[None, :]) ** 2
    differing = (1 - kappa) ** 2 * ((shares * weights).sum() - (same * np.diag(weights)).sum())
    spread = agreeing + differing - (kappa - by_chance * (1 - kappa)) ** 2
    if spread < 1e-12:
        return float(kappa), 0.0
    return float(kappa), float(np.sqrt(spread / n) / (1 - by_chance))
