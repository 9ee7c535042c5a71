"""Response tables: counts, percentages and intervals by response and group."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.proportions.intervals import EXACT, METHODS
from srns.cohort.paper_numbers import show_percent, show_range
from srns.cohort.terms import AT_START, NOT_RECORDED

EVERYONE = "all"


def response_table(
    verdicts: pd.DataFrame,
    by: pd.Series | None = None,
    *,
    responses: Sequence[str],
    confidence: float = 0.95,
    interval: str = EXACT,
) -> pd.DataFrame:
    """Count the children with each response, in the whole cohort and in each group.

    Children in remission at start are not at risk: they are counted in a row of their own, of all
    children, and the denominator of every other response is the children at risk.

    Parameters
    ----------
    verdicts
        One row per child; columns `patient` and `response`.
    by
        The group of each child, with the same index as `verdicts`; missing groups become
        "not recorded". None: the whole cohort only.
    responses
        Every possible response, in output order; responses without children are counted as 0.
    confidence
        Confidence level of the intervals, between 0 and 1.
    interval
        A key of `srns.analysis.proportions.intervals.METHODS`: exact, wilson or mid-p.

    Returns
    -------
    DataFrame
        One row per group and response. `group` is "all", then each group as text, in the order
        of the categories if `by` is categorical, otherwise of first appearance, with "not
        recorded" last. `n` is the number of children with the `response`, `of` the number of
        children at risk in the group (for "in remission at start", of all children in it).
        `percent` and the confidence limits `low` and `high` are in percent, unrounded, and
        None in an empty group. `patients` lists the children counted, in the order of `verdicts`.

    Raises
    ------
    ValueError
        If a child is listed twice, a response is missing or not among `responses`, a group is
        called "all", or `by` does not have the index of `verdicts`: each would miscount
        children.

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

    members = {EVERYONE: np.ones(len(verdicts), dtype=bool)}
    if by is not None:
        labels = _labels(by, verdicts.index)
        members |= {group: (labels == group).to_numpy() for group in _in_order(by, labels)}

    patients = verdicts["patient"].to_numpy(dtype=object)
    has = {name: (verdicts["response"] == name).to_numpy(dtype=bool) for name in responses}
    risk = at_risk(verdicts["response"])
    rows = [
        _row(
            group,
            response,
            patients[belongs & has[response]].tolist(),
            int((belongs if response == AT_START else belongs & risk).sum()),
            confidence,
            interval,
        )
        for group, belongs in members.items()
        for response in responses
    ]
    columns = ["group", "response", "n", "of", "percent", "low", "high", "patients"]
    # Percentages stay objects: a float column would turn None into a printed "nan".
    return pd.DataFrame(rows, columns=columns, dtype=object).astype({"n": int, "of": int})


def counted_rows(
    counts: Mapping[str, Mapping[str, int]],
    responses: Sequence[str],
    *,
    confidence: float = 0.95,
    interval: str = EXACT,
) -> pd.DataFrame:
    """Return what `response_table` does, without names, from counts by group and response.

    Examples
    --------
    >>> table = counted_rows({"FSGS": {"CR": 1, "none": 2}}, ["CR"])
    >>> table[["group", "response", "n", "of"]].values.tolist()
    [['FSGS', 'CR', 1, 3]]
    """
    rows = []
    for group, own in counts.items():
        risk = sum(number for response, number in own.items() if response != AT_START)
        for response in responses:
            number = own.get(response, 0)
            of = risk + number if response == AT_START else risk
            rows.append((group, response, number, of, *_share(number, of, confidence, interval)))
    columns = ["group", "response", "n", "of", "percent", "low", "high"]
    return pd.DataFrame(rows, columns=columns, dtype=object).astype({"n": int, "of": int})


