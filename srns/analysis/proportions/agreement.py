"""How often the computed response is the one the clinicians recorded, and how much is chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from srns.analysis.proportions.intervals import tail


@dataclass(frozen=True)
class Agreement:
    """How well two judgements of the same children agree.

    Attributes
    ----------
    n, agree
        Children judged twice, and those given the same response both times.
    percent
        Observed agreement in percent, unrounded; None without children.
    kappa
        Agreement beyond chance: 1 is complete, 0 what chance gives, below 0 less than that;
        None where it is undefined.
    standard_error
        Of kappa in a large sample; None where kappa is.
    low, high
        The interval of kappa, cut at -1 and 1; None where there is none to give.
    why_missing
        One sentence on what is None and why; empty when nothing is.
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
    """Compare the recorded responses with the computed ones, child by child (Cohen's kappa).

    The interval is for large samples. In a handful of children it is a rough guide only, and
    the observed agreement beside it says more.

    Parameters
    ----------
    recorded, computed
        The two responses of each child, in the same order of children. The responses have no
        order among them: a near miss counts as a miss.
    confidence
        The coverage wanted, between 0 and 1.

    Returns
    -------
    Agreement
        Kappa is None if both judgements gave every child one and the same response, when
        chance alone would agree completely; the interval is None also if the standard error
        is 0, as when all children agree, because kappa is not known without error then.

    Raises
    ------
    ValueError
        If the two are not equally long, or a response is missing.

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
            f"Each child must be judged twice; {len(first)} responses are recorded "
            f"and {len(second)} computed."
        )
    if any(pd.isna(response) for response in first + second):
        raise ValueError("Each child must have both responses; leave out a child without.")

    n = len(first)
    agree = sum(one == other for one, other in zip(first, second, strict=True))
    if n == 0:
        return Agreement(n, agree, why_missing="There is no child to compare.")
    percent = 100 * agree / n
    if len(set(first + second)) == 1:
        return Agreement(
            n,
            agree,
            percent,
            why_missing=f"Every child has the response '{first[0]}' both times, so chance alone "
            "would agree completely and kappa is undefined.",
        )

    kappa, standard_error = _kappa(_shares(first, second), n)
    if standard_error == 0:
        return Agreement(
            n,
            agree,
            percent,
            kappa,
            standard_error,
            why_missing="The large-sample standard error is 0 here, which would claim that kappa "
            "is known without error, so no interval is given.",
        )
    reach = quantile * standard_error
    low, high = max(kappa - reach, -1.0), min(kappa + reach, 1.0)
    return Agreement(n, agree, percent, kappa, standard_error, low, high)


def _shares(first: list[str], second: list[str]) -> NDArray[np.float64]:
    """Cross-tabulate the responses as shares of all children: first in rows, second in columns."""
    place = {response: index for index, response in enumerate(dict.fromkeys(first + second))}
    counts = np.zeros((len(place), len(place)))
    for one, other in zip(first, second, strict=True):
        counts[place[one], place[other]] += 1
    return counts / len(first)


def _kappa(shares: NDArray[np.float64], n: int) -> tuple[float, float]:
    """Give kappa and its standard error; 0 where the error is no more than rounding."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    same = np.diag(shares)
    by_chance = rows @ columns
    kappa = (same.sum() - by_chance) / (1 - by_chance)

    agreeing = (same * (1 - (rows + columns) * (1 - kappa)) ** 2).sum()
    # A child in row i and column j weighs by how common j is in the rows and i in the columns.
    weights = (columns[:, None] + rows[None, :]) ** 2
    differing = (1 - kappa) ** 2 * ((shares * weights).sum() - (same * np.diag(weights)).sum())
    spread = agreeing + differing - (kappa - by_chance * (1 - kappa)) ** 2
    if spread < 1e-12:
        return float(kappa), 0.0
    return float(kappa), float(np.sqrt(spread / n) / (1 - by_chance))
