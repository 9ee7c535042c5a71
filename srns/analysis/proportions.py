"""How many children responded, and how sure a cohort of this size can be of it."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from scipy.special import betaincinv

from srns.cohort.terms import NOT_RECORDED

EVERYONE = "all"


class Interval(NamedTuple):
    """The two ends of a confidence interval, as fractions from 0 to 1."""

    low: float
    high: float


def tail(confidence: float) -> float:
    """Give the share a two-sided interval leaves out on each side: 0.025 for a coverage of 0.95."""
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence must lie between 0 and 1, not be {confidence}.")
    return (1 - confidence) / 2


def exact_interval(events: int, total: int, *, confidence: float = 0.95) -> Interval:
    """Give the Clopper-Pearson interval of a proportion.

    It keeps its coverage in a cohort of any size, a handful of children included,
    at the price of being wide.

    Parameters
    ----------
    events, total
        Children with the outcome, and all children; ``0 <= events <= total``.
    confidence
        The coverage wanted, between 0 and 1.

    Returns
    -------
    Interval
        Fractions from 0 to 1. The low end is exactly 0 when nobody has the outcome, and the
        high end exactly 1 when everybody has.

    Raises
    ------
    ValueError
        If there are no children, if a count is negative, or if there are more events than children.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26:404-413.

    Examples
    --------
    Four of the eight children of Haddad et al. (2021) went into complete remission:

    >>> low, high = exact_interval(4, 8)
    >>> f"{low:.1%} to {high:.1%}"
    '15.7% to 84.3%'
    """
    if total == 0:
        raise ValueError("A proportion of 0 children has no interval.")
    if not 0 <= events <= total:
        raise ValueError(f"The events must number from 0 to the {total} children, not {events}.")
    left_out = tail(confidence)

    # The beta distribution degenerates at both ends, where the limit is the end itself.
    low = 0.0 if events == 0 else float(betaincinv(events, total - events + 1, left_out))
    high = 1.0 if events == total else float(betaincinv(events + 1, total - events, 1 - left_out))
    return Interval(low, high)


def response_table(
    verdicts: pd.DataFrame,
    by: pd.Series | None = None,
    *,
    responses: Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count the children with each response, in the whole cohort and in each group of it.

    Parameters
    ----------
    verdicts
        One row per child; columns `patient` and `response`.
    by
        The group of each child, with the same index as `verdicts`; a missing group is called
        "not recorded". None counts the whole cohort only.
    responses
        Every response a child can have, in the order wanted; one that nobody has is counted as 0.
    confidence
        The coverage wanted of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row per group and response. `group` is "all", then each group as text, in the order
        of the categories if `by` is categorical and of first appearance if not, "not recorded"
        last. `n` children have the `response`, `of` all children of the group, whatever their
        response. `percent` is unrounded, with the Clopper-Pearson limits `low` and `high` in
        percent; all three are None in a group of 0 children. `patients` lists the children
        counted, in the order of `verdicts`.

    Raises
    ------
    ValueError
        If a child is listed twice, a response is missing or not among `responses`, a group is
        called "all", or `by` does not have the index of `verdicts`: each would give a child
        the wrong place in the table, or none.

    Examples
    --------
    >>> verdicts = pd.DataFrame({"patient": ["1", "2", "3"], "response": ["CR", "none", "CR"]})
    >>> sex = pd.Series(["girl", "boy", None])
    >>> table = response_table(verdicts, sex, responses=["CR", "none"])
    >>> table.loc[table["response"] == "CR", ["group", "n", "of", "patients"]]
              group  n  of patients
    0           all  2   3   [1, 3]
    2          girl  1   1      [1]
    4           boy  0   1       []
    6  not recorded  1   1      [3]
    """
    _require_one_known_response_each(verdicts, responses)

    members = {EVERYONE: pd.Series(True, index=verdicts.index)}
    if by is not None:
        labels = _labels(by, verdicts.index)
        members |= {group: labels == group for group in _in_order(by, labels)}

    rows = [
        _row(group, response, verdicts[belongs], confidence)
        for group, belongs in members.items()
        for response in responses
    ]
    columns = ["group", "response", "n", "of", "percent", "low", "high", "patients"]
    # Percentages stay objects: a column of floats would turn None into a "nan" that gets printed.
    return pd.DataFrame(rows, columns=columns, dtype=object).astype({"n": int, "of": int})


def _row(group: str, response: str, children: pd.DataFrame, confidence: float) -> tuple:
    """Count one response in one group."""
    patients = children.loc[children["response"] == response, "patient"].tolist()
    n, of = len(patients), len(children)
    if of == 0:
        return group, response, n, of, None, None, None, patients
    low, high = exact_interval(n, of, confidence=confidence)
    return group, response, n, of, 100 * n / of, 100 * low, 100 * high, patients


def _labels(by: pd.Series, index: pd.Index) -> pd.Series:
    """Name the group of each child, as text."""
    if not by.index.equals(index):
        raise ValueError("The groups must have the same index as the verdicts, row by row.")
    labels = by.astype(object)
    labels = labels.where(labels.notna(), NOT_RECORDED).map(str)
    if (labels == EVERYONE).any():
        raise ValueError(f"A group can't be called '{EVERYONE}': that is the whole cohort.")
    return labels


def _in_order(by: pd.Series, labels: pd.Series) -> list[str]:
    """List the groups in the order of the categories, else of first appearance."""
    if isinstance(by.dtype, pd.CategoricalDtype):
        known = [str(category) for category in by.dtype.categories]
    else:
        known = [label for label in labels.unique() if label != NOT_RECORDED]
    unrecorded = [NOT_RECORDED] if (labels == NOT_RECORDED).any() else []
    return list(dict.fromkeys(known + unrecorded))


def _require_one_known_response_each(verdicts: pd.DataFrame, responses: Sequence[str]) -> None:
    """Raise unless every child is listed once, with one of the responses."""
    repeated = verdicts.loc[verdicts["patient"].duplicated(), "patient"]
    if len(repeated):
        raise ValueError(f"Each child must be listed once; '{repeated.iloc[0]}' is listed again.")
    if verdicts["response"].isna().any():
        raise ValueError("Each child must have a response; 'not evaluable' can be one.")
    unknown = verdicts.loc[~verdicts["response"].isin(list(responses)), "response"]
    if len(unknown):
        raise ValueError(f"'{unknown.iloc[0]}' must be one of the responses {list(responses)}.")