def printed_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Return counts as a paper prints them, from the rows of `response_table`.

    Returns
    -------
    DataFrame
        `group`, `response`, `children` ("4 of 8"), `%` ("50.0"), `95 % interval` ("15.7–84.3"), and
        `names` where the table has `patients`.

    Examples
    --------
    >>> row = {"group": "all", "response": "CR", "n": 4, "of": 8}
    >>> counted = pd.DataFrame([{**row, "percent": 50.0, "low": 15.7013, "high": 84.2987}])
    >>> printed_counts(counted).iloc[0].tolist()
    ['all', 'CR', '4 of 8', '50.0', '15.7–84.3']
    """
    printed = pd.DataFrame(
        {
            "group": table["group"],
            "response": table["response"],
            "children": [f"{n} of {of}" for n, of in zip(table["n"], table["of"], strict=True)],
            "%": [show_percent(percent).removesuffix(" %") for percent in table["percent"]],
            "95 % interval": [
                show_range(low, high) for low, high in zip(table["low"], table["high"], strict=True)
            ],
        }
    )
    if "patients" in table:
        printed["names"] = [", ".join(map(str, names)) for names in table["patients"]]
    return printed


def _row(
    group: str, response: str, patients: list, of: int, confidence: float, interval: str
) -> tuple:
    """Return the row of one response in one group."""
    n = len(patients)
    return group, response, n, of, *_share(n, of, confidence, interval), patients


def _share(
    n: int, of: int, confidence: float, interval: str
) -> tuple[float, float, float] | tuple[None, None, None]:
    """Return a share and its limits in percent; None where nobody is counted."""
    if of == 0:
        return None, None, None
    low, high = METHODS[interval](n, of, confidence=confidence)
    return 100 * n / of, 100 * low, 100 * high


def _labels(by: pd.Series, index: pd.Index) -> pd.Series:
    """Return the group of each child as text."""
    if not by.index.equals(index):
        raise ValueError("The groups must have the same index as the verdicts, row by row.")
    labels = by.astype(object)
    labels = labels.where(labels.notna(), NOT_RECORDED).map(str)
    if (labels == EVERYONE).any():
        raise ValueError(f"A group cannot be called '{EVERYONE}': that is the whole cohort.")
    return labels


def _in_order(by: pd.Series, labels: pd.Series) -> list[str]:
    """List the groups in the order of the categories, otherwise of first appearance."""
    if isinstance(by.dtype, pd.CategoricalDtype):
        known = [str(category) for category in by.dtype.categories]
    else:
        known = [label for label in labels.unique() if label != NOT_RECORDED]
    unrecorded = [NOT_RECORDED] if (labels == NOT_RECORDED).any() else []
    return list(dict.fromkeys(known + unrecorded))


def _require_one_known_response_each(verdicts: pd.DataFrame, responses: Sequence[str]) -> None:
    """Raise ValueError unless every child is listed once, with one of the responses."""
    repeated = verdicts.loc[verdicts["patient"].duplicated(), "patient"]
    if len(repeated):
        raise ValueError(f"Each child must be listed once; '{repeated.iloc[0]}' is listed again.")
    if verdicts["response"].isna().any():
        raise ValueError("Each child must have a response; 'not evaluable' is allowed.")
    unknown = verdicts.loc[~verdicts["response"].isin(list(responses)), "response"]
    if len(unknown):
        raise ValueError(f"'{unknown.iloc[0]}' must be one of the responses {list(responses)}.")


def cross_table(
    verdicts: pd.DataFrame,
    by: pd.Series,
    *,
    responses: Sequence[str],
    confidence: float = 0.95,
    interval: str = EXACT,
) -> pd.DataFrame:
    """Cross-tabulate groups and responses, with row and column percentages.

    Parameters
    ----------
    verdicts, by, responses, confidence, interval
        As in `response_table`.

    Returns
    -------
    DataFrame
        One row per cell: `group`, `response`, `n`; `percent` of the children at risk in the
        group (`of_group`), with `low` and `high`; `percent_of_response` of all children with the
        response (`of_response`), with `low_of_response` and `high_of_response`; `patients`. Each
        interval has the same denominator as its percentage.

    Examples
    --------
    >>> verdicts = pd.DataFrame({"patient": ["1", "2", "3"], "response": ["CR", "none", "CR"]})
    >>> table = cross_table(verdicts, pd.Series(["a", "a", "b"]), responses=["CR", "none"])
    >>> table[["group", "response", "n", "percent", "percent_of_response"]]
      group response  n percent percent_of_response
    0     a       CR  1    50.0                50.0
    1     a     none  1    50.0               100.0
    2     b       CR  1   100.0                50.0
    3     b     none  0     0.0                 0.0
    """
    table = response_table(
        verdicts, by, responses=responses, confidence=confidence, interval=interval
    )
    whole = table[table["group"] == EVERYONE].set_index("response")["n"]
    table = table[table["group"] != EVERYONE].rename(columns={"of": "of_group"})
    table = table.reset_index(drop=True)
    of_response = table["response"].map(whole)
    shares = [
        (None, None, None)
        if total == 0
        else (
            100 * n / total,
            *(100 * end for end in METHODS[interval](n, total, confidence=confidence)),
        )
        for n, total in zip(table["n"], of_response, strict=True)
    ]
    columns = ["percent_of_response", "low_of_response", "high_of_response"]
    added = pd.DataFrame(shares, columns=columns, dtype=object, index=table.index)
    patients = table.pop("patients")
    return pd.concat([table, of_response.rename("of_response"), added, patients], axis=1)
